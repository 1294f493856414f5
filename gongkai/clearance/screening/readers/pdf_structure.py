"""What a PDF holds beside its pages: properties, layers, notes, fields, attached files, scripts, what was there before. Pure."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Unread
from gongkai.clearance.screening.readers.attached import Reader, read_attached, read_properties
from gongkai.clearance.screening.readers.limits import Budget, TooMuch
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, METADATA, Tally, named

_PROPERTIES = {
    "/Author": "作者",
    "/Keywords": "关键词",
    "/Subject": "主题",
    "/Company": "单位",
    "/Manager": "主管",
}
_SCANNED = ("/Title", "/Creator", "/Producer")  # every program fills these in; their text is only scanned
_DATES = ("/CreationDate", "/ModDate", "/Trapped")
_NO_NOTES = ("/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet")
_UNSEEN_FLAGS = 0x02 | 0x20  # hidden; not shown on the screen
_TAGS = re.compile(r"<[^>]*>")
_WHO = re.compile(rb"dc:creator|xmpMM:History|pdfx?:(?:Author|Company)|photoshop:", re.IGNORECASE)
_MOST_SAID = 200_000
_FIELDS = 20_000


def read_structure(data: bytes, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    """Everything beside the pages; a file that does not open has been said to be unread."""
    import pikepdf  # only where a PDF comes in

    try:
        document = pikepdf.open(io.BytesIO(data))
    except Exception:  # broken files fail in every way there is; PDFium may have mended it for itself
        yield Unread("文件结构", "属性、附件和图层没有查到。请重新导出后再上传。")
        return
    with document:
        for look in (_properties, _packet, _layers, _fields, _notes, _running, _leftovers):
            yield from _safely(look(document, budget))
        yield from _safely(_files(document, budget, depth, read))
    yield from _former(data)


def _safely(parts: Iterator[Part]) -> Iterator[Part]:
    try:
        yield from parts
    except TooMuch:
        raise
    except Exception:  # objects of a broken file are of any kind
        yield Unread("文件结构", "属性、批注、附件有一部分没有查到。请重新导出后再上传。")


def _properties(document: Any, budget: Budget) -> Iterator[Part]:
    values: dict[str, str] = {}
    for key, value in document.docinfo.items():
        if key in _SCANNED:
            yield Passage("文件属性", budget.text(str(value)), "文件属性")
        elif key not in _DATES:
            values[_PROPERTIES.get(key, f"自定义属性“{named(key.lstrip('/'))}”")] = str(value)
    yield from read_properties(values, budget)


def _packet(document: Any, budget: Budget) -> Iterator[Part]:
    stream = document.Root.get("/Metadata")
    if stream is None:
        return
    packet = stream.read_bytes()[:_MOST_SAID]
    if _WHO.search(packet):
        yield Hidden(METADATA, "XMP 属性", "XMP 属性里有作者、单位或修改历史", can_clean=True)
    words = " ".join(_TAGS.sub(" ", packet.decode("utf-8", errors="ignore")).split())
    if words:
        yield Passage("XMP 属性", budget.text(words), "文件属性")


def _layers(document: Any, budget: Budget) -> Iterator[Part]:
    layers = document.Root.get("/OCProperties")
    if layers is None:
        return
    usual = layers.get("/D", {})
    is_off = str(usual.get("/BaseState", "/ON")) == "/OFF"
    on = {one.objgen for one in usual.get("/ON", [])}
    off = {one.objgen for one in usual.get("/OFF", [])}
    for layer in layers.get("/OCGs", []):
        if layer.objgen in off or (is_off and layer.objgen not in on):
            name = named(str(layer.get("/Name", "")))
            yield Hidden(HIDDEN_DATA, f"图层“{name}”", f"关闭的图层“{name}”", can_clean=True)


def _fields(document: Any, budget: Budget) -> Iterator[Part]:
    form = document.Root.get("/AcroForm")
    if form is None:
        return
    waiting, seen = list(form.get("/Fields", [])), 0
    while waiting and seen < _FIELDS:
        one = waiting.pop()
        seen += 1
        waiting.extend(one.get("/Kids", []))
        why = "隐藏的表单域" if int(one.get("/F", 0)) & _UNSEEN_FLAGS else ""
        text = "\n".join(str(one[key]) for key in ("/V", "/DV", "/TU") if key in one and _is_said(one[key]))
        if text.strip():
            place = f"表单域“{named(str(one.get('/T', '')))}”"
            if why:
                yield Hidden(HIDDEN_DATA, place, why, can_clean=True)
            yield Passage(place, budget.text(text), why)
    if "/XFA" in form:
        yield Unread("表单", "动态表单（XFA）的内容没有读。请打印成普通 PDF 后再上传。")
    if waiting:
        yield Unread("表单", f"表单域超过 {_FIELDS:,} 个，后面的没有读。")


def _is_said(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.String | pikepdf.Array) or not isinstance(value, pikepdf.Object)


def _notes(document: Any, budget: Budget) -> Iterator[Part]:
    tally = Tally(unit="条")
    signed = 0
    for number, page in enumerate(document.pages, start=1):
        if number > budget.limits.pages:
            break
        for one in page.get("/Annots", []):
            kind = str(one.get("/Subtype", ""))
            if kind in _NO_NOTES:
                continue
            place = f"第{number}页批注"
            is_unseen = bool(int(one.get("/F", 0)) & _UNSEEN_FLAGS)
            tally.add("隐藏的批注" if is_unseen else "批注", f"第{number}页")
            signed += "/T" in one
            text = "\n".join(str(one[key]) for key in ("/Contents", "/Subj", "/T", "/RC") if key in one)
            if text.strip():
                yield Passage(place, budget.text(_TAGS.sub("", text)), "批注")
    yield from tally.told()
    if signed:
        yield Hidden(METADATA, "批注", f"批注里留有 {signed} 处姓名", can_clean=True)


def _running(document: Any, budget: Budget) -> Iterator[Part]:
    root = document.Root
    action = root.get("/OpenAction")
    kinds = {str(action.get("/S", ""))} if hasattr(action, "keys") else set()
    if "/JavaScript" in root.get("/Names", {}) or "/JavaScript" in kinds or "/AA" in root:
        yield Hidden(HIDDEN_DATA, "脚本", "PDF 里的脚本")
    if "/Launch" in kinds:
        yield Hidden(HIDDEN_DATA, "脚本", "打开时启动别的程序的动作")


def _leftovers(document: Any, budget: Budget) -> Iterator[Part]:
    """Private data of the program that made it: some keep the whole document there as it was before."""
    pages = [page for number, page in enumerate(document.pages) if number < budget.limits.pages]
    if "/PieceInfo" in document.Root or any("/PieceInfo" in page for page in pages):
        yield Hidden(HIDDEN_DATA, "编辑数据", "编辑软件留下的私有数据", can_clean=True)


def _files(document: Any, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    for number, (name, held) in enumerate(document.attachments.items()):
        if number >= budget.limits.entries:
            break
        yield from _file(held.filename or name, held, budget, depth, read)
    for number, page in enumerate(document.pages, start=1):
        if number > budget.limits.pages:
            break
        for one in page.get("/Annots", []):
            if str(one.get("/Subtype", "")) == "/FileAttachment" and "/FS" in one:
                yield from _file(f"第{number}页的附件", one.FS, budget, depth, read)


def _file(name: str, held: Any, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    import pikepdf

    try:
        if isinstance(held, pikepdf.Object):
            name = str(held.get("/UF", held.get("/F", name)))
            data = held.EF.get("/F", held.EF.get("/UF")).read_bytes()  # type: ignore[union-attr]
        else:
            data = held.get_file().read_bytes()
    except Exception:  # a broken stream
        data = b""
    budget.unpack(entries=1, size=len(data), packed=len(data))
    yield from read_attached(name, data, budget, depth, read)


def _former(data: bytes) -> Iterator[Part]:
    """Each save that only adds leaves everything before it; a file for fast web view has two ends from the beginning."""
    ends = data.count(b"%%EOF") - (1 if b"/Linearized" in data[:2048] else 0)
    if ends > 1:
        what = f"文件里留着 {ends - 1} 次修改之前的内容"
        yield Hidden(METADATA, "文件结构", what, can_clean=True)
