"""What is kept, what is due, and who read what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import DateTimeField, Q, QuerySet, TextField
from django.db.models.functions import Cast

from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.personaldata.models import RetentionPeriod, blind_indexes, sealed_fields
from gongkai.core.personaldata.registry import PURPOSES, RETENTION, RetentionClass
from gongkai.core.personaldata.sealing import current_prefixes, field_ring
from gongkai.core.shanghai import SHANGHAI
from gongkai.core.workdays.enums import Unit
from gongkai.core.workdays.rules import Duration, cutoff


def period_of(entry: RetentionClass) -> Duration:
    """The department's own period where one is set, else the one in code."""
    own = RetentionPeriod.objects.filter(code=entry.code).first()
    return Duration(own.duration_n, Unit(own.duration_unit)) if own else entry.period


def rows_kept(entry: RetentionClass) -> QuerySet[Any]:
    """Rows of a class that still have their personal data."""
    rows = entry.model._base_manager.all()
    if not entry.removes_rows:
        rows = rows.filter(erased_at__isnull=True)
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
        if entry.removes_rows:
            erased = Event.objects.filter(action="personaldata.erase", data__code=entry.code).count()
        else:
            erased = entry.model._base_manager.filter(erased_at__isnull=False).count()
        kept, due = rows_kept(entry).count(), rows_due(entry, today).count()
        rows.append(RetentionRow(entry, period, set_here, kept, due, erased))
    return rows


def readings() -> QuerySet[Event]:
    """The reader log, latest first."""
    return Event.objects.filter(action="personaldata.reveal").select_related("subject_type").order_by("-pk")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading as a person sees it: names of people and things, never what was read."""

    at: datetime
    person: str
    kind: str
    number: str
    field: str
    purpose: str
    opened: bool


def reading_rows(events: Iterable[Event]) -> list[Reading]:
    """Readings of a page or an export, with one query for the people."""
    events = list(events)
    people = User.objects.in_bulk({event.actor_id for event in events if event.actor_id is not None})
    return [_reading(event, people) for event in events]


def _reading(event: Event, people: dict[int, User]) -> Reading:
    person = people.get(event.actor_id or 0)
    model = event.subject_type.model_class() if event.subject_type else None
    name = event.data.get("field", "")
    known = (
        {field.name: str(field.verbose_name) for field in model._meta.get_fields() if field.concrete}
        if model
        else {}
    )
    purpose = PURPOSES.get(event.data.get("purpose", ""))
    return Reading(
        at=event.at,
        person=f"{person}（{person.username}）" if person else f"人员{event.actor_id}",
        kind=str(model._meta.verbose_name) if model else "（已停用）",
        number=event.subject_id,
        field=known.get(name, name),
        purpose=purpose.label if purpose else str(event.data.get("purpose", "")),
        opened=not event.codes,
    )


@dataclass(frozen=True, slots=True)
class KeyState:
    """The keys at a glance: how many there are, since when the current one, how many rows wait for it."""

    current: str
    made_at: datetime
    count: int
    behind: int


def key_state() -> KeyState | None:
    """The state of the field keys; nothing before the first value was sealed."""
    ring = field_ring()
    if not ring.directory.is_dir():
        return None
    key_id = ring.current()[0]
    made = datetime.fromtimestamp((ring.directory / f"{key_id}.key").stat().st_mtime, UTC)
    behind = sum(rows_with_old_keys(model).count() for model in sealed_models())
    return KeyState(key_id, made, len(ring.ids()), behind)


def sealed_models() -> list[type[models.Model]]:
    """Every concrete model with a sealed field."""
    found = (model for model in apps.get_models() if not model._meta.proxy)
    return [model for model in found if sealed_fields(model)]


def rows_with_old_keys(model: type[models.Model]) -> models.QuerySet[Any]:
    """Rows with a value or a digest that was not made with the current keys."""
    field_prefix, index_prefix = current_prefixes()
    old, raw = Q(), {}
    for field, prefix in _columns(model, field_prefix, index_prefix):
        raw[f"raw_{field.name}"] = Cast(field.name, TextField())
        stale = ~Q(**{f"raw_{field.name}__startswith": prefix}) & Q(**{f"{field.name}__isnull": False})
        old |= stale & ~Q(**{f"raw_{field.name}": ""})
    rows: QuerySet[Any] = model._base_manager.annotate(**raw).filter(old).order_by("pk")
    return rows


def _columns(
    model: type[models.Model], field_prefix: str, index_prefix: str
) -> Iterator[tuple[models.Field[Any, Any], str]]:
    yield from ((field, field_prefix) for field in sealed_fields(model))
    yield from ((field, index_prefix) for field in blind_indexes(model))
