"""PDF files: words in reading order; ruled tables as rows with cells parted by tabs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from gongkai.core.pdfium import alone
from gongkai.duties.supervision.reading.plain import tidy
from gongkai.duties.supervision.reading.ruled import Grid, find_grids
from gongkai.duties.supervision.rules.text import BREAK, CELL
from gongkai.duties.supervision.rules.values import NotReadable

_MAX_PAGES = 200
_PAGE_NUMBER = re.compile(r"^[\s—–－\-_·]*\d{1,4}[\s—–－\-_·]*$")
_FOOTER = re.compile(r"\s*[—–－-]\s*\d{1,4}\s*[—–－-]\s*$")
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,3}[.．、](?!\d)"
)
_FULL = 20
_SCANNED = "PDF 里没有文字（多半是扫描件）。请上传 Word 原稿，或先做文字识别再粘贴正文。"


@alone
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
    """A line and where it stands; a table row has no box."""

    top: float
    text: str
    box: tuple[float, float, float, float] | None = None


def _page_lines(page: Any) -> list[str]:
    """The paragraphs of a page from top to bottom, table rows among them."""
    words = page.get_textpage()
    try:
        grids = find_grids(page)
        placed = [
            _Placed(top, CELL.join(_row(words, grid, row)))
            for grid in grids
            for row, top in enumerate(grid.tops)
        ]
        placed += [line for line in _text_lines(words) if not any(_inside(line, grid) for grid in grids)]
    finally:
        words.close()
    ordered = sorted(placed, key=lambda line: -line.top) if grids else placed
    if ordered and _PAGE_NUMBER.match(ordered[-1].text):
        ordered.pop()
    lines = _joined(ordered, max((grid.xs[-1] for grid in grids), default=0.0))
    return [_FOOTER.sub("", line) if line is lines[-1] else line for line in lines]


def _inside(line: _Placed, grid: Grid) -> bool:
    left, bottom, right, top = line.box or (0, 0, 0, 0)
    return grid.holds(min(left + 1, right), (bottom + top) / 2)


def _text_lines(words: Any) -> list[_Placed]:
    """Each line with the box from its first to its last character."""
    out: list[_Placed] = []
    at, last = 0, words.count_chars() - 1
    for raw in re.split(r"(\r\n|\r|\n)", words.get_text_range(errors="ignore")):
        if raw.strip():
            first = min(at + len(raw) - len(raw.lstrip()), last)
            left, bottom, _, top = words.get_charbox(first)
            right = words.get_charbox(min(at + len(raw.rstrip()) - 1, last))[2]
            out.append(_Placed(top, raw.strip(), (left, bottom, right, top)))
        at += len(raw)
    return out


def _joined(lines: list[_Placed], margin: float) -> list[str]:
    """Paragraphs: a line goes on with the one before if that one is full and this one is not indented.

    ``margin`` is how far to the right tables reach.
    """
    boxes = [line.box for line in lines if line.box]
    left = min((box[0] for box in boxes), default=0.0)
    right = max([margin, *(box[2] for box in boxes)])
    out: list[str] = []
    before: _Placed | None = None
    for line in lines:
        size = line.box[3] - line.box[1] if line.box else 0.0
        is_full = before is not None and _is_full(before, right - 2.5 * size)
        if line.box and is_full and line.box[0] <= left + size and not _HEADING.match(line.text):
            out[-1] += line.text
        else:
            out.append(line.text)
        before = line
    return out


def _is_full(line: _Placed, right: float) -> bool:
    """Whether a line reaches the margin; short ones, such as titles, never do."""
    return line.box is not None and line.box[2] >= right and len(line.text) >= _FULL


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
