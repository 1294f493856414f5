"""Bytes as text, in each encoding in which an office may have written them. Pure, in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CHINESE = ("gb18030", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
# In how many ways the bytes of a long file may fall into characters.
_WIDTHS = {
    "utf-8": 1,
    "gb18030": 2,
    "big5hkscs": 2,
    "utf-16-le": 2,
    "utf-16-be": 2,
    "utf-32-le": 4,
    "utf-32-be": 4,
}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HEAD = 64 * 1024
_WINDOW = 128  # bytes in which a mark has room, with some space between its characters
_PLACE = 1024 * 1024
# What a mark begins with, simplified and traditional.
_BEGINNINGS = "绝机秘密絕機祕"


def decode(data: bytes) -> str:
    """Text in whichever of the encodings that offices use; never fails."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def is_plain(data: bytes) -> bool:
    """Whether bytes are text beyond doubt: strict UTF-8 or with a mark of their encoding, and no control characters."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        return not _CONTROLS.search(data.decode(encoding))
    except UnicodeDecodeError:
        return False


def is_text(data: bytes) -> bool:
    """Whether bytes can be read as the text of an office without loss."""
    if is_plain(data):
        return True
    try:
        return not _CONTROLS.search(data.decode("gb18030"))
    except UnicodeDecodeError:
        return False


def is_any_text(data: bytes) -> bool:
    """Whether bytes may be a text at all: with a mark of their encoding, or strict UTF-8 or GB18030 without NUL."""
    if any(data.startswith(bom) for bom, _ in _BOMS):
        return True
    return b"\x00" not in data and any(_decodes(data, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def readings_of(data: bytes) -> Iterator[str]:
    """A text in each encoding that it may be in; one reading where there is no doubt."""
    yield decode(data)
    if not is_plain(data):
        for encoding in (*_CHINESE, *_WIDE):
            yield data.decode(encoding, errors="ignore")


def traces_in(data: bytes) -> Iterator[str]:
    """Text inside an unreadable format: its head in full, further down the places where a mark could begin.

    Deeper down line ends are taken out: a level that fills a line there is a heading.
    """
    for encoding, width in _WIDTHS.items():
        for offset in range(width):
            yield data[offset:_HEAD].decode(encoding, errors="ignore")
        for start, end in _places(data, encoding):
            for offset in range(width):
                window = data[start + offset : end].decode(encoding, errors="ignore")
                yield f"…{' '.join(window.split())}…"


def _places(data: bytes, encoding: str) -> Iterator[tuple[int, int]]:
    """Where a mark could begin below the head, neighbours as one: in all at most a little more than the data."""
    starts = re.compile(b"|".join(re.escape(one) for one in _encoded(_BEGINNINGS, encoding)))
    secret = "密".encode(encoding)
    first = last = -1
    for match in starts.finditer(data, max(0, _HEAD - _WINDOW)):
        at = match.start()
        if data.find(secret, at, at + _WINDOW) < 0:
            continue
        if first >= 0 and at <= last + _WINDOW and at - first < _PLACE:
            last = at
            continue
        if first >= 0:
            yield first, last + _WINDOW
        first = last = at
    if first >= 0:
        yield first, last + _WINDOW


def _encoded(characters: str, encoding: str) -> Iterator[bytes]:
    for character in characters:
        try:
            yield character.encode(encoding)
        except UnicodeEncodeError:
            continue
