"""What in a PDF runs, starts something or brings other files along. Never raises."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from gongkai.core.pdfium import alone

_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
_NAMES = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|ImportData|SubmitForm)(?![A-Za-z0-9])")
_SAID = {
    b"JavaScript": "脚本",
    b"JS": "脚本",
    b"Launch": "启动程序的动作",
    b"EmbeddedFile": "内嵌文件",
    b"EmbeddedFiles": "内嵌文件",
    b"RichMedia": "多媒体程序",
    b"ImportData": "读取其他文件的动作",
    b"SubmitForm": "向外发送内容的动作",
}
_BEGIN, _END = b"stream", b"endstream"
_MOST_UNPACKED = 64 * 1024 * 1024
# Honest writers pack objects by Flate alone; any other coat hides what the reader sees.
_HIDING = re.compile(
    rb"/(?:DecodeParms|DP|ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL)(?![A-Za-z0-9])"
)
_OBJECT = re.compile(rb"\d\s+\d+\s+obj(?![a-z])")
_UNCHECKED = "核对不了的压缩对象"


class _UncheckedError(ValueError):
    """Objects are packed so that nothing but a reader can tell what they are."""


def what_runs_in_pdf(data: bytes) -> str:
    """What is there, in Chinese; empty for a PDF that only shows something."""
    try:
        for piece in _pieces(data):
            if match := _NAMES.search(piece):
                return _SAID[match[1]]
    except _UncheckedError:
        return _UNCHECKED
    return _as_the_reader_sees(data)


def _pieces(data: bytes) -> Iterator[bytes]:
    """What stands between the streams, and the objects packed in streams; the others are pictures, fonts and pages."""
    at, left = 0, _MOST_UNPACKED
    while (begins := data.find(_BEGIN, at)) >= 0 and (ends := data.find(_END, begins)) >= 0:
        between, held = _plain(data[at:begins]), data[begins + len(_BEGIN) : ends]
        yield between
        if b"/ObjStm" in between:
            unpacked = _unpacked(between, held.lstrip(b"\r\n"), left)
            left -= len(unpacked)
            yield _plain(unpacked)
        if _OBJECT.search(held):  # the word stood in a comment or a string, and what follows is no stream
            yield _plain(held)
        at = ends + len(_END)
    yield _plain(data[at:])


def _plain(piece: bytes) -> bytes:
    """Names without their escapes."""
    return _ESCAPED.sub(lambda one: bytes([int(one[1], 16)]), piece)


def _unpacked(dictionary: bytes, packed: bytes, most: int) -> bytes:
    """Raises ``_UncheckedError`` for what is packed otherwise than honest writers do, or is too much."""
    if _HIDING.search(dictionary):
        raise _UncheckedError
    try:
        unpacked = zlib.decompressobj().decompress(packed, most + 1)
    except zlib.error:
        return packed
    if len(unpacked) > most:
        raise _UncheckedError
    return unpacked


@alone
def _as_the_reader_sees(data: bytes) -> str:
    """Scripts and attached files as the reader counts them, which opens what is locked without a password, too."""
    import pypdfium2  # heavy; only where a PDF comes in
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return ""  # the first screen has judged whether it opens
    try:
        if pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0:
            return "脚本"
        return "内嵌文件" if document.count_attachments() > 0 else ""
    except pypdfium2.PdfiumError:
        return "查不清的内容"  # it opens, and what runs in it cannot be told
    finally:
        document.close()
