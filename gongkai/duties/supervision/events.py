"""Chinese names of supervision's actions, and who may see events about its records."""

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.registry import define_action, define_visibility

define_action("supervision.import", "导入任务分解通知")
define_action("supervision.change_head", "修改通知信息")
define_action("supervision.change_task", "修改任务")
define_action("supervision.discard", "作废通知")
define_action("supervision.confirm", "确认任务计划")
define_action("supervision.report", "填报进展")
define_action("supervision.consolidate", "汇总进展")
define_action("supervision.add_evidence", "添加任务证据")
define_action("supervision.ask_closure", "申请销号")
define_action("supervision.check_closure", "核查销号")
for _model in ("supervision.notice", "supervision.task"):
    define_visibility(_model, Role.OFFICE, Role.INSPECTOR, Role.ADMIN)
