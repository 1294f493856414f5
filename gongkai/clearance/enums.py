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


class ProofreadResult(TextChoices):
    """What a proofreading (校对) found."""

    CLEAN = "clean", "无误"
    CORRECTED = "corrected", "有改动"


class Queue(TextChoices):
    """What an open slip can wait for: a step of its chain, a round of proofreading, or that its sender corrects it."""

    UNIT_HEAD = "unit_head", "初审"
    OFFICE = "office", "复审"
    FINAL = "final", "终审"
    DUTY_CHECK = "duty_check", "值班核对"
    DUTY_LEADER = "duty_leader", "值班审签"
    FIRST_PROOF = "proof_1", "一校"
    SECOND_PROOF = "proof_2", "二校"
    THIRD_PROOF = "proof_3", "三校"
    CORRECTION = "correction", "待改稿"


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
    ARCHIVING = "archiving", "归档或恢复"
    REEVALUATION = "reeval", "公布评估结果"


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


class CleaningAct(TextChoices):
    """What is done to a file before it is used."""

    CLEAN = "clean", "清理隐藏内容"
    REDACT = "redact", "清理并遮盖"


class FindingLevel(TextChoices):
    """What a finding of the screening engine asks for."""

    BLOCK = "block", "阻断"
    JUSTIFY = "justify", "需书面说明"
    HINT = "hint", "提示"


class FindingKind(TextChoices):
    """What the screening engine finds. Which level each has stands in ``screening.catalogue``."""

    CLASSIFICATION_MARK = "classification_mark", "密级标志"
    INTERNAL_MARK = "internal_mark", "内部标志"
    UNPUBLISHED_REFERENCE = "unpublished_reference", "引用不公开的文件"
    UNKNOWN_REFERENCE = "unknown_reference", "引用本系统不知道的文件"
    INTERNAL_ADDRESS = "internal_address", "内部网络地址"
    ID_CARD = "id_card", "身份证号"
    MOBILE = "mobile", "手机号"
    LANDLINE = "landline", "固定电话"
    BANK_CARD = "bank_card", "银行卡号"
    PASSPORT = "passport", "护照、通行证号"
    PLATE = "plate", "车牌号"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    EMAIL = "email", "电子邮箱"
    NAME_WITH_ADDRESS = "name_with_address", "姓名与住址"
    SENSITIVE_CLASS = "sensitive_class", "敏感个人信息"
    PERSON_TABLE = "person_table", "人员名单"
    HIDDEN_DATA = "hidden_data", "隐藏内容"
    METADATA = "metadata", "文件属性"
    GPS = "gps", "位置信息"
    TITLE_ERROR = "title_error", "姓名职务"
    NAME_ERROR = "name_error", "机构、地名"
    FIXED_PHRASE = "fixed_phrase", "固定表述"
    MISPRINT = "misprint", "错别字"
    DATE_ERROR = "date_error", "日期与星期"
    FORMAT = "format", "格式"
    SUM_MISMATCH = "sum_mismatch", "合计不符"
    TERM = "term", "词库"
    MAP_WITHOUT_NUMBER = "map_without_number", "地图无审图号"
    UNREADABLE = "unreadable", "机器不能读取"
    UNREAD_TABLES = "unread_tables", "没有读完的表"


class ScanState(TextChoices):
    """How far the scan of a file's bytes has come."""

    WAITING = "waiting", "等待检查"
    RUNNING = "running", "正在检查"
    DONE = "done", "已查完"
    FAILED = "failed", "没有查完"


class DecisionKind(TextChoices):
    """What a person wrote about a finding that stays, or about a waiver that is to hold no longer."""

    NOTE = "note", "书面说明"
    WAIVER = "waiver", "放行"
    REVOCATION = "revoke", "撤回放行"


class WaiverState(TextChoices):
    """Whether a waiver holds. 已失效: whoever waived has edited or sent the content since."""

    HOLDS = "holds", "有效"
    REVOKED = "revoked", "已撤回"
    LAPSED = "lapsed", "已失效"
