"""The sealer: binds committed events into one chain.

**Which events.** A seal is written in a transaction of its own that never holds unsealed events of its own,
so every event it can see has been committed for good: PostgreSQL shows others' rows only after their commit
(READ COMMITTED), SQLite has one writer at a time. The chain's order is the order of sealing (``Seal.id``),
not of event ids; gaps in the ids (rolled back acts) and late commits (a lower id appearing after a higher one
was sealed) therefore need no waiting and no guess: whatever is committed and has no seal gets the next place.

**One sealer.** The lock of :mod:`gongkai.core.locks`; unique keys on place and event would stop a second one
anyhow.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.core.audit.chain import GENESIS, event_content, link_digest
from gongkai.core.audit.models import Event, Seal
from gongkai.core.audit.queries import last_seal, unsealed_events
from gongkai.core.locks import try_lock

BATCH = 2_000


def content_of(event: Event) -> dict[str, object]:
    """An event as it enters the chain."""
    return event_content(
        event_id=event.pk,
        at=event.at,
        action=event.action,
        actor_id=event.actor_id,
        subject_type_id=event.subject_type_id,
        subject_id=event.subject_id,
        codes=event.codes,
        data=event.data,
    )


def seal_events(*, everywhere: bool = False) -> int:
    """Seal all committed events in batches; answers how many. Zero when another sealer is at work."""
    total = 0
    while sealed := _seal_batch(everywhere):
        total += sealed
        if sealed < BATCH:
            break
    return total


def _seal_batch(everywhere: bool) -> int:
    with transaction.atomic(durable=True), try_lock("audit.seal") as held:
        if not held:
            return 0
        head = last_seal()
        place, previous = (head.pk, head.digest) if head else (0, GENESIS)
        now = timezone.now()
        seals = []
        for event in unsealed_events(everywhere=everywhere)[:BATCH]:
            place += 1
            digest = link_digest(previous, content_of(event))
            seals.append(Seal(pk=place, event_id=event.pk, previous=previous, digest=digest, sealed_at=now))
            previous = digest
        Seal.objects.bulk_create(seals)
        return len(seals)
