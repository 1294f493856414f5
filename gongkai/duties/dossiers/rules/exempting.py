"""Which steps may be let off, on what grounds, by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis import CHANGED_AFTER_SIGNING, NAMED_EXEMPTION, NO_REVIEW_NO_MEETING
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


REVOKE = define_rule(
    "dossiers.exempt.revoke",
    4,
    "批准的免办在签发以前可以撤销，写明原因；由批准人或者厅办公室撤销。",
    NAMED_EXEMPTION,
)
WORDING_OF_VERSION = define_rule(
    "dossiers.exempt.version", 4, "以仅作文字修改免办的，只对申请时的那一稿有效。", CHANGED_AFTER_SIGNING
)


@dataclass(frozen=True, slots=True)
class RevokeFacts:
    """An exemption that somebody wants to take back; ``is_standing``: granted and not overtaken since."""

    may_revoke: bool
    is_standing: bool
    is_signed: bool
    is_ended: bool
    reason: str


def reasons_against_revoking(facts: RevokeFacts) -> list[Reason]:
    """Every reason why an exemption may not be taken back."""
    reasons = []
    if not facts.may_revoke:
        reasons.append(REVOKE.reason("您不能撤销这份免办。", remedy="请批准人或者厅办公室撤销。"))
    if not facts.is_standing:
        reasons.append(REVOKE.reason("这份免办没有批准，或者已经失去效力。"))
    if facts.is_ended:
        reasons.append(REVOKE.reason("这一卷已经办结。"))
    elif facts.is_signed:
        reasons.append(REVOKE.reason("公文已经签发，不能撤销免办。", remedy="确需补办的，请先退回。"))
    if not facts.reason.strip():
        reasons.append(REVOKE.reason("请写明撤销的原因。", field="reason"))
    return reasons


def _against_version(facts: ExemptionFacts) -> list[Reason]:
    if facts.ground != ExemptionGround.WORDING or facts.chain.version:
        return []
    return [WORDING_OF_VERSION.reason("还没有文稿，不能以仅作文字修改免办。", field="ground")]


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
    reasons += _against_version(facts)
    if facts.is_asked_already:
        reasons.append(EXEMPT_TYPED.reason("这一步已经申请或者批准免办。"))
    return reasons


def reasons_against_deciding_exemption(
    *,
    may_decide: bool,
    is_own: bool,
    is_decided: bool,
    is_ended: bool,
    is_granted: bool | None,
    note: str,
    is_of_older_text: bool,
) -> list[Reason]:
    """Every reason why a person may not grant or decline."""
    reasons = []
    if not may_decide:
        reasons.append(EXEMPT_TYPED.reason("免办由厅领导批准。"))
    if is_own:
        reasons.append(
            EXEMPT_TYPED.reason(
                "您不能批准自己的申请、自己起草或者改过的文稿的免办。", remedy="请其他厅领导批准。"
            )
        )
    if is_decided:
        reasons.append(EXEMPT_TYPED.reason("这份申请已经办理。"))
    if is_ended:
        reasons.append(EXEMPT_TYPED.reason("这一卷已经办结。"))
    if is_granted is None:
        reasons.append(EXEMPT_TYPED.reason("请选定批准或者不批准。", field="is_granted"))
    if is_granted and is_of_older_text:
        message = "申请以后文稿又改了，不能就旧稿批准“仅作文字修改”。"
        reasons.append(
            WORDING_OF_VERSION.reason(message, field="is_granted", remedy="请申请人就新稿重新申请。")
        )
    if is_granted is False and not note.strip():
        reasons.append(EXEMPT_TYPED.reason("不批准的请写明意见。", field="note"))
    return reasons
