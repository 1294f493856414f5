"""Which chain of review may stand for which way (普通, 急件, 错别字), and who may be named for a final review."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.basis import DUTY_ROSTER, FOUR_EYES, THREE_LEVELS
from gongkai.clearance.enums import Step, Urgency
from gongkai.core.reasons import Reason, define_rule

NO_RIGHT = define_rule("clearance.chain.no_right", 13, "审查流程由厅办公室配置。", THREE_LEVELS)
THREE = define_rule(
    "clearance.chain.three_levels",
    13,
    "普通审查须依次经初审、复审（含保密）、终审三级，不多不少。",
    THREE_LEVELS,
)
TWO_ON_DUTY = define_rule(
    "clearance.chain.urgent", 13, "急件须依次经值班核对、值班领导审签两人，不多不少。", DUTY_ROSTER
)
SECOND_PERSON = define_rule(
    "clearance.chain.typo", 13, "错别字更正须由办公室（含保密）一人复核，不多不少。", FOUR_EYES
)
INACTIVE = define_rule("clearance.chain.inactive", 13, "停用的流程或步骤不能审查。", THREE_LEVELS)
NO_FINAL_RIGHT = define_rule(
    "clearance.alternate.no_right", 13, "办公室起草时的终审人须是在职并有终审权限的人。", THREE_LEVELS
)

REQUIRED: dict[Urgency, tuple[Step, ...]] = {
    Urgency.NORMAL: (Step.UNIT_HEAD, Step.OFFICE, Step.FINAL),
    Urgency.URGENT: (Step.DUTY_CHECK, Step.DUTY_LEADER),
    Urgency.TYPO: (Step.OFFICE,),
}
"""The steps of each way, in their order; a grant looks at them once more."""
_RULE = {Urgency.NORMAL: THREE, Urgency.URGENT: TWO_ON_DUTY, Urgency.TYPO: SECOND_PERSON}
FIELD = {
    Urgency.NORMAL: "workflow",
    Urgency.URGENT: "urgent_workflow",
    Urgency.TYPO: "typo_workflow",
}


@dataclass(frozen=True, slots=True)
class ChainFacts:
    """A chain as it is: its name and, in order, its steps; an empty string is a step that this system does not know."""

    name: str
    steps: tuple[str, ...]
    is_active: bool


def reasons_against_chain(urgency: Urgency, chain: ChainFacts) -> list[Reason]:
    """Every reason why a chain may not stand for a way."""
    reasons = []
    wanted = REQUIRED[urgency]
    if chain.steps != wanted:
        has = "、".join(Step(step).label if step else "不属于审查的步骤" for step in chain.steps)
        message = f"流程“{chain.name}”的步骤是：{has or '没有步骤'}，不能用作{urgency.label}流程。"
        remedy = f"请选步骤依次为{'、'.join(step.label for step in wanted)}的流程。"
        reasons.append(_RULE[urgency].reason(message, remedy=remedy, field=FIELD[urgency]))
    if not chain.is_active:
        message = f"流程“{chain.name}”或其中的步骤已停用。"
        reasons.append(INACTIVE.reason(message, remedy="请选在用的流程。", field=FIELD[urgency]))
    return reasons


def reasons_against_configuring(*, may_configure: bool) -> list[Reason]:
    """Why a person may not configure the review."""
    remedy = "请联系厅办公室。"
    return [] if may_configure else [NO_RIGHT.reason("您没有配置审查流程的权限。", remedy=remedy)]


def reasons_against_alternate(*, name: str, may_give_final_review: bool) -> list[Reason]:
    """Why a person may not be named for the final review of what the office drafts."""
    if may_give_final_review:
        return []
    return [
        NO_FINAL_RIGHT.reason(
            f"{name}没有终审权限或已不在职。",
            remedy="请选分管厅领导或其他有终审权限的人。",
            field="alternate",
        )
    ]
