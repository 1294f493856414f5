"""What the audit rules stand on."""

from gongkai.core.basis import Certainty, define_basis

NO_PERSONAL_DATA = define_basis(
    "audit.no_personal_data",
    "本系统审计规定",
    "",
    "审计记录不可更改，因此不得写入日后须删除的个人信息。",
    certainty=Certainty.HOUSE,
)
