"""What was taken down stays down when an earlier release is served again (invariant 7)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType

from gongkai.clearance.models import BasePage, Withdrawal
from gongkai.clearance.shapes import shape_of
from gongkai.publishing.emptying import gone_slot, owned_slots
from gongkai.publishing.front.layout import file_folder, slot_of
from gongkai.publishing.store.trees import File, Slot, TreeStore


def withdrawn_since(moment: datetime) -> list[BasePage]:
    """Pages taken down after a moment and not public again, in order of their titles."""
    kind = ContentType.objects.get_for_model(BasePage)
    taken_down = Withdrawal.objects.filter(content_type=kind, at__gt=moment).values_list(
        "object_id", flat=True
    )
    keys = [int(key) for key in set(taken_down)]
    return list(BasePage.objects.filter(pk__in=keys, live=False).order_by("title", "pk"))


def changes_without(
    trees: TreeStore, root: str, pages: list[BasePage], *, newest: str
) -> dict[Slot, File | None]:
    """Changes to a release that leave the notice of each page, as the newest release has it, where the page stood.

    Its files go too, unless the newest release gives them out for something else.
    """
    owners = frozenset(f"page:{page.pk}" for page in pages)
    changes: dict[Slot, File | None] = {}
    for slot in owned_slots(trees, root, owners, set()) if owners else ():
        changes[slot] = None
        changes[gone_slot(slot)] = trees.at(newest, gone_slot(slot))
    for page in pages:
        changes |= _files_without(trees, root, page, newest)
    return changes


def _files_without(trees: TreeStore, root: str, page: Any, newest: str) -> dict[Slot, File | None]:
    addresses = (
        file_folder(digest) + name
        for digest in shape_of(page.specific).hashes_ever_cleared()
        for name in trees.names_in(root, file_folder(digest))
    )
    return {slot_of(path): None for path in addresses if trees.find(newest, path) is None}
