"""Read the text of an upload for the first screen, piece by piece, without writing anything.

Knows text, HTML, JSON, RTF, the zip-based office formats (their XML, headers, comments and properties included), ZIP
one level deep, and PDF with its notes and attachments. For anything else the raw bytes are searched in the encodings an
old office file uses, and the file is marked for manual checking. One budget bounds what a file may unpack to, whatever
is packed in it, and only one piece is in memory at a time.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from gongkai.clearance.screening.decoding import is_plain, is_text, readings_of, traces_in
from gongkai.clearance.screening.pdf import NotAPdf, PdfFile, read_pdf
from gongkai.clearance.screening.rtf import has_unread_parts, is_rtf, text_of_rtf

# Against archive bombs, house numbers: what an honest upload of MAX_UPLOAD needs, with room; beyond them a file is refused
# as unreadable (no law gives figures). Text compresses some 20 times, so 200 times is no document.
MAX_UNPACKED = 300 * 1024 * 1024
MAX_ENTRIES = 5000
MAX_RATIO = 200
RATIO_FLOOR = 10 * 1024 * 1024
_MAX_TEXT = 64 * 1024 * 1024  # a longer text is searched like an unknown format, and a person looks at it
_DEPTH = 1
_ZIP = b"PK\x03\x04"

_TEXT_SUFFIXES = (".txt", ".csv", ".md", ".json", ".xml", ".rels", ".vml", ".html", ".htm", ".xhtml", ".svg")
# Parts of office files that hold nothing anybody reads.
_MACHINERY = ("/printersettings/", "/fonts/", "/customxml/item")
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    EOFError,
    IndexError,  # of an entry without a name
    OSError,
    RuntimeError,
    ValueError,
)


class UnreadableUpload(Exception):
    """The file is broken, or would unpack to more than the bounds allow; the message is Chinese."""


@dataclass(slots=True)
class _Budget:
    """How much may still be unpacked, for the whole upload."""

    bytes_left: int = MAX_UNPACKED
    entries_left: int = MAX_ENTRIES

    def take(self, *, entries: int, size: int, packed: int) -> None:
        self.entries_left -= entries
        self.bytes_left -= size
        if self.entries_left < 0 or self.bytes_left < 0:
            raise UnreadableUpload("压缩内容过大，超过系统允许的上限。")
        if size > RATIO_FLOOR and size > packed * MAX_RATIO:
            raise UnreadableUpload("压缩比异常，疑似压缩炸弹。")


Piece = tuple[str, str]


class Reading:
    """The text of an upload as (place, text), read while one goes through it.

    Iterating raises :class:`UnreadableUpload` for broken files and bombs. ``complete`` says, once it has been gone
    through to the end, whether the machine could read all of it.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.complete = True
        self._name = name
        self._data = data
        self._budget = _Budget()

    def __iter__(self) -> Iterator[Piece]:
        yield "文件名", self._name
        yield from self._file(self._name, self._data, 0)

    def _file(self, name: str, data: bytes, depth: int) -> Iterator[Piece]:
        if _is_zip(data):
            yield from self._zip(data, depth)
        elif b"%PDF-" in data[:1024]:
            yield from self._pdf(data, depth)
        elif is_rtf(data):
            self.complete = self.complete and not has_unread_parts(data)
            yield "正文", text_of_rtf(data)
        elif _is_text_file(name, data):
            self.complete = self.complete and is_text(data)
            yield from (("正文", text) for text in readings_of(data))
        else:
            yield from self._unknown(data)

    def _unknown(self, data: bytes) -> Iterator[Piece]:
        self.complete = False
        yield from (("原始内容", text) for text in traces_in(data))

    def _zip(self, data: bytes, depth: int) -> Iterator[Piece]:
        if depth > _DEPTH:
            yield from self._unknown(data)
            return
        try:
            yield from self._entries(data, depth)
        except BROKEN_ZIP as error:
            if data.startswith(_ZIP):
                raise UnreadableUpload("文件已损坏或格式不符，系统无法打开。") from error
        if not data.startswith(_ZIP):
            yield from self._unknown(data)  # something stands before it that no archive shows

    def _entries(self, data: bytes, depth: int) -> Iterator[Piece]:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
        self._budget.take(entries=len(infos), size=sum(info.file_size for info in infos), packed=len(data))
        if any(info.flag_bits & 0x1 for info in infos):
            raise UnreadableUpload("文件已加密，系统无法核对内容，请解除密码后再上传。")
        yield from (("压缩包说明", text) for text in readings_of(archive.comment))
        for info in infos:
            yield from ((name, name) for name in names_of_entry(info))
            if info.is_dir():
                continue
            known = self.complete
            for place, text in self._file(info.filename, archive.read(info), depth + 1):
                yield f"{info.filename} › {place}", text
            if any(part in f"/{info.filename}".lower() for part in _MACHINERY):
                self.complete = known

    def _pdf(self, data: bytes, depth: int) -> Iterator[Piece]:
        try:
            for one in read_pdf(data):
                if isinstance(one, PdfFile):
                    yield from self._attached(one, depth)
                else:
                    self.complete = self.complete and one.complete
                    yield one.place, one.text
        except NotAPdf as error:
            if data.startswith(b"%PDF-"):
                message = "文件已加密或损坏，系统无法打开。请另存为未加密的 PDF 再上传。"
                raise UnreadableUpload(message) from error
            yield from self._unknown(data)
        if not data.startswith(b"%PDF-"):
            yield from self._unknown(data)

    def _attached(self, file: PdfFile, depth: int) -> Iterator[Piece]:
        yield "内嵌文件名", file.name
        if not file.size or depth > _DEPTH:
            self.complete = False
            return
        self._budget.take(entries=1, size=file.size, packed=len(self._data))
        for place, text in self._file(file.name, bytes(file.load()), depth + 1):
            yield f"{file.name} › {place}", text


def names_of_entry(info: zipfile.ZipInfo) -> list[str]:
    """The name of a file in an archive, likeliest reading first: old Windows archives write it in the code page of China."""
    if info.flag_bits & 0x800:
        return [info.filename]
    try:
        return list(dict.fromkeys((info.filename.encode("cp437").decode("gb18030"), info.filename)))
    except UnicodeError:
        return [info.filename]


def _is_text_file(name: str, data: bytes) -> bool:
    suffix = PurePath(name).suffix.lower()
    return len(data) <= _MAX_TEXT and (suffix in _TEXT_SUFFIXES or (not suffix and is_plain(data)))


def _is_zip(data: bytes) -> bool:
    return data.startswith(_ZIP) or zipfile.is_zipfile(io.BytesIO(data))


def read_upload(name: str, data: bytes) -> Reading:
    """An upload to be read for the screen."""
    return Reading(name, data)
