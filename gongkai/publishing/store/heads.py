"""Heads: each release's signed head, the switch of ``current``, retention."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gongkai.publishing.front.layout import Layout
from gongkai.publishing.store.signing import ReleaseKey
from gongkai.publishing.store.trees import TreeStore

HEAD = "head.json"
SITE = "site"


@dataclass(frozen=True, slots=True)
class Head:
    """One release: its number, root hash, when it was built and why, and the signed document itself."""

    number: int
    root: str
    built_at: str
    reason: str
    document: dict[str, Any]

    @property
    def name(self) -> str:
        """How people and batches call it."""
        return f"R{self.number:08d}"


def write_atomically(place: Path, data: bytes) -> None:
    """Put a file in place whole, or not at all."""
    scratch = place.with_name(f"{place.name}.part")
    with open(scratch, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(place)


def link_atomically(place: Path, target: str) -> None:
    """Point a symbolic link somewhere else in one step."""
    scratch = place.with_name(f"{place.name}.part")
    scratch.unlink(missing_ok=True)
    scratch.symlink_to(target)
    scratch.replace(place)
    handle = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class HeadStore:
    """The releases of a home, oldest first by number."""

    def __init__(self, layout: Layout, key: ReleaseKey) -> None:
        self._layout = layout
        self._key = key

    def numbers(self) -> list[int]:
        """Numbers of the releases kept."""
        if not self._layout.heads.is_dir():
            return []
        return sorted(int(item.name) for item in self._layout.heads.iterdir() if item.name.isdigit())

    def read(self, number: int) -> Head:
        """One release. Raises ``FileNotFoundError``, or ``ValueError`` when the head cannot be read."""
        document = json.loads((self._layout.head(number) / HEAD).read_bytes())
        return Head(document["number"], document["root"], document["built_at"], document["reason"], document)

    def current(self) -> Head | None:
        """The release being served, or ``None`` before the first."""
        try:
            return self.read(int(os.path.basename(os.readlink(self._layout.current))))
        except (FileNotFoundError, ValueError, KeyError):
            return None

    def is_authentic(self, head: Head) -> bool:
        """Signature right, and the head's number and site link are those of its directory."""
        place = self._layout.head(head.number)
        link = place / SITE
        return (
            self._key.is_signed(head.document)
            and link.is_symlink()
            and os.path.basename(os.readlink(link)) == head.root
        )

    def add(
        self,
        root: str,
        *,
        built_at: datetime,
        reason: str,
        batches: Iterable[int],
        outputs: int,
        as_of: datetime | None = None,
    ) -> Head:
        """Write the next release's head; it is not yet served. ``as_of``: the moment whose content it shows, where that
        is not the one at which it is built.
        """
        current = self.current()
        number = max([0, *self.numbers()]) + 1
        document = {
            "format": 1,
            "number": number,
            "root": root,
            "previous_root": current.root if current else "",
            "built_at": built_at.isoformat(),
            "reason": reason,
            "batches": sorted(batches),
            "outputs": outputs,
        }
        if as_of is not None:
            document["as_of"] = as_of.isoformat()
        self._place(number, document)
        return self.read(number)

    def _place(self, number: int, document: dict[str, Any]) -> None:
        place = self._layout.head(number)
        scratch = self._layout.heads / f"part-{number}"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        root = document["root"]
        (scratch / SITE).symlink_to(f"../../trees/{root[:2]}/{root}")
        write_atomically(scratch / HEAD, json.dumps(self._key.signed(document), ensure_ascii=False).encode())
        scratch.rename(place)

    def replace_root(self, head: Head, root: str, *, why: str) -> Head:
        """Rewrite a kept release (紧急清除): new root, signed again, the rewriting named in it."""
        document = {**head.document, "root": root}
        document["rewritten"] = [*head.document.get("rewritten", []), why]
        place = self._layout.head(head.number)
        link_atomically(place / SITE, f"../../trees/{root[:2]}/{root}")
        write_atomically(place / HEAD, json.dumps(self._key.signed(document), ensure_ascii=False).encode())
        return self.read(head.number)

    def switch(self, number: int) -> None:
        """Serve this release from now on: one rename."""
        link_atomically(self._layout.current, f"heads/{number:08d}")

    def drop(self, number: int) -> None:
        """Forget a release that is not the current one."""
        current = self.current()
        if current is not None and current.number == number:
            raise ValueError("the current release cannot be dropped")
        shutil.rmtree(self._layout.head(number), ignore_errors=True)


def numbers_to_keep(heads: Iterable[Head], *, newest: int = 20, days: int = 60) -> set[int]:
    """Which releases to keep: the newest, and the last one of each of the latest days."""
    ordered = sorted(heads, key=lambda head: head.number)
    last_of_day = {head.built_at[:10]: head.number for head in ordered}
    kept_days = sorted(last_of_day)[-days:]
    return {head.number for head in ordered[-newest:]} | {last_of_day[day] for day in kept_days}


def sweep(layout: Layout, heads: Iterable[Head]) -> tuple[int, int]:
    """Remove trees and blobs that none of these releases needs; how many (trees, blobs) went."""
    trees, blobs = TreeStore(layout).reachable([head.root for head in heads])
    gone_trees = gone_blobs = 0
    for place in [*layout.trees.glob("part-*"), *layout.trees.glob("??/*")]:
        if place.name not in trees:
            shutil.rmtree(place)
            gone_trees += 1
    for place in layout.blobs.glob("??/*"):
        if place.name.split(".")[0] not in blobs or place.name.endswith(".part"):
            place.unlink()
            gone_blobs += 1
    return gone_trees, gone_blobs
