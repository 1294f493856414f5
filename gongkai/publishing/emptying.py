"""What names purged content, and what may hold it, until the next build has made it again.

The build that makes lists and feeds without it may be blocked by something else; a leak does not wait for that. So the
outputs that show anything of a purged object are emptied first: 本页正在更新 in their place, marked as past their time,
so that the front renders them live and every run of the publisher makes them again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.template import loader

from gongkai.clearance.models import Dataset
from gongkai.publishing.front.layout import GONE, HOME, HOME_GONE, PAGE, slot_of
from gongkai.publishing.keys import dataset_key, page_key, snippet_key
from gongkai.publishing.store.blobs import BlobStore
from gongkai.publishing.store.state import OutputRow, State
from gongkai.publishing.store.trees import File, Slot, Tree, TreeStore

DUE = 1
TEMPLATE = "publishing/renewing.html"


def keys_of(entries: Iterable[Mapping[str, Any]]) -> dict[str, datetime]:
    """Dependency key of each purged object, and the latest time at which it was purged."""
    keys: dict[str, datetime] = {}
    for entry in entries:
        key, at = _key_of(str(entry.get("owner", ""))), datetime.fromisoformat(entry["at"])
        if key:
            keys[key] = max(keys.get(key, at), at)
    return keys


def _key_of(owner: str) -> str:
    label, _, pk = owner.partition(":")
    if label == "clearance.basepage":
        return page_key(pk)
    if label == "clearance.dataset":
        dataset = Dataset.objects.filter(pk=pk).first()
        return dataset_key(dataset.key) if dataset else ""
    return snippet_key(label, pk) if owner else ""


def rows_showing(
    state: State, keys: Iterable[str], paths: Iterable[str], digests: Iterable[str]
) -> list[OutputRow]:
    """Outputs of the current release that show an object, stand at an address, or release a file."""
    ids = state.ids_by_keys(keys) | state.ids_of_origins(digests)
    ids |= {found for path in paths if (found := state.output_at(path)) is not None}
    return list(state.rows(ids).values())


class Emptier:
    """Puts something harmless in the place of outputs."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs
        self._page: File | None = None

    def in_place_of(self, path: str) -> File:
        """A page that says it is being renewed; for anything else an empty file."""
        if not path.endswith("/"):
            return File(self._blobs.put(b"", compress=False), 0, until=DUE)
        if self._page is None:
            body = loader.get_template(TEMPLATE).render({}).encode()
            self._page = File(self._blobs.put(body, compress=True), len(body), until=DUE)
        return self._page

    def changes(self, rows: Iterable[OutputRow]) -> dict[Slot, File | None]:
        """Changes of the tree that empty these outputs; a notice or a way on is taken away."""
        return {
            slot_of(row.path, row.status): self.in_place_of(row.path) if row.status == 200 else None
            for row in rows
        }

    def empty(self, state: State, rows: Iterable[OutputRow], *, root: tuple[str, str] | None) -> None:
        """Forget what these outputs were; ``root`` is (before, after) where the release served has changed."""
        with state.writing() as writer:
            for row in rows:
                file = self.in_place_of(row.path)
                writer.empty(row.builder, row.ident, file.sha256, file.size)
            if root is not None and state.meta("root") == root[0]:
                writer.set_meta("root", root[1])


def owned_slots(trees: TreeStore, root: str, owners: frozenset[str], clean: set[str]) -> Iterator[Slot]:
    """Where the own pages of these objects stand in a release; ``clean`` takes up directories without any."""
    yield from _owned(trees, root, (), owners, clean)


def _owned(
    trees: TreeStore, root: str, above: tuple[str, ...], owners: frozenset[str], clean: set[str]
) -> Iterator[Slot]:
    if root in clean:
        return
    found = False
    for name, item in trees.listing(root).items():
        if isinstance(item, Tree):
            for slot in _owned(trees, item.sha256, (*above, name), owners, clean):
                found = True
                yield slot
        elif item.owner in owners:
            found = True
            yield above, name
    if not found:
        clean.add(root)


def address_of(slot: Slot) -> str:
    """Public address of a page in this slot."""
    folders, name = slot
    own = "" if name == HOME else name.removesuffix(PAGE)
    return "/" + "".join(f"{part}/" for part in (*folders, own) if part)


def gone_slot(slot: Slot) -> Slot:
    """Where the notice (410) lies that takes the place of a page."""
    folders, name = slot
    if name == HOME:
        return folders, HOME_GONE
    return folders, name.removesuffix(PAGE) + GONE


def marks_of(path: str) -> set[bytes]:
    """An address as pages, feeds and JSON spell it."""
    return {path.encode(), quote(path).encode(), json.dumps(path)[1:-1].encode()}


def naming_any(paths: Iterable[str]) -> re.Pattern[bytes]:
    """Finds any of these addresses where it stands whole: with a host before it or not, but not within a longer one."""
    spelt = sorted({mark for path in paths for mark in marks_of(path)})
    any_of = b"|".join(map(re.escape, spelt)) if spelt else b"(?!)"
    before = rb"(?:(?<![\w%~-])|(?<=\\[nrt])|://[\w.:-]+)"  # a line break in JSON ends in a letter
    return re.compile(before + b"(?:" + any_of + rb")(?![\w%~-])")
