"""Chinese names of this app's actions."""

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.registry import define_action, define_visibility

define_action("notify.resend", "重发提醒")
define_action("notify.give_up", "提醒多次未能送达，停止重试")
define_visibility("notify.delivery", Role.ADMIN, Role.WEB, Role.INSPECTOR)
