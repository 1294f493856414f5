"""Events as a reader sees them: Chinese, with names in place of ids where there still is a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event, Seal
from gongkai.core.audit.registry import DATA_LABELS, action_label


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event for the list and the export."""

    id: int
    at: datetime
    action: str
    code: str
    person: str
    subject: str
    rules: str
    data: str
    place: int | None


def event_rows(events: Iterable[Event]) -> list[EventRow]:
    """Rows for a page of events, with three queries whatever their number."""
    events = list(events)
    people = User.objects.in_bulk({e.actor_id for e in events if e.actor_id is not None})
    places = dict(Seal.objects.filter(event_id__in=[e.pk for e in events]).values_list("event_id", "pk"))
    return [_row(event, people, places.get(event.pk)) for event in events]


def _row(event: Event, people: dict[int, User], place: int | None) -> EventRow:
    person = "系统"
    if event.actor_id is not None:
        user = people.get(event.actor_id)
        person = f"{user}（{user.username}）" if user else f"人员 {event.actor_id}"
    return EventRow(
        id=event.pk,
        at=event.at,
        action=action_label(event.action),
        code=event.action,
        person=person,
        subject=subject_text(event),
        rules="、".join(event.codes),
        data=data_text(event.data),
        place=place,
    )


def subject_text(event: Event) -> str:
    """Kind and number of what was acted on; the thing itself may be gone."""
    if event.subject_type_id is None:
        return ""
    kind = ContentType.objects.get_for_id(event.subject_type_id)
    model = kind.model_class()
    name = model._meta.verbose_name if model else kind.model
    return f"{name} {event.subject_id}"


def data_text(data: dict[str, Any]) -> str:
    """An event's data in one line: known keys and role codes in Chinese, empty values left out."""
    parts = [
        f"{DATA_LABELS.get(key, key)}：{_text(key, value)}"
        for key, value in data.items()
        if value not in ("", [], {}, None)
    ]
    return "；".join(parts)


def _text(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_text(key, item) for item in value)
    if key.startswith("roles") and value in Role.values:
        return str(Role(value).label)
    if key in {"changed", "searched_by"}:
        return DATA_LABELS.get(str(value), str(value))
    return str(value)
