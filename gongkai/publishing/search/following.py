"""Keep the public search index on the release being served."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from gongkai.publishing.front.layout import Layout
from gongkai.publishing.home import release_layout
from gongkai.publishing.search.index import Entry, Found, IndexReader, IndexWriter, fill
from gongkai.publishing.store.heads import link_atomically
from gongkai.publishing.store.state import OutputRow, State
from gongkai.publishing.store.trees import TreeStore

logger = logging.getLogger("gongkai.publishing")
_ROOT = "root"


def _entry(path: str, text: str) -> Entry:
    held = json.loads(text)
    return Entry(path=path, **{name: value or "" for name, value in held.items()})


def _entries(rows: Iterable[OutputRow]) -> Iterator[Entry]:
    return (_entry(row.path, row.search) for row in rows if row.search)


def follow(
    layout: Layout,
    state: State,
    told: Sequence[OutputRow],
    before: str,
    *,
    gone: Iterable[str],
) -> None:
    """Bring the index from the release ``before`` (its root) to the one that the state tells of.

    An index that is not at ``before`` (a crash, a rollback) is made afresh beside the old one and switched to.
    """
    root = state.meta("root")
    if not layout.search.exists() or indexed_root(layout) != before:
        _afresh(layout, state, root)
        return
    unseen = [row.path for row in told if not row.search]
    IndexWriter(layout.search.resolve()).change([*gone, *unseen], _entries(told))
    (layout.search / _ROOT).write_text(root, encoding="ascii")


def catch_up(layout: Layout, state: State) -> None:
    """Make the index afresh if it is not of the release that the state tells of (a crash after a switch)."""
    root = state.meta("root")
    if root and indexed_root(layout) != root:
        _afresh(layout, state, root)


def renew(layout: Layout, state: State, root: str, *, changed: frozenset[str]) -> None:
    """After a purge: make the index afresh, so that no byte of what the state has forgotten stays in its files.

    ``root`` is the release being served, ``changed`` what it holds as it was before (while publishing is held). If that cannot be done there is no index until the next run: better than one
    that finds what was purged.
    """
    if not layout.search.exists():
        return
    try:
        _afresh(layout, state, state.meta("root"))
        if state.meta("root") != root:
            restrict(layout, state, root, changed=changed)
    except (OSError, ValueError):
        logger.exception("the search index could not be made afresh; it is taken away until the next run")
        layout.search.unlink(missing_ok=True)


def restrict(layout: Layout, state: State, root: str, *, changed: frozenset[str]) -> None:
    """After a rollback: leave in the index only what the release gone back to holds too, and as it is now.

    ``changed`` are keys of objects that it holds as they were before. Parts that every page bears (a banner) may differ:
    they are not in the index.
    """
    trees = TreeStore(layout)
    gone = []
    for path, sha256 in state.paths():
        found = trees.find(root, path)
        if (
            found is None
            or found.status != 200
            or (found.sha256 != sha256 and (not found.owner or found.owner in changed))
        ):
            gone.append(path)
    if layout.search.exists():
        IndexWriter(layout.search.resolve()).change(gone, [])
        (layout.search / _ROOT).write_text("", encoding="ascii")


def indexed_root(layout: Layout) -> str:
    """The root of the release that the index is of; empty where there is none."""
    try:
        return (layout.search / _ROOT).read_text(encoding="ascii")
    except OSError:
        return ""


def _afresh(layout: Layout, state: State, root: str) -> None:
    kept = layout.search.resolve() if layout.search.exists() else None
    place = layout.home / f"search-{root[:16]}"
    if place == kept:
        place = layout.home / f"search-{root[:16]}-b"
    fill(place, (_entry(path, text) for path, text in state.searchable()))
    (place / _ROOT).write_text(root, encoding="ascii")
    link_atomically(layout.search, place.name)
    for old in layout.home.glob("search-*"):
        if old != place:
            shutil.rmtree(old, ignore_errors=True)


@lru_cache(maxsize=4)
def _reader(place: Path) -> IndexReader:
    return IndexReader(place)


class SearchDownError(RuntimeError):
    """The public index cannot be read."""


def search_public(
    query: str, *, page: int = 1, size: int = 20, newest_first: bool = True, column: str = ""
) -> Found:
    """What the current release holds for a reader's query. Raises :class:`SearchDownError`."""
    layout = release_layout()
    try:
        return _reader(layout.search).find(
            query, page=page, size=size, newest_first=newest_first, column=column
        )
    except (OSError, ValueError) as error:
        raise SearchDownError(str(error)) from error
