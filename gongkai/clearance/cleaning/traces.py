"""Whether a stretch stands anywhere in the bytes of a file, all packed parts unpacked, whatever a reader makes of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from gongkai.clearance.cleaning.masks import Mask
from gongkai.clearance.screening.readers.markup import BROKEN_XML, parsed
from gongkai.clearance.screening.reading import BROKEN_ZIP

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
_DEPTH = 2
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")


def is_left(data: bytes, mask: Mask) -> bool:
    """Whether anything is left of any stretch."""
    if data.startswith(b"PK"):
        return any(_is_in_member(name, member, mask, 0) for name, member in _members(data))
    if b"%PDF-" in data[:1024]:
        return any(_is_in_bytes(one, mask) for one in _streams(data)) or any(
            mask.is_in(one) for one in _strings(data)
        )
    return _is_in_bytes(data, mask)


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                yield info.filename, archive.read(info)
    except BROKEN_ZIP:
        yield "", data


def _is_in_member(name: str, data: bytes, mask: Mask, depth: int) -> bool:
    if mask.is_in(name, is_code=True):
        return True
    if data.startswith(b"PK") and depth < _DEPTH:
        return any(_is_in_member(inner, held, mask, depth + 1) for inner, held in _members(data))
    if b"%PDF-" in data[:1024]:
        return is_left(data, mask)
    if name.lower().endswith((".xml", ".rels", ".vml", ".rdf")):
        return _is_in_markup(data, mask)
    return not data.startswith(_PICTURES) and _is_in_bytes(data, mask)


def _is_in_markup(data: bytes, mask: Mask) -> bool:
    """Texts with and without what stands between them, and every value."""
    try:
        root = parsed(data)
    except BROKEN_XML:
        return _is_in_bytes(data, mask)
    for block in root.iter("{*}p", "{*}h", "{*}si", "{*}is"):
        if mask.is_in("".join(block.itertext())):
            return True
    for one in root.iter():
        if mask.is_in(one.text or "") or mask.is_in(one.tail or ""):
            return True
        if isinstance(one.tag, str) and any(mask.is_in(value, is_code=True) for value in one.attrib.values()):
            return True
    return False


def _is_in_bytes(data: bytes, mask: Mask) -> bool:
    """By the bytes that each stretch would be, without and with its gaps."""
    for text in mask.texts:
        for encoding in _ENCODINGS:
            try:
                wanted = text.encode(encoding)
            except UnicodeError:
                continue
            is_short = len(wanted) < 4  # two letters stand by chance in any packed picture
            if not is_short and wanted in data:
                return True
    plain = re.sub(rb"[^\x20-\x7e\x80-\xff\n]", b" ", data)
    return len(plain) < 32 * 1024 * 1024 and mask.is_in(plain.decode("utf-8", errors="ignore"), is_code=True)


def _streams(data: bytes) -> Iterator[bytes]:
    """All streams of a PDF but those of pictures and letters, unpacked."""
    import pikepdf  # only where a PDF comes in

    with pikepdf.open(io.BytesIO(data)) as document:
        for held in document.objects:
            if (
                not isinstance(held, pikepdf.Stream)
                or str(held.get("/Subtype", "")) == "/Image"
                or "/Length1" in held
            ):
                continue
            try:
                yield held.read_bytes()
            except pikepdf.PdfError:
                yield held.read_raw_bytes()


def _strings(data: bytes) -> Iterator[str]:
    import pikepdf  # only where a PDF comes in

    with pikepdf.open(io.BytesIO(data)) as document:
        waiting = [*document.objects, document.trailer]
        steps = 0
        while waiting and steps < 5_000_000:
            one = waiting.pop()
            steps += 1
            if isinstance(one, pikepdf.String):
                yield str(one)
            elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                waiting.extend(value for _, value in one.items() if _is_inside(value))
            elif isinstance(one, pikepdf.Array):
                waiting.extend(value for value in one if _is_inside(value))


def _is_inside(value: object) -> bool:
    import pikepdf  # only where a PDF comes in

    return isinstance(value, pikepdf.Object) and not value.is_indirect
