"""What the gate stands on."""

from datetime import date

from gongkai.core.basis import Certainty, define_basis

REVIEW_FIRST = define_basis(
    "clearance.review_first",
    "中华人民共和国政府信息公开条例",
    "第十七条",
    "行政机关应当建立健全政府信息公开审查机制，明确审查的程序和责任，公开前依照保密法等规定审查。",
    since=date(2019, 5, 15),
)
ITEM_BY_ITEM = define_basis(
    "clearance.item_by_item",
    "中华人民共和国保守国家秘密法实施条例",
    "第四十二条",
    "公开信息应当先审查、后公开，一事一审、全面审查。",
    since=date(2024, 9, 1),
)
NO_SECRETS = define_basis(
    "clearance.no_secrets",
    "中华人民共和国保守国家秘密法",
    "第三十一条",
    "不得在非涉密信息系统、信息设备中存储、处理、传输国家秘密；本系统为非涉密系统。",
    certainty=Certainty.SEEN_IN_PART,
    since=date(2024, 5, 1),
)
FILES_WHOLE = define_basis(
    "clearance.files_whole",
    "本系统规则：收进来的文件要打得开、核对得了",
    "",
    "空文件、超过系统能核对大小的文件不予接收；大小上限是本系统的能力，不是法定限制。",
    certainty=Certainty.HOUSE,
)
FILES_AS_NAMED = define_basis(
    "clearance.files_as_named",
    "本系统规则：收进来的文件，内容就是它的扩展名所说的格式",
    "",
    "程序不收；文本、PDF、图片、Office、OFD 和压缩包，内容不是这种格式的不收。",
    certainty=Certainty.HOUSE,
)
THREE_LEVELS = define_basis(
    "clearance.three_levels",
    "三级审查惯例（初审、复审、批准），流程可由本单位配置",
    "",
    "制作部门初审，公开工作机构（含保密）复审，机关负责人或其书面授权人批准。",
    certainty=Certainty.HOUSE,
)
PROOFREADING = define_basis(
    "clearance.proofreading",
    "三审三校惯例（初审、复审、终审，一校、二校、三校），校对次数可由本单位配置",
    "",
    "网站、政务新媒体发布前三次审查、三次校对；每类内容校几次由厅办公室设定，没有设定的不要求。",
    certainty=Certainty.HOUSE,
)
PACE = define_basis(
    "clearance.pace",
    "本系统规则：审校时限、催办间隔由厅办公室设定，只用于督促",
    "",
    "各环节的时限和催办间隔是本单位的管理要求，不是法定期限；超过时限不影响审查的效力。",
    certainty=Certainty.HOUSE,
)
FOUR_EYES = define_basis(
    "clearance.four_eyes",
    "本系统规则：起草、修改者不审本人内容，审定与上线分设",
    "",
    "自上次审定以来编辑过该内容的人，任何一级都不得审查它；同一人不得连审两级。",
    certainty=Certainty.HOUSE,
)
RE_REVIEW = define_basis(
    "clearance.re_review",
    "党政机关公文处理工作条例",
    "第二十五条",
    "已经审批签发的公文，需作实质性修改的，应当报原签批人复审。",
)
DISCLOSURE = define_basis(
    "clearance.disclosure",
    "中华人民共和国政府信息公开条例",
    "第十三条至第十六条",
    "以公开为常态、不公开为例外；不予公开须有法定理由。",
    since=date(2019, 5, 15),
)
THREE_SYNC = define_basis(
    "clearance.three_sync",
    "政策文件解读工作规范（试行）（辽政办〔2022〕43号）",
    "",
    "政策文件与解读同步组织、同步审签、同步部署。",
    since=date(2022, 9, 1),
)
LEAVE_TRACE = define_basis(
    "clearance.leave_trace",
    "政府网站发展指引（国办发〔2017〕47号）",
    "",
    "文件修改、废止的，在已发布的原文件上作出明确标注；内容不得无声消失。",
    certainty=Certainty.SEEN_IN_PART,
    since=date(2017, 5, 15),
)
DUTY_ROSTER = define_basis(
    "clearance.duty_roster",
    "本系统规则：急件由值班领导审签、另一人核对，次一工作日补齐完整审查",
    "",
    "急件经值班表上的值班领导和核对人两人审签方可上线，次一工作日内补审。",
    certainty=Certainty.HOUSE,
)
INTEGRITY = define_basis(
    "clearance.integrity",
    "本系统规则：公开的内容与审定的内容逐字节一致",
    "",
    "审定针对内容摘要值；内容、附件、图片有任何变化，原审定即不适用。",
    certainty=Certainty.HOUSE,
)
SCHEDULING = define_basis(
    "clearance.scheduling",
    "本系统规则：定时上线到设定的时间办理，办理前可以取消",
    "",
    "已审定的内容可以预定将来的时间上线；到时仍逐项核对，受阻的通知有关人员。",
    certainty=Certainty.HOUSE,
)
COMPLETE_PAPER = define_basis(
    "clearance.complete_paper",
    "本系统规则：送审稿须填写完整",
    "",
    "草稿可以留空；送审时必填项要填好，审查人看到的就是将要公开的全部内容。",
    certainty=Certainty.HOUSE,
)
OPEN_FORMATS = define_basis(
    "clearance.open_formats",
    "本系统规则：附件只收公众打得开、名实相符的文件格式",
    "",
    "公众下载的文件应是通行的文档、表格、图片或压缩格式；程序、网页和改了扩展名的文件不作附件。",
    certainty=Certainty.HOUSE,
)
CLEAN_FILES = define_basis(
    "clearance.clean_files",
    "本系统规则：附件公开前清除看不见的内容，清除后打得开、看得见的不变",
    "",
    "隐藏内容由系统清除并逐项告知；清除前后由同一读取程序核对，看得见的内容有变化的不采用；原文件只留指纹。",
    certainty=Certainty.HOUSE,
)
SEALING = define_basis(
    "clearance.sealing",
    "本系统规则：疑似泄密的内部副本先封存，由清除人以外的人认定后解除",
    "",
    "封存的内容不送审、不复制；解除封存写明经谁认定，不描述内容。",
    certainty=Certainty.HOUSE,
)
PURGED_STAYS_AWAY = define_basis(
    "clearance.purged_stays_away",
    "本系统规则：紧急清除的内容和文件不再公开，发布程序核对指纹",
    "",
    "清除清单上的内容和文件一律不再公开；送审、审定、上线时先按同一清单核对，不等到发布时才拦下。",
    certainty=Certainty.HOUSE,
)
CONTAIN_LEAK = define_basis(
    "clearance.contain_leak",
    "中华人民共和国保守国家秘密法实施条例",
    "第六十一条",
    "机关、单位发现国家秘密已经泄露或者可能泄露的，应当立即采取补救措施，并在24小时内报告。",
    certainty=Certainty.SEEN_IN_PART,
    since=date(2024, 9, 1),
)
PERSONAL_INFORMATION = define_basis(
    "clearance.personal_information",
    "中华人民共和国个人信息保护法",
    "第二十五条",
    "个人信息处理者不得公开其处理的个人信息，取得个人单独同意的除外；国家机关依职权公开的，以履行法定职责所必需的范围和限度为限。",
    certainty=Certainty.SEEN_IN_PART,
    since=date(2021, 11, 1),
)
SENSITIVE_PERSONAL = define_basis(
    "clearance.sensitive_personal",
    "中华人民共和国个人信息保护法",
    "第二十八条",
    "敏感个人信息包括生物识别、宗教信仰、特定身份、医疗健康、金融账户、行踪轨迹等信息，以及不满十四周岁未成年人的个人信息。",
    since=date(2021, 11, 1),
)
WORK_SECRETS = define_basis(
    "clearance.work_secrets",
    "中华人民共和国保守国家秘密法",
    "第六十四条",
    "机关、单位对履行职能过程中产生或者获取的不属于国家秘密但泄露后会造成一定不利影响的事项，适用工作秘密管理办法采取必要的保护措施。",
    since=date(2024, 5, 1),
)
ALL_OF_IT = define_basis(
    "clearance.all_of_it",
    "中华人民共和国保守国家秘密法实施条例",
    "第四十二条",
    "公开前的审查是全面审查：附件、图片文字、隐藏内容、文件属性和所引用的文件都在内。",
    certainty=Certainty.SEEN_IN_PART,
    since=date(2024, 9, 1),
)
AGGREGATION = define_basis(
    "clearance.aggregation",
    "中华人民共和国保守国家秘密法",
    "第三十六条",
    "防止因数据汇聚、关联引发泄密风险；汇聚、关联后属于国家秘密事项的，依法加强安全管理。",
    since=date(2024, 5, 1),
)
CORRECTNESS = define_basis(
    "clearance.correctness",
    "本系统规则：公开前查错，疑似之处由人判断",
    "",
    "姓名职务、机构地名、固定表述、日期、合计和文号有疑问的，先核对再公开；机器只提出疑问，由人作结论。",
    certainty=Certainty.HOUSE,
)
MAP_NUMBER = define_basis(
    "clearance.map_number",
    "地图管理条例",
    "",
    "向社会公开的地图应当经审核并标注审图号。",
    certainty=Certainty.PARAMETER,
)
KNOWLEDGE = define_basis(
    "clearance.knowledge",
    "本系统规则：审查词库有人维护、有来源、有起止日期，例外有理由",
    "",
    "机器按词库查，词库按日期算；词、例外、任职、文号和公布电话都写明来源，由厅办公室和保密审查维护。",
    certainty=Certainty.HOUSE,
)
SHEET = define_basis(
    "clearance.sheet",
    "本系统规则：一件一表，审查意见随文归档",
    "",
    "审查表写明标题、来源、公开属性与依据、拟公开方式、各级意见和签名、结论；同一审查单的审查表逐字节相同。",
    certainty=Certainty.HOUSE,
)
UPKEEP = define_basis(
    "clearance.upkeep",
    "政府网站发展指引（国办发〔2017〕47号）",
    "",
    "定期清理过时内容：失效的标明，归档的留在原处，撤下的说明理由，处理的对象、原因、审批、时间和方式有记录。",
    certainty=Certainty.SEEN_IN_PART,
    since=date(2017, 5, 15),
)
REVIEW_DATES = define_basis(
    "clearance.review_dates",
    "本系统规则：公开内容的复核期限",
    "",
    "每类公开内容从审定或上次复核起，在本厅设定的月数内由责任单位再看一次；月数可改，缺省值是本系统给的。",
    certainty=Certainty.PARAMETER,
)
UPKEEP_FOUR_EYES = define_basis(
    "clearance.upkeep_four_eyes",
    "本系统规则：提请清理的人不决定同一件事",
    "",
    "责任单位或办公室提请归档、撤下、恢复，由办公室的另一人决定；写明一个向社会公开的理由。",
    certainty=Certainty.HOUSE,
)
PROPOSALS = define_basis(
    "clearance.proposals",
    "本系统规则：清理建议由系统算出，由人决定",
    "",
    "系统每天从公开内容中算出可能过时、重复、放错、断链的，附所见的证据；原因消失则建议自动消失，机器不替人处理。",
    certainty=Certainty.HOUSE,
)
