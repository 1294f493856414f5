"""What duty 2 stands on."""

from gongkai.core.basis import Certainty, define_basis

REAL_INFOGRAPHIC = define_basis(
    "interpretations.real_infographic",
    "本系统规则：图解由结构化事实组成",
    "",
    "图解至少含三类事实，每条事实注明文件条款；少于三类的是一句话，不是图解。",
    certainty=Certainty.HOUSE,
)
CONTENT = define_basis(
    "interpretations.content",
    "政策文件解读工作规范（试行）（辽政办〔2022〕43号）",
    "",
    "解读应说明背景依据、主要内容、适用范围、办理方式和咨询电话等，不得照搬原文。",
    certainty=Certainty.SEEN_IN_PART,
)
SAME_INSTANT = define_basis(
    "interpretations.same_instant",
    "任务分解通知",
    "第二项",
    "政策文件与解读方案、解读材料同步组织、同步审签、同步部署；主动公开的政策文件图解全覆盖。",
)
