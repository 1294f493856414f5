"""Pages that came back after they were taken down: in which version an earlier release may show them.

Not in the one that was taken down, and not in the newest, which may be what somebody goes back from: in the one in which
they first came back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max

from gongkai.clearance.enums import BatchKind, BatchStatus
from gongkai.clearance.models import BasePage, BatchItem
from gongkai.publishing.store.heads import HeadStore


def came_back_in(pages: Iterable[BasePage], heads: HeadStore, *, moment: datetime) -> Mapping[int, str]:
    """Root of the release in which each of these pages came back; empty for one that came back before ``moment``.

    Left out is what has not come back yet (its new version waits), and what no kept release shows.
    """
    kept = {f"R{number:08d}": number for number in heads.numbers()}
    found: dict[int, str] = {}
    for page in pages:
        for published_at, release in _returns_of(page):
            if published_at is not None and published_at <= moment:
                found[page.pk] = ""
            elif release in kept:
                found[page.pk] = heads.read(kept[release]).root
            if page.pk in found:
                break
    return found


def _returns_of(page: BasePage) -> Iterable[tuple[datetime | None, str]]:
    """When and in which release the page went out since it was last taken down, oldest first."""
    items = BatchItem.objects.filter(
        content_type=ContentType.objects.get_for_model(BasePage), object_id=str(page.pk)
    )
    down = items.filter(batch__kind=BatchKind.WITHDRAWAL).aggregate(last=Max("batch"))["last"]
    out = items.filter(batch__kind=BatchKind.RELEASE, batch__status=BatchStatus.PUBLISHED)
    return (
        out.filter(batch__gt=down or 0)
        .order_by("batch_id")
        .values_list("batch__published_at", "batch__release")
    )
