"""Chinese names of this app's actions."""

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.registry import define_action, define_visibility

define_action("workdays.import_year", "导入放假安排")
define_action("workdays.settle_deadline", "确定或更新期限")
define_visibility("workdays.holidayyear", Role.OFFICE, Role.ADMIN, Role.INSPECTOR)
