"""Days that contradict each other: nothing was done before what it rests on. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gongkai.core.days import against_day
from gongkai.core.reasons import Reason, Rule
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.rules.track import BOUND_TO_VERSION, ChainFacts, steps_before


def reasons_against_day(
    rule: Rule, step: Step, on: date | None, facts: ChainFacts, *, today: date, field: str, remedy: str
) -> list[Reason]:
    """Why a step cannot have been done on a day: nobody can mean that day (a slip of the hand, ``core.days``); a step it
    rests on really happened later, each as a reason of ``rule``; or it judges a text and the dossier was sent back after
    that day. What the public or experts said of a draft may be recorded again.

    What was done here without a day of its own (the text was entered, the dossier begun) says nothing: a paper of OA is
    older than its entry.
    """
    if on is None:
        return []
    if message := against_day(on, today):
        return [rule.reason(message, field=field, remedy=remedy)]
    back = facts.returned.get(step) if step in BOUND_TO_VERSION else None
    if back is not None and on < back:
        message = f"{step.label}（{on:%Y-%m-%d}）早于退回（{back:%Y-%m-%d}），退回以前办的不再算数。"
        return [rule.reason(message, field=field, remedy="请登记退回以后重新办的结果。")]
    return [
        rule.reason(
            f"{step.label}（{on:%Y-%m-%d}）早于{before.label}（{day:%Y-%m-%d}）。", field=field, remedy=remedy
        )
        for before, day in _days_before(step, facts)
        if on < day
    ]


def _days_before(step: Step, facts: ChainFacts) -> Sequence[tuple[Step, date]]:
    """The own days of all that a step rests on."""
    done = ((before, facts.done.get(before)) for before in steps_before(step))
    return [(before, one.on) for before, one in done if one is not None and one.on is not None]
