"""In whose place a person acts in supervision, by written authority."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb, may
from gongkai.core.audit.queries import data_of_act, has_acted_on
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import grantors_for, own_unit_among, unit_ids_worked_for, units_of
from gongkai.duties.supervision.models import Closure, Task
from gongkai.duties.supervision.verbs import CHECK, REPORT

_PARTS = ("supervision.report", "supervision.consolidate", "supervision.add_evidence")


def grantors_with(user: User, verb: Verb, day: date) -> list[User]:
    """People who may do something and let this person do it in their place on a day."""
    return [one for one in grantors_for(user, verb.code, day).order_by("pk") if may(one, verb)]


def may_check(user: User, day: date) -> bool:
    """Whether a person may check requests to close, with the right themselves or in another's place."""
    return may(user, CHECK) or bool(grantors_with(user, CHECK, day))


def units_told_for(user: User, day: date) -> list[Unit]:
    """The units for which a person may tell progress, gather, prove and ask for closing: their own first, then those of
    whoever let them do so in their place.
    """
    people = [user, *grantors_with(user, REPORT, day)]
    return list({unit.pk: unit for one in people for unit in units_of(one, day)}.values())


def may_check_closure(user: User, closure: Closure, day: date) -> bool:
    """Whether a request to close is this person's to check: not their own, nor in another's place one of their side."""
    if user.pk in askers_of(closure):
        return False
    return may(user, CHECK) or not stands_in_for_own(user, closure, day)


def stands_in_for_own(user: User, closure: Closure, day: date) -> bool:
    """Whether who checks in another's place would check what their own side asked: their unit, themselves in any part
    of the task, or the only people who let them.
    """
    is_ours = closure.unit_id in unit_ids_worked_for(user, day) or has_taken_part(user, closure.task)
    return is_ours or grantor_to_check_for(user, closure, day) is None


def grantor_to_check_for(user: User, closure: Closure, day: date) -> User | None:
    """In whose place a person checks a request to close; not in that of who asked it."""
    grantors = grantors_with(user, CHECK, day)
    return next((one for one in grantors if one.pk not in askers_of(closure)), None)


def askers_of(closure: Closure) -> frozenset[int]:
    """Who asked to close a task, and in whose place: neither of them checks it, nor anybody in the place of either."""
    record = data_of_act(closure.task, "supervision.ask_closure", closure=closure.pk)
    acted_for = record.get("acted_for")
    return frozenset({closure.asked_by_id, *([acted_for] if isinstance(acted_for, int) else [])})


def has_taken_part(user: User, task: Task) -> bool:
    """Whether a person told progress of a task, summed it up or added what proves it, for whichever unit.

    Asked of the record of acts too: a colleague who tells again replaces what was told, and who told it first.
    """
    told = task.reports.filter(reported_by=user).exists() or task.consolidations.filter(made_by=user).exists()
    return told or task.evidence.filter(added_by=user).exists() or has_acted_on(user, task, _PARTS)


def unit_to_report_for(user: User, units: Iterable[Unit], day: date) -> tuple[Unit | None, User | None]:
    """The first of some units that a person may tell progress of, and in whose place; none for one's own."""
    asked = list(units)
    own = own_unit_among(user, asked, day)
    if own is not None:
        return own, None
    for grantor in grantors_with(user, REPORT, day):
        unit = own_unit_among(grantor, asked, day)
        if unit is not None:
            return unit, grantor
    return None, None
