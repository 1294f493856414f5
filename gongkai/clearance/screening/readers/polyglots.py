"""Files that are two things at once, and what stands before or behind what a file says it is. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gongkai.clearance.screening.parts import Hidden, Part
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_ARCHIVES = (
    (b"PK\x03\x04", "ZIP 压缩包"),
    (b"Rar!\x1a\x07", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"%PDF-", "PDF 文件"),
    (b"MZ", "程序"),
)
# Line ends and the padding of a disk behind a file say nothing. House number.
_PADDING = 64
_END_OF_ZIP, _END_OF_ZIP_SIZE = b"PK\x05\x06", 22
_END_OF_PDF = b"%%EOF"


def after_picture(data: bytes, place: str) -> Iterator[Part]:
    """What follows the end of a PNG or JPEG picture."""
    end = _end_of_picture(data)
    if 0 < end < len(data):
        yield from _said(data[end:], place, "图片末尾之后", can_clean=True)


def around_pdf(data: bytes) -> Iterator[Part]:
    """What stands before the head and behind the last end of a PDF; an archive anywhere at its end."""
    start = data.find(b"%PDF-", 0, 1024)
    if start > 0 and data[:start].strip():
        yield Hidden(HIDDEN_DATA, "文件开头", f"PDF 之前有 {start} 字节别的内容")
    end = data.rfind(_END_OF_PDF)
    if end >= 0:
        yield from _said(data[end + len(_END_OF_PDF) :], "文件末尾", "PDF 末尾之后")
    at = data.rfind(_END_OF_ZIP, max(0, len(data) - 66_000))
    if 0 <= at < end and _is_end_of_zip(data, at):
        yield Hidden(HIDDEN_DATA, "文件末尾", "这份 PDF 同时是一个 ZIP 压缩包")


def around_zip(data: bytes) -> Iterator[Part]:
    """What stands before the first entry and behind the directory of a ZIP."""
    if not data.startswith((b"PK\x03\x04", _END_OF_ZIP)):
        yield from _said(data[: max(0, data.find(b"PK\x03\x04"))], "文件开头", "压缩包之前")
    at = data.rfind(_END_OF_ZIP)
    if at >= 0 and _is_end_of_zip(data, at):
        comment = struct.unpack_from("<H", data, at + 20)[0]
        yield from _said(data[at + _END_OF_ZIP_SIZE + comment :], "文件末尾", "压缩包末尾之后")


def _is_end_of_zip(data: bytes, at: int) -> bool:
    return len(data) - at >= _END_OF_ZIP_SIZE


def _said(rest: bytes, place: str, where: str, *, can_clean: bool = False) -> Iterator[Part]:
    held = rest.strip(b"\0\r\n \t\xff")
    kind = next((name for mark, name in _ARCHIVES if held[:1024].find(mark) in range(16)), "")
    if kind:
        what = f"{where}藏着一个{kind}（{len(rest):,} 字节）"
    elif len(held) > _PADDING:
        what = f"{where}还有 {len(rest):,} 字节别的内容"
    else:
        return
    yield Hidden(HIDDEN_DATA, place, what, can_clean=can_clean)


def _end_of_picture(data: bytes) -> int:
    """Where the picture ends, or 0 where that cannot be told."""
    if data.startswith(_PNG):
        return _end_of_png(data)
    return _end_of_jpeg(data) if data.startswith(_JPEG) else 0


def _end_of_png(data: bytes) -> int:
    at = len(_PNG)
    while at + 12 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        at += 12 + size
        if name == b"IEND":
            return at
    return 0


def _end_of_jpeg(data: bytes) -> int:
    """Segment by segment; inside the coded picture 0xFF is followed by 0 or a restart mark."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return 0
        mark = data[at + 1]
        if mark == 0xD9:
            return at + 2
        if mark == 0xFF or 0xD0 <= mark <= 0xD8 or mark == 0x01:
            at += 1 if mark == 0xFF else 2
            continue
        at += 2 + int(struct.unpack_from(">H", data, at + 2)[0])
        if mark == 0xDA:
            at = _end_of_scan(data, at)
    return at + 2 if data[at : at + 2] == b"\xff\xd9" else 0


def _end_of_scan(data: bytes, at: int) -> int:
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in range(0xD0, 0xD8) and data[at + 1] not in (0x00, 0xFF):
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data)
