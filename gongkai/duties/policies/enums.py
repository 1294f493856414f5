from django.db.models import TextChoices


class DocumentKind(TextChoices):
    """Kind of a document, decided when it is begun; the path follows from it (design invariant 4)."""

    NORMATIVE = "normative", "行政规范性文件"
    DECISION = "decision", "重大行政决策"
    POLICY = "policy", "一般政策文件"
    FORWARDED = "forwarded", "转发"
    WORK_PLAN = "work_plan", "内部工作安排"
    ROUTINE = "routine", "事务性通知"
    ANNOUNCEMENT = "announcement", "公告通告"


# Kinds that say something new to the public and so need an interpretation when issued under our own signature.
INTERPRETED_KINDS = frozenset({DocumentKind.NORMATIVE, DocumentKind.DECISION, DocumentKind.POLICY})


class Signature(TextChoices):
    """署名: under whose name a document is issued. The number's prefix decides nothing."""

    DEPARTMENT = "department", "本厅"
    JOINT_LEAD = "joint_lead", "联合（本厅牵头）"
    JOINT_OTHER = "joint_other", "联合（其他部门牵头）"
    PROVINCE = "province", "省政府"
    PROVINCE_OFFICE = "province_office", "省政府办公厅"


OWN_SIGNATURES = frozenset({Signature.DEPARTMENT, Signature.JOINT_LEAD})


class Validity(TextChoices):
    """Whether a document is in force on a day."""

    PENDING = "pending", "尚未施行"
    VALID = "valid", "现行有效"
    EXPIRED = "expired", "已失效"
    UNDATED = "undated", "未标注效力"


class JointState(TextChoices):
    """How far a document's interpretation and infographic have come."""

    UNNEEDED = "unneeded", "不须同步"
    LACKING = "lacking", "未配解读图解"
    TIED = "tied", "已配，未上线"
    COMPLETE = "complete", "已同步"
    OWED = "owed", "欠解读图解"
