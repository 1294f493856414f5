"""Chinese names of this app's actions."""

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.registry import define_action, define_visibility

define_action("jobs.retry", "重试后台任务")
define_visibility("jobs.retry", Role.ADMIN, Role.WEB, Role.INSPECTOR)
