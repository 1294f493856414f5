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
_MOST_UNPACKED = 16 * 1024 * 1024
_DICTIONARY = 1024


def what_runs_in_pdf(data: bytes) -> str:
    """What is there, in Chinese; empty for a PDF that only shows something."""
    for piece in _pieces(data):
        match = _NAMES.search(_ESCAPED.sub(lambda one: bytes([int(one[1], 16)]), piece))
        if match:
            return _SAID[match[1]]
    return _as_the_reader_sees(data)


def _pieces(data: bytes) -> Iterator[bytes]:
    """What stands between the streams, and the objects packed in streams; the others are pictures, fonts and pages."""
    at, left = 0, _MOST_UNPACKED
    while (begins := data.find(_BEGIN, at)) >= 0 and (ends := data.find(_END, begins)) >= 0:
        yield data[at:begins]
        if b"/ObjStm" in data[max(at, begins - _DICTIONARY) : begins] and left > 0:
            unpacked = _unpacked(data[begins + len(_BEGIN) : ends].lstrip(b"\r\n"), left)
            left -= len(unpacked)
            yield unpacked
        at = ends + len(_END)
    yield data[at:]


def _unpacked(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return packed


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
