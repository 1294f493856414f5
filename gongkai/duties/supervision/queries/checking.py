"""Who may check a request to close: nobody who asked for it, told of the task or proved it, whatever right they use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.queries import acts_on
from gongkai.core.organisation.queries import unit_ids_worked_for
from gongkai.duties.supervision.models import Closure, Consolidation, EvidenceLink, ProgressReport, Task
from gongkai.duties.supervision.queries.standing_in import grantors_with
from gongkai.duties.supervision.rules.acts import CheckerFacts, reasons_against_checker
from gongkai.duties.supervision.verbs import CHECK

_ASK = "supervision.ask_closure"
_PARTS = ("supervision.report", "supervision.consolidate", "supervision.add_evidence", _ASK)
_WRITERS = (
    (ProgressReport, "reported_by"),
    (Consolidation, "made_by"),
    (EvidenceLink, "added_by"),
    (Closure, "asked_by"),
)


def closures_to_check(user: User, closures: Iterable[Closure], day: date) -> list[Closure]:
    """Those of some requests that a person may check (a fixed number of queries however many)."""
    rows = list(closures)
    facts = checker_facts(user, rows, day)
    return [row for row in rows if not reasons_against_checker(facts[row.pk])]


def checker_facts(user: User, closures: Collection[Closure], day: date) -> dict[int, CheckerFacts]:
    """What a person is to each of some requests to close, by key."""
    partakers = partakers_of({row.task_id for row in closures})
    askers = _asked_for(closures)
    has_own = may(user, CHECK)
    grantors = [] if has_own else [one.pk for one in grantors_with(user, CHECK, day)]
    ours = unit_ids_worked_for(user, day) if grantors else frozenset()
    found = {}
    for row in closures:
        hands, asked = partakers[row.task_id], {row.asked_by_id, *askers[row.pk]}
        found[row.pk] = CheckerFacts(
            has_right=has_own or bool(grantors),
            is_asker=user.pk in asked,
            has_taken_part=user.pk in hands - asked,
            is_for_own_unit=bool(grantors) and row.unit_id in ours,
            is_for_partakers=bool(grantors) and hands.issuperset(grantors),
        )
    return found


def grantor_to_check_for(user: User, closure: Closure, day: date) -> User | None:
    """In whose place a person without the right checks a request: the first who let them and took no part in the task."""
    if may(user, CHECK):
        return None
    hands = partakers_of([closure.task_id])[closure.task_id]
    return next((one for one in grantors_with(user, CHECK, day) if one.pk not in hands), None)


def partakers_of(tasks: Collection[int]) -> dict[int, frozenset[int]]:
    """Who told progress of each task, summed it up, proved it or asked to close it, and in whose place it was done.

    Asked of the record of acts too: a colleague who tells again replaces what was told, and who told it first.
    """
    found: dict[int, set[int]] = {pk: set() for pk in tasks}
    for model, field in _WRITERS:
        for task, person in model._default_manager.filter(task__in=found).values_list("task", field):
            found[task].add(person)
    events = acts_on(Task, found, _PARTS)
    for task, actor, data in events.values_list("subject_id", "actor_id", "data"):
        found[int(task)] |= {one for one in (actor, data.get("acted_for")) if isinstance(one, int)}
    return {pk: frozenset(people) for pk, people in found.items()}


def _asked_for(closures: Iterable[Closure]) -> dict[int, set[int]]:
    """In whose place each request was asked, where it was in another's."""
    found: dict[int, set[int]] = defaultdict(set)
    for data in acts_on(Task, {row.task_id for row in closures}, [_ASK]).values_list("data", flat=True):
        if isinstance(data.get("acted_for"), int):
            found[data.get("closure")].add(data["acted_for"])
    return found
