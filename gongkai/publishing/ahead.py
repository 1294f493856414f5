"""Tomorrow's changes made ahead, so that midnight only has to switch."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from gongkai.clearance.suppression import suppressed
from gongkai.core.shanghai import SHANGHAI
from gongkai.publishing.home import release_layout
from gongkai.publishing.locking import publisher_lock, snapshot
from gongkai.publishing.prints import look_print
from gongkai.publishing.production import BuildError, Limits, Producer
from gongkai.publishing.protocol import Scope
from gongkai.publishing.store.blobs import BlobStore
from gongkai.publishing.store.state import State


def next_midnight(now: datetime) -> datetime:
    """The coming midnight in Shanghai."""
    day = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


def build_ahead(*, now: datetime | None = None) -> int:
    """Render what changes at the coming midnight and keep its bytes; how many outputs. Nothing goes public."""
    midnight = next_midnight(now or timezone.now())
    layout = release_layout()
    with publisher_lock(layout) as got:
        if not got or layout.hold.exists():
            return 0
        state = State(layout.state)
        try:
            return _build(state, BlobStore(layout), midnight)
        finally:
            state.close()


def _build(state: State, blobs: BlobStore, midnight: datetime) -> int:
    ids = state.ids_due(int(midnight.timestamp()))
    paths, digests = suppressed()
    scope = Scope(now=midnight, excluded=frozenset(state.blocked()), suppressed=paths)
    limits = Limits(paths, digests, look_print())
    producer = Producer(state=state, blobs=blobs, scope=scope, limits=limits, full=False, fresh=False)
    try:
        with snapshot():
            made = producer.make(ids)
    except BuildError:
        return 0
    with state.writing() as writer:
        writer.set_ahead({row.view: (row.sha256, row.size) for row in made.rows.values()})
    return len(made.rows)
