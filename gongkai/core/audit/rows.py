"""Events as a reader sees them: Chinese, with names in place of ids where there still is a name to be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType

from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event, Seal
from gongkai.core.audit.readings import Book, read_out, rule
from gongkai.core.audit.registry import LAST, Datum, action_label, datum_of


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
    rule_codes: str
    data: str
    place: int | None


def event_rows(events: Iterable[Event], reader: User, *, in_full: bool = False) -> list[EventRow]:
    """Rows for a page of events as this person may read them.

    Two queries, and one for each kind of name that the page speaks of, whatever the number of events. ``in_full``
    gives digests and lists uncut, for an export. ``events`` are those the person may see at all
    (:func:`~gongkai.core.audit.queries.events_visible_to`).
    """
    events = list(events)
    users = User.objects.in_bulk({e.actor_id for e in events if e.actor_id is not None})
    places = dict(Seal.objects.filter(event_id__in=[e.pk for e in events]).values_list("event_id", "pk"))
    book = Book(reader, in_full=in_full)
    for event in events:
        data_text(event, book)
    book.look_up()
    return [_row(event, users, places.get(event.pk), book) for event in events]


def _row(event: Event, users: dict[int, User], place: int | None, book: Book) -> EventRow:
    person = "系统"
    if event.actor_id is not None:
        user = users.get(event.actor_id)
        person = f"{user}（{user.username}）" if user else f"人员 {event.actor_id}"
    return EventRow(
        id=event.pk,
        at=event.at,
        action=action_label(event.action),
        code=event.action,
        person=person,
        subject=subject_text(event),
        rules="".join(rule(code, book) for code in event.codes),
        rule_codes="、".join(event.codes),
        data=data_text(event, book),
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


def data_text(event: Event, book: Book) -> str:
    """An event's data in one line; empty values are left out."""
    kind = event.subject_type_id and ContentType.objects.get_for_id(event.subject_type_id)
    book.about = kind.model_class() if kind else None
    filled = [(key, value) for key, value in event.data.items() if value not in ("", [], {}, None)]
    found = [(datum_of(event.action, key) or Datum(key, place=LAST), value) for key, value in filled]
    found.sort(key=lambda one: one[0].place)
    return "；".join(f"{datum.label}：{read_out(datum.reading, value, book)}" for datum, value in found)
