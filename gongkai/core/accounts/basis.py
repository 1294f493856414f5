"""What the account rules stand on."""

from gongkai.core.basis import Certainty, define_basis

SEPARATION = define_basis(
    "accounts.separation",
    "本系统账号管理规定",
    "",
    "系统管理与内容审查、发布由不同的人担任，本人不得管理本人的账号。",
    certainty=Certainty.HOUSE,
)
SIGN_IN = define_basis(
    "accounts.sign_in",
    "本系统账号管理规定",
    "",
    "账号由专人管理，一人一号；离岗的账号立即冻结；初始密码只用一次。",
    certainty=Certainty.HOUSE,
)
