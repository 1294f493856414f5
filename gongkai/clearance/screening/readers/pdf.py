"""PDF: pages, notes, properties and the files inside. Pure; never raises.

What is drawn over text, what stands outside the page and what lies in layers that are switched off is not told apart yet:
such text is scanned as text of its page, and so is not passed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Unread
from gongkai.clearance.screening.pdf import NotAPdf, PdfFile, PdfText, read_pdf
from gongkai.clearance.screening.readers.attached import NOT_SEEN, Reader, read_attached, read_properties
from gongkai.clearance.screening.readers.limits import Budget, TooMuch
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA

_LOCKED = "PDF 已加密或损坏，系统打不开。请另存为没有密码的 PDF 后再上传。"
_SCANNED = f"第{{}}页没有文字层：{NOT_SEEN}"


def read_pdf_parts(data: bytes, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    """All of a PDF. What stands before its head or behind its end is told as hidden."""
    if not data.startswith(b"%PDF-"):
        yield Hidden(HIDDEN_DATA, "文件开头", "PDF 前面还有别的内容，可能藏着另一个文件")
    if data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000)) >= 0:
        yield Hidden(HIDDEN_DATA, "文件末尾", "PDF 后面藏着一个 ZIP 压缩包")
    try:
        for one in read_pdf(data):
            if isinstance(one, PdfFile):
                yield from _attached(one, budget, depth, read)
            else:
                yield from _said(one, budget)
    except NotAPdf:
        yield Unread("", _LOCKED)


def _attached(file: PdfFile, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    if file.size > budget.limits.part:
        raise TooMuch("里面有过大的内嵌文件，没有读。请去掉它，或单独上传。")
    budget.unpack(entries=1, size=file.size, packed=file.size)
    yield from read_attached(file.name, bytes(file.load()) if file.size else b"", budget, depth, read)


def _said(one: PdfText, budget: Budget) -> Iterator[Part]:
    text = one.text.strip()
    if one.place == "文档属性":
        yield from read_properties({"作者、标题、制作软件": text}, budget)
        if not one.complete:
            yield Unread("表单", "PDF 里有可填写的表单，没有全部读取。请打印成新的 PDF 后再上传。")
    elif one.place.endswith("批注"):
        if text or not one.complete:
            yield Hidden(HIDDEN_DATA, one.place, "批注或链接之外的标注", can_clean=True)
        if text:
            yield Passage(one.place, budget.text(text), "批注")
        if not one.complete:
            yield Unread(one.place, "图章、多媒体一类的标注没有读。请去掉后再上传，或人工核对。")
    elif text:
        yield Passage(one.place, budget.text(one.text))
    elif not one.complete:
        number = one.place.removeprefix("第").removesuffix("页")
        yield Unread(
            one.place, _SCANNED.format(number) if number.isdigit() else "这一部分没有读出来。请人工核对。"
        )
