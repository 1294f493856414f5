"""The register and the site side by side, in a constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.core.workdays.queries import calendar_for
from gongkai.core.workdays.rules.calendars import YearMissingError, add_workdays
from gongkai.duties.dossiers.enums import NumberState, RegisterFinding
from gongkai.duties.dossiers.models import IssuedNumber, RegisterEntry
from gongkai.duties.dossiers.queries.numbers import all_gaps, facts_of_series
from gongkai.duties.dossiers.rules.number_clashes import numbers_twice
from gongkai.duties.dossiers.rules.reconciling import (
    WORKDAYS,
    Coverage,
    Found,
    Matched,
    Online,
    Row,
    coverage_of,
    findings_of,
    is_to_be_public,
    matched,
)
from gongkai.duties.dossiers.rules.series import spelled
from gongkai.duties.policies.models import PolicyDocument

ALARMS = (RegisterFinding.ALARM, RegisterFinding.TWICE)
"""What the office is told of at once."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Both sides, what does not agree, and the coverage by year and unit."""

    rows: tuple[Row, ...]
    match: Matched
    findings: tuple[Found, ...]
    coverage: tuple[Coverage, ...]

    def counts(self) -> list[tuple[RegisterFinding, int]]:
        """How many of each kind, in order; kinds with none included."""
        found = Counter(one.kind for one in self.findings)
        return [(kind, found[kind]) for kind in RegisterFinding]


def reconciled(today: date) -> Reconciled | None:
    """Everything; ``None`` while no register was ever read."""
    rows = _rows()
    if not rows:
        return None
    online, due = _online(), due_by()
    findings = findings_of(
        rows,
        online,
        twice=numbers_twice(rows, _given()),
        gaps=_gap_texts(),
        void_numbers=_void_texts(),
        today=today,
        due=due,
    )
    match = matched(rows, online)
    return Reconciled(rows, match, tuple(findings), tuple(coverage_of(rows, match, today=today, due=due)))


def due_by() -> Callable[[date], date | None]:
    """The last day on which a paper formed on a day is public in time; none in a year without a table of holidays."""
    calendar = calendar_for()

    @cache
    def due(formed_on: date) -> date | None:
        try:
            return add_workdays(formed_on, WORKDAYS, calendar)
        except YearMissingError:
            return None

    return due


def _rows() -> tuple[Row, ...]:
    fields = (
        "pk",
        "number",
        "title",
        "signature",
        "disclosure",
        "written_on",
        "printed_on",
        "unit_id",
        "is_void",
        "page_id",
    )
    return tuple(Row(*values) for values in RegisterEntry.objects.values_list(*fields))


def _online() -> tuple[Online, ...]:
    """Every public document, with whether its companions are public."""
    fields = ("pk", "doc_number", "title", "written_on", "printed_on", "unit_id", "needs_joint")
    companions = ("joint_release__interpretation__live", "joint_release__infographic__live")
    rows = PolicyDocument.objects.filter(live=True).order_by("pk").values_list(*fields, *companions)
    return tuple(
        Online(*identity, has_interpretation=bool(text), has_infographic=bool(chart))
        for *identity, text, chart in rows
    )


def _given() -> list[tuple[str, str]]:
    """Numbers in use, with the title of the paper that has each."""
    return list(IssuedNumber.objects.filter(state=NumberState.ISSUED).values_list("text", "dossier__title"))


def _gap_texts() -> list[str]:
    return [
        spelled(facts_of_series(series), year, serial)
        for series, year, serials in all_gaps()
        for serial in serials
    ]


def _void_texts() -> list[str]:
    return list(IssuedNumber.objects.filter(state=NumberState.VOID).values_list("text", flat=True))


def to_be_public(today: date) -> tuple[int, int] | None:
    """How many papers the register says are ours to publish, and how many of them are public; none without a register."""
    found = reconciled(today)
    if found is None:
        return None
    keys = [row.key for row in found.rows if is_to_be_public(row)]
    return len(keys), sum(key in found.match.pages for key in keys)


def alarms(found: Reconciled | None) -> list[Found]:
    """What is public and, by the register, should not be; and what has the number of another document."""
    return [one for one in found.findings if one.kind in ALARMS] if found else []
