from django.db.models import TextChoices


class InterpretationForm(TextChoices):
    """The form in which a document is explained."""

    TEXT = "text", "文字解读"
    QA = "qa", "问答"
    EXPERT = "expert", "专家解读"
    MEDIA = "media", "媒体解读"
    CONFERENCE = "conference", "新闻发布会"


class FactKind(TextChoices):
    """Kinds of facts of which an infographic is made."""

    NUMBER = "number", "一个数"
    CHANGE = "change", "前后变化"
    STEP = "step", "办理步骤"
    SCOPE = "scope", "管谁不管谁"
    DATE = "date", "时间节点"
    CONTACT = "contact", "咨询方式"


class SyncState(TextChoices):
    """How far the public documents that need it are explained."""

    COMPLETE = "complete", "解读、图解齐全"
    TEXT = "text", "有解读"
    CHART = "chart", "有图解"
    LACKING = "lacking", "缺解读或图解"
