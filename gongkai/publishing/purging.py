"""紧急清除 reaches everything public, now and in what is kept of the past (invariant 7).

Two steps, each done once for every state of the suppression list. :func:`enforce` comes before anything
else in a run: the addresses and files go from every release kept, and from the one being served also whatever names
what was purged; the search index is made afresh. :func:`scrub` comes after the build, or in its place where it is
blocked: whatever older releases hold that still names an address (lists, feeds) is replaced by today's version. Of data that many pages show, no older release is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from gongkai.clearance.suppression import suppressed, suppressed_entries
from gongkai.publishing.builders import NOTICE
from gongkai.publishing.emptying import (
    Emptier,
    address_of,
    gone_slot,
    keys_of,
    marks_of,
    owned_slots,
    rows_showing,
)
from gongkai.publishing.front.layout import BadPathError, Layout, file_folder, slot_of
from gongkai.publishing.front.types import is_text
from gongkai.publishing.held import as_of, changed_since
from gongkai.publishing.protocol import BUILDERS, Scope
from gongkai.publishing.rendering import render
from gongkai.publishing.search.following import renew
from gongkai.publishing.store.blobs import BlobStore, sync_all
from gongkai.publishing.store.heads import Head, HeadStore, sweep
from gongkai.publishing.store.state import State
from gongkai.publishing.store.trees import File, Slot, TreeStore

WHY = "紧急清除"


def list_print(entries: Iterable[Mapping[str, Any]]) -> str:
    """Name of one state of the suppression list; empty for an empty one."""
    lines = {
        json.dumps([entry.get("owner", ""), entry["path"], entry["at"], entry["digests"]])
        for entry in entries
    }
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest() if lines else ""


def enforce(layout: Layout, heads: HeadStore, state: State, scope: Scope) -> bool:
    """Take suppressed addresses and files out of every release kept; whether there was anything new on the list."""
    entries = suppressed_entries()
    wanted = list_print(entries)
    if state.meta("enforced") == wanted:
        return False
    _Enforcement(layout, heads, state, scope, entries).go()
    with state.writing() as writer:
        writer.set_meta("enforced", wanted)
    return True


class _Enforcement:
    """One state of the list, carried into every release kept."""

    def __init__(
        self, layout: Layout, heads: HeadStore, state: State, scope: Scope, entries: list[dict[str, Any]]
    ) -> None:
        self._layout, self._heads, self._state = layout, heads, state
        self._trees, self._blobs = TreeStore(layout), BlobStore(layout)
        self._emptier = Emptier(self._blobs)
        self._purged_at = keys_of(entries)
        self._digests = frozenset(digest for entry in entries for digest in entry["digests"])
        paths = frozenset(entry["path"] for entry in entries if entry["path"])
        self._notices = notices_at(self._blobs, paths, scope)
        self._notice = next(iter(self._notices.values()), None)
        self._rows = rows_showing(state, self._new_keys(), paths, self._digests)
        self._places = set(state.meta("purged_places").split())
        self._clean: dict[frozenset[str], set[str]] = {}

    def _new_keys(self) -> list[str]:
        """Objects purged since the last time: what was corrected after an earlier purge stays."""
        last = self._state.meta("enforced_until")
        since = datetime.fromisoformat(last) if last else None
        return [key for key, at in self._purged_at.items() if since is None or at > since]

    def go(self) -> None:
        current = self._heads.current()
        for number in self._heads.numbers():
            head = self._heads.read(number)
            is_current = current is not None and number == current.number
            root = self._trees.changed(head.root, self._changes(head, is_current=is_current))
            if root != head.root:
                sync_all(self._layout.home)
                self._heads.replace_root(head, root, why=WHY)
            if is_current:
                self._emptier.empty(self._state, self._rows, root=(head.root, root))
                renew(self._layout, self._state, root, changed=changed_since(as_of(head)))
        if self._purged_at:
            with self._state.writing() as writer:
                writer.set_meta("enforced_until", max(self._purged_at.values()).isoformat())
                writer.set_meta("purged_places", "\n".join(sorted(self._places)))

    def _changes(self, head: Head, *, is_current: bool) -> dict[Slot, File | None]:
        changes = self._emptier.changes(self._rows) if is_current else {}
        changes = {slot: file for slot, file in changes.items() if self._trees.at(head.root, slot)}
        changes.update(self._owned(head))
        changes.update(_without(self._trees, head.root, self._notices, self._digests))
        return changes

    def _owned(self, head: Head) -> dict[Slot, File | None]:
        """Own pages of purged objects, wherever they stood; a release of after the purge holds what was corrected."""
        built_at = datetime.fromisoformat(head.built_at)
        owners = frozenset(key for key, at in self._purged_at.items() if built_at < at)
        clean = self._clean.setdefault(owners, set())
        changes: dict[Slot, File | None] = {}
        for slot in owned_slots(self._trees, head.root, owners, clean) if owners else ():
            self._places.add(address_of(slot))
            changes[slot] = None
            changes[gone_slot(slot)] = self._notice
        return changes


def notices_at(blobs: BlobStore, paths: Iterable[str], scope: Scope) -> dict[str, File]:
    """The notice that stands at each address where something was taken down or purged."""
    builder = BUILDERS[NOTICE]
    notices = {}
    for path, source in builder.load(sorted(paths), scope).items():
        body = render(builder, builder.view_of(source))
        notices[path] = File(blobs.put(body, compress=True), len(body), 410)
    return notices


def _without(
    trees: TreeStore, root: str, notices: dict[str, File], digests: frozenset[str]
) -> dict[Slot, File | None]:
    changes: dict[Slot, File | None] = {}
    for path, notice in notices.items():
        try:
            place = slot_of(path)
        except BadPathError:
            continue
        if trees.find(root, path) is not None:
            changes[place] = changes[slot_of(path, 301)] = None
            changes[slot_of(path, 410)] = notice
    for digest in digests:
        for name in trees.names_in(root, file_folder(digest)):
            changes[slot_of(file_folder(digest) + name)] = None
    return changes


def carry_out(layout: Layout, heads: HeadStore, *, now: datetime) -> None:
    """Both steps without a build, for whoever is about to serve a release of the past."""
    state = State(layout.state)
    try:
        enforce(layout, heads, state, Scope(now=now, suppressed=suppressed()[0]))
        scrub(layout, heads, state)
    finally:
        state.close()


def scrub(layout: Layout, heads: HeadStore, state: State) -> bool:
    """Replace what older releases hold that names a suppressed address, then sweep the bytes away.

    Whether there was anything new on the list.
    """
    paths = suppressed()[0] | set(state.meta("purged_places").split())
    wanted = list_print(suppressed_entries())
    current = heads.current()
    if current is None or state.meta("scrubbed") == wanted:
        return False
    _drop_what_shared(heads, current)
    trees, blobs = TreeStore(layout), BlobStore(layout)
    marks = [mark for path in sorted(paths) if path != "/" for mark in marks_of(path)]
    today = {file.sha256 for _, _, file in trees.walk(current.root)}
    verdicts: dict[str, bool] = {}
    for number in heads.numbers():
        head = heads.read(number)
        root = _scrubbed(trees, blobs, head, current, marks, today, verdicts)
        if root != head.root:
            sync_all(layout.home)
            heads.replace_root(head, root, why=WHY)
    sweep(layout, [heads.read(number) for number in heads.numbers()])
    state.forget_traces()
    with state.writing() as writer:
        writer.set_meta("scrubbed", wanted)
    return True


def _drop_what_shared(heads: HeadStore, current: Head) -> None:
    """Older releases that may hold purged data: what a page shows of a data set or snippet bears no address by which
    it could be found in a release of the past, so the release goes as a whole.
    """
    purged_at = [at for key, at in keys_of(suppressed_entries()).items() if not key.startswith("page:")]
    for number in heads.numbers() if purged_at else ():
        if number != current.number and datetime.fromisoformat(heads.read(number).built_at) < max(purged_at):
            heads.drop(number)


def _scrubbed(
    trees: TreeStore,
    blobs: BlobStore,
    head: Head,
    current: Head,
    marks: list[bytes],
    today: set[str],
    verdicts: dict[str, bool],
) -> str:
    changes: dict[Slot, File | None] = {}
    for folder, name, file in trees.walk(head.root):
        if file.sha256 in today or not is_text(name):
            continue
        if file.sha256 not in verdicts:
            body = blobs.read(file.sha256)
            verdicts[file.sha256] = any(mark in body for mark in marks)
        if verdicts[file.sha256]:
            place = tuple(part for part in folder.split("/") if part), name
            changes[place] = trees.at(current.root, place)
    return trees.changed(head.root, changes) if changes else head.root
