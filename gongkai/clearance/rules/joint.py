"""Three-sync: what may be tied together, and when an interpretation may be owed (design invariant 3)."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.basis import THREE_SYNC
from gongkai.clearance.rules.live import NOT_JOINT
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks

THREE_DIFFERENT = define_rule(
    "clearance.joint.three_different", 2, "同步发布组由文件、解读、图解三个不同的页面组成。", THREE_SYNC
)
WRONG_KIND = define_rule(
    "clearance.joint.wrong_kind", 2, "同步发布组里，解读须是解读页面，图解须是图解页面。", THREE_SYNC
)
JOINT_RIGHT = define_rule(
    "clearance.joint.right", 2, "同步发布组由起草单位组建，厅办公室、网站运维可以代办。", THREE_SYNC
)
JOINT_UNDER_REVIEW = define_rule(
    "clearance.joint.under_review", 2, "正在审查的内容不能更换同步发布组。", THREE_SYNC
)
JOINT_TAKEN = define_rule(
    "clearance.joint.taken", 2, "一件解读或图解只属于一份文件：撤下文件时它们随文件撤下。", THREE_SYNC
)
DEBT_TYPED = define_rule(
    "clearance.debt.typed", 2, "解读欠账只限突发事件，须写明事件和文字摘要，由厅领导批准。", THREE_SYNC
)
DEBT_UNNEEDED = define_rule("clearance.debt.unneeded", 2, "不须三同步的文件没有解读欠账。", THREE_SYNC)
DEBT_OPEN = define_rule(
    "clearance.debt.open", 2, "解读欠账补清以前不得另批新的欠账：补发期限不因重新批准而延长。", THREE_SYNC
)


@dataclass(frozen=True, slots=True)
class JointMember:
    """A page of a joint release to be. ``belongs_to`` is the title of the document of another group it is in.

    ``place`` is the place it is to take, as users call it; ``fits_place`` whether its kind of page is made for that.
    """

    title: str
    is_live: bool
    on_open_slip: str
    belongs_to: str
    place: str
    fits_place: bool


@dataclass(frozen=True, slots=True)
class JointFacts:
    """A document and the pages chosen to explain it; one that is still to be drafted is not among them."""

    may_submit: bool
    works_for_unit: bool
    policy: JointMember
    chosen: tuple[JointMember, ...]
    are_different: bool
    must_stay_in_sync: bool

    @property
    def members(self) -> tuple[JointMember, ...]:
        """The document and the chosen pages."""
        return (self.policy, *self.chosen)


def reasons_against_handling(*, title: str, may_submit: bool, works_for_unit: bool) -> list[Reason]:
    """Why a person may not see to the joint release of a document."""
    reasons = []
    if not may_submit:
        remedy = "请起草单位办理，或请厅办公室代办。"
        reasons.append(JOINT_RIGHT.reason("您没有组建同步发布组的权限。", remedy=remedy))
    if not works_for_unit:
        message = f"您不在{in_title_marks(title)}的起草单位，不能为它配解读和图解。"
        reasons.append(JOINT_RIGHT.reason(message, remedy="请起草单位办理，或请厅办公室代办。"))
    return reasons


def reasons_against_joining(facts: JointFacts) -> list[Reason]:
    """Every reason why a document may not be tied to the chosen pages."""
    title = facts.policy.title
    reasons = reasons_against_handling(
        title=title, may_submit=facts.may_submit, works_for_unit=facts.works_for_unit
    )
    if not facts.are_different:
        reasons.append(THREE_DIFFERENT.reason())
    for member in facts.members:
        if member.on_open_slip:
            message = f"{in_title_marks(member.title)}正在审查单 {member.on_open_slip} 上审查。"
            reasons.append(JOINT_UNDER_REVIEW.reason(message, remedy="请等审查办结，或先撤回审查单。"))
        if member.belongs_to:
            message = f"{in_title_marks(member.title)}已在{in_title_marks(member.belongs_to)}的同步发布组内。"
            reasons.append(JOINT_TAKEN.reason(message, remedy="请另选一件，或新起草一件。"))
        if not member.fits_place:
            message = f"{in_title_marks(member.title)}不是{member.place}。"
            reasons.append(WRONG_KIND.reason(message, remedy=f"请另选一件{member.place}，或新起草一件。"))
    if facts.must_stay_in_sync and not (len(facts.chosen) == 2 and all(m.is_live for m in facts.chosen)):
        message = f"{in_title_marks(title)}正在公开，不能换成还没有上线的解读或图解。"
        reasons.append(NOT_JOINT.reason(message, remedy="请修改现有的解读、图解并重新送审。"))
    return reasons


@dataclass(frozen=True, slots=True)
class DebtFacts:
    """An emergency document that is to go ahead of its interpretation. ``open_until`` tells of a debt not yet paid."""

    title: str
    may_approve: bool
    emergency: str
    summary: str
    is_needed: bool
    has_open_debt: bool
    open_until: str


def reasons_against_owing(facts: DebtFacts) -> list[Reason]:
    """Every reason why a document may not go ahead of its interpretation."""
    name = in_title_marks(facts.title)
    reasons = []
    if not facts.may_approve:
        reasons.append(DEBT_TYPED.reason("解读欠账由厅领导批准。"))
    if not facts.emergency.strip():
        reasons.append(DEBT_TYPED.reason("请写明突发事件。", field="emergency"))
    if not facts.summary.strip():
        reasons.append(DEBT_TYPED.reason("请写一段面向公众的文字摘要。", field="summary"))
    if not facts.is_needed:
        reasons.append(DEBT_UNNEEDED.reason(f"{name}不须三同步，没有解读欠账可批。"))
    if facts.has_open_debt:
        until = f"，补发期限 {facts.open_until}" if facts.open_until else ""
        message = f"{name}已有没有补清的解读欠账{until}，不能再批。"
        reasons.append(DEBT_OPEN.reason(message, remedy="请按期补发解读和图解；补清以后欠账自动销去。"))
    return reasons
