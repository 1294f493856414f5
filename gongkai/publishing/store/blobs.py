"""Blobs: bytes under their SHA-256, text ones with a gzip sibling, read-only."""

from __future__ import annotations

import ctypes
import gzip
import hashlib
import os
import zlib
from pathlib import Path

from gongkai.publishing.front.layout import COMPRESSED, Layout

_MIN_COMPRESSED = 256
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def gzipped(body: bytes) -> bytes:
    """gzip level 6 with no time and no name in it, so that equal bytes give equal bytes."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    tail = zlib.crc32(body).to_bytes(4, "little") + (len(body) & 0xFFFFFFFF).to_bytes(4, "little")
    return _GZIP_HEAD + packer.compress(body) + packer.flush() + tail


class BlobStore:
    """Writes and reads blobs of a release home."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._made: set[str] = set()

    def _write(self, place: Path, body: bytes) -> None:
        scratch = place.with_name(f"{place.name}.{os.getpid()}.part")
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o444)
        try:
            view = memoryview(body)
            while view:
                view = view[os.write(handle, view) :]
        finally:
            os.close(handle)
        os.rename(scratch, place)

    def put(self, body: bytes, *, compress: bool, sha256: str = "") -> str:
        """Keep bytes and return their SHA-256; nothing is written when they are there already."""
        sha256 = sha256 or hashlib.sha256(body).hexdigest()
        place = self._layout.blob(sha256)
        if not os.path.exists(place):
            if sha256[:2] not in self._made:
                place.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(sha256[:2])
            if compress and len(body) >= _MIN_COMPRESSED:
                small = gzipped(body)
                if len(small) < len(body):
                    self._write(place.with_name(sha256 + COMPRESSED), small)
            self._write(place, body)
        return sha256

    def has(self, sha256: str) -> bool:
        return self._layout.blob(sha256).exists()

    def read(self, sha256: str) -> bytes:
        return self._layout.blob(sha256).read_bytes()

    def remove(self, sha256: str) -> None:
        """Take a blob and its sibling away."""
        place = self._layout.blob(sha256)
        place.unlink(missing_ok=True)
        place.with_name(sha256 + COMPRESSED).unlink(missing_ok=True)


def is_whole(file: Path, sha256: str) -> bool:
    """Whether a file, and its gzip sibling where there is one, hold exactly the bytes of that hash."""
    try:
        if hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
            return False
        sibling = file.with_name(file.name + COMPRESSED)
        if not sibling.exists():
            return True
        return hashlib.sha256(gzip.decompress(sibling.read_bytes())).hexdigest() == sha256
    except (OSError, EOFError, zlib.error):
        return False


def sync_all(home: Path) -> None:
    """One barrier: everything written to this file system so far is on disk when it returns."""
    handle = os.open(home, os.O_RDONLY)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.syncfs(handle) != 0:
            raise OSError(ctypes.get_errno(), "syncfs failed")
    except AttributeError:
        os.sync()
    finally:
        os.close(handle)
