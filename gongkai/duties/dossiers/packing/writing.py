"""Write a package: a ZIP in order of path, with fixed times, and a signed manifest. Pure but for the files it reads."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import IO, Any

MANIFEST = "manifest.json"
AUDIT = "审计记录.json"
FIXED = (1980, 1, 1, 0, 0, 0)
"""The time of every member: the time of making would make two packages of one content differ."""
_CHUNK = 1 << 20


class BrokenPaperError(ValueError):
    """A file is not there, or not what it was when it came in; the message names it in Chinese."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a package. ``load`` opens its bytes; ``sha256`` is what they must have, empty where they are made here."""

    path: str
    kind: str
    load: Callable[[], IO[bytes]]
    date: str = ""
    source: str = ""
    sha256: str = ""


def entry_of(path: str, kind: str, body: bytes, *, date: str = "", source: str = "系统生成") -> Entry:
    """A file that is made here."""
    return Entry(path, kind, lambda: io.BytesIO(body), date, source)


def json_bytes(value: Any) -> bytes:
    """A value as JSON that reads well and is the same each time."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def write_package(
    target: IO[bytes],
    entries: Sequence[Entry],
    head: Mapping[str, Any],
    sign: Callable[[Mapping[str, Any]], Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Write the package and answer the files of its manifest. Raises :class:`BrokenPaperError`.

    Nothing is compressed: how well depends on the machine, and papers are compressed already.
    """
    files = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for entry in sorted(entries, key=lambda one: one.path):
            files.append(_put(package, entry))
        document = sign({**head, "files": files})
        package.writestr(_member(MANIFEST), json_bytes(document))
    return files


def _member(path: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(path, FIXED)
    member.create_system, member.external_attr = 3, 0o644 << 16
    return member


def _put(package: zipfile.ZipFile, entry: Entry) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    try:
        source = entry.load()
    except OSError as error:
        raise BrokenPaperError(f"“{entry.path}”的文件已不在。") from error
    with closing(source), package.open(_member(entry.path), "w", force_zip64=False) as place:
        for piece in _pieces(source):
            place.write(piece)
            digest.update(piece)
            size += len(piece)
    if entry.sha256 and digest.hexdigest() != entry.sha256:
        raise BrokenPaperError(f"“{entry.path}”的文件与入卷时不一致。")
    return {
        "path": entry.path,
        "sha256": digest.hexdigest(),
        "size": size,
        "kind": entry.kind,
        "date": entry.date,
        "source": entry.source,
    }


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(_CHUNK):
        yield piece


def settled_zip(body: bytes) -> bytes:
    """A DOCX with the time of its making taken out: the same members in the same order, each at the fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for member in old.infolist():
            new.writestr(_member(member.filename), old.read(member))
    return out.getvalue()


def safe_name(name: str) -> str:
    """A name that every system takes as the name of a file."""
    kept = "".join("_" if sign in '\\/:*?"<>|' or ord(sign) < 32 else sign for sign in name)
    return kept.strip(" .")[-80:] or "未命名"


def holds_any(digests: Iterable[str], gone: frozenset[str]) -> bool:
    """Whether any of the files of a package is among those that were purged."""
    return any(one in gone for one in digests)
