"""What determination, countersigning and the review of legality stand on."""

from gongkai.core.basis import Certainty, define_basis

DEFINITION = define_basis(
    "dossiers.definition",
    "辽宁省行政规范性文件合法性审核办法（省政府令第338号）",
    "第二条",
    "行政规范性文件由行政机关或者法律、法规授权的组织依照法定权限、程序制定并公开发布，"
    "涉及公民、法人和其他组织权利义务，具有普遍约束力，在一定期限内反复适用。",
)
EXCLUDED = define_basis(
    "dossiers.excluded",
    "辽宁省行政规范性文件合法性审核办法（省政府令第338号）",
    "第三条",
    "内部执行的管理规范、工作制度、机构编制、会议纪要、工作方案、请示报告、表彰奖惩、人事任免等文件，不属于行政规范性文件。",
)
WHO_REVIEWS = define_basis(
    "dossiers.who_reviews",
    "辽宁省行政规范性文件合法性审核办法（省政府令第338号）",
    "第五条",
    "以政府名义印发的由司法行政部门审核；以部门名义印发的由本部门的审核机构审核。",
)
REVIEW_FILE = define_basis(
    "dossiers.review_file",
    "国务院办公厅关于全面推行行政规范性文件合法性审核机制的指导意见",
    "（国办发〔2018〕115号）",
    "报送审核应当提供文件送审稿、起草说明、制定依据、征求意见及采纳情况等材料；材料不齐的可以退回或者要求补充。",
    certainty=Certainty.SEEN_IN_PART,
)
REVIEW_POINTS = define_basis(
    "dossiers.review_points",
    "国务院办公厅关于全面推行行政规范性文件合法性审核机制的指导意见",
    "（国办发〔2018〕115号）",
    "审核制定主体是否合法、是否超越法定职权、内容是否合法、程序是否符合规定，提出合法、不合法、应当予以修改的意见。",
    certainty=Certainty.SEEN_IN_PART,
)
SEVEN_WORKDAYS = define_basis(
    "dossiers.seven_workdays",
    "重大行政决策程序暂行条例",
    "第二十六条",
    "送请合法性审查，应当保证必要的审查时间，一般不少于 7 个工作日。",
)
COUNSEL = define_basis(
    "dossiers.counsel",
    "重大行政决策程序暂行条例",
    "第二十八条",
    "合法性审查应当组织法律顾问、公职律师提出法律意见。",
)
COUNTERSIGNED = define_basis(
    "dossiers.countersigned",
    "党政机关公文处理工作条例",
    "",
    "公文涉及其他部门职权范围内的事项，主办部门应当与有关部门会商一致或者会签。",
    certainty=Certainty.SEEN_IN_PART,
)
TERMS = define_basis(
    "dossiers.terms",
    "本系统办文规则",
    "",
    "会签、合法性审核的办理天数是本单位设定的参数，不是法定期限；重大行政决策的最短审查时间除外。"
    "备案期限按本地规定设定，写明出处。",
    certainty=Certainty.HOUSE,
)
FOUR_EYES = define_basis(
    "dossiers.four_eyes",
    "本系统办文规则",
    "",
    "起草人、文稿修改人不审核自己的文稿，提议的认定由另一人确认。",
    certainty=Certainty.HOUSE,
)
COMMENTS_ANSWERED = define_basis(
    "dossiers.comments_answered",
    "本系统办文规则",
    "",
    "对条款提出的意见逐条答复采纳情况，没有完全采纳的说明理由。",
    certainty=Certainty.HOUSE,
)
