"""Events a person may see, and events not sealed yet."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Max, Model, OuterRef, Q, QuerySet

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may, roles_of
from gongkai.core.audit.models import Event, Seal
from gongkai.core.audit.registry import DEFAULT_ROLES, HIDDEN, SYSTEM_ROLES, VISIBILITY
from gongkai.core.audit.verbs import VIEW_EVENTS

LOOK_BACK = 10_000
"""How many ids below the newest sealed one each run looks for events that were committed late."""


def events_visible_to(user: User) -> QuerySet[Event]:
    """Events about what the person may see; none at all without the verb."""
    if not may(user, VIEW_EVENTS):
        return Event.objects.none()
    roles = roles_of(user)
    seen = Q(subject_type__isnull=True) if roles & SYSTEM_ROLES else Q(pk__in=[])
    spoken_for = []
    types = {f"{t.app_label}.{t.model}": t.pk for t in ContentType.objects.all()}
    for label, visibility in VISIBILITY.items():
        if (pk := types.get(label)) is None:
            continue
        spoken_for.append(pk)
        if roles & visibility.roles:
            condition = Q(subject_type_id=pk)
            seen |= condition & visibility.where(user) if visibility.where else condition
    if roles & DEFAULT_ROLES:
        seen |= Q(subject_type__isnull=False) & ~Q(subject_type_id__in=spoken_for)
    events = Event.objects.filter(seen)
    for which in HIDDEN.values():
        events = events.exclude(which(user))
    return events


def has_acted_on(user: User, subject: Model, actions: Collection[str]) -> bool:
    """Whether a person has ever done one of some acts on something, whatever has become of what they wrote."""
    kind = ContentType.objects.get_for_model(subject)
    events = Event.objects.filter(subject_type=kind, subject_id=str(subject.pk), actor_id=user.pk)
    return events.filter(action__in=actions).exists()


def data_of_act(subject: Model, action: str, **said: Any) -> dict[str, Any]:
    """What the newest event of an act on something noted, among those that note ``said``; empty where there is none."""
    kind = ContentType.objects.get_for_model(subject)
    events = Event.objects.filter(subject_type=kind, subject_id=str(subject.pk), action=action)
    for event in events.order_by("-pk"):
        if all(event.data.get(name) == value for name, value in said.items()):
            return dict(event.data)
    return {}


def unsealed_events(*, everywhere: bool = False) -> QuerySet[Event]:
    """Committed events without a seal, oldest id first.

    Ids are given before the commit, so on PostgreSQL a lower id can appear after a higher one was sealed:
    each run looks back, and the nightly one and ``audit verify`` look everywhere.
    """
    newest = Seal.objects.aggregate(newest=Max("event_id"))["newest"] or 0
    floor = 0 if everywhere else max(newest - LOOK_BACK, 0)
    sealed = Seal.objects.filter(event_id=OuterRef("pk"))
    return Event.objects.filter(~Exists(sealed), pk__gt=floor).order_by("pk")


def last_seal() -> Seal | None:
    """The newest link of the chain."""
    return Seal.objects.order_by("-pk").first()
