"""The outbox as the publisher sees it: whole batches, the keys their objects name, their outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import models, transaction

from gongkai.clearance.enums import BatchKind, BatchStatus
from gongkai.clearance.models import BasePage, BatchItem, Dataset, ReleaseBatch
from gongkai.core.audit.usecases import record_event
from gongkai.publishing.builders import NOTICES_KEY
from gongkai.publishing.keys import REEVALUATION_KEY, UPKEEP_KEY, names_of, own_key
from gongkai.publishing.notices import tell_of_failure

KEYS_OF_KIND = {
    BatchKind.PURGE.value: frozenset({NOTICES_KEY, UPKEEP_KEY}),
    BatchKind.WITHDRAWAL.value: frozenset({UPKEEP_KEY}),
    BatchKind.ARCHIVING.value: frozenset({UPKEEP_KEY}),
    BatchKind.REEVALUATION.value: frozenset({REEVALUATION_KEY}),
}
"""What a batch of a kind names besides what its objects name."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One pending batch: its objects by key, and what each names now."""

    pk: int
    kind: str
    names: dict[str, frozenset[str]]

    @property
    def keys(self) -> frozenset[str]:
        """Every key that the batch names."""
        found = frozenset().union(*self.names.values()) if self.names else frozenset()
        return found | KEYS_OF_KIND.get(self.kind, frozenset())


def _object_of(item: BatchItem) -> models.Model | None:
    model = item.content_type.model_class()
    if model is None:
        return None
    found = model._base_manager.filter(pk=item.object_id).first()
    return found.specific if isinstance(found, BasePage) else found


def _key_of(item: BatchItem) -> str:
    label = f"{item.content_type.app_label}.{item.content_type.model}"
    return f"page:{item.object_id}" if label == "clearance.basepage" else f"snippet:{label}:{item.object_id}"


def lifts_hold() -> bool:
    """Whether the build of all that is meant to end a hold waits."""
    return ReleaseBatch.objects.filter(status=BatchStatus.PENDING, kind=BatchKind.REBUILD).exists()


def pending_batches() -> list[Taken]:
    """Batches waiting, in the order in which they were committed."""
    rows = ReleaseBatch.objects.filter(status=BatchStatus.PENDING).order_by("pk")
    taken = []
    for batch in rows.prefetch_related("items__content_type"):
        names: dict[str, frozenset[str]] = {}
        for item in batch.items.all():
            found = _object_of(item)
            if found is None:
                names[_key_of(item)] = frozenset({_key_of(item)})
            else:
                names[own_key(found)] = names_of(found)
        taken.append(Taken(batch.pk, batch.kind, names))
    return taken


@transaction.atomic
def mark_published(batches: Iterable[Taken], *, release: str, at: datetime) -> None:
    """The batches are out: record it, and since when their objects are public."""
    for taken in batches:
        batch = ReleaseBatch.objects.filter(pk=taken.pk, status=BatchStatus.PENDING)
        if not batch.update(status=BatchStatus.PUBLISHED, published_at=at, release=release, failure=""):
            continue
        for key in taken.names:
            _set_public_since(key, at)
        record_event(
            action="publishing.publish",
            by=None,
            subject=ReleaseBatch.objects.get(pk=taken.pk),
            release=release,
            objects=sorted(taken.names),
        )


def _set_public_since(key: str, at: datetime) -> None:
    sort, _, rest = key.partition(":")
    if sort == "page":
        rows: models.QuerySet = BasePage.objects.filter(pk=rest)
        is_live = models.Q(live=True)
    elif sort == "dataset":
        rows = Dataset.objects.filter(key=rest)
        is_live = models.Q(live_version__isnull=False)
    else:
        label, _, pk = rest.partition(":")
        rows = apps.get_model(label)._base_manager.filter(pk=pk)
        is_live = models.Q(live=True)
    rows.filter(is_live, public_since__isnull=True).update(public_since=at)
    rows.exclude(is_live).filter(public_since__isnull=False).update(public_since=None)


@transaction.atomic
def mark_public(keys: Iterable[str], *, at: datetime) -> None:
    """Pages that a full build holds are public, also where a rollback or a restored backup had forgotten it."""
    pages = [key.removeprefix("page:") for key in keys if key.startswith("page:")]
    for start in range(0, len(pages), 500):
        rows = BasePage.objects.filter(
            pk__in=pages[start : start + 500], live=True, public_since__isnull=True
        )
        rows.update(public_since=at)


@transaction.atomic
def mark_failed(failed: Iterable[tuple[list[Taken], str]]) -> None:
    """Nothing of these batches went out; say why at each, and tell once whoever can do something about it."""
    marked = [_mark_failed(taken, reason) for group, reason in failed for taken in group]
    if any(marked):
        tell_of_failure(sum(marked))


def _mark_failed(taken: Taken, reason: str) -> bool:
    """Whether this is news. A purge is never given up: it waits, with the reason, and is tried again in every run."""
    batch = ReleaseBatch.objects.select_for_update().get(pk=taken.pk)
    status = BatchStatus.PENDING if taken.kind == BatchKind.PURGE else BatchStatus.FAILED
    if (batch.status, batch.failure) == (status, reason):
        return False
    # Not saved: a saved batch that waits wakes the publisher at once.
    ReleaseBatch.objects.filter(pk=batch.pk).update(status=status, failure=reason)
    record_event(action="publishing.fail", by=None, subject=batch, objects=sorted(taken.names))
    return True
