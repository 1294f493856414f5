"""What the chain of a document stands on: duties 1, 2 and 4."""

from gongkai.core.basis import Certainty, define_basis

CHAIN = define_basis(
    "dossiers.chain",
    "国务院办公厅关于加强行政规范性文件制定和监督管理工作的通知",
    "（国办发〔2018〕37号）",
    "行政规范性文件要严格执行评估论证、公开征求意见、合法性审核、集体审议决定、向社会公开发布等程序。",
    certainty=Certainty.SEEN_IN_PART,
)
CONSULT_FIRST = define_basis(
    "dossiers.consult_first",
    "任务分解通知",
    "第四项",
    "拟主动公开的政策文件应当公开征求意见；未征求意见的，原则上不予合法性审查。",
)
NO_REVIEW_NO_MEETING = define_basis(
    "dossiers.no_review_no_meeting",
    "重大行政决策程序暂行条例",
    "第二十五条",
    "决策草案未经合法性审查或者经审查不合法的，不得提交决策机关讨论。",
)
COLLECTIVE = define_basis(
    "dossiers.collective",
    "重大行政决策程序暂行条例",
    "第三十条",
    "决策草案应当经决策机关常务会议或者全体会议讨论，由行政首长在集体讨论的基础上作出决定。",
)
EXPERTS = define_basis(
    "dossiers.experts",
    "重大行政决策程序暂行条例",
    "第十九条",
    "对专业性、技术性较强的决策事项，应当组织专家、专业机构论证其必要性、可行性、科学性等。",
)
RISK = define_basis(
    "dossiers.risk",
    "重大行政决策程序暂行条例",
    "第二十二条",
    "实施可能对社会稳定、公共安全等方面造成不利影响的，应当组织评估决策草案的风险可控性。",
)
HEARING = define_basis(
    "dossiers.hearing",
    "重大行政决策程序暂行条例",
    "第十六条",
    "决策事项直接涉及公民、法人、其他组织切身利益或者存在较大分歧的，可以召开听证会。",
)
COMPETITION = define_basis(
    "dossiers.competition",
    "公平竞争审查条例",
    "第二条",
    "起草涉及经营者经济活动的政策措施，应当依照规定开展公平竞争审查。",
)
MARKET_CONSULTED = define_basis(
    "dossiers.market_consulted",
    "优化营商环境条例",
    "第六十二条",
    "制定与市场主体生产经营活动密切相关的文件，向社会公开征求意见的期限一般不少于 30 日，并反馈意见采纳情况。",
)
UNIFIED_NUMBER = define_basis(
    "dossiers.unified_number",
    "国务院办公厅关于加强行政规范性文件制定和监督管理工作的通知",
    "（国办发〔2018〕37号）",
    "行政规范性文件实行统一登记、统一编号、统一印发。",
    certainty=Certainty.SEEN_IN_PART,
)
FILED_IN_FIFTEEN_DAYS = define_basis(
    "dossiers.filed_in_fifteen_days",
    "辽宁省规章规范性文件备案办法",
    "第三条",
    "规范性文件自公布之日起 15 日内报送备案；部门的文件报本级人民政府，联合制定的由主办部门报送。",
)
SIGNED_BY_HEAD = define_basis(
    "dossiers.signed_by_head",
    "党政机关公文处理工作条例",
    "第二十二条",
    "公文应当经本机关负责人审批签发。",
    certainty=Certainty.SEEN_IN_PART,
)
CHANGED_AFTER_SIGNING = define_basis(
    "dossiers.changed_after_signing",
    "党政机关公文处理工作条例",
    "第二十五条",
    "已经发文机关负责人签批的公文需作实质性修改的，应当报原签批人复审。",
)
DISCLOSURE_MARKED = define_basis(
    "dossiers.disclosure_marked",
    "辽宁省政府办公厅贯彻国办发〔2016〕80号的通知",
    "",
    "公文要明确主动公开、依申请公开、不予公开等属性；不予公开的说明理由，没有标明的退回。",
    certainty=Certainty.SEEN_IN_PART,
)
KIND_FIRST = define_basis(
    "dossiers.kind_first",
    "本系统办文规则",
    "",
    "立项时认定文件类别并写明理由，要走的步骤由类别、署名和公开属性算出。",
    certainty=Certainty.HOUSE,
)
NAMED_EXEMPTION = define_basis(
    "dossiers.named_exemption",
    "本系统办文规则",
    "",
    "免办一个步骤要选定事由、写明理由，由有权的人批准，单独列表备查。",
    certainty=Certainty.HOUSE,
)
WITHIN_TWENTY_WORKDAYS = define_basis(
    "dossiers.within_twenty_workdays",
    "政府信息公开条例",
    "第二十六条",
    "属于主动公开范围的政府信息，应当自形成或者变更之日起 20 个工作日内及时公开。",
)
CONFIRMED_WITH_OTHERS = define_basis(
    "dossiers.confirmed_with_others",
    "政府信息公开条例",
    "第十一条",
    "公开政府信息涉及其他机关的，应当与有关机关协商、确认，保证信息准确一致。",
)
MAKER_DISCLOSES = define_basis(
    "dossiers.maker_discloses",
    "政府信息公开条例",
    "第十条",
    "两个以上行政机关共同制作的政府信息，由牵头制作的行政机关负责公开。",
)
ORAL_CONFIRMED = define_basis(
    "dossiers.oral_confirmed",
    "本系统办文规则",
    "",
    "口头同意签发的，1 个工作日内补书面确认；登记人不是起草人。",
    certainty=Certainty.HOUSE,
)
THIRTY_DAYS = define_basis(
    "dossiers.thirty_days",
    "重大行政决策程序暂行条例",
    "第十五条",
    "公开征求意见的期限一般不少于 30 日；因情况紧急等原因需要缩短期限的，公开征求意见时应当予以说明。",
)
NUMBER_ONCE = define_basis(
    "dossiers.number_once",
    "党政机关公文处理工作条例",
    "第九条",
    "发文字号由发文机关代字、年份、发文顺序号组成；联合行文时，使用主办机关的发文字号。",
    certainty=Certainty.SEEN_IN_PART,
)
NUMBER_WITH_REASON = define_basis(
    "dossiers.number_with_reason",
    "本系统办文规则",
    "",
    "文号连续编排，只因写明原因的作废、留号而缺；编过的号不删除、不重用。",
    certainty=Certainty.HOUSE,
)
REGISTER_COUNTS = define_basis(
    "dossiers.register_counts",
    "本系统办文规则",
    "",
    "覆盖率以发文登记簿为分母：登记簿里主动公开的逐件核对是否上线，上线的逐件核对是否登记。",
    certainty=Certainty.HOUSE,
)
