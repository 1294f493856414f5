"""What the rules of publishing stand on."""

from gongkai.core.basis import Certainty, define_basis

SIGNED = define_basis(
    "publishing.signed",
    "本系统发布规范",
    "",
    "公开的每个字节都在签名的版次清单之内；紧急清除的内容在任何版次中都不得再现。",
    certainty=Certainty.HOUSE,
)
LINKS_WORK = define_basis(
    "publishing.links_work",
    "政府网站发展指引（国办发〔2017〕47号）",
    "",
    "加强网站日常监测，杜绝死链、错链；站外链接定期核对。",
    certainty=Certainty.SEEN_IN_PART,
)
