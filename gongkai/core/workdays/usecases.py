"""Import a year's arrangement, and settle the deadlines that waited for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Reason, define_rule, refuse_if
from gongkai.core.workdays.basis import HOUSE_CALENDAR
from gongkai.core.workdays.models import Day, HolidayYear
from gongkai.core.workdays.models.deadlines import DEADLINE_COLUMNS
from gongkai.core.workdays.queries import (
    DayChange,
    DeadlineChange,
    calendar_for,
    changes_of_days,
    changes_of_deadlines,
    days_of_other_years,
)
from gongkai.core.workdays.rules import Draft, Entry, reasons_against_table
from gongkai.core.workdays.verbs import IMPORT_YEAR

if TYPE_CHECKING:
    from gongkai.core.accounts.models import User

ALLOWED = define_rule("workdays.import.allowed", 0, "放假安排由厅办公室或系统管理员导入。", HOUSE_CALENDAR)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do: the days that change, the deadlines that settle or move."""

    draft: Draft
    days: list[DayChange]
    deadlines: list[DeadlineChange]

    @property
    def settling(self) -> list[DeadlineChange]:
        """Deadlines that waited and become known."""
        return [change for change in self.deadlines if change.settles]

    @property
    def moving(self) -> list[DeadlineChange]:
        """Known deadlines that move, and waiting ones that go on waiting."""
        return [change for change in self.deadlines if not change.settles]


def reasons_against_import(draft: Draft, by: User) -> list[Reason]:
    """Every reason why this person may not import this draft."""
    reasons = [] if may(by, IMPORT_YEAR) else [ALLOWED.reason(remedy="请联系厅办公室导入。")]
    return reasons + reasons_against_table(draft, taken=days_of_other_years(draft.year))


def preview_import(draft: Draft, *, by: User) -> ImportPreview:
    """What :func:`import_holiday_year` would do now. Raises ``Refused`` with every reason at once."""
    refuse_if(reasons_against_import(draft, by), act="导入放假安排")
    changes = changes_of_days(draft)
    calendar = calendar_for().with_table(draft.table())
    since = min((change.day for change in changes), default=None)
    return ImportPreview(draft, changes, list(changes_of_deadlines(calendar, since=since)))


@transaction.atomic
def import_holiday_year(draft: Draft, *, by: User) -> ImportPreview:
    """Make a draft the table of its year and settle what waited for it; returns what was done.

    Raises ``Refused`` with every reason. Importing the same table again changes its time and person only.
    """
    refuse_if(reasons_against_import(draft, by), act="导入放假安排")
    table, _ = HolidayYear.objects.select_for_update().get_or_create(year=draft.year)
    preview = preview_import(draft, by=by)  # once more, now that nobody else can change the year
    table.instrument = draft.instrument.strip()
    table.digest = digest_of(draft.entries)
    table.imported_at, table.imported_by = timezone.now(), by
    table.save()
    table.days.all().delete()
    Day.objects.bulk_create(Day(table=table, date=e.day, kind=e.kind, name=e.name) for e in draft.entries)
    record_event(
        action="workdays.import_year",
        by=by,
        subject=table,
        year=draft.year,
        digest=table.digest,
        days_changed=[change.day.isoformat() for change in preview.days],
        deadlines_settled=len(preview.settling),
        deadlines_moved=len(preview.moving),
    )
    _store(preview.deadlines, by)
    return preview


@transaction.atomic
def settle_deadlines(*, by: User | None = None, since: date | None = None) -> int:
    """Count again what is deferred (and, with ``since``, what is due later); returns how many changed.

    Idempotent. The daily job runs it too, for deadlines that were set while a year was being imported.
    """
    changes = list(changes_of_deadlines(calendar_for(), since=since))
    _store(changes, by)
    return len(changes)


def _store(changes: Iterable[DeadlineChange], by: User | None) -> None:
    for change in changes:
        change.subject.save(update_fields=list(DEADLINE_COLUMNS))
        record_event(
            action="workdays.settle_deadline",
            by=by,
            subject=change.subject,
            before=change.before and str(change.before),
            after=str(change.after),
        )


def digest_of(entries: Iterable[Entry]) -> str:
    """SHA-256 over the days and their kinds, in order of date."""
    lines = sorted(f"{entry.day.isoformat()} {entry.kind.value}" for entry in entries)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
