"""What duty 11 stands on."""

from datetime import date

from gongkai.core.basis import Certainty, define_basis

STATUTORY_ONLY = define_basis(
    "website.statutory_only",
    "国务院办公厅政府信息与政务公开办公室关于规范政府信息公开平台有关事项的通知",
    "（国办公开办函〔2019〕61号）",
    "政府信息公开专栏设指南、制度、法定主动公开内容、年报，只放依法应当公开的内容。",
    certainty=Certainty.SEEN_IN_PART,
    since=date(2019, 12, 1),
)
SAFE_ADDRESSES = define_basis(
    "website.safe_addresses",
    "本系统规则：公开页面的链接只到网页、电话和邮箱",
    "",
    "链接地址以 / 或 https:// 开头，电话用 tel:，邮箱用 mailto:；其他写法不进公开页面。",
    certainty=Certainty.HOUSE,
)
UPDATED_IN_TIME = define_basis(
    "website.updated_in_time",
    "本系统规则：栏目的更新时限",
    "",
    "每个栏目的更新时限由本厅在栏目里设定；超过时限没有新的公开内容，提醒负责单位，没有负责单位的提醒厅办公室。",
    certainty=Certainty.PARAMETER,
)
SITE_FACTS = define_basis(
    "website.site_facts",
    "本系统规则：网站基本信息",
    "",
    "页头、页脚和网页标签要用的单位名称、网站标识码、备案号、主办单位、地址和电话须填写；网站标识码为 10 位数字，中央部门为 bm 加 8 位数字。",
    certainty=Certainty.HOUSE,
)
