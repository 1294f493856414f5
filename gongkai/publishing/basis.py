"""What the rules of publishing stand on."""

from gongkai.core.basis import Certainty, define_basis

SIGNED = define_basis(
    "publishing.signed",
    "本系统发布规范",
    "",
    "公开的每个字节都在签名的版次清单之内；紧急清除的内容在任何版次中都不得再现。",
    certainty=Certainty.HOUSE,
)
