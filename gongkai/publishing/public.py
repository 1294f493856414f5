"""What a page made on the spot for a visitor may show: the current release, less what has been stopped or purged."""

from __future__ import annotations

from django.utils import timezone

from gongkai.clearance.suppression import suppressed
from gongkai.publishing.home import release_layout
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
    paths, _ = suppressed()
    return Scope(now=timezone.now(), excluded=blocked_keys(), suppressed=paths, is_released_only=True)
