"""Outputs of a release of the past that still name what was taken down since: lists, feeds, the page of a document whose
interpretation is gone.

Parts that every page bears (menu, banners, footer) are cut out of the bytes. What names the address of something gone is
made anew of what the release holds, where nothing else about it has changed since; otherwise 本页正在更新 stands in its
place until publishing goes on.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable

from gongkai.clearance.suppression import suppressed
from gongkai.publishing.brackets import cut_out
from gongkai.publishing.emptying import Emptier, address_of, naming_any
from gongkai.publishing.front.layout import HOME, PAGE, slot_of
from gongkai.publishing.front.types import is_text
from gongkai.publishing.live import made_now
from gongkai.publishing.protocol import Built, Scope
from gongkai.publishing.rendering import render
from gongkai.publishing.store.blobs import BlobStore
from gongkai.publishing.store.state import State
from gongkai.publishing.store.trees import File, Slot, TreeStore

logger = logging.getLogger("gongkai.publishing")


class Renewer:
    """Takes what is gone out of the outputs of one release. ``keys``: of the objects gone; ``paths``: where they stood."""

    def __init__(
        self,
        trees: TreeStore,
        blobs: BlobStore,
        state: State,
        scope: Scope,
        *,
        keys: frozenset[str],
        paths: Iterable[str],
    ) -> None:
        self._trees, self._blobs, self._state, self._scope = trees, blobs, state, scope
        self._keys = keys
        self._named = naming_any(path for path in paths if path != "/")
        self._emptier = Emptier(blobs)
        self._purged = suppressed()[1]

    def changes(self, root: str, *, besides: Iterable[Slot]) -> dict[Slot, File | None]:
        """Changes of the tree; ``besides`` are slots that something else is done about."""
        done = set(besides)
        changes: dict[Slot, File | None] = {}
        for folder, name, file in self._trees.walk(root):
            slot = tuple(part for part in folder.split("/") if part), name
            if slot in done or file.status != 200 or not is_text(name):
                continue
            found = self._instead_of(slot, file, root)
            if found is not None:
                changes[slot] = found
        return changes

    def _instead_of(self, slot: Slot, file: File, root: str) -> File | None:
        body = self._blobs.read(file.sha256)
        cut = cut_out(body, self._keys)
        if self._named.search(cut):
            return self._made_anew(slot, root) or self._emptier.in_place_of(_path_of(slot))
        return None if cut == body else self._of_bytes(file, cut)

    def _of_bytes(self, file: File, body: bytes) -> File:
        return File(self._blobs.put(body, compress=True), len(body), until=file.until, owner=file.owner)

    def of_later(self, file: File) -> File:
        """A page of a later release, less every banner and item of the menu that this release does not know."""
        body = self._blobs.read(file.sha256)
        cut = cut_out(body, self._keys | self._scope.unsettled)
        return file if cut == body else self._of_bytes(file, cut)

    def _made_anew(self, slot: Slot, root: str) -> File | None:
        path = _path_of(slot)
        try:
            found = made_now(self._state, path, self._scope, purged=self._purged)
            if found is None or found[2].status != 200 or not self._holds_files_of(found[2], root):
                return None
            builder, ident, built = found
            body = render(builder, built)
        except Exception:
            logger.exception("%s could not be made anew; it says that it is being renewed", path)
            return None
        if self._named.search(body):
            return None
        return File(
            self._blobs.put(body, compress=True),
            len(body),
            until=math.ceil(built.changes_at.timestamp()) if built.changes_at else 0,
            owner=builder.owner_of(ident),
        )

    def _holds_files_of(self, built: Built, root: str) -> bool:
        """Whether the release has the files that a page shows."""
        return all(self._trees.at(root, slot_of(file.path)) is not None for file in built.files)


def _path_of(slot: Slot) -> str:
    """Public address of what lies in a slot, a page or any other file."""
    folders, name = slot
    if name == HOME or name.endswith(PAGE):
        return address_of(slot)
    return "/" + "/".join((*folders, name))
