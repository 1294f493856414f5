"""Trees: one directory per version of a directory, named by its listing's hash, sharing what is unchanged."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from gongkai.publishing.front.layout import COMPRESSED, TREE, UNTIL, Layout, slot_of
from gongkai.publishing.store.blobs import is_whole


@dataclass(frozen=True, slots=True)
class File:
    """One output: the hash and size of its bytes, its status, until when (epoch seconds, 0: for good), and the key of
    the object whose own page it is.
    """

    sha256: str
    size: int
    status: int = 200
    until: int = 0
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """One directory, by the hash of its listing."""

    sha256: str


class PathClashError(ValueError):
    """Two outputs claim one address, or one a directory that the other needs as a file."""


Listing = dict[str, File | Tree]
Slot = tuple[tuple[str, ...], str]


@dataclass(slots=True)
class _Change:
    files: dict[str, File | None] = field(default_factory=dict)
    folders: dict[str, _Change] = field(default_factory=dict)


def _encode(listing: Listing) -> bytes:
    lines = []
    for name in sorted(listing):
        item = listing[name]
        row: dict[str, object] = {"name": name}
        if isinstance(item, Tree):
            row["tree"] = item.sha256
        else:
            row |= {"sha256": item.sha256, "size": item.size, "status": item.status}
            if item.until:
                row["until"] = item.until
            if item.owner:
                row["owner"] = item.owner
        lines.append(json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
    return "".join(f"{line}\n" for line in lines).encode()


def _decode(data: bytes) -> Listing:
    listing: Listing = {}
    for line in data.splitlines():
        row = json.loads(line)
        if "tree" in row:
            listing[row["name"]] = Tree(row["tree"])
        else:
            until, owner = row.get("until", 0), row.get("owner", "")
            listing[row["name"]] = File(row["sha256"], row["size"], row["status"], until, owner)
    return listing


def _grouped(changes: Mapping[Slot, File | None]) -> _Change:
    top = _Change()
    for (folders, name), item in changes.items():
        node = top
        for folder in folders:
            node = node.folders.setdefault(folder, _Change())
        node.files[name] = item
    return top


class TreeStore:
    """Makes and reads the trees of a release home."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._serial = 0
        # A listing is named by its hash and never changes: who asks for many addresses reads each once.
        self._known = lru_cache(maxsize=128)(self.listing)

    def listing(self, sha256: str) -> Listing:
        """What a directory holds. Raises ``FileNotFoundError`` when there is none of that hash."""
        return _decode((self._layout.tree(sha256) / TREE).read_bytes())

    def changed(self, root: str | None, changes: Mapping[Slot, File | None]) -> str:
        """The root after changes: a file put or replaced, or taken away with ``None``."""
        made = self._apply(root, _grouped(changes))
        return made if made is not None else self._write({})

    def _apply(self, sha256: str | None, change: _Change) -> str | None:
        listing = self.listing(sha256) if sha256 else {}
        for name, file in change.files.items():
            if file is None and isinstance(listing.get(name), File):
                del listing[name]
        for name, below in change.folders.items():
            present = listing.get(name)
            if isinstance(present, File):
                if any(file is not None for file in below.files.values()) or below.folders:
                    raise PathClashError(name)
                continue
            made = self._apply(present.sha256 if present else None, below)
            if made is None:
                listing.pop(name, None)
            else:
                listing[name] = Tree(made)
        for name, file in change.files.items():
            if file is not None:
                if isinstance(listing.get(name), Tree):
                    raise PathClashError(name)
                listing[name] = file
        return self._write(listing) if listing else None

    def _write(self, listing: Listing) -> str:
        data = _encode(listing)
        sha256 = hashlib.sha256(data).hexdigest()
        place = self._layout.tree(sha256)
        if place.exists():
            return sha256
        place.parent.mkdir(parents=True, exist_ok=True)
        self._serial += 1
        scratch = self._layout.trees / f"part-{os.getpid()}-{self._serial}"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        for name, item in listing.items():
            self._enter(scratch, name, item)
        (scratch / TREE).write_bytes(data)
        scratch.rename(place)
        return sha256

    def _enter(self, folder: Path, name: str, item: File | Tree) -> None:
        target = f"{folder}/{name}"
        if isinstance(item, Tree):
            os.symlink(f"../../{item.sha256[:2]}/{item.sha256}", target)
            return
        blob = str(self._layout.blob(item.sha256))
        try:
            os.link(blob, target)
        except OSError as error:
            if error.errno != errno.EMLINK:
                raise
            shutil.copy2(blob, target)
        with suppress(FileNotFoundError):
            os.link(blob + COMPRESSED, target + COMPRESSED)
        if item.until:
            Path(target + UNTIL).write_text(str(item.until), encoding="ascii")

    def at(self, root: str, place: Slot) -> File | None:
        """The file in a slot, or ``None``."""
        folder = self._folder(root, place[0])
        found = self._known(folder).get(place[1]) if folder else None
        return found if isinstance(found, File) else None

    def _folder(self, root: str, folders: tuple[str, ...]) -> str | None:
        here: str | None = root
        for folder in folders:
            item = self._known(here).get(folder) if here else None
            here = item.sha256 if isinstance(item, Tree) else None
        return here

    def find(self, root: str, path: str) -> File | None:
        """The output of an address, or ``None``: what is there, a notice (410), or where it has gone (301)."""
        found = (self.at(root, slot_of(path, status)) for status in (200, 410, 301))
        return next((file for file in found if file is not None), None)

    def names_in(self, root: str, folder: str) -> list[str]:
        """Names of the files directly in a directory, given by its address."""
        here = self._folder(root, tuple(part for part in folder.split("/") if part))
        listing = self._known(here) if here else {}
        return [name for name, item in listing.items() if isinstance(item, File)]

    def walk(self, root: str, prefix: str = "/") -> Iterator[tuple[str, str, File]]:
        """(directory address, file name, file) of a whole tree, in order."""
        for name, item in self.listing(root).items():
            if isinstance(item, Tree):
                yield from self.walk(item.sha256, f"{prefix}{name}/")
            else:
                yield prefix, name, item

    def faults(self, root: str, prefix: str = "/", seen: set[str] | None = None) -> Iterator[str]:
        """Addresses under which the tree on disk is not what its hash says."""
        seen = set() if seen is None else seen
        if root in seen:
            return
        seen.add(root)
        place = self._layout.tree(root)
        try:
            data = (place / TREE).read_bytes()
        except OSError:
            yield f"{prefix}: missing"
            return
        if hashlib.sha256(data).hexdigest() != root:
            yield f"{prefix}: listing changed"
            return
        listing = _decode(data)
        yield from self._strangers(place, listing, prefix)
        for name, item in listing.items():
            if isinstance(item, Tree):
                if os.path.basename(os.path.realpath(place / name)) != item.sha256:
                    yield f"{prefix}{name}/: wrong directory"
                yield from self.faults(item.sha256, f"{prefix}{name}/", seen)
            elif not is_whole(place / name, item.sha256):
                yield f"{prefix}{name}: bytes changed"

    def _strangers(self, place: Path, listing: Listing, prefix: str) -> Iterator[str]:
        for name in sorted(os.listdir(place)):
            known = name == TREE or name in listing
            for suffix in (COMPRESSED, UNTIL):
                known = known or (name.endswith(suffix) and name.removesuffix(suffix) in listing)
            if not known:
                yield f"{prefix}{name}: not in the listing"

    def is_broken(self, sha256: str) -> bool:
        """Whether this one directory is not what its hash says (what lies below it is not looked at)."""
        place = self._layout.tree(sha256)
        data = (place / TREE).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            return True
        return any(not (place / name).is_symlink() and not (place / name).is_file() for name in _decode(data))

    def reachable(self, roots: list[str]) -> tuple[set[str], set[str]]:
        """(trees, blobs) that these roots need."""
        trees: set[str] = set()
        blobs: set[str] = set()
        waiting = list(roots)
        while waiting:
            sha256 = waiting.pop()
            if sha256 in trees:
                continue
            trees.add(sha256)
            for item in self.listing(sha256).values():
                if isinstance(item, Tree):
                    waiting.append(item.sha256)
                else:
                    blobs.add(item.sha256)
        return trees, blobs
