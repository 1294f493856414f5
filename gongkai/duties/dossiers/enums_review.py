"""Choices of determination, countersigning, comments and the review of legality."""

from django.db.models import TextChoices


class Answer(TextChoices):
    """The answer to one test of 认定."""

    YES = "yes", "是"
    NO = "no", "否"
    UNSURE = "unsure", "拿不准"


class DeterminationResult(TextChoices):
    """Whether a document is an 行政规范性文件 (省政府令338号 第二条、第三条)."""

    YES = "yes", "是"
    NO = "no", "否"
    UNSURE = "unsure", "待认定"


class Verdict(TextChoices):
    """What an asked unit says. Silence is none of them: 无意见 counts as agreement only where the unit says so."""

    AGREE = "agree", "同意"
    AGREE_WITH_CHANGES = "agree_with_changes", "同意并提修改意见"
    DISAGREE = "disagree", "不同意"
    NO_COMMENT = "no_comment", "无意见"


class CommentOutcome(TextChoices):
    """What became of a comment on a clause; the values are those of ``ClauseComment.outcome``."""

    TAKEN = "taken", "采纳"
    PARTLY = "partly", "部分采纳"
    DECLINED = "declined", "未采纳"


class ReviewState(TextChoices):
    """Where a legality review stands."""

    SENT = "sent", "等受理"
    ACCEPTED = "accepted", "审核中"
    LACKING = "lacking", "等补正"
    CONCLUDED = "concluded", "已出意见"
    OVERTAKEN = "overtaken", "已被新的送审替代"


class Conclusion(TextChoices):
    """What a legality review ends in (国办发〔2018〕115号)."""

    LAWFUL = "lawful", "合法"
    AMEND = "amend", "应当修改"
    UNLAWFUL = "unlawful", "不合法"


class Point(TextChoices):
    """The four points of a legality review."""

    SUBJECT = "subject", "制定主体是否合法"
    POWER = "power", "是否超越法定权限"
    CONTENT = "content", "内容是否合法"
    PROCEDURE = "procedure", "程序是否合规"


class PointVerdict(TextChoices):
    """How one point stands."""

    SOUND = "sound", "符合"
    UNSOUND = "unsound", "不符合"


class Urgency(TextChoices):
    """Typed grounds on which a legality review may end before its shortest time."""

    EMERGENCY = "emergency", "为预防、应对和处置突发事件"
    SUPERIOR = "superior", "执行上级机关的紧急命令和决定"
    OTHER_LAW = "other_law", "法律、法规另有规定"
