"""Chinese names of this app's actions."""

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.readings import digest
from gongkai.core.audit.registry import define_action, define_data, define_visibility

define_action("workdays.import_year", "导入放假安排")
define_action("workdays.settle_deadline", "确定或更新期限")
define_visibility("workdays.holidayyear", Role.OFFICE, Role.ADMIN, Role.INSPECTOR)
define_data(
    "workdays.import_year",
    year="年份",
    digest=("放假安排摘要", digest),
    days_changed="有变化的日期",
    deadlines_settled="确定的期限数",
    deadlines_moved="变动的期限数",
)
define_data("workdays.settle_deadline", before="原期限", after="现期限")
