"""The calendar as stored, and what a new table would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q

from gongkai.core.workdays.enums import DayKind
from gongkai.core.workdays.models import Day, DeadlineMixin, HolidayYear, deadline_models
from gongkai.core.workdays.rules import Calendar, Draft, Outcome, Settled, YearTable, calendar_of

_CHUNK = 2000


def calendar_for() -> Calendar:
    """The working calendar as imported. One short query asks for the digests; the value itself is kept.

    Tables are found by their content, so no process can go on with an old calendar after an import.
    """
    return _calendar(tuple(HolidayYear.objects.order_by("year").values_list("year", "digest")))


@lru_cache(maxsize=8)
def _calendar(key: tuple[tuple[int, str], ...]) -> Calendar:
    days: dict[int, dict[str, set[date]]] = {year: {kind: set() for kind in DayKind} for year, _ in key}
    for year, day, kind in Day.objects.filter(table__year__in=days).values_list(
        "table__year", "date", "kind"
    ):
        days[year][kind].add(day)
    sources = dict(HolidayYear.objects.values_list("year", "instrument"))
    return calendar_of(
        YearTable(year, sources[year], frozenset(kinds[DayKind.HOLIDAY]), frozenset(kinds[DayKind.MAKEUP]))
        for year, kinds in days.items()
    )


def days_of_other_years(year: int | None) -> dict[date, int]:
    """The days that the tables of other years speak about."""
    return dict(Day.objects.exclude(table__year=year).values_list("date", "table__year"))


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day whose meaning changes; a kind of ``None`` means the plain week."""

    day: date
    name: str
    before: DayKind | None
    after: DayKind | None

    @property
    def text(self) -> str:
        """What changes, in words."""
        return f"{_meaning(self.before, self.day)} → {_meaning(self.after, self.day)}"


def _meaning(kind: DayKind | None, day: date) -> str:
    if kind is not None:
        return kind.label
    return "周末休息" if day.weekday() >= 5 else "正常上班"


def changes_of_days(draft: Draft) -> list[DayChange]:
    """The days a draft would change, in order."""
    before = {
        day: (DayKind(kind), name)
        for day, kind, name in Day.objects.filter(table__year=draft.year).values_list("date", "kind", "name")
    }
    after = {entry.day: (entry.kind, entry.name) for entry in draft.entries}
    changes = []
    for day in sorted(before.keys() | after.keys()):
        old, new = before.get(day), after.get(day)
        if (old and old[0]) != (new and new[0]):
            name = (new or old or ("", ""))[1]
            changes.append(DayChange(day, name, old[0] if old else None, new[0] if new else None))
    return changes


@dataclass(frozen=True, slots=True)
class DeadlineChange:
    """A stored deadline that comes out differently with a new calendar."""

    subject: DeadlineMixin
    before: Outcome | None
    after: Outcome

    @property
    def settles(self) -> bool:
        """Whether it was open and is known now."""
        return not isinstance(self.before, Settled) and isinstance(self.after, Settled)


def changes_of_deadlines(calendar: Calendar, *, since: date | None) -> Iterator[DeadlineChange]:
    """Deadlines that this calendar counts differently.

    Looked at are the deferred ones, and those due on ``since`` or later.
    """
    touched = Q(due_on__isnull=True)
    if since is not None:
        touched |= Q(due_on__gte=since)
    for model in deadline_models():
        rows = model.deadlines_to_recount().filter(touched, start_on__isnull=False).order_by("pk")
        for row in rows.iterator(chunk_size=_CHUNK):
            before = row.outcome
            after = row.recount_deadline(calendar)
            if after is not None and after != before:
                yield DeadlineChange(row, before, after)


def deadlines_waiting() -> int:
    """How many stored deadlines wait for a year's table."""
    return sum(
        model.deadlines_to_recount().filter(due_on__isnull=True).count() for model in deadline_models()
    )
