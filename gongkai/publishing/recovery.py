"""After a crash in the middle of a build: nothing half-written may be taken for whole later."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from gongkai.publishing.front.layout import COMPRESSED, TREE, Layout
from gongkai.publishing.store.blobs import is_whole
from gongkai.publishing.store.heads import HeadStore
from gongkai.publishing.store.trees import TreeStore

logger = logging.getLogger("gongkai.publishing")


def recover(layout: Layout, heads: HeadStore) -> int:
    """Look through what the interrupted build wrote and remove what is not whole; how many pieces went.

    A build says when it began in ``building`` and takes the mark away when it is done, so that this costs
    nothing after an orderly end.
    """
    try:
        since = int(layout.building.read_text(encoding="ascii") or 0)
    except FileNotFoundError:
        return 0
    except ValueError:
        since = 0
    removed = _broken_blobs(layout, since) + _broken_trees(layout, since) + _unserved_heads(layout, heads)
    layout.building.unlink(missing_ok=True)
    if removed:
        logger.warning("recovered from an interrupted build: %s pieces removed", removed)
    return removed


def _is_new(place: Path, since: int) -> bool:
    return place.lstat().st_ctime >= since


def _broken_blobs(layout: Layout, since: int) -> int:
    removed = 0
    for place in layout.blobs.glob("??/*"):
        if not _is_new(place, since) or place.name.endswith(COMPRESSED):
            continue
        if place.name.endswith(".part") or not is_whole(place, place.name):
            place.unlink()
            place.with_name(place.name + COMPRESSED).unlink(missing_ok=True)
            removed += 1
    return removed


def _broken_trees(layout: Layout, since: int) -> int:
    removed = 0
    trees = TreeStore(layout)
    for place in layout.trees.glob("part-*"):
        shutil.rmtree(place)
        removed += 1
    for place in layout.trees.glob("??/*"):
        if _is_new(place, since) and (not (place / TREE).exists() or trees.is_broken(place.name)):
            shutil.rmtree(place)
            removed += 1
    return removed


def _unserved_heads(layout: Layout, heads: HeadStore) -> int:
    """A head above the current one was never served: its build will be made again."""
    current = heads.current()
    removed = 0
    for number in heads.numbers():
        if (current is None or number > current.number) and not layout.hold.exists():
            shutil.rmtree(layout.head(number))
            removed += 1
    return removed
