"""PDF: pages in order with what is and is not seen on them, then what the file holds beside its pages."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

from gongkai.clearance.screening.parts import Part, Passage, Unread
from gongkai.clearance.screening.readers.attached import Reader, see_picture
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.pdf_page import PageText, page_text, pictures_without_text
from gongkai.clearance.screening.readers.pdf_structure import read_structure
from gongkai.clearance.screening.readers.polyglots import around_pdf
from gongkai.clearance.screening.readers.saying import Tally
from gongkai.core.pdfium import each_alone

_LOCKED = "文件有密码，系统无法核对内容。请另存为没有密码的 PDF 再上传。"
_BROKEN = "文件已损坏，打不开。请重新导出后再上传。"
_PAGE_BROKEN = "这一页已损坏，读不出来。请重新导出后再上传。"
_CUT = "一共 {total:,} 页，只读了前 {read:,} 页。请拆成几个文件。"
COVERED = "被盖住的文字（盖住了也能复制出来）"


def read_pdf_parts(data: bytes, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    """All of a PDF. Raises ``TooMuch``."""
    yield from around_pdf(data)
    is_open = False
    for part in _pages(data, budget):
        is_open = is_open or part.place != ""
        yield part
    if is_open:
        yield from read_structure(data, budget, depth, read)


@each_alone
def _pages(data: bytes, budget: Budget) -> Generator[Part, None, None]:
    import pypdfium2  # heavy; only where a PDF comes in
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        is_locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
        yield Unread("", _LOCKED if is_locked else _BROKEN)
        return
    try:
        if document.get_formtype() != pdfium.FORMTYPE_NONE:
            document.init_forms()
        yield from _bookmarks(document, budget)
        yield from _each(document, pypdfium2.PdfiumError, budget)
    finally:
        document.close()


def _bookmarks(document: Any, budget: Budget) -> Iterator[Part]:
    titles = []
    for mark in document.get_toc():
        titles.append(budget.text(mark.get_title()))
        if len(titles) >= budget.limits.entries:
            break
    if any(titles):
        yield Passage("书签", "\n".join(titles))


def _each(document: Any, broken: type[Exception], budget: Budget) -> Iterator[Part]:
    total = len(document)
    tally = Tally()
    most = min(total, budget.limits.pages)
    for number in range(1, most + 1):
        budget.progress(number - 1, total, "页")
        place = f"第{number}页"
        try:
            page = document[number - 1]
        except broken:
            yield Unread(place, _PAGE_BROKEN)
            continue
        try:
            yield from _page(page, place, budget, tally)
        except broken:
            yield Unread(place, _PAGE_BROKEN)
        finally:
            page.close()
    budget.progress(most, total, "页")
    yield from tally.told()
    if not total:
        yield Unread("", "这份 PDF 一页也没有。请换上正确的文件。")
    elif most < total:
        yield Unread(f"第{most + 1}页以后", _CUT.format(total=total, read=most))


def _page(page: Any, place: str, budget: Budget, tally: Tally) -> Iterator[Part]:
    held: PageText = page_text(page, COVERED)
    if text := held.shown.strip():
        yield Passage(place, budget.text(text))
    for why, pieces in held.unseen.items():
        for _ in pieces:
            tally.add(why, place)
        yield Passage(place, budget.text("\n".join(pieces)), why)
    for where, picture in pictures_without_text(page, held):
        yield from see_picture(f"{place}{where}", picture, budget)
