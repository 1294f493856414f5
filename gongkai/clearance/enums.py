from django.db.models import TextChoices


class Disclosure(TextChoices):
    """公开属性 (政府信息公开条例 art. 13, 14–16; every official document carries one)."""

    PROACTIVE = "proactive", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class WithheldGround(TextChoices):
    """Legal grounds for not disclosing (政府信息公开条例 art. 14–16)."""

    STATE_SECRET = "art14_secret", "第十四条：国家秘密"
    FORBIDDEN = "art14_forbidden", "第十四条：法律、行政法规禁止公开"
    SECURITY = "art14_security", "第十四条：可能危及国家安全、公共安全、经济安全、社会稳定"
    THIRD_PARTY = "art15_third_party", "第十五条：商业秘密、个人隐私"
    INTERNAL = "art16_internal", "第十六条：内部事务信息"
    PROCESS = "art16_process", "第十六条：过程性信息"
    CASE_FILE = "art16_case_file", "第十六条：行政执法案卷信息"


class ContentKind(TextChoices):
    """What is under review; the review chain is configured for each."""

    POLICY = "policy", "政策文件（含解读、图解）"
    ARTICLE = "article", "动态与一般信息"
    STRUCTURE = "structure", "栏目与页面结构"
    DATASET = "dataset", "数据版本"


class SlipState(TextChoices):
    IN_REVIEW = "in_review", "审查中"
    RETURNED = "returned", "已退回"
    GRANTED = "granted", "已审定"
    CANCELLED = "cancelled", "已撤回"
    SUPERSEDED = "superseded", "已被后次审定代替"
    WITHDRAWN = "withdrawn", "审定后内容已撤下"


OPEN_SLIP_STATES = (SlipState.IN_REVIEW,)
# Granted, and overtaken before it was released: it can never go live and waits for nobody.
SPENT_SLIP_STATES = (SlipState.SUPERSEDED, SlipState.WITHDRAWN)


class Urgency(TextChoices):
    NORMAL = "normal", "普通"
    URGENT = "urgent", "急件（值班审签）"
    TYPO = "typo", "错别字更正"


class Step(TextChoices):
    """A step of a review chain."""

    UNIT_HEAD = "unit_head", "处室负责人初审"
    OFFICE = "office", "办公室（含保密）复审"
    FINAL = "final", "分管厅领导终审"
    DUTY_CHECK = "duty_check", "值班核对"
    DUTY_LEADER = "duty_leader", "值班领导审签"


class Verdict(TextChoices):
    APPROVED = "approve", "通过"
    RETURNED = "reject", "退回修改"


class ItemRole(TextChoices):
    """What an item is within its package."""

    POLICY = "policy", "政策文件"
    INTERPRETATION = "interpretation", "解读"
    INFOGRAPHIC = "infographic", "图解"
    PAGE = "page", "页面"
    SNIPPET = "snippet", "共用内容"
    DATASET = "dataset", "数据版本"


class BatchKind(TextChoices):
    RELEASE = "release", "上线"
    WITHDRAWAL = "withdrawal", "撤下"
    PURGE = "purge", "紧急清除"
    REBUILD = "rebuild", "全站重建"


class BatchStatus(TextChoices):
    PENDING = "pending", "待发布"
    PUBLISHED = "published", "已发布"
    FAILED = "failed", "发布受阻"


class PurgeCause(TextChoices):
    """Why something is purged: a code, never a description of the leak."""

    SECRET = "secret", "疑似泄密"
    PERSONAL = "personal", "个人信息"
    OTHER = "other", "其他严重情形"


class RotaDays(TextChoices):
    """Which days of a stretch are filled on the duty roster."""

    EVERY = "every", "每天"
    WORKDAYS = "workdays", "工作日（含调休上班日）"
    REST = "rest", "休息日和节假日"


class ScheduleStatus(TextChoices):
    WAITING = "waiting", "等待上线"
    DONE = "done", "已上线"
    FAILED = "failed", "上线受阻"
    CANCELLED = "cancelled", "已取消"


class ScreenState(TextChoices):
    """Outcome of the first screen for classification marks."""

    CLEAN = "clean", "未见密级标志"
    MANUAL = "manual", "机器不能读取，须人工核对"
    REMOVED = "removed", "认定涉密，已移除"


class GateState(TextChoices):
    """Where a page stands at the gate, computed (never stored)."""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "审查中"
    CLEARED = "cleared", "已审定"
    LIVE = "live", "已上线"
    WITHDRAWN = "withdrawn", "已撤下"
