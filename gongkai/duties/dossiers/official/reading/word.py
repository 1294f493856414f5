"""DOCX as lines: automatic numbers written out, tables with merged cells, boxes and notes kept, deletions left out. Pure.

What cannot be kept is told as a warning. Raises what :class:`Package` raises, and :class:`Unreadable`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import (
    Element,
    all_of,
    attribute,
    child,
    is_on,
    local,
    text_of,
)
from gongkai.clearance.screening.readers.packages import Package
from gongkai.clearance.screening.readers.word_styles import LOST, TINY, VANISHED, Styles
from gongkai.clearance.screening.readers.word_text import DELETED, INSERTED, pieces_of
from gongkai.duties.dossiers.official.blocks import Cell
from gongkai.duties.dossiers.official.reading.lines import Line, Story, Unreadable
from gongkai.duties.dossiers.official.reading.numbering import Numbering
from gongkai.duties.dossiers.official.reading.word_losses import losses_of, words_beside

_WRAPPERS = frozenset(("body", "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_UNSEEN = (VANISHED, LOST, TINY)
_SPACED = re.compile(r"第\S+[编章节条]$|\d$|[A-Za-z]$|附件\d*$")
_MOST_ACROSS = 100
_PAGE = "\ufdd0"
"""Stands for the end of a page: a code point that is no character but may stand in XML."""


def lines_of_docx(data: bytes, budget: Budget) -> Story:
    """The lines of a DOCX file."""
    package = Package(data, budget)
    main = next(iter(package.related_of("", "officeDocument")), "word/document.xml")
    root = package.xml(main)
    if root is None or child(root, "body") is None:
        raise Unreadable("dossiers.text.broken", "文件里没有正文，或不是 DOCX 文件。")
    related = dict(package.related(main).values())
    styles = package.xml(related.get("styles", "word/styles.xml"))
    numbering = package.xml(related.get("numbering", "word/numbering.xml"))
    notes = {
        kind: _notes(package.xml(related[f"{kind}s"]))
        for kind in ("footnote", "endnote")
        if f"{kind}s" in related
    }
    beside = list(words_beside(package, main))
    story = Story(
        warnings=[*losses_of(root), *(told for _, told in beside)], beside=[words for words, _ in beside]
    )
    story.lines = list(_Walk(root, styles, Numbering(numbering, styles), notes, story, budget).lines())
    return story


def _notes(root: Element | None) -> dict[str, str]:
    """Footnotes by their ids."""
    return {attribute(one, "id"): text_of(one).strip() for one in root} if root is not None else {}


class _Walk:
    """Goes through the text once, in order."""

    def __init__(
        self,
        root: Element,
        styles: Element | None,
        numbering: Numbering,
        notes: dict[str, dict[str, str]],
        story: Story,
        budget: Budget,
    ) -> None:
        self._root, self._numbering, self._notes = root, numbering, notes
        self._looks = Styles(styles, root)
        self._named = {
            attribute(one, "styleId"): one for one in (all_of(styles, "style") if styles is not None else ())
        }
        self._story, self._budget = story, budget
        self._counts: Counter[str] = Counter()
        self._held = ""  # of a paragraph whose end has been deleted
        self._is_new_page = False

    def lines(self) -> Iterator[Line]:
        """Lines and tables; warnings go to the story."""
        yield from self._blocks(self._root)
        if self._held:
            yield Line(self._held)
        self._story.warnings += [
            sentence.format(count=self._counts[what])
            for what, sentence in _TOLD.items()
            if self._counts[what]
        ]

    def _blocks(self, root: Element) -> Iterator[Line]:
        for one in root:
            name = local(one)
            if name == "p":
                yield from self._paragraph(one)
            elif name == "tbl":
                if rows := tuple(self._rows(one)):
                    yield Line(rows=rows, is_new_page=self._turned())
            elif name in _WRAPPERS:
                yield from self._blocks(one)

    def _paragraph(self, paragraph: Element) -> Iterator[Line]:
        boxes = self._taken_out(paragraph)
        properties = child(paragraph, "pPr")
        style = attribute(child(properties, "pStyle"), "val")
        if is_on(child(properties, "pageBreakBefore")):
            self._is_new_page = True
        text = self._held + self._text(paragraph)
        self._held = text if child(properties, "rPr", "del") is not None else ""
        if not self._held:
            yield from self._written(text, style, self._is_centred(properties, style))
        if child(properties, "sectPr") is not None:
            self._is_new_page = attribute(child(properties, "sectPr", "type"), "val") != "continuous"
        for box in boxes:
            self._counts["box"] += 1
            yield from self._blocks(box)

    def _written(self, text: str, style: str, is_centred: bool) -> Iterator[Line]:
        """One line for each line that the writer ended within the paragraph."""
        name = attribute(child(self._named.get(style), "name"), "val")
        for number, page in enumerate(text.split(_PAGE)):
            self._is_new_page |= number > 0
            for line in page.split("\n"):
                if bare := line.strip():
                    yield Line(self._budget.text(bare), name, is_centred, self._turned())

    def _turned(self) -> bool:
        turned, self._is_new_page = self._is_new_page, False
        return turned

    def _is_centred(self, properties: Element | None, style: str) -> bool:
        for _ in range(10):
            if (how := attribute(child(properties, "jc"), "val")) or style not in self._named:
                return how == "center"
            named = self._named[style]
            properties, style = child(named, "pPr"), attribute(child(named, "basedOn"), "val")
        return False

    def _taken_out(self, paragraph: Element) -> list[Element]:
        """The text boxes of a paragraph, taken out of it; of a drawing written twice the first writing."""
        for second in list(all_of(paragraph, "Fallback")):
            second.getparent().remove(second)
        boxes = [one for one in all_of(paragraph, "txbxContent") if not _is_inside_box(one, paragraph)]
        for box in boxes:
            box.getparent().remove(box)
        return boxes

    def _text(self, paragraph: Element) -> str:
        self._prepare(paragraph)
        out = ""
        for piece in pieces_of(paragraph, self._looks):
            if piece.why in ("", INSERTED):
                out += piece.text
            if piece.counts and piece.why and piece.text.strip():
                self._counts["unseen" if piece.why in _UNSEEN else piece.why] += 1
        label = self._numbering.label(paragraph)
        if label and out.strip():
            # a number of figures or 第一条 would run into the words without the room that Word leaves
            return label + ("　" if _SPACED.search(label) else "") + out.lstrip()
        return out

    def _prepare(self, paragraph: Element) -> None:
        """Marks of notes and ends of pages become text that the pieces then have in its place."""
        for one in list(all_of(paragraph, "footnoteReference", "endnoteReference", "br")):
            name = local(one)
            if name == "br":
                text = _PAGE if attribute(one, "type") == "page" else None
            else:
                kind = name.removesuffix("Reference")
                said = self._notes.get(kind, {}).get(attribute(one, "id"), "")
                self._counts["note"] += 1
                text = f"［注：{said}］"
            if text is not None:
                written = one.makeelement(f"{one.tag.rpartition(chr(125))[0]}}}t")
                written.text = text
                one.getparent().replace(one, written)

    def _rows(self, table: Element) -> Iterator[tuple[Cell, ...]]:
        """Rows with the cells that begin in them; a cell that goes on downwards counts its rows."""
        rows: list[list[Cell]] = []
        open_cells: dict[int, tuple[int, int]] = {}  # column → (row, place in it) of the cell that goes on
        for tr in _rows_of(table):
            if child(tr, "trPr", "del") is not None:
                self._counts[DELETED] += 1
                continue
            rows.append([])
            column = _figure(attribute(child(tr, "trPr", "gridBefore"), "val"), 0)
            for cell in _cells_of(tr):
                across = _figure(attribute(child(cell, "tcPr", "gridSpan"), "val"), 1)
                merged = child(cell, "tcPr", "vMerge")
                self._budget.cell(across)
                if merged is not None and attribute(merged, "val") != "restart" and column in open_cells:
                    at, place = open_cells[column]
                    held = rows[at][place]
                    rows[at][place] = Cell(held.text, held.across, len(rows) - at)
                else:
                    open_cells.pop(column, None)
                    if merged is not None:
                        open_cells[column] = (len(rows) - 1, len(rows[-1]))
                    rows[-1].append(Cell(self._in_cell(cell), across))
                column += across
        yield from (tuple(row) for row in rows)

    def _in_cell(self, cell: Element) -> str:
        if next(all_of(cell, "tbl"), None) is not None:
            self._counts["nested"] += 1
        lines = [self._text(one).replace(_PAGE, "").strip() for one in all_of(cell, "p")]
        return self._budget.text("\n".join(line for line in lines if line))


_TOLD = {
    DELETED: "有 {count} 处修订中已删除的文字，没有读入。",
    INSERTED: "有 {count} 处未接受的插入修订，按正文读入，请核对。",
    "unseen": "有 {count} 处隐藏或看不见的文字，没有读入，请核对原文件。",
    "box": "有 {count} 个文本框，其中的文字按所在位置接在段落后面，请核对次序。",
    "note": "有 {count} 处脚注或尾注，已写在正文的［注：］里，请核对。",
    "nested": "有 {count} 个单元格里又套表格，只读入文字，请核对。",
}


def _is_inside_box(box: Element, paragraph: Element) -> bool:
    for outer in box.iterancestors():
        if outer is paragraph:
            return False
        if local(outer) == "txbxContent":
            return True
    return False


def _rows_of(table: Element) -> Iterator[Element]:
    for one in table:
        if local(one) == "tr":
            yield one
        elif local(one) in _WRAPPERS:
            yield from _rows_of(one)


def _cells_of(row: Element) -> Iterator[Element]:
    for one in row:
        if local(one) == "tc":
            yield one
        elif local(one) in _WRAPPERS:
            yield from _cells_of(one)


def _figure(text: str, otherwise: int) -> int:
    return min(int(text), _MOST_ACROSS) if text.isascii() and text.isdigit() and text != "0" else otherwise
