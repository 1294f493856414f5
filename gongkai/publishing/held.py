"""What the release being served does not know, while publishing is held: an earlier release is served, and the database
has gone on. Whatever is made on the spot shows what that release holds, or nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q

from gongkai.clearance.enums import BatchStatus, ContentKind
from gongkai.clearance.models import BasePage, BatchItem, Dataset
from gongkai.publishing.home import release_key, release_layout
from gongkai.publishing.keys import dataset_key, page_key, snippet_key
from gongkai.publishing.store.heads import Head, HeadStore


def as_of(head: Head) -> datetime:
    """The moment whose content a release shows: when it was built, or when the one was that it was made of."""
    return datetime.fromisoformat(head.document.get("as_of") or head.built_at)


def changed_since(moment: datetime) -> frozenset[str]:
    """Keys of the objects whose last change is not in a release of this moment: published later, or not yet."""
    after = BatchItem.objects.filter(
        content_type=OuterRef("content_type"),
        object_id=OuterRef("object_id"),
        batch__gt=OuterRef("batch"),
        batch__status=BatchStatus.PUBLISHED,
    )
    # What failed and went out in a later batch is told by that one.
    is_out = Q(batch__status=BatchStatus.PUBLISHED) | Exists(after)
    later = Q(batch__published_at__gt=moment) | ~is_out
    rows = BatchItem.objects.filter(later).values_list("content_type", "object_id").distinct()
    return frozenset(_keys_of(rows))


def _keys_of(rows: Iterable[tuple[int, str]]) -> Iterable[str]:
    datasets = []
    for content_type, key in rows:
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is Dataset:
            datasets.append(key)
        elif model is not None and issubclass(model, BasePage):
            yield page_key(key)
        elif model is not None:
            yield snippet_key(model._meta.label, key)
    for key in Dataset.objects.filter(pk__in=datasets).values_list("key", flat=True):
        yield dataset_key(key)


def changed_in_hold() -> frozenset[str]:
    """The same of the release being served, while publishing is held; nothing otherwise."""
    layout = release_layout()
    if not layout.hold.exists():
        return frozenset()
    current = HeadStore(layout, release_key()).current()
    return changed_since(as_of(current)) if current is not None else frozenset()


def left_out(changed: frozenset[str]) -> frozenset[str]:
    """Which of the objects that changed nothing may show meanwhile.

    The structure of the site stays: without a column, nothing could say where its pages stand. So do data sets: a page
    would otherwise lack the department's name.
    """
    pages = {key.removeprefix("page:") for key in changed if key.startswith("page:")}
    rows = BasePage.objects.filter(pk__in=pages).values_list("pk", "content_type")
    structure = {page_key(pk) for pk, content_type in rows if _is_structure(content_type)}
    return frozenset(key for key in changed - structure if not key.startswith("dataset:"))


def _is_structure(content_type: int) -> bool:
    model = ContentType.objects.get_for_id(content_type).model_class()
    kind = getattr(model, "content_kind", None)
    return model is not BasePage and kind == ContentKind.STRUCTURE
