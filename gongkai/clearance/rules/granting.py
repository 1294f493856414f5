"""Granting clearance at the end of a chain: the last look at how it was walked."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.basis import FOUR_EYES, INTEGRITY, THREE_LEVELS
from gongkai.clearance.enums import Urgency
from gongkai.clearance.rules.chains import REQUIRED
from gongkai.core.reasons import Reason, define_rule

NO_CLOSING_STEP = define_rule(
    "clearance.grant.no_closing_step",
    13,
    "审定前须依次经过初审、复审、终审（急件为值班核对、值班领导审签，错别字更正为办公室复核）。",
    THREE_LEVELS,
)
NOT_BY_PROCEDURE = define_rule(
    "clearance.grant.not_by_procedure",
    13,
    "每一步都须由审查人在审查页面作出，并记下其所审内容的摘要值。",
    INTEGRITY,
)
SAME_PERSON = define_rule(
    "clearance.grant.same_person", 13, "各级审查人须为不同的人，且都没有编辑过该内容。", FOUR_EYES
)


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One approved step: which, by whom, over which package digest."""

    step: str
    by: int | None
    package_digest: str


def reasons_against_granting(
    *, urgency: str, steps: tuple[StepTaken, ...], package_digest: str, editors: frozenset[int]
) -> list[Reason]:
    """Every reason why a chain that has been walked gives no clearance."""
    reasons = []
    wanted = REQUIRED[Urgency(urgency)]
    if tuple(step.step for step in steps) != wanted:
        names = "、".join(step.label for step in wanted)
        reasons.append(NO_CLOSING_STEP.reason(f"审查没有依次经过{names}，不能审定。"))
    if any(step.package_digest != package_digest for step in steps):
        reasons.append(NOT_BY_PROCEDURE.reason("有审查步骤不是对当前内容作出的，不能审定。"))
    people = [step.by for step in steps]
    if None in people or len(set(people)) != len(people) or editors & set(people):
        reasons.append(SAME_PERSON.reason())
    return reasons
