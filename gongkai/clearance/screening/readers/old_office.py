"""Binary office files (DOC, WPS, XLS, ET, PPT, DPS): what the container tells, XLS by its records, the rest converted. Pure."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gongkai.clearance.screening.decoding import decode
from gongkai.clearance.screening.parts import Hidden, Part, Passage, Unread
from gongkai.clearance.screening.readers.attached import Reader, read_properties
from gongkai.clearance.screening.readers.biff import facts_of
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, METADATA
from gongkai.clearance.screening.readers.xls import read_xls

_NEW_ENDINGS = {"WordDocument": ".docx", "PowerPoint Document": ".pptx", "Workbook": ".xlsx", "Book": ".xlsx"}
_LOCKED = "文件有密码，系统无法核对内容。请解除密码后再上传。"
_NO_CONVERTER = "旧版格式（DOC、PPT、WPS）要先转换才能读取，本机没有装转换程序。请另存为 {} 后再上传。"
_NOT_CONVERTED = "旧版格式没有转换成功，没有读取。请另存为 {} 后再上传。"
_LABELS = {
    "author": "作者",
    "last_saved_by": "最后保存者",
    "company": "单位",
    "manager": "主管",
    "keywords": "关键词",
    "comments": "备注",
    "subject": "主题",
}
_FIB_FLAGS, _FIB_ENCRYPTED = 0x0A, 0x0100


@dataclass(slots=True)
class Container:
    """What stands in an OLE file."""

    main: str = ""
    stream: bytes = b""
    properties: dict[str, str] = field(default_factory=dict)
    has_macros: bool = False
    has_objects: bool = False
    is_locked: bool = False


def read_old_office(data: bytes, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    """All of a binary office file."""
    held = _opened(data)
    if held is None or (not held.main and not held.is_locked):
        yield Unread("", "文件已损坏，或不是系统认识的旧版格式。请另存为 DOCX、XLSX 或 PPTX 后再上传。")
        return
    if held.is_locked:
        yield Unread("", _LOCKED)
        return
    yield from _beside(held, budget)
    new = _NEW_ENDINGS[held.main]
    if new == ".xlsx":
        converted = _converted(".xls", data, budget) if _needs_conversion(held.stream) else None
        if converted is None:
            yield from read_xls(data, held.stream, budget)
            return
    elif budget.limits.convert is None:
        yield Unread("", _NO_CONVERTER.format(new[1:].upper()))
        return
    else:
        converted = _converted(".doc" if new == ".docx" else ".ppt", data, budget)
    if not converted:
        yield Unread("", _NOT_CONVERTED.format(new[1:].upper()))
        return
    for part in read(f"converted{new}", converted, budget, depth):
        if not _is_of_converter(part):
            yield part


def _needs_conversion(stream: bytes) -> bool:
    """Whether an XLS holds more than cells: comments, text boxes, pictures."""
    facts = facts_of(stream)
    return bool(facts.notes or facts.texts or facts.drawings)


def _converted(usual: str, data: bytes, budget: Budget) -> bytes | None:
    if budget.limits.convert is None:
        return None
    try:
        return budget.limits.convert(usual, data)
    except Exception:  # a program of others
        return None


def _is_of_converter(part: Part) -> bool:
    """The properties of the converted file; those of the file itself are told already."""
    if isinstance(part, Hidden):
        return part.kind == METADATA and part.place == "文件属性"
    return isinstance(part, Passage) and part.hidden == "文件属性"


def _beside(held: Container, budget: Budget) -> Iterator[Part]:
    yield from read_properties(held.properties, budget)
    if held.has_macros:
        yield Hidden(HIDDEN_DATA, "宏", "宏程序")
    if held.has_objects:
        yield Hidden(HIDDEN_DATA, "内嵌对象", "内嵌的文件或对象")


def _opened(data: bytes) -> Container | None:
    """None for what is broken."""
    import olefile  # only where an old file comes in

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return _looked_through(ole)
    except Exception:  # broken containers fail in every way there is
        return None


def _looked_through(ole: Any) -> Container:
    names = {"/".join(path) for path in ole.listdir()}
    held = Container()
    held.main = next((name for name in _NEW_ENDINGS if name in names), "")
    held.is_locked = bool({"EncryptedPackage", "EncryptedSummary"} & names)
    held.has_macros = any("_VBA_PROJECT" in name or name.startswith("Macros/") for name in names)
    held.has_objects = any("Ole10Native" in name or name.startswith("ObjectPool/") for name in names)
    if held.main:
        held.stream = ole.openstream(held.main).read()
        held.is_locked = held.is_locked or _is_locked(held)
    meta = ole.get_metadata()
    for key, label in _LABELS.items():
        value = getattr(meta, key, None)
        held.properties[label] = decode(value) if isinstance(value, bytes) else str(value or "")
    return held


def _is_locked(held: Container) -> bool:
    if held.main == "WordDocument" and len(held.stream) >= 12:
        return bool(struct.unpack_from("<H", held.stream, _FIB_FLAGS)[0] & _FIB_ENCRYPTED)
    if held.main in ("Workbook", "Book"):
        return facts_of(held.stream).is_locked
    return False
