"""Words of 内容清理: what is proposed, where a proposal and a motion stand, what was done."""

from django.db.models import TextChoices


class Remedy(TextChoices):
    """What a computed proposal proposes."""

    ARCHIVE = "archive", "归档"
    WITHDRAW = "withdraw", "撤下"
    CORRECT = "correct", "改正"
    MERGE = "merge", "合并"
    MOVE = "move", "移栏"
    LOOK = "look", "复核"


class ProposalState(TextChoices):
    """Where a proposal stands. 已消失 is set by the computation alone, when the cause is gone."""

    OPEN = "open", "待处理"
    MOVED = "moved", "已提请决定"
    SENT_BACK = "sent_back", "已退回改正"
    REJECTED = "rejected", "不采纳"
    SETTLED = "settled", "已消失"


class MotionAct(TextChoices):
    """What a unit or the office asks to be decided."""

    ARCHIVE = "archive", "归档"
    WITHDRAW = "withdraw", "撤下"
    RESTORE = "restore", "恢复"


class MotionState(TextChoices):
    """Where a motion stands."""

    WAITING = "waiting", "等办公室决定"
    ACCEPTED = "accepted", "已办理"
    REFUSED = "refused", "未同意"
