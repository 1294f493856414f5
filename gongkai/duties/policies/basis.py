"""What duty 1 stands on."""

from gongkai.core.basis import Certainty, define_basis

NUMBER_FORM = define_basis(
    "policies.number_form",
    "党政机关公文格式（GB/T 9704-2012）",
    "7.2.5",
    "发文字号由机关代字、年份、顺序号组成；年份用全称、六角括号〔〕括入，顺序号不加“第”、不编虚位。",
)
IN_FORCE = define_basis(
    "policies.in_force",
    "任务分解通知",
    "第一项",
    "现行有效行政规范性文件集中公开，根据立改废情况及时更新。",
)
DATES_IN_ORDER = define_basis(
    "policies.dates_in_order",
    "党政机关公文处理工作条例",
    "第九条",
    "成文日期署会议通过或者发文机关负责人签发的日期；印发日期是送印日期，不早于成文日期。",
    certainty=Certainty.SEEN_IN_PART,
)
OWN_SIGNATURE_INTERPRETED = define_basis(
    "policies.own_signature_interpreted",
    "任务分解通知",
    "第二项",
    "以厅名义印发的主动公开政策文件做到图解全覆盖，严格落实政策解读“三同步”。",
)
ENDS_SOON = define_basis(
    "policies.ends_soon",
    "本系统文件管理规则",
    "",
    "有效期届满前 30 天起，文件列入“即将到期”，由起草处室决定续展、修订或任其失效。",
    certainty=Certainty.HOUSE,
)
COMPLETE_DOCUMENT = define_basis(
    "policies.complete_document",
    "党政机关公文处理工作条例",
    "第九条",
    "公文一般由发文机关标志、发文字号、标题、正文、发文机关署名、成文日期等组成。",
    certainty=Certainty.SEEN_IN_PART,
)
