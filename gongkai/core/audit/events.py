"""Chinese names of this app's own action and of data that several apps note."""

from gongkai.core.audit.registry import define_action, define_data

define_action("audit.export", "导出审计记录")

define_data(
    rows="条数",
    searched_by="条件",
    since="开始日期",
    until="结束日期",
    action="动作",
    person="人员",
    subject="对象",
    channel="渠道",
    tries="次数",
    task="任务",
    failed="失败的任务",
)
