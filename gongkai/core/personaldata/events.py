"""Chinese names of this app's actions."""

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.registry import define_action, define_visibility

define_action("personaldata.reveal", "读取个人信息")
define_action("personaldata.erase", "清除到期个人信息")
define_action("personaldata.set_period", "设定保存期限")
define_action("personaldata.rotate_keys", "更换个人信息密钥")
define_action("personaldata.export_readings", "导出个人信息读取记录")
define_visibility("personaldata.retentionperiod", Role.ADMIN, Role.INSPECTOR)
