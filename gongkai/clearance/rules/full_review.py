"""The full review that an urgent paper still owes (急件先审签、后补审)."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.basis import DUTY_ROSTER
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks

NOT_OWED = define_rule(
    "clearance.full_review.not_owed", 13, "只有经值班审签、还没有补齐完整审查的急件可以补送。", DUTY_ROSTER
)
NOT_THE_SAME = define_rule(
    "clearance.full_review.not_the_same",
    13,
    "补送完整审查的，应是急件审签的那一组内容，一件不少。",
    DUTY_ROSTER,
)


@dataclass(frozen=True, slots=True)
class FullReviewFacts:
    """An urgent slip whose full review is about to be sent. ``settled_on`` is the number of the slip that paid it.

    ``gone`` are titles of members that are no longer there.
    """

    number: str
    is_owed: bool
    settled_on: str = ""
    gone: tuple[str, ...] = ()


def reasons_against_full_review(facts: FullReviewFacts) -> list[Reason]:
    """Every reason why the full review of a slip cannot be sent, apart from those against any submission."""
    if not facts.is_owed:
        how = f"已在审查单 {facts.settled_on} 上补齐完整审查" if facts.settled_on else "不欠完整审查"
        return [
            NOT_OWED.reason(f"审查单 {facts.number} {how}。", remedy="改了内容要送审的，请从编辑页提交审查。")
        ]
    return [
        NOT_THE_SAME.reason(
            f"急件审签过的{in_title_marks(title)}已经不在了，这一组与审签时不同。",
            remedy="请把其余各件分别从编辑页提交审查，并告知厅办公室。",
        )
        for title in facts.gone
    ]
