"""PDF files: words in reading order; ruled tables as rows with cells parted by tabs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from gongkai.duties.supervision.reading.plain import tidy
from gongkai.duties.supervision.reading.ruled import Grid, find_grids
from gongkai.duties.supervision.rules.text import BREAK, CELL
from gongkai.duties.supervision.rules.values import NotReadable

_MAX_PAGES = 200
_PAGE_NUMBER = re.compile(r"^[\s—–－\-_·]*\d{1,4}[\s—–－\-_·]*$")
_SCANNED = "PDF 里没有文字（多半是扫描件）。请上传 Word 原稿，或先做文字识别再粘贴正文。"


def read_pdf(data: bytes) -> str:
    """The text of a PDF. Raises :class:`NotReadable` for damaged, locked, scanned or overlong files."""
    import pypdfium2 as pdfium  # heavy: only when a PDF comes

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise NotReadable("PDF 打不开，可能已损坏或加了密码。请解除密码或重新导出后再上传。") from error
    try:
        if len(document) > _MAX_PAGES:
            raise NotReadable(f"PDF 有 {len(document)} 页，超过 {_MAX_PAGES} 页。请只上传任务分解通知本身。")
        text = "\n".join(line for page in document for line in _page_lines(page))
    finally:
        document.close()
    if not text.strip():
        raise NotReadable(_SCANNED)
    return tidy(text)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line with the height at which it stands."""

    top: float
    text: str


def _page_lines(page: Any) -> list[str]:
    """The lines of a page from top to bottom, table rows among them."""
    words = page.get_textpage()
    try:
        grids = find_grids(page)
        placed = [
            _Placed(top, CELL.join(_row(words, grid, row)))
            for grid in grids
            for row, top in enumerate(grid.tops)
        ]
        for start, line in _text_lines(words):
            left, bottom, right, top = words.get_charbox(start)
            middle = (top + bottom) / 2
            if not any(grid.holds((left + right) / 2, middle) for grid in grids):
                placed.append(_Placed(top, line))
    finally:
        words.close()
    ordered = sorted(placed, key=lambda p: -p.top) if grids else placed
    lines = [p.text for p in ordered]
    if lines and _PAGE_NUMBER.match(lines[-1]):
        lines.pop()
    return lines


def _text_lines(words: Any) -> list[tuple[int, str]]:
    """Each line with the index of its first character that is seen."""
    out: list[tuple[int, str]] = []
    at = 0
    text = words.get_text_range(errors="ignore")
    for raw in re.split(r"(\r\n|\r|\n)", text):
        if raw.strip():
            out.append((min(at + len(raw) - len(raw.lstrip()), words.count_chars() - 1), raw))
        at += len(raw)
    return out


def _row(words: Any, grid: Grid, row: int) -> list[str]:
    cells = []
    for left, bottom, right, top in grid.boxes(row):
        inside = words.get_text_bounded(left + 0.5, bottom + 0.5, right - 0.5, top - 0.5, errors="ignore")
        cells.append(_cell_words(inside))
    return cells


def _cell_words(inside: str) -> str:
    """The words of a cell: a line broken in a name goes on, a line after a full stop is a new paragraph."""
    out = ""
    for raw in re.split(r"[\r\n]+", inside):
        piece = re.sub(r"\t+", " ", raw).strip()
        if piece:
            out += (BREAK if out.endswith(("。", "；")) else "") + piece
    return out
