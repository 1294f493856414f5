"""What a return undoes: everything done before it at its step and the later ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.core.reasons import Reason, define_rule
from gongkai.core.shanghai import SHANGHAI
from gongkai.duties.dossiers.basis_house import STEPS_IN_ORDER
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.rules.track import ChainFacts, Done, Exempted, steps_now, track_of

RETURN_WITH_REASON = define_rule("dossiers.return.reason", 1, "退回要写明理由和退到哪一步。", STEPS_IN_ORDER)
RETURN_BACKWARDS = define_rule(
    "dossiers.return.backwards", 1, "只能退到已经办过的步骤；登记编号以后不再退回。", STEPS_IN_ORDER
)

RETURNABLE = (
    Step.DRAFTING,
    Step.CONSULTATION,
    Step.ADOPTION,
    Step.COUNTERSIGN,
    Step.LEGALITY,
    Step.DELIBERATION,
    Step.SIGNING,
)
"""Steps that a document can be sent back to."""
_KEPT = frozenset({Step.INITIATION, Step.NUMBERING})
"""A number once given stays given; the beginning is not begun again."""


@dataclass(frozen=True, slots=True)
class Returned:
    """One return: to which step, when."""

    to_step: Step
    at: datetime


def left_after(done: Mapping[Step, Done], returns: Iterable[Returned]) -> dict[Step, Done]:
    """What still counts as done after the returns."""
    order = {step: place for place, step in enumerate(Step)}
    left = dict(done)
    for returned in returns:
        for step, one in list(left.items()):
            if step not in _KEPT and order[step] >= order[returned.to_step] and one.at <= returned.at:
                del left[step]
    return left


def returned_days(returns: Iterable[Returned]) -> dict[Step, date]:
    """By step the day (in Shanghai) of the last return to it or to one before it.

    A return to 签发 mends what was recorded of a signature: the text stays, and so does the day on which it was signed.
    """
    found: dict[Step, date] = {}
    order = {step: place for place, step in enumerate(Step)}
    for returned in returns:
        if returned.to_step is Step.SIGNING:
            continue
        day = returned.at.astimezone(SHANGHAI).date()
        for step in Step:
            if step not in _KEPT and order[step] >= order[returned.to_step]:
                found[step] = max(day, found.get(step, day))
    return found


def exempted_after(exempted: Mapping[Step, Exempted], returns: Iterable[Returned]) -> dict[Step, Exempted]:
    """What is still let off after the returns: what was let off before the text went back to an earlier step is asked anew."""
    order = {step: place for place, step in enumerate(Step)}
    back = list(returns)
    return {
        step: one
        for step, one in exempted.items()
        if not any(order[step] >= order[back_to.to_step] and one.at <= back_to.at for back_to in back)
    }


def exempted_for(exempted: Mapping[Step, Exempted], version: int) -> dict[Step, Exempted]:
    """What is let off for the newest version: that a change is one of words alone was judged of one text, not of the next."""
    return {step: one for step, one in exempted.items() if one.version is None or one.version >= version}


def reached_in(facts: ChainFacts) -> dict[Step, list[Step]]:
    """The steps that a dossier can be sent back to, each with what is to be done again then.

    A step that is reached and on which nothing was done is among them where what was done beside it falls with it.
    """
    now = {view.step for view in steps_now(track_of(facts))}
    order = list(Step)
    found = {}
    for step in RETURNABLE:
        again = [one for one in order[order.index(step) :] if one in facts.done and one not in _KEPT]
        if step in facts.done or (step in now and again):
            found[step] = again
    return found


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """Who returns a dossier from where to where, with which words."""

    may_return: bool
    is_ended: bool
    from_step: Step
    to_step: Step
    reason: str
    is_numbered: bool
    is_reached: bool


def reasons_against_returning(facts: ReturnFacts) -> list[Reason]:
    """Every reason why a dossier may not be sent back."""
    reasons = []
    if not facts.may_return:
        remedy = "由正在办理这一步的人员、起草处室负责人或者厅办公室退回。"
        reasons.append(RETURN_BACKWARDS.reason("您不能退回这件公文。", remedy=remedy))
    if facts.is_ended:
        reasons.append(RETURN_BACKWARDS.reason("这一卷已经办结，不能退回。"))
    if not facts.reason.strip():
        reasons.append(RETURN_WITH_REASON.reason("请写明退回理由。", field="reason"))
    if facts.to_step not in RETURNABLE or not facts.is_reached:
        message = f"还没有办到“{facts.to_step.label}”，不能退到这一步。"
        reasons.append(RETURN_BACKWARDS.reason(message, field="to_step"))
    if facts.is_numbered:
        remedy = (
            "印发前发现错误的，由厅办公室作废文号并写明原因；印发后发现的，由厅办公室在公文卷里“认可更正”。"
        )
        reasons.append(RETURN_BACKWARDS.reason("公文已经登记编号，不能退回。", remedy=remedy))
    return reasons
