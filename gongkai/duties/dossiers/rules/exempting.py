"""Which steps may be let off, on what grounds, by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis import NAMED_EXEMPTION, NO_REVIEW_NO_MEETING
from gongkai.duties.dossiers.enums import ExemptionGround, Step
from gongkai.duties.dossiers.rules.applies import steps_of
from gongkai.duties.dossiers.rules.track import ChainFacts

EXEMPT_TYPED = define_rule(
    "dossiers.exempt.typed",
    4,
    "免办步骤选定事由、写明理由，由厅领导批准；申请人不能批准自己的申请。",
    NAMED_EXEMPTION,
)
EXEMPT_ALLOWED = define_rule(
    "dossiers.exempt.allowed",
    4,
    "合法性审核、签发、登记编号不能免办；其他步骤按法定事由免办。",
    NO_REVIEW_NO_MEETING,
)

GROUNDS: Mapping[Step, frozenset[ExemptionGround]] = {
    Step.CONSULTATION: frozenset(ExemptionGround),
    Step.ADOPTION: frozenset(ExemptionGround),
    Step.EXPERTS: frozenset({ExemptionGround.URGENT, ExemptionGround.WORDING, ExemptionGround.OTHER_LAW}),
    Step.RISK: frozenset({ExemptionGround.URGENT, ExemptionGround.WORDING, ExemptionGround.OTHER_LAW}),
    Step.HEARING: frozenset({ExemptionGround.URGENT, ExemptionGround.SECRET, ExemptionGround.OTHER_LAW}),
    Step.COMPETITION: frozenset({ExemptionGround.OTHER_LAW, ExemptionGround.WORDING}),
    Step.DELIBERATION: frozenset({ExemptionGround.URGENT, ExemptionGround.WORDING}),
}
"""Grounds on which each step may be let off. What is not here is never let off."""


@dataclass(frozen=True, slots=True)
class ExemptionFacts:
    """A step that somebody wants to leave out."""

    may_ask: bool
    chain: ChainFacts
    step: Step
    ground: str
    reason: str
    is_asked_already: bool


def reasons_against_asking(facts: ExemptionFacts) -> list[Reason]:
    """Every reason why leaving out a step may not be asked for."""
    reasons = []
    if not facts.may_ask:
        reasons.append(EXEMPT_TYPED.reason("您不能为这一卷申请免办。", remedy="请起草单位申请。"))
    if facts.chain.is_ended:
        reasons.append(EXEMPT_TYPED.reason("这一卷已经办结。"))
    if facts.step not in GROUNDS:
        reasons.append(EXEMPT_ALLOWED.reason(f"“{facts.step.label}”不能免办。"))
    elif not steps_of(facts.chain.shape)[facts.step].is_needed:
        reasons.append(EXEMPT_ALLOWED.reason(f"“{facts.step.label}”本来就不适用，不必申请免办。"))
    elif not facts.ground:
        reasons.append(EXEMPT_TYPED.reason("请选定免办的事由。", field="ground"))
    elif ExemptionGround(facts.ground) not in GROUNDS[facts.step]:
        allowed = "、".join(one.label for one in ExemptionGround if one in GROUNDS[facts.step])
        message = f"“{facts.step.label}”不能以“{ExemptionGround(facts.ground).label}”免办。"
        reasons.append(EXEMPT_ALLOWED.reason(message, field="ground", remedy=f"可用的事由：{allowed}。"))
    if not facts.reason.strip():
        reasons.append(EXEMPT_TYPED.reason("请写明免办的理由。", field="reason"))
    if facts.is_asked_already:
        reasons.append(EXEMPT_TYPED.reason("这一步已经申请或者批准免办。"))
    return reasons


def reasons_against_deciding_exemption(
    *, may_decide: bool, is_own: bool, is_decided: bool, is_ended: bool, is_granted: bool | None, note: str
) -> list[Reason]:
    """Every reason why a person may not grant or decline."""
    reasons = []
    if not may_decide:
        reasons.append(EXEMPT_TYPED.reason("免办由厅领导批准。"))
    if is_own:
        reasons.append(EXEMPT_TYPED.reason("您不能批准自己的申请。", remedy="请其他厅领导批准。"))
    if is_decided:
        reasons.append(EXEMPT_TYPED.reason("这份申请已经办理。"))
    if is_ended:
        reasons.append(EXEMPT_TYPED.reason("这一卷已经办结。"))
    if is_granted is None:
        reasons.append(EXEMPT_TYPED.reason("请选定批准或者不批准。", field="is_granted"))
    if is_granted is False and not note.strip():
        reasons.append(EXEMPT_TYPED.reason("不批准的请写明意见。", field="note"))
    return reasons
