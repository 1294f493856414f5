"""What lies open with a person, and which units they alone lead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Max, Q
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.usecases import active_admin_ids
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.holdings import OPEN_WORK
from gongkai.core.organisation.models import Post, Unit
from gongkai.core.organisation.queries.posts import heads_of, posts_on
from gongkai.core.organisation.rules.leaving import LeavingFacts, OpenItem, Receivers
from gongkai.core.organisation.verbs import LEAD


def open_items_of(user: User) -> list[OpenItem]:
    """Everything that lies open with a person, by registered kind of work."""
    return [
        OpenItem(work.label, held.key, held.label, held.url)
        for work in sorted(OPEN_WORK.values(), key=lambda one: one.label)
        for held in work.items(user)
    ]


def units_led_alone_by(user: User, day: date) -> list[Unit]:
    """Units that a person leads on a day and nobody else in office does."""
    led = posts_on(day).filter(user=user, kind=PostKind.HEAD).values_list("unit", flat=True)
    return [
        unit
        for unit in Unit.objects.filter(pk__in=led)
        if not heads_of(unit, day).exclude(pk=user.pk).exists()
    ]


def facts_of_leaving(
    *,
    user: User,
    by: User,
    left_on: date,
    grounds: str,
    receivers: Receivers,
    new_heads: Mapping[int, int],
) -> LeavingFacts:
    """What the rules of leaving need."""
    named = receivers.named() | set(new_heads.values())
    here = list(User.objects.in_office().filter(pk__in=named))
    items = tuple(open_items_of(user))
    today = timezone.localdate()
    return LeavingFacts(
        user.pk,
        by.pk,
        left_on,
        today,
        grounds,
        items,
        receivers,
        {unit.pk: unit.name for unit in units_led_alone_by(user, min(left_on, today))},
        new_heads,
        frozenset(person.pk for person in here),
        is_frozen=user.is_frozen,
        is_last_admin=active_admin_ids() == {user.pk},
        latest_post_from=_latest_post_from(user, left_on),
        unsuited=_unsuited({item.work for item in items}, here),
        unsuited_heads={person.pk: str(person) for person in here if not may(person, LEAD)},
    )


def _latest_post_from(user: User, left_on: date) -> date | None:
    """The first day of the last of a person's posts that still run on the day they leave."""
    running = Post.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=left_on), user=user)
    found: date | None = running.aggregate(last=Max("valid_from"))["last"]
    return found


def _unsuited(works: Collection[str], people: Collection[User]) -> dict[tuple[str, int], str]:
    """Who of some people may not take over which kinds of work, by name."""
    return {
        (work, person.pk): str(person)
        for work in works
        for person in people
        if not OPEN_WORK[work].suits(person)
    }
