"""What is kept, what is due, and who read what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField, QuerySet

from gongkai.core.audit.models import Event
from gongkai.core.personaldata.models import RetentionPeriod
from gongkai.core.personaldata.registry import RETENTION, RetentionClass
from gongkai.core.workdays.enums import Unit
from gongkai.core.workdays.rules import Duration, cutoff
from gongkai.core.workdays.rules.deadlines import SHANGHAI


def period_of(entry: RetentionClass) -> Duration:
    """The department's own period where one is set, else the one in code."""
    own = RetentionPeriod.objects.filter(code=entry.code).first()
    return Duration(own.duration_n, Unit(own.duration_unit)) if own else entry.period


def rows_kept(entry: RetentionClass) -> QuerySet[Any]:
    """Rows of a class that still have their personal data."""
    rows = entry.model._base_manager.filter(erased_at__isnull=True)
    return rows.exclude(entry.unless) if entry.unless is not None else rows


def rows_due(entry: RetentionClass, today: date) -> QuerySet[Any]:
    """Rows whose period has wholly passed by the beginning of a day and which nothing holds back."""
    last_start = cutoff(today, period_of(entry))
    if isinstance(entry.model._meta.get_field(entry.since), DateTimeField):
        midnight = datetime.combine(last_start + timedelta(days=1), time.min, SHANGHAI)
        return rows_kept(entry).filter(**{f"{entry.since}__lt": midnight})
    return rows_kept(entry).filter(**{f"{entry.since}__lte": last_start})


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """One class as the staff page shows it."""

    entry: RetentionClass
    period: Duration
    own: RetentionPeriod | None
    kept: int
    due: int
    erased: int


def retention_rows(today: date) -> list[RetentionRow]:
    """Every retention class with its figures."""
    own = {row.code: row for row in RetentionPeriod.objects.select_related("set_by")}
    rows = []
    for entry in RETENTION.values():
        set_here = own.get(entry.code)
        period = Duration(set_here.duration_n, Unit(set_here.duration_unit)) if set_here else entry.period
        erased = entry.model._base_manager.filter(erased_at__isnull=False).count()
        kept, due = rows_kept(entry).count(), rows_due(entry, today).count()
        rows.append(RetentionRow(entry, period, set_here, kept, due, erased))
    return rows


def readings() -> QuerySet[Event]:
    """The reader log, latest first."""
    return Event.objects.filter(action="personaldata.reveal").select_related("subject_type").order_by("-pk")
