"""Chinese names of what is done with numbers and with the outside register."""

from gongkai.core.audit.registry import define_action, define_data

define_action("dossiers.save_series", "设置文号系列")
define_action("dossiers.issue_number", "编号")
define_action("dossiers.record_number", "登记文号")
define_action("dossiers.reserve_numbers", "留号")
define_action("dossiers.use_reserved", "启用留号")
define_action("dossiers.void_number", "作废文号")
define_action("dossiers.read_register", "读取发文登记簿")
define_action("dossiers.mend_register_line", "改正待导入行")
define_action("dossiers.enter_register", "导入发文登记簿")
define_action("dossiers.put_register_aside", "放弃待导入的登记簿")
define_action("dossiers.match_entry", "核对登记簿条目")
define_action("dossiers.unrecord_number", "退回文号登记")

define_data(
    "dossiers.issue_number",
    "dossiers.record_number",
    "dossiers.use_reserved",
    "dossiers.unrecord_number",
    number="文号登记",
)
define_data("dossiers.record_number", skipped="前面空号")
define_data("dossiers.reserve_numbers", year="年份", first="起始序号", last="截止序号")
define_data("dossiers.save_series", prefix="机关代字")
define_data("dossiers.enter_register", added="新增", changed="变更", unchanged="未变")
define_data("dossiers.mend_register_line", rows="行号", dropped="删去的行号", retitled="确认改标题的行号")
define_data("dossiers.put_register_aside", removed="放弃的份数")
define_data("dossiers.match_entry", page="网页")
