"""What the yearly re-evaluation of what is not public stands on."""

from datetime import date

from gongkai.core.basis import Certainty, define_basis

REGULATION = "中华人民共和国政府信息公开条例"
SINCE = date(2019, 5, 15)

REEVALUATE = define_basis(
    "clearance.reevaluate",
    REGULATION,
    "第十八条",
    "行政机关应当建立健全政府信息管理动态调整机制，对本行政机关不予公开的政府信息进行定期评估审查，对因情势变化可以公开的政府信息应当公开。",
    since=SINCE,
)
GROUNDS = define_basis(
    "clearance.grounds",
    REGULATION,
    "第十四条至第十六条",
    "国家秘密、法律法规禁止公开和危及三安全一稳定的不予公开；商业秘密、个人隐私须第三方同意或涉及重大公共利益才公开；内部事务、过程性信息、执法案卷可以不予公开。",
    since=SINCE,
)
THIRD_PARTY_CONSENT = define_basis(
    "clearance.third_party_consent",
    REGULATION,
    "第十五条",
    "涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息，不得公开；第三方同意公开或者不公开会对公共利益造成重大影响的，予以公开。",
    since=SINCE,
)
PROCESS_INFORMATION = define_basis(
    "clearance.process_information",
    REGULATION,
    "第十六条",
    "行政机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息以及行政执法案卷信息，可以不予公开。",
    since=SINCE,
)
ASKED_BY_MANY = define_basis(
    "clearance.asked_by_many",
    REGULATION,
    "第四十四条",
    "多个申请人就相同政府信息向同一行政机关提出公开申请，且该政府信息属于可以公开的，行政机关可以纳入主动公开的范围。",
    since=SINCE,
)
SEPARATE = define_basis(
    "clearance.separate",
    REGULATION,
    "第三十七条",
    "信息中含有不应当公开或者不属于政府信息的内容，但是能够作区分处理的，应当提供可以公开的内容，并对不予公开的内容说明理由。",
    since=SINCE,
)
SECRET_STUBS = define_basis(
    "clearance.secret_stubs",
    "中华人民共和国保守国家秘密法",
    "第三十一条",
    "不得在非涉密信息系统中存储、处理、传输国家秘密；本系统对涉密事项只记代号、单位和日期，定密、解密在保密渠道办理。",
    certainty=Certainty.SEEN_IN_PART,
    since=date(2024, 5, 1),
)
REEVALUATION_DATES = define_basis(
    "clearance.reevaluation_dates",
    "本系统规则：定期评估的时限和提示参数",
    "",
    "条例没有规定评估的期限；每年何时开始、几天办完、几年或几次作为提示，由本厅设定，缺省值是本系统给的。",
    certainty=Certainty.PARAMETER,
)
REEVALUATION_FOUR_EYES = define_basis(
    "clearance.reevaluation_four_eyes",
    "本系统规则：提出评估结论的人不审查、不确认同一件，拟公开的先经法制、保密两人审查",
    "",
    "保管单位提出，厅办公室确认；结论是公开的，合法性审查和保密审查各由一人先看，四步不同人。",
    certainty=Certainty.HOUSE,
)
REEVALUATION_ROUNDS = define_basis(
    "clearance.reevaluation_rounds",
    "本系统规则：年度评估的清单定稿后不改，逐件有结论才能办结",
    "",
    "开始时把登记的和系统里不公开的逐件列入并定稿；每件都确认结论后办结，公布结果，只写件数和已经公开的信息。",
    certainty=Certainty.HOUSE,
)
THROUGH_THE_GATE = define_basis(
    "clearance.reevaluation_gate",
    REGULATION,
    "第十七条",
    "公开前依照保密法等规定审查；评估结论不代替发布前审查，拟公开的信息照常送审、审定、上线。",
    since=SINCE,
)
