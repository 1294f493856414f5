"""Released files as the front holds them: headers made once, bytes in a bounded memory map."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from gongkai.publishing.front.layout import COMPRESSED, HOME, TREE, UNTIL, BadPathError, segments_of, slot_of
from gongkai.publishing.front.types import INLINE, extension, is_text, media_type

Headers = list[tuple[str, str]]

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
SAFE: Headers = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Content-Security-Policy", CSP),
]
STREAMED = 2 * 1024 * 1024
"""Bytes from which on a file (a video, a long PDF) is sent from disk piece by piece and never held."""
_PIECE = 256 * 1024
REVALIDATE = "no-cache"
FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Released:
    """One released file, ready to answer. ``until``: epoch seconds from which it may be wrong; 0: never.

    A large one has no bytes here but its ``place`` on disk; ``size`` is its length either way.
    """

    status: str
    tag: str
    size: int
    plain: bytes
    plain_headers: Headers
    packed: bytes | None
    packed_headers: Headers
    not_modified: Headers
    until: int
    weight: int
    place: Path | None = None

    def body(self, start: int = 0, end: int | None = None) -> Iterable[bytes]:
        """The bytes from ``start`` to before ``end``, in pieces where the file is large."""
        end = self.size if end is None else end
        if self.place is None:
            return [self.plain[start:end]]
        return _pieces(open(self.place, "rb"), start, end)


def _pieces(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while start < end and (piece := file.read(min(_PIECE, end - start))):
            start += len(piece)
            yield piece


def headers_for(name: str, path: str, tag: str, length: int, *, packed: bool, varies: bool) -> Headers:
    """What is said about a file besides its bytes."""
    lasting = path.startswith("/assets/")
    headers = [
        ("Content-Type", media_type(name)),
        ("Content-Length", str(length)),
        ("ETag", tag),
        ("Cache-Control", FOR_GOOD if lasting else REVALIDATE),
    ]
    if varies:
        headers.append(("Vary", "Accept-Encoding"))
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    if extension(name) not in INLINE:
        headers.append(("Content-Disposition", "attachment"))
    return headers + SAFE


def _read(place: Path) -> bytes | None:
    try:
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _size(place: Path) -> int:
    """Bytes of a file; -1 where there is none."""
    try:
        found = place.stat()
    except (OSError, ValueError):
        return -1
    return found.st_size if stat.S_ISREG(found.st_mode) else -1


def _until(place: Path) -> int:
    text = _read(place.with_name(place.name + UNTIL))
    return int(text) if text else 0


def load(site: Path, path: str) -> Released | str | None:
    """The file of an address; an address to go to instead; or ``None``.

    Addresses are taken as they are: nothing is collapsed or decoded, whatever is not plain has no file.
    """
    try:
        *folders, name = segments_of(path)
        if name == HOME:
            return path.removesuffix(HOME) if _size(_place(site, path.removesuffix(HOME))) >= 0 else None
        if name == TREE or (name.endswith((UNTIL, COMPRESSED)) and _is_companion(site, folders, name)):
            return None
        for status, line in ((200, "200 OK"), (410, "410 Gone")):
            place = _place(site, path, status)
            size = _size(place)
            if size >= STREAMED and not is_text(place.name):
                return _large(place, path, size, line)
            if size >= 0 and (body := _read(place)) is not None:
                return _released(place, path, body, line)
        moved = _place(site, path, 301)
        if _size(moved) >= 0:
            return moved.read_text(encoding="utf-8")
        return f"{path}/" if name and _size(_place(site, f"{path}/")) >= 0 else None
    except BadPathError:
        return None


def _place(site: Path, path: str, status: int = 200) -> Path:
    folders, name = slot_of(path, status)
    return site.joinpath(*folders, name)


def _is_companion(site: Path, folders: list[str], name: str) -> bool:
    base = name.removesuffix(COMPRESSED).removesuffix(UNTIL)
    return _size(site.joinpath(*folders, base)) >= 0


def _released(place: Path, path: str, body: bytes, status: str) -> Released:
    sha256 = hashlib.sha256(body).hexdigest()[:32]
    tag, packed_tag = f'"{sha256}"', f'"{sha256}-gz"'
    packed = _read(place.with_name(place.name + COMPRESSED)) if is_text(place.name) else None
    varies = packed is not None
    plain_headers = headers_for(place.name, path, tag, len(body), packed=False, varies=varies)
    return Released(
        status=status,
        tag=sha256,
        size=len(body),
        plain=body,
        plain_headers=plain_headers,
        packed=packed,
        packed_headers=headers_for(
            place.name, path, packed_tag, len(packed) if packed else 0, packed=True, varies=True
        ),
        not_modified=[pair for pair in plain_headers if pair[0] in {"ETag", "Cache-Control", "Vary"}],
        until=_until(place),
        weight=len(body) + len(packed or b"") + 2000,
    )


def _large(place: Path, path: str, size: int, status: str) -> Released | None:
    """A file told by its listing alone: the directory's own record says its hash, nothing is read or counted."""
    sha256 = _listed_hash(place)
    if not sha256:
        return None
    headers = headers_for(place.name, path, f'"{sha256[:32]}"', size, packed=False, varies=False)
    return Released(
        status=status,
        tag=sha256[:32],
        size=size,
        plain=b"",
        plain_headers=headers,
        packed=None,
        packed_headers=[],
        not_modified=[pair for pair in headers if pair[0] in {"ETag", "Cache-Control"}],
        until=0,
        weight=2000,
        place=place.resolve(),
    )


def _listed_hash(place: Path) -> str:
    for line in (_read(place.with_name(TREE)) or b"").splitlines():
        row = json.loads(line)
        if row["name"] == place.name:
            return str(row.get("sha256", ""))
    return ""


class MemoryMap:
    """Files of the release being served, up to a number of bytes; forgotten when another is switched to.

    The release is told apart by where ``current/site`` leads: one ``readlink`` a request, so a switch is seen
    at once by every process.
    """

    def __init__(self, current: Path, limit: int = 64 * 1024 * 1024, largest: int = 2 * 1024 * 1024) -> None:
        self._link = str(current / "site")
        self.limit = limit
        self.largest = largest
        self._root = ""
        self._site = current
        self._files: dict[str, Released] = {}
        self._weight = 0
        self._lock = threading.Lock()

    def get(self, path: str) -> Released | str | None:
        """What the release being served holds at an address."""
        try:
            root = os.readlink(self._link)
        except OSError:
            return None
        if root != self._root:
            self._forget(root)
        found = self._files.get(path)
        if found is not None:
            return found
        site = self._site
        loaded = load(site, path)
        if isinstance(loaded, Released) and loaded.weight <= self.largest:
            self._keep(path, loaded, site)
        return loaded

    def _forget(self, root: str) -> None:
        with self._lock:
            self._site = Path(os.path.realpath(self._link))
            self._files = {}
            self._weight = 0
            self._root = root

    def _keep(self, path: str, released: Released, site: Path) -> None:
        with self._lock:
            if site != self._site or path in self._files:
                return
            while self._files and self._weight + released.weight > self.limit:
                self._weight -= self._files.pop(next(iter(self._files))).weight
            self._files[path] = released
            self._weight += released.weight

    @property
    def weight(self) -> int:
        """Bytes held."""
        return self._weight
