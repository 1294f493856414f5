"""Which reader a file is for, by what is in it and not by its ending alone. Pure; never raises."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import replace

from gongkai.clearance.screening.parts import Hidden, Part, Unread
from gongkai.clearance.screening.readers.archives import read_archive
from gongkai.clearance.screening.readers.docx import read_docx
from gongkai.clearance.screening.readers.images import read_image
from gongkai.clearance.screening.readers.limits import Budget, Limits, TooMuch
from gongkai.clearance.screening.readers.odf import read_odf
from gongkai.clearance.screening.readers.ofd import read_ofd
from gongkai.clearance.screening.readers.old_office import read_old_office
from gongkai.clearance.screening.readers.packages import Package, Unopened
from gongkai.clearance.screening.readers.pdf import read_pdf_parts
from gongkai.clearance.screening.readers.plain import read_csv, read_html, read_rtf, read_text
from gongkai.clearance.screening.readers.polyglots import around_zip
from gongkai.clearance.screening.readers.pptx import read_pptx
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, is_panic, tidied
from gongkai.clearance.screening.readers.xlsx import read_xlsx
from gongkai.clearance.screening.rtf import is_rtf

Opener = Callable[[str, bytes, Budget, int], Iterator[Part]]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_UNCLEANED_PICTURES = (b"BM", b"II*\0", b"MM\0*")
_TEXTS = (".txt", ".md", ".json", ".xml", ".log", ".yaml", ".yml", ".geojson", "")
_PAGES = (".html", ".htm", ".xhtml", ".svg", ".mht")
_PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")
_UNKNOWN = "这种格式系统不能读取。请改用 DOCX、XLSX、PPTX、PDF、OFD、图片或文本格式。"
_HALF_READ = "文件读到一半出错，后面的没有读。请重新导出后再上传，或人工核对。"
_WRONG = "文件已损坏，或里面不是 {} 文件的内容。请重新导出后再上传。"
_KNOWN = (
    ".pdf",
    ".docx",
    ".xlsx",
    ".pptx",
    ".odt",
    ".ods",
    ".odp",
    ".ofd",
    ".zip",
    ".doc",
    ".xls",
    ".ppt",
    ".wps",
)


def read_parts(name: str, data: bytes, *, limits: Limits) -> Iterator[Part]:
    """The parts of a file in reading order. Whatever is in it: what cannot be read is said with ``Unread``."""
    budget = Budget(limits)
    for part in _guarded(name, data, budget, 0):
        yield tidied(part)


def _guarded(name: str, data: bytes, budget: Budget, depth: int) -> Iterator[Part]:
    try:
        if not data:
            yield Unread("", "是空文件，没有内容。请换上正确的文件。")
        else:
            yield from _told(name, data, budget, depth)
    except (TooMuch, Unopened) as error:
        yield Unread("", str(error))
    except MemoryError:
        yield Unread("", "文件太大或太复杂，内存不够，没有读完。请拆成几个文件。")
    except Exception:  # whatever a broken file makes a library do; it is never a silent pass
        yield Unread("", _HALF_READ)
    except BaseException as error:
        if not is_panic(error):
            raise
        yield Unread("", _HALF_READ)


def _told(name: str, data: bytes, budget: Budget, depth: int) -> Iterator[Part]:
    """A file of which nothing at all was read is no clean one; a picture without words is."""
    is_silent, seen = True, budget.pictures
    for part in _opened(name, data, budget, depth):
        is_silent = False
        yield part
    if is_silent and budget.pictures == seen and not _is_picture(name, data):
        yield Unread("", "没有读到任何内容。请打开看看是不是空的，或重新导出后再上传。")


def _is_picture(name: str, data: bytes) -> bool:
    return _ending(name) in _PICTURE_ENDINGS or data.startswith(_PICTURES)


def _ending(name: str) -> str:
    return posixpath.splitext(name.replace("\\", "/"))[1].lower()


def _opened(name: str, data: bytes, budget: Budget, depth: int) -> Iterator[Part]:
    ending = _ending(name)
    is_text = ending in _TEXTS or ending in _PAGES or ending == ".csv"
    if b"%PDF-" in data[:1024] and not (is_text and not data.startswith(b"%PDF-")):
        yield from read_pdf_parts(data, budget, depth, _guarded)
    elif data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _package(data, budget, depth)
    elif data.startswith(_OLE):
        yield from _kept(read_old_office(data, budget, depth, _guarded))
    elif is_rtf(data):
        yield from _kept(read_rtf(data, budget))
    elif _is_picture(name, data):
        found = read_image(data, budget)
        yield from _kept(found) if data.startswith(_UNCLEANED_PICTURES) else found
    elif ending in _KNOWN:
        yield from _hidden_archive(data)
        yield Unread("", _WRONG.format(ending))
    elif is_text:
        yield from _hidden_archive(data)
        yield from _texts(ending, data, budget)
    else:
        yield from _hidden_archive(data)
        yield Unread("", _UNKNOWN)


def _kept(parts: Iterator[Part]) -> Iterator[Part]:
    """Parts of a format that is not cleaned, only read: whoever wrote it takes out what is hidden in it."""
    yield from (replace(part, can_clean=False) if isinstance(part, Hidden) else part for part in parts)


def _texts(ending: str, data: bytes, budget: Budget) -> Iterator[Part]:
    if ending == ".csv":
        yield from read_csv(data, budget)
    elif ending in _PAGES:
        yield from _kept(read_html(data, budget))
    else:
        yield from read_text(data, budget)


def _hidden_archive(data: bytes) -> Iterator[Part]:
    """An archive that begins behind something else, as self-extracting ones do."""
    if data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000)) >= 0 and b"PK\x03\x04" in data:
        yield Hidden(HIDDEN_DATA, "", "文件里藏着一个 ZIP 压缩包")


def _package(data: bytes, budget: Budget, depth: int) -> Iterator[Part]:
    """What kind of package a ZIP is, by what is in it; what is in none of them is an archive of files."""
    yield from around_zip(data)
    before = budget.entries, budget.unpacked
    package = Package(data, budget)
    budget.entries, budget.unpacked = before  # the reader opens it again and counts it then
    reader = _reader_of(package)
    if reader is not None:
        found = reader(data, budget, depth, _guarded)
        yield from _kept(found) if reader is read_ofd else found
    elif depth >= budget.limits.depth:
        yield Unread("", "压缩包里又有压缩包，没有再往里读。请展开成一层后再上传。")
    else:
        yield from read_archive(package, budget, depth, _guarded)


def _reader_of(package: Package) -> Callable[[bytes, Budget, int, Opener], Iterator[Part]] | None:
    kind = package.read("mimetype")[:200] if "mimetype" in package else b""
    if kind.startswith(b"application/vnd.oasis.opendocument.") and "content.xml" in package:
        return read_odf
    if any(name.lower() == "ofd.xml" for name in package.names()):
        return read_ofd
    if "[content_types].xml" in package:
        for top, reader in (("word/", read_docx), ("xl/", read_xlsx), ("ppt/", read_pptx)):
            if package.names(top):
                return reader
    return None
