"""What a page made on the spot for a visitor may show: the current release, less what has been stopped or purged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from gongkai.clearance.suppression import suppressed
from gongkai.publishing.held import changed_in_hold, left_out
from gongkai.publishing.home import release_layout
from gongkai.publishing.keys import page_key
from gongkai.publishing.protocol import Scope
from gongkai.publishing.store.state import State


def blocked_keys() -> frozenset[str]:
    """Keys of the objects that the publisher's recheck has stopped; none where nothing was ever released."""
    place = release_layout().state
    if not place.exists():
        return frozenset()
    state = State(place)
    try:
        return frozenset(state.blocked())
    finally:
        state.close()


def public_scope() -> Scope:
    """The scope of every public page that is not itself released (search, forms, a page past its time)."""
    return scope_of_release(changed_in_hold(), now=timezone.now())


def scope_of_release(
    changed: frozenset[str], *, now: datetime, absent: Iterable[int] = (), standing: Iterable[int] = ()
) -> Scope:
    """What a release shows where the objects in ``changed`` are not in it as they are now, the pages in ``absent`` not
    at all, and those in ``standing`` again.
    """
    paths, _ = suppressed()
    excluded = blocked_keys() | left_out(changed) | frozenset(map(page_key, absent))
    return Scope(
        now=now,
        excluded=excluded,
        suppressed=paths,
        unsettled=changed,
        is_released_only=True,
        standing=frozenset(standing),
    )
