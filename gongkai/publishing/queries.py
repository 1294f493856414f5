"""How publishing stands, for the people who look after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from gongkai.clearance.enums import BatchKind, BatchStatus
from gongkai.clearance.models import BasePage, BatchItem, ReleaseBatch
from gongkai.clearance.queries.sealing import about_sealed
from gongkai.clearance.rules.sealing import SEALED_TITLE
from gongkai.core.accounts.models import User
from gongkai.publishing.held import as_of
from gongkai.publishing.home import release_key, release_layout
from gongkai.publishing.store.heads import HeadStore
from gongkai.publishing.store.state import State

SHOWN = 50


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One release kept. ``is_signed``: signature right and the directory that of the signed root. ``as_of``: the moment
    whose content it shows.
    """

    number: int
    name: str
    built_at: datetime
    as_of: datetime
    reason: str
    outputs: int
    is_signed: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch that waits or has failed: what is in it as (title, edit address), and why it failed."""

    pk: int
    kind: str
    created_at: datetime
    created_by: str
    items: tuple[tuple[str, str], ...]
    failure: str


def releases_kept() -> list[ReleaseRow]:
    """The releases kept, newest first; no query. One whose head cannot be read is left to ``verify``."""
    heads = HeadStore(release_layout(), release_key())
    current = heads.current()
    rows = []
    for number in reversed(heads.numbers()):
        try:
            head = heads.read(number)
        except (OSError, ValueError, KeyError):
            continue
        built_at = datetime.fromisoformat(head.built_at)
        is_current = current is not None and current.number == number
        outputs = int(head.document.get("outputs", 0))
        rows.append(
            ReleaseRow(
                number=number,
                name=head.name,
                built_at=built_at,
                as_of=as_of(head),
                reason=head.reason,
                outputs=outputs,
                is_signed=heads.is_authentic(head),
                is_current=is_current,
            )
        )
    return rows


def hold_told() -> str:
    """What is written where publishing is held; empty where it is not."""
    try:
        return release_layout().hold.read_text(encoding="utf-8")
    except OSError:
        return ""


def objects_stopped() -> list[str]:
    """Why the recheck has stopped objects outside any batch: each keeps its last released page."""
    place = release_layout().state
    if not place.exists():
        return []
    state = State(place)
    try:
        return sorted(state.blocked().values())
    finally:
        state.close()


def batches_failed(user: User) -> list[BatchRow]:
    """Batches of which nothing went out, oldest first, as a person may see them; constant number of queries."""
    return _rows(user, BatchStatus.FAILED)


def batches_pending(user: User) -> list[BatchRow]:
    """Batches that wait for the publisher, in its order, as a person may see them; constant number of queries."""
    return _rows(user, BatchStatus.PENDING)


def count_of_failed() -> int:
    """How many batches have failed."""
    return ReleaseBatch.objects.filter(status=BatchStatus.FAILED).count()


def _rows(user: User, status: BatchStatus) -> list[BatchRow]:
    batches = ReleaseBatch.objects.filter(status=status).select_related("created_by").order_by("pk")
    found = list(batches.prefetch_related("items__content_type")[:SHOWN])
    items = [item for batch in found for item in batch.items.all()]
    titles = _titles_of(items)
    hidden = about_sealed(user, kind="content_type", key="object_id")
    sealed = BatchItem.objects.filter(hidden, pk__in=[item.pk for item in items])
    titles |= dict.fromkeys(sealed.values_list("pk", flat=True), (SEALED_TITLE, ""))
    closed = {item.batch_id for item in items if titles[item.pk] == (SEALED_TITLE, "")}
    return [
        BatchRow(
            batch.pk,
            str(BatchKind(batch.kind).label),
            batch.created_at,
            str(batch.created_by or "系统"),
            () if batch.kind == BatchKind.PURGE else tuple(titles[item.pk] for item in batch.items.all()),
            SEALED_TITLE if batch.pk in closed else batch.failure,
        )
        for batch in found
    ]


def _titles_of(items: Sequence[BatchItem]) -> dict[int, tuple[str, str]]:
    """Title and edit address of each item; one query for each kind of object."""
    by_type: dict[ContentType, list[BatchItem]] = defaultdict(list)
    for item in items:
        by_type[item.content_type].append(item)
    return {pk: told for type_, rows in by_type.items() for pk, told in _told(type_, rows)}


def _told(type_: ContentType, items: Sequence[BatchItem]) -> Iterable[tuple[int, tuple[str, str]]]:
    model = type_.model_class()
    ids = [item.object_id for item in items]
    objects = model._base_manager.in_bulk(ids) if model else {}
    names = {str(pk): str(found) for pk, found in objects.items()}
    for item in items:
        has_page = model is BasePage and item.object_id in names
        url = reverse("wagtailadmin_pages:edit", args=[item.object_id]) if has_page else ""
        yield item.pk, (names.get(item.object_id, f"已不存在的{type_.name}"), url)
