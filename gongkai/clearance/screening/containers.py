"""Whether a file is inside what its ending says, and bears nothing that runs: each ending has its own look. Pure.

The first bytes say little: a .docx, an .ofd and an archive of programs all begin as a ZIP does. Nothing here raises,
whatever the bytes are.
"""

from __future__ import annotations

import io
import re
import stat
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from gongkai.clearance.screening.active_pdf import what_runs_in_pdf
from gongkai.clearance.screening.decoding import is_text
from gongkai.clearance.screening.reading import (
    BROKEN_ZIP,
    MAX_ENTRIES,
    MAX_RATIO,
    MAX_UNPACKED,
    RATIO_FLOOR,
    names_of_entry,
)

ZIP, OLE, RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
_MACH = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
_LINK = b"L\x00\x00\x00\x01\x14\x02\x00"  # of Windows
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", *_MACH, _LINK, b"dex\n")
_PARTS = {".docx": ("word/",), ".xlsx": ("xl/",), ".pptx": ("ppt/",)}
_ANY_OFFICE = ("word/", "xl/", "ppt/")
_OPEN_DOCUMENT = {".odt": b"text", ".ods": b"spreadsheet", ".odp": b"presentation"}
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_LOADED = re.compile(rb"/(?:attachedTemplate|oleObject|frame|subDocument|aFChunk)[\"']")
_ELSEWHERE = re.compile(
    rb"Target\s*=\s*[\"']\s*(?:https?:|ftp:|mhtml:|\\\\|//|file:(?:\\\\|//)[^/\\])", re.IGNORECASE
)
_OLE_STREAMS = {".doc": ("WordDocument",), ".xls": ("Workbook", "Book"), ".ppt": ("PowerPoint Document",)}
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "/macrosheets/", "/activex/", "/dialogsheets/")
_RUNNING = frozenset(
    (".exe", ".dll", ".scr", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jar", ".hta", ".lnk", ".sh")
)
_OLE_IN_OFFICE = (".doc", ".xls", "thumbs.db")
_MARKUP = re.compile(
    r"\s*(?:<!doctype|<html|<head|<body|<script|<svg|<iframe|<\?php|<\?xml|<%|#!|@echo|mime-version:)",
    re.IGNORECASE,
)
# A cell by which a spreadsheet program starts another (DDE): =cmd|' /C …'!A0
_CALLS = re.compile(rb"(?:^|[,;\t\"\r\n])\s*[=+@-][^,;\r\n]{0,40}\|[^,;\r\n]{0,200}!")
_OF_A_MAC = ("__MACOSX/", ".DS_Store")
_RTF_OBJECT = re.compile(rb"\\obj(?:data|emb|ocx|link|autlink)(?![a-z])")
_MOST_PIXELS = 128_000_000
_DECODED_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file, as the rest of a Chinese sentence about it; ``runs`` tells what may run from what is
    only not what it says.
    """

    what: str
    runs: bool = False


def fault_in(ending: str, data: bytes, offered: Callable[[str, bytes], str]) -> Fault | None:
    """The first thing that is wrong inside a file of this ending, or None.

    ``offered`` says what is wrong with a file in an archive, by its name and bytes; empty where it may be there.
    """
    if ending == ".zip":
        return _in_archive(data, offered)
    if ending in (".txt", ".csv"):
        return _in_text(data)
    if ending == ".pdf":
        found = what_runs_in_pdf(data)
        return Fault(f"带有{found}", runs=True) if found else None
    if ending in (".png", ".jpg", ".jpeg"):
        return None if is_picture(data) else Fault("是损坏的图片，打不开")
    if data.startswith(RTF):
        return Fault("嵌有对象", runs=True) if _RTF_OBJECT.search(data) else None
    if data.startswith(OLE):
        return _in_old_office(ending, data)
    return _in_package(ending, data)


def is_picture(data: bytes) -> bool:
    """Whether a picture can be decoded; of a huge one its frame alone is looked at."""
    from PIL import Image  # only where a picture comes in

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as picture:
                pixels = picture.width * picture.height
                if not 0 < pixels <= _MOST_PIXELS:
                    return False
                look = picture.load if pixels <= _DECODED_PIXELS else picture.verify
                look()
    except Exception:  # decoders fail in every way there is
        return False
    return True


def _in_text(data: bytes) -> Fault | None:
    if not is_text(data):
        return Fault("不是文本，或文字编码认不出（请用 UTF-8 或 GB18030）")
    head = data[:4096].decode(
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", errors="ignore"
    )
    if _MARKUP.match(head.lstrip("\ufeff")):
        return Fault("是网页或脚本，不是文本", runs=True)
    return Fault("有会启动程序的公式", runs=True) if _CALLS.search(data) else None


def _in_old_office(ending: str, data: bytes) -> Fault | None:
    """Old binary formats: the names of their streams stand in them as UTF-16."""
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        return Fault("带有宏", runs=True)
    if "Ole10Native".encode("utf-16-le") in data:
        return Fault("嵌有程序或其他文件", runs=True)
    wanted = _OLE_STREAMS.get(ending, ())
    if wanted and not any(name.encode("utf-16-le") in data for name in wanted):
        return Fault(f"里面不是 {ending} 文件的内容")
    return None


def _in_package(ending: str, data: bytes) -> Fault | None:
    """The formats that are a ZIP inside: office, OpenDocument, OFD."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _bounds(archive, len(data)) or _parts_of(ending, archive)
    except BROKEN_ZIP:
        return Fault("已损坏，或不是这种格式，打不开")


def _parts_of(ending: str, archive: zipfile.ZipFile) -> Fault | None:
    names = [info.filename for info in archive.infolist()]
    if ending == ".ofd":
        is_whole = any(PurePath(name).name == "OFD.xml" for name in names)
    elif ending in _OPEN_DOCUMENT:
        kind = archive.read("mimetype")[:200] if "mimetype" in names else b""
        is_whole = kind.startswith(b"application/vnd.oasis.opendocument." + _OPEN_DOCUMENT[ending])
    else:
        parts = _PARTS.get(ending, _ANY_OFFICE)
        is_whole = "[Content_Types].xml" in names and any(name.startswith(parts) for name in names)
    return _what_runs(archive) if is_whole else Fault(f"里面不是 {ending} 文件的内容")


def _what_runs(archive: zipfile.ZipFile) -> Fault | None:
    for info in archive.infolist():
        name = f"/{info.filename}".lower()
        if any(part in name for part in _MACRO_PARTS) or name.startswith(("/basic/", "/scripts/")):
            return Fault("带有宏或控件", runs=True)
        with archive.open(info) as member:
            start = member.read(8)
        if start.startswith(PROGRAMS) or PurePath(name).suffix in _RUNNING:
            return Fault("里面有程序", runs=True)
        if "/embeddings/" in name and not info.is_dir() and not _is_chart_data(name, archive.read(info)):
            return Fault("嵌有对象或其他文件", runs=True)
        if start == OLE and not name.endswith(_OLE_IN_OFFICE):
            return Fault("嵌有对象", runs=True)
        if name.endswith(".rels") and _fetches(archive.read(info)):
            return Fault("打开时会取来外面的模板或对象", runs=True)
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive.namelist() else b""
    return Fault("带有宏", runs=True) if b"macroenabled" in types.lower() else None


def _fetches(relations: bytes) -> bool:
    """Whether the office program would load a template or an object from elsewhere, or another format from inside. A
    template on the writer's own disk is told by every office and harms nobody.
    """
    tags = (tag.group() for tag in _RELATION.finditer(relations))
    return any(_LOADED.search(tag) and (b"/aFChunk" in tag or _ELSEWHERE.search(tag)) for tag in tags)


def _is_chart_data(name: str, data: bytes) -> bool:
    """The sheet behind a chart, which every office program puts there: itself a whole package without anything that runs."""
    ending = PurePath(name).suffix
    return ending in _PARTS and data.startswith(ZIP) and _in_chart_data(ending, data)


def _in_chart_data(ending: str, data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [info.filename.lower() for info in archive.infolist()]
            bounded = _bounds(archive, len(data)) is None
            plain = not any(part in f"/{name}" for name in names for part in (*_MACRO_PARTS, "/embeddings/"))
            return bounded and plain and any(name.startswith(_PARTS[ending]) for name in names)
    except BROKEN_ZIP:
        return False


def _bounds(archive: zipfile.ZipFile, packed: int) -> Fault | None:
    infos = archive.infolist()
    size = sum(info.file_size for info in infos)
    if len(infos) > MAX_ENTRIES or size > MAX_UNPACKED or (size > RATIO_FLOOR and size > packed * MAX_RATIO):
        return Fault("解开后过大，疑似压缩炸弹")
    if any(info.flag_bits & 0x1 for info in infos):
        return Fault("已加密，不能核对")
    return None


def _in_archive(data: bytes, offered: Callable[[str, bytes], str]) -> Fault | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _bounds(archive, len(data)) or next(_in_entries(archive, offered), None)
    except BROKEN_ZIP:
        return Fault("已损坏，打不开")


def _in_entries(archive: zipfile.ZipFile, offered: Callable[[str, bytes], str]) -> Iterator[Fault]:
    if not any(not info.is_dir() for info in archive.infolist()):
        yield Fault("是空的压缩包")
    for info in archive.infolist():
        name = names_of_entry(info)[0]
        if name.startswith(_OF_A_MAC[0]) or PurePath(name).name == _OF_A_MAC[1]:
            yield Fault(
                f"里有苹果电脑自带的附属文件“{name}”（请在“终端”用 zip -rX 打包，或在别的电脑上打包）"
            )
        if _leads_out(name) or stat.S_ISLNK(info.external_attr >> 16):
            yield Fault(f"里面的“{name}”指向压缩包外", runs=True)
        if not info.is_dir() and (wrong := offered(name, archive.read(info))):
            yield Fault(f"里面的文件不能收：{wrong}", runs=True)


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name
