"""紧急清除 reaches everything public, now and in what is kept of the past (invariant 7).

Two steps, each done once for every state of the suppression list. :func:`enforce` comes before anything
else in a run: the addresses and files go from every release kept, the current one included. :func:`scrub`
comes after the build: whatever older releases hold that still names the address (lists, feeds) is replaced
by today's version.
"""

from __future__ import annotations

import hashlib

from gongkai.clearance.suppression import suppressed
from gongkai.publishing.builders import NOTICE
from gongkai.publishing.front.layout import BadPathError, Layout, slot_of
from gongkai.publishing.front.types import is_text
from gongkai.publishing.protocol import BUILDERS, Scope
from gongkai.publishing.rendering import render
from gongkai.publishing.store.blobs import BlobStore, sync_all
from gongkai.publishing.store.heads import Head, HeadStore, sweep
from gongkai.publishing.store.state import State
from gongkai.publishing.store.trees import File, Slot, TreeStore

WHY = "紧急清除"


def list_print(paths: frozenset[str], digests: frozenset[str]) -> str:
    """Name of one state of the suppression list; empty for an empty one."""
    if not paths and not digests:
        return ""
    return hashlib.sha256("\n".join([*sorted(paths), "", *sorted(digests)]).encode()).hexdigest()


def file_folder(digest: str) -> str:
    """Address of the folder under which a file of this hash is released."""
    return f"/files/{digest[:2]}/{digest[2:18]}/"


def enforce(layout: Layout, heads: HeadStore, state: State, scope: Scope) -> int:
    """Take suppressed addresses and files out of every release kept; how many were rewritten."""
    paths, digests = suppressed()
    wanted = list_print(paths, digests)
    if state.meta("enforced") == wanted:
        return 0
    trees, notices = TreeStore(layout), _notices(BlobStore(layout), paths, scope)
    current = heads.current()
    rewritten = 0
    for number in heads.numbers():
        head = heads.read(number)
        root = trees.changed(head.root, _without(trees, head.root, notices, digests))
        if root == head.root:
            continue
        sync_all(layout.home)
        heads.replace_root(head, root, why=WHY)
        rewritten += 1
        if current is not None and number == current.number and state.meta("root") == head.root:
            with state.writing() as writer:
                writer.set_meta("root", root)
    with state.writing() as writer:
        writer.set_meta("enforced", wanted)
    return rewritten


def _notices(blobs: BlobStore, paths: frozenset[str], scope: Scope) -> dict[str, File]:
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


def scrub(layout: Layout, heads: HeadStore, state: State) -> bool:
    """Replace what older releases hold that names a suppressed address, then sweep the bytes away.

    Whether there was anything new on the list.
    """
    paths, digests = suppressed()
    wanted = list_print(paths, digests)
    current = heads.current()
    if current is None or state.meta("scrubbed") == wanted:
        return False
    trees, blobs = TreeStore(layout), BlobStore(layout)
    marks = [path.encode() for path in sorted(paths) if path != "/"]
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
