from django.db.models import TextChoices


class Step(TextChoices):
    """A step of the chain, in the order in which a reader meets them (国办发〔2018〕37号; 国务院令713)."""

    INITIATION = "initiation", "立项"
    DRAFTING = "drafting", "起草"
    CONSULTATION = "consultation", "征求意见"
    ADOPTION = "adoption", "意见采纳"
    EXPERTS = "experts", "专家论证"
    RISK = "risk", "风险评估"
    HEARING = "hearing", "听证"
    COMPETITION = "competition", "公平竞争审查"
    COUNTERSIGN = "countersign", "会签"
    LEGALITY = "legality", "合法性审核"
    DELIBERATION = "deliberation", "集体审议"
    SIGNING = "signing", "签发"
    NUMBERING = "numbering", "登记编号"
    RELEASE = "release", "同步发布"
    FILING = "filing", "备案"
    IN_FORCE = "in_force", "现行有效"


class StepState(TextChoices):
    """How a step stands in one dossier."""

    DONE = "done", "已完成"
    NOW = "now", "正在办"
    LATER = "later", "未到"
    EXEMPT = "exempt", "已批准免办"
    UNNEEDED = "unneeded", "不适用"


class Mode(TextChoices):
    """Where the paper itself is drafted and signed (design invariant 13)."""

    OA = "oa", "OA 办文（本系统登记、核对）"
    FULL = "full", "本系统办文"


class Route(TextChoices):
    """Where a dossier comes from: what was finished before this system is not made to look as if it went through it."""

    NORMAL = "normal", "从立项办起"
    HISTORY = "history", "历史文件"


class Trait(TextChoices):
    """What a matter is like, decided at 立项 with a reason; a step of the chain hangs on each."""

    EXPERTS = "experts", "专业性、技术性较强"
    RISK = "risk", "可能对社会稳定、公共安全等造成不利影响"
    HEARING = "hearing", "涉及群众切身利益或者分歧较大，需要听证"
    MARKET = "market", "涉及经营者的经济活动"


class Ending(TextChoices):
    """How a dossier ended."""

    ARCHIVED = "archived", "已归档"
    DROPPED = "dropped", "已终止"


class PaperKind(TextChoices):
    """What a paper in the dossier is."""

    DRAFT = "draft", "送审稿"
    EXPLANATION = "explanation", "起草说明"
    GROUNDS = "grounds", "制定依据"
    ADOPTION = "adoption", "征求意见及采纳情况"
    EXPERTS = "experts", "专家论证意见"
    RISK = "risk", "风险评估报告"
    HEARING = "hearing", "听证笔录"
    COMPETITION = "competition", "公平竞争审查表"
    COUNTERSIGN = "countersign", "会签意见"
    LEGALITY = "legality", "合法性审核意见"
    MINUTES = "minutes", "会议纪要"
    SLIP = "slip", "签批单"
    CONFIRMATION = "confirmation", "书面确认"
    FINAL = "final", "正式文本"
    CONSULTATION = "consultation", "征求意见材料"
    FILING = "filing", "备案材料"
    RECEIPT = "receipt", "回执"
    CONSENT = "consent", "涉及其他机关信息的确认函"
    OTHER = "other", "其他材料"


class PaperSource(TextChoices):
    """How a paper came in."""

    UPLOAD = "upload", "手工上传"
    FOLDER = "folder", "OA 交换目录"
    REST = "rest", "OA 接口"
    MADE = "made", "系统生成"


class ExemptionGround(TextChoices):
    """Typed grounds on which a needed step may be left out; each is approved by a named person and listed apart."""

    SECRET = "secret", "依法需要保密"
    URGENT = "urgent", "为应对突发事件，需要立即制定"
    SUPERIOR = "superior", "直接执行上级机关决定，没有裁量余地"
    WORDING = "wording", "仅作文字或者技术性修改"
    OTHER_LAW = "other_law", "法律、法规另有规定"


class SigningMedium(TextChoices):
    """How a leader signed."""

    SYSTEM = "system", "在本系统签发"
    OA = "oa", "在 OA 签发"
    PAPER = "paper", "纸质签批单"
    ORAL = "oral", "口头同意（限期书面确认）"


class SeriesForm(TextChoices):
    """How the numbers of a series are written."""

    BRACKET = "bracket", "代字〔年份〕序号（发文字号）"
    ORDINAL = "ordinal", "年份第几号（公告、令）"


class NumberState(TextChoices):
    """What became of a number."""

    ISSUED = "issued", "已用"
    RESERVED = "reserved", "留号"
    VOID = "void", "作废"


class RegisterFinding(TextChoices):
    """What the outside register and the site do not agree on."""

    ALARM = "alarm", "不是主动公开却已上线"
    TWICE = "twice", "一个文号两件公文"
    NOT_ONLINE = "not_online", "主动公开还没有上线"
    UNREGISTERED = "unregistered", "已上线但登记簿里没有"
    NO_INTERPRETATION = "no_interpretation", "没有解读"
    NO_INFOGRAPHIC = "no_infographic", "没有图解"
    DIFFERS = "differs", "登记簿与网页不一致"
    VOID = "void", "作废文号仍在网上"
    GAP = "gap", "缺号"
    UNMARKED = "unmarked", "没有标明公开属性"


class Owing(TextChoices):
    """What a dossier owes in a way that somebody should look at."""

    ORAL = "oral", "口头签发待书面确认"
    UNNUMBERED = "unnumbered", "签发超过 5 日没有编号"
    UNPUBLISHED = "unpublished", "已编号、应公开未公开"
    UNFILED = "unfiled", "公布后超期没有备案"
    CLOSABLE = "closable", "各步办完，可以立卷"
