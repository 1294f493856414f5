"""Events a person may see, and events not sealed yet."""

from __future__ import annotations

from collections.abc import Collection

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


def acts_on(model: type[Model], keys: Collection[int], actions: Collection[str]) -> QuerySet[Event]:
    """What was ever done of some acts on some things of one kind, whatever has become of what it wrote."""
    kind = ContentType.objects.get_for_model(model)
    return Event.objects.filter(
        subject_type=kind, subject_id__in=[str(key) for key in keys], action__in=actions
    )


def events_about(subject: Model) -> QuerySet[Event]:
    """Everything that was ever done to one thing, whoever asks; what becomes of it, the caller answers for."""
    kind = ContentType.objects.get_for_model(type(subject))
    return Event.objects.filter(subject_type=kind, subject_id=str(subject.pk))


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
