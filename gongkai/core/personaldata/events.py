"""Chinese names of this app's actions."""

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.readings import called, field_of_subject
from gongkai.core.audit.registry import define_action, define_data, define_visibility
from gongkai.core.personaldata.registry import PURPOSES, RETENTION

define_action("personaldata.reveal", "读取个人信息")
define_action("personaldata.erase", "清除到期个人信息")
define_action("personaldata.set_period", "设定保存期限")
define_action("personaldata.rotate_keys", "更换个人信息密钥")
define_action("personaldata.export_readings", "导出个人信息读取记录")
define_visibility("personaldata.retentionperiod", Role.ADMIN, Role.INSPECTOR)


def _kept(code: str) -> str:
    return RETENTION[code].label if code in RETENTION else code


def _purpose(code: str) -> str:
    return PURPOSES[code].label if code in PURPOSES else code


define_data(
    "personaldata.set_period",
    code=("个人信息类别", called(_kept)),
    before="原保存期限",
    after="现保存期限",
)
define_data("personaldata.erase", code=("个人信息类别", called(_kept)))
define_data("personaldata.reveal", field=("读取的内容", field_of_subject), purpose=("用途", called(_purpose)))
define_data("personaldata.rotate_keys", key="现用密钥编号")
