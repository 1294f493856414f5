"""What the notice rules stand on."""

from gongkai.core.basis import Certainty, define_basis

NOTICES = define_basis(
    "notify.house",
    "本系统提醒规定",
    "",
    "每人每天只打扰一次；提醒经过外部渠道，因此只写事项和办理地址，不写个人信息。",
    certainty=Certainty.HOUSE,
)
