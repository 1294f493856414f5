"""Chinese names of this app's actions."""

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.readings import called
from gongkai.core.audit.registry import define_action, define_data, define_visibility
from gongkai.core.notify.registry import channels

define_action("notify.resend", "重发提醒")
define_action("notify.give_up", "提醒多次未能送达，停止重试")
define_visibility("notify.delivery", Role.ADMIN, Role.WEB, Role.INSPECTOR)


def _channel(code: str) -> str:
    found = channels().get(code)
    return found.label if found is not None else code


define_data("notify.resend", channel=("渠道", called(_channel)))
define_data("notify.give_up", channel=("渠道", called(_channel)), tries="尝试次数")
