"""Whom an urging would reach, and what was urged before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import posts_on, stand_ins_of
from gongkai.duties.supervision.models import Notice, Task
from gongkai.duties.supervision.verbs import REPORT


def reporters_by_unit(units: Iterable[Unit], day: date) -> dict[int, list[User]]:
    """Who may tell each unit's progress on a day: its own people, then whoever they let do so in their place (two queries
    and the roles of those, however many units).
    """
    posts = posts_on(day).filter(unit__in=list(units), user__in=people_with(REPORT))
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for post in posts.select_related("user").order_by("user_id"):
        found[post.unit_id][post.user_id] = post.user
    lent = stand_ins_of({pk for people in found.values() for pk in people}, REPORT.code, day)
    for people in found.values():
        people |= {one.pk: one for pk in list(people) for one in lent.get(pk, [])}
    return {unit: list(people.values()) for unit, people in found.items()}


def units_without_reporters(notice: Notice, day: date) -> list[Unit]:
    """Units that have to report on a notice's tasks and in which nobody may."""
    tasks = notice.tasks.filter(is_included=True)
    units = Unit.objects.filter(task_mentions__task__in=tasks).distinct().order_by("position", "pk")
    people = reporters_by_unit(units, day)
    return [unit for unit in units if unit.pk not in people]


@dataclass(frozen=True, slots=True)
class Reach:
    """Of the silent units: those to urge today with their people, and those in which nobody may report."""

    reached: tuple[tuple[Unit, tuple[User, ...]], ...]
    unreached: tuple[Unit, ...]


def reach_of(task: Task, silent: Iterable[Unit], period_start: date, day: date) -> Reach:
    """Whom an urging of a day would reach: the silent units that were not urged on it."""
    done = set(task.urgings.filter(period_start=period_start, day=day).values_list("unit", flat=True))
    waiting = [unit for unit in silent if unit.pk not in done]
    people = reporters_by_unit(waiting, day)
    return Reach(
        reached=tuple((unit, tuple(people[unit.pk])) for unit in waiting if unit.pk in people),
        unreached=tuple(unit for unit in waiting if unit.pk not in people),
    )
