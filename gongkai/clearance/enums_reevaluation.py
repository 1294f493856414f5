"""Words of 定期评估: what a round concludes about what is not public, where an item stands, what came of it."""

from django.db.models import TextChoices

from gongkai.clearance.enums import Disclosure, GateState


class Conclusion(TextChoices):
    """What a holder unit concludes about one item (政府信息公开条例 art. 18; 部分公开: art. 37)."""

    MAINTAIN = "maintain", "维持不予公开"
    TO_REQUEST = "to_request", "转为依申请公开"
    TO_PROACTIVE = "to_proactive", "转为主动公开"
    PARTIAL = "partial", "部分公开（区分处理）"


OPENING = (Conclusion.TO_REQUEST, Conclusion.TO_PROACTIVE, Conclusion.PARTIAL)
"""Conclusions that open something: legality and secrecy look at them first."""
TO_THE_SITE = (Conclusion.TO_PROACTIVE, Conclusion.PARTIAL)
"""Conclusions after which something is to go public, through the gate."""
MAINTAIN_ON_REQUEST = "维持依申请公开"


def conclusion_label(conclusion: str, disclosure: str) -> str:
    """The Chinese word for a conclusion about something so disclosed; empty for none."""
    if not conclusion:
        return ""
    if conclusion == Conclusion.MAINTAIN and disclosure == Disclosure.ON_REQUEST:
        return MAINTAIN_ON_REQUEST
    return str(Conclusion(conclusion).label)


class GroundCheck(TextChoices):
    """Whether the ground for which something was withheld still stands."""

    HOLDS = "holds", "原理由仍然成立"
    GONE = "gone", "原理由已经不成立"
    CHANGED = "changed", "原理由不成立，改用另一项理由"


class ThirdParty(TextChoices):
    """On what a third party's secret or privacy may be opened (政府信息公开条例 art. 15)."""

    CONSENT = "consent", "第三方已经同意公开"
    INTEREST = "interest", "不公开会对公共利益造成重大影响"


class ReviewSide(TextChoices):
    """Who looks at a conclusion that opens something."""

    LEGALITY = "legality", "合法性审查"
    SECRECY = "secrecy", "保密审查"


class ItemState(TextChoices):
    """Where an item of a round stands."""

    WAITING = "waiting", "待提出结论"
    IN_REVIEW = "in_review", "待法制、保密审查"
    READY = "ready", "待办公室确认"
    CONCLUDED = "concluded", "已确认"


class EntrySource(TextChoices):
    """How an item came into the register."""

    HAND = "hand", "手工登记"
    FILE = "file", "文件导入"


NO_PAGE = ""
STAGES = {
    NO_PAGE: "还没有建稿",
    GateState.DRAFT.value: "起草中",
    GateState.IN_REVIEW.value: "审查中",
    GateState.CLEARED.value: "已审定，待上线",
    GateState.LIVE.value: "已上线",
    GateState.WITHDRAWN.value: "公开后已撤下",
}
"""How far something that is to be opened has come, by the standing of its page."""
