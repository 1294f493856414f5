"""The full review that an urgent paper still owes (急件先审签、后补审)."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.basis import DUTY_ROSTER
from gongkai.core.reasons import Reason, define_rule

NOT_OWED = define_rule(
    "clearance.full_review.not_owed", 13, "只有经值班审签、还没有补齐完整审查的急件可以补送。", DUTY_ROSTER
)
NOTHING_LEFT = define_rule(
    "clearance.full_review.nothing_left",
    13,
    "补送完整审查的，是急件审签的那一组内容，一件不少；已经不在的和已被紧急清除的除外。",
    DUTY_ROSTER,
)


@dataclass(frozen=True, slots=True)
class FullReviewFacts:
    """An urgent slip whose full review is about to be sent. ``settled_on`` is the number of the slip that paid it;
    ``left`` counts its members that are still there to be read.
    """

    number: str
    is_owed: bool
    left: int
    settled_on: str


def reasons_against_full_review(facts: FullReviewFacts) -> list[Reason]:
    """Every reason why the full review of a slip cannot be sent, apart from those against any submission."""
    if not facts.is_owed:
        how = f"已在审查单 {facts.settled_on} 上补齐完整审查" if facts.settled_on else "不欠完整审查"
        return [
            NOT_OWED.reason(f"审查单 {facts.number} {how}。", remedy="改了内容要送审的，请从编辑页提交审查。")
        ]
    if not facts.left:
        message = f"审查单 {facts.number} 审签的内容都已不在或已被紧急清除，没有可以补审的。"
        return [NOTHING_LEFT.reason(message, remedy="请把情况告知厅办公室。")]
    return []
