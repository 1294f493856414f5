"""A waiver is taken back by who may waive, with a reason, and stops what it let pass (duty 13)."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.basis import ITEM_BY_ITEM, NO_SECRETS, REVIEW_FIRST
from gongkai.clearance.rules.screening import GROUNDS_LENGTH
from gongkai.core.reasons import Reason, define_rule

REVOKED = define_rule(
    "clearance.waiver.revoked",
    13,
    "放行被撤回的阻断问题须改掉或重新放行，已审定的内容才能上线。",
    ITEM_BY_ITEM,
)
REVOKE_RIGHT = define_rule(
    "clearance.revoke_waiver.right",
    13,
    "放行由保密审查人员撤回；值班领导可以撤回值班领导的放行。",
    NO_SECRETS,
)
REVOKE_NEEDLESS = define_rule(
    "clearance.revoke_waiver.needless", 13, "只有尚未撤回的放行可以撤回。", REVIEW_FIRST
)
REVOKE_REASON = define_rule("clearance.revoke_waiver.reason", 13, "撤回放行须写明理由。", REVIEW_FIRST)
NAMED = 3
"""Places named in a reason."""


@dataclass(frozen=True, slots=True)
class RevokingFacts:
    """Somebody about to take waivers back: ``are_on_duty`` says that all of them are a leader's on duty."""

    may_waive: bool
    is_on_duty: bool
    are_on_duty: bool
    are_open: bool
    reason: str


def reasons_against_revoking(facts: RevokingFacts) -> list[Reason]:
    """Every reason why this person may not take these waivers back. Who waived, edited or sent may: it only makes stricter."""
    reasons = []
    if not facts.may_waive and not (facts.is_on_duty and facts.are_on_duty):
        reasons.append(REVOKE_RIGHT.reason("您不能撤回这次放行。", remedy="请转告保密审查人员。"))
    if not facts.are_open:
        reasons.append(REVOKE_NEEDLESS.reason("这次放行已经撤回。", remedy="请刷新后再看。"))
    if len(facts.reason.strip()) < GROUNDS_LENGTH:
        message = f"撤回放行须写明理由，不少于 {GROUNDS_LENGTH} 个字。"
        reasons.append(REVOKE_REASON.reason(message, field="reason"))
    return reasons
