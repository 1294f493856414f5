"""Read the text of an upload for the first screen, in bounded memory, without writing anything.

Knows plain text, HTML, the zip-based office formats (their XML, headers, comments and properties included), ZIP one
level deep, and PDF with a text layer. For anything else the raw bytes are searched in the encodings an old office
file uses, and the file is marked for manual checking.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

MAX_UNPACKED = 300 * 1024 * 1024
MAX_ENTRIES = 5000
MAX_RATIO = 200
_RATIO_FLOOR = 10 * 1024 * 1024

_TAG = re.compile(r"<[^>]*>")
_PARAGRAPH_END = re.compile(
    r"</(?:w:p|a:p|text:p|p|div|td|tr|row|c|si|ofd:TextObject)>|<br\s*/?>", re.IGNORECASE
)
_TEXT_SUFFIXES = (".txt", ".csv", ".md", ".json", ".xml", ".html", ".htm", ".rtf")
_ZIP_TEXT = (".xml", ".rels", ".txt", ".html", ".htm", ".csv", ".json")


class UnreadableUpload(Exception):
    """The file is broken, or would unpack to more than the bounds allow; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """Text pieces of a file, and whether the machine could read all of it."""

    pieces: tuple[tuple[str, str], ...]
    complete: bool


def decode(data: bytes) -> str:
    """Text in whichever of the encodings that offices use; never fails."""
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _plain(markup: str) -> str:
    return html.unescape(_TAG.sub("", _PARAGRAPH_END.sub("\n", markup)))


def _raw_views(data: bytes) -> Iterator[tuple[str, str]]:
    """The bytes read as the encodings in which an unreadable format may hold its text."""
    yield "原始内容", data.decode("gb18030", errors="ignore")
    yield "原始内容", data.decode("utf-8", errors="ignore")
    yield "原始内容", data.decode("utf-16-le", errors="ignore")
    yield "原始内容", data[1:].decode("utf-16-le", errors="ignore")


def _check_bounds(archive: zipfile.ZipFile, size: int) -> None:
    infos = archive.infolist()
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise UnreadableUpload("压缩内容过大，超过系统允许的上限。")
    if unpacked > _RATIO_FLOOR and unpacked > size * MAX_RATIO:
        raise UnreadableUpload("压缩比异常，疑似压缩炸弹。")
    if any(info.flag_bits & 0x1 for info in infos):
        raise UnreadableUpload("文件已加密，系统无法核对内容，请解除密码后再上传。")


def _read_zip(data: bytes, *, depth: int) -> ReadText:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_bounds(archive, len(data))
        pieces: list[tuple[str, str]] = []
        complete = True
        for info in archive.infolist():
            pieces.append((info.filename, info.filename))
            if info.is_dir():
                continue
            body = archive.read(info)
            if info.filename.lower().endswith(_ZIP_TEXT):
                pieces.append((info.filename, _plain(decode(body))))
                continue
            inner = read_upload(info.filename, body, depth=depth + 1)
            pieces.extend((f"{info.filename} › {place}", text) for place, text in inner.pieces)
            complete = complete and inner.complete
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise UnreadableUpload("文件已损坏或格式不符，系统无法打开。") from error
    return ReadText(tuple(pieces), complete)


def _read_pdf(data: bytes) -> ReadText:
    import pypdfium2  # heavy; only where a PDF comes in

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        message = "文件已加密或损坏，系统无法打开。请另存为未加密的 PDF 再上传。"
        raise UnreadableUpload(message) from error
    pieces = []
    complete = True
    try:
        pieces.append(("文档属性", "\n".join(document.get_metadata_dict().values())))
        for number, page in enumerate(document, start=1):
            text = page.get_textpage().get_text_bounded()
            complete = complete and bool(text.strip())
            pieces.append((f"第{number}页", text))
            page.close()
    finally:
        document.close()
    return ReadText(tuple(pieces), complete)


def read_upload(name: str, data: bytes, *, depth: int = 0) -> ReadText:
    """All text of an upload that can be read; raises :class:`UnreadableUpload` for broken files and bombs."""
    pieces: tuple[tuple[str, str], ...] = (("文件名", name),)
    if data.startswith(b"PK\x03\x04"):
        if depth > 1:
            return ReadText((*pieces, *_raw_views(data)), complete=False)
        found = _read_zip(data, depth=depth)
        return ReadText(pieces + found.pieces, found.complete)
    if data.startswith(b"%PDF-"):
        found = _read_pdf(data)
        return ReadText(pieces + found.pieces, found.complete)
    if name.lower().endswith(_TEXT_SUFFIXES):
        text = decode(data)
        return ReadText((*pieces, ("正文", text), ("正文", _plain(text))), complete=True)
    return ReadText((*pieces, *_raw_views(data)), complete=False)
