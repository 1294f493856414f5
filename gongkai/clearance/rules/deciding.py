"""Deciding a step of a review (design invariant 2)."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.basis import (
    DUTY_ROSTER,
    FOUR_EYES,
    ITEM_BY_ITEM,
    RE_REVIEW,
    REVIEW_FIRST,
    THREE_LEVELS,
)
from gongkai.clearance.enums import Step, Verdict
from gongkai.clearance.rules.addresses import reasons_against_standing_elsewhere
from gongkai.core.reasons import Reason, define_rule

EDITED_IT = define_rule(
    "clearance.decide.edited_it",
    13,
    "自上次审定以来编辑过该内容的人，不得审查它，审查人也不例外。",
    FOUR_EYES,
)
SUBMITTED_IT = define_rule("clearance.decide.submitted_it", 13, "送审人不得审查自己送审的内容。", FOUR_EYES)
DECIDED_BEFORE = define_rule(
    "clearance.decide.decided_before", 13, "同一人不得在同一张审查单上审两级。", FOUR_EYES
)
GRANTOR_BARRED = define_rule(
    "clearance.decide.grantor_barred", 13, "授权人本人不得审查的内容，被授权人也不得代审。", FOUR_EYES
)
NOT_REVIEWER = define_rule(
    "clearance.decide.not_reviewer", 13, "每一级由规定的审查人或其书面授权人审查。", THREE_LEVELS
)
NOT_IN_REVIEW = define_rule(
    "clearance.decide.not_in_review", 13, "只能对正在审查的审查单、在其当前步骤上表示意见。", THREE_LEVELS
)
CONTENT_MOVED = define_rule(
    "clearance.decide.content_moved", 13, "送审后内容有改动的，审查单作废，须重新送审。", RE_REVIEW
)
NO_OPINION = define_rule(
    "clearance.decide.no_opinion",
    13,
    "每一级审查都须写明意见，通过、退回都一样；退回的写清改哪里、怎么改。",
    REVIEW_FIRST,
)
OPINION_LENGTH = 2
"""Fewest characters of an opinion: 「同意」 is one, a full stop is none."""
GROUNDS = {
    Step.UNIT_HEAD: (REVIEW_FIRST,),
    Step.OFFICE: (REVIEW_FIRST, ITEM_BY_ITEM),
    Step.FINAL: (REVIEW_FIRST, THREE_LEVELS),
    Step.DUTY_CHECK: (DUTY_ROSTER,),
    Step.DUTY_LEADER: (DUTY_ROSTER,),
}
"""What each level examines on, offered to its reviewer."""


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A person about to decide a step. Ids only; ``acts_for`` is whose place they take, or None.

    ``opinion`` is None while they only look and have not been asked for one.
    """

    user: int
    acts_for: int | None
    step: str
    eligible: frozenset[int]
    editors: frozenset[int]
    submitter: int
    decided: frozenset[int]
    is_current: bool
    is_unchanged: bool
    verdict: str
    opinion: str | None
    moved: tuple[str, ...]


def _against_person(facts: DecisionFacts) -> list[Reason]:
    reasons = []
    holder = facts.acts_for if facts.acts_for is not None else facts.user
    if holder not in facts.eligible:
        step = Step(facts.step).label
        reasons.append(NOT_REVIEWER.reason(f"您不是本步骤（{step}）的审查人，也没有有效的书面授权。"))
    if facts.user in facts.editors:
        reasons.append(
            EDITED_IT.reason("您编辑过这份内容，不能审查它。", remedy="请由同级的其他审查人审查。")
        )
    if facts.user == facts.submitter:
        reasons.append(SUBMITTED_IT.reason("这份内容是您送审的，不能由您审查。"))
    if facts.user in facts.decided:
        reasons.append(DECIDED_BEFORE.reason("您已在前面的步骤审查过，不能再审这一级。"))
    if facts.acts_for is not None and facts.acts_for in facts.editors | facts.decided | {facts.submitter}:
        reasons.append(GRANTOR_BARRED.reason("授权您的人编辑、送审或审查过这份内容，您不能代其审查。"))
    return reasons


def reasons_against_deciding(facts: DecisionFacts) -> list[Reason]:
    """Every reason why this person may not give this verdict on this step."""
    if not facts.is_current:
        return [
            NOT_IN_REVIEW.reason("这张审查单不在审查中，或已走到下一步。", remedy="请刷新后查看最新状态。")
        ]
    reasons = _against_person(facts)
    if not facts.is_unchanged:
        remedy = "请退回送审人，由其重新送审。"
        if facts.verdict == Verdict.APPROVED:
            reasons.append(CONTENT_MOVED.reason("送审后内容有改动，与您看到的版本不同。", remedy=remedy))
    if facts.verdict == Verdict.APPROVED:
        reasons += reasons_against_standing_elsewhere(facts.moved)
    return reasons + _against_opinion(facts)


def _against_opinion(facts: DecisionFacts) -> list[Reason]:
    if facts.opinion is None or len(facts.opinion.strip()) >= OPINION_LENGTH:
        return []
    if facts.verdict == Verdict.RETURNED:
        remedy = "请在“意见”里写清改哪里、怎么改。"
        return [NO_OPINION.reason("退回修改须写明意见。", field="opinion", remedy=remedy)]
    remedy = "请在“意见”里写明审了什么、是否同意。"
    return [NO_OPINION.reason("通过须写明意见。", field="opinion", remedy=remedy)]
