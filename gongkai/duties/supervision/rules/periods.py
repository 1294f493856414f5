"""Review periods: the months, quarters, half-years or years in which progress is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.duties.supervision.enums import Recurrence
from gongkai.duties.supervision.rules.dates import month_end

_MONTHS = {Recurrence.MONTHLY: 1, Recurrence.QUARTERLY: 3, Recurrence.HALF_YEARLY: 6, Recurrence.YEARLY: 12}
_ORDINALS = "一二三四"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period from its first to its last day, with its Chinese name."""

    start: date
    end: date
    label: str


def period_of(cycle: str, day: date) -> Period:
    """The period of a cycle in which a day lies. Raises ``ValueError`` for an unknown cycle."""
    kind = Recurrence(cycle)
    if kind is Recurrence.WEEKLY:
        start = day - timedelta(days=day.weekday())
        return Period(start, start + timedelta(days=6), f"{start:%Y}年第{start.isocalendar().week}周")
    months = _MONTHS[kind]
    first = (day.month - 1) // months * months + 1
    end = month_end(day.year, first + months - 1)
    assert end is not None  # the month and the year are those of a date
    return Period(date(day.year, first, 1), end, _label(kind, day.year, first))


def _label(kind: Recurrence, year: int, first: int) -> str:
    if kind is Recurrence.MONTHLY:
        return f"{year}年{first}月"
    if kind is Recurrence.QUARTERLY:
        return f"{year}年第{_ORDINALS[first // 3]}季度"
    if kind is Recurrence.HALF_YEARLY:
        return f"{year}年{'上' if first == 1 else '下'}半年"
    return f"{year}年"


def period_before(cycle: str, period: Period) -> Period:
    """The period before one."""
    return period_of(cycle, period.start - timedelta(days=1))


def periods_between(cycle: str, first: date, last: date, limit: int = 60) -> list[Period]:
    """The periods that touch ``first`` to ``last``, oldest first, at most the newest ``limit``."""
    found: list[Period] = []
    period = period_of(cycle, last)
    while period.end >= first and len(found) < limit:
        found.append(period)
        period = period_before(cycle, period)
    return list(reversed(found))
