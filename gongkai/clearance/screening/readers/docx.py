"""DOCX: paragraphs and tables in the order of the text, then what stands beside it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Table, Unread
from gongkai.clearance.screening.readers.attached import Reader
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, local
from gongkai.clearance.screening.readers.office import (
    read_broken,
    read_package_properties,
    read_package_rest,
)
from gongkai.clearance.screening.readers.packages import Package
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, METADATA, Tally
from gongkai.clearance.screening.readers.word_styles import Styles
from gongkai.clearance.screening.readers.word_text import INSERTED, Piece, pieces_of

_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "del", "moveFrom"))
_BESIDE = (
    ("header", "页眉", ""),
    ("footer", "页脚", ""),
    ("footnotes", "脚注", ""),
    ("endnotes", "尾注", ""),
    ("comments", "批注", "批注"),
)
_ENTRIES = ("footnote", "endnote", "comment")


def read_docx(data: bytes, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    """All of a DOCX file. Raises ``Unopened`` and ``TooMuch``."""
    package = Package(data, budget)
    main = next(iter(package.related_of("", "officeDocument")), "word/document.xml")
    root = package.xml(main)
    if root is None:
        yield Unread("正文", "文件里没有正文，或正文已损坏。请重新导出后再上传。")
        return
    related = package.related(main)
    style = next((target for kind, target in related.values() if kind == "styles"), "word/styles.xml")
    story = _Story(Styles(package.xml(style), root), budget)
    yield from story.read(root, "")
    for kind, place, hidden in _BESIDE:
        for name in sorted(target for one, target in related.values() if one == kind):
            yield from _beside(package, name, place, hidden, story)
    for name in package.names("word/charts/", ".xml") + package.names("word/diagrams/data", ".xml"):
        yield from _drawn(package, name, budget)
    yield from story.told()
    yield from _loaded(related)
    yield from read_package_properties(package, budget)
    yield from read_package_rest(package, "word", budget, depth, read)
    yield from read_broken(package)


def _beside(package: Package, name: str, place: str, hidden: str, story: _Story) -> Iterator[Part]:
    root = package.xml(name)
    if root is None:
        return
    entries = [one for one in root if local(one) in _ENTRIES]
    if not entries:
        yield from story.read(root, place, hidden)
    said = [one for one in entries if attribute(one, "type") in ("", "normal")]
    for number, entry in enumerate(said, start=1):
        yield from story.read(entry, f"{place}{number}", hidden)
    if hidden and said:
        yield Hidden(HIDDEN_DATA, place, f"{len(said)} 条{hidden}", can_clean=True)


def _drawn(package: Package, name: str, budget: Budget) -> Iterator[Part]:
    root = package.xml(name)
    words = [] if root is None else [one.text or "" for one in all_of(root, "t", "v")]
    if text := "\n".join(word for word in words if word.strip()):
        yield Passage("图表", budget.text(text))


def _loaded(related: dict[str, tuple[str, str]]) -> Iterator[Part]:
    for kind, target in related.values():
        if kind == "aFChunk":
            yield Unread(
                "正文", f"正文里套着另一份文件（{target.rpartition('.')[2][:10]}），没有读。请展开后另存。"
            )


class _Story:
    """Reads stretches of a document and counts what is hidden in them."""

    def __init__(self, styles: Styles, budget: Budget) -> None:
        self._styles = styles
        self._budget = budget
        self._tally = Tally()
        self._paragraphs = self._tables = self._names = 0

    def read(self, root: Element, place: str, hidden: str = "") -> Iterator[Part]:
        """Paragraphs and tables in order; ``place`` empty for the main text, which counts its paragraphs."""
        number = 0
        self._names += int(root.xpath("count(.//@*[local-name()='author'])"))
        for block in _blocks(root):
            if local(block) == "tbl":
                yield from self._table(block, place, hidden)
                continue
            pieces = list(pieces_of(block, self._styles))
            if any(piece.text.strip() for piece in pieces):
                number += 1
                yield from self._paragraph(pieces, self._place(place, number), hidden)

    def _place(self, place: str, number: int) -> str:
        if place:
            return place if number == 1 else f"{place}第{number}段"
        self._paragraphs += 1
        return f"第{self._paragraphs}段"

    def _paragraph(self, pieces: list[Piece], place: str, hidden: str) -> Iterator[Part]:
        """Shown text first, box by box, then what is hidden, each reason for itself."""
        seen: dict[tuple[str, str], list[str]] = {}
        for piece in pieces:
            seen.setdefault((piece.box, piece.why if piece.why != INSERTED else ""), []).append(piece.text)
        for piece in pieces:
            self._count(piece, place)
        for (box, why), texts in seen.items():
            if text := "".join(texts).strip():
                yield Passage(f"{place}{box}", self._budget.text(text), why or hidden)

    def _count(self, piece: Piece, place: str) -> None:
        if piece.why and piece.counts:
            self._tally.add(piece.why, place)

    def _table(self, table: Element, place: str, hidden: str) -> Iterator[Part]:
        self._tables += 1
        where = f"{place}表格{self._tables}"
        rows: list[tuple[str, ...]] = []
        beside: list[tuple[str, Piece]] = []
        for number, row in enumerate(_rows(table), start=1):
            cells: list[str] = []
            for cell, span in _cells(row):
                self._budget.cell(span)
                pieces = [
                    one for block in all_of(cell, "p") for one in (*pieces_of(block, self._styles), _END)
                ]
                shown = "".join(one.text for one in pieces if not one.why or one.why == INSERTED).strip()
                at = f"{where}第{number}行第{len(cells) + 1}列"
                beside.extend((at, one) for one in pieces if one.why and one.text.strip())
                cells.extend((self._budget.text(shown), *[""] * (span - 1)))
            rows.append(tuple(cells))
        if rows:
            yield Table(where, tuple(rows), hidden=hidden)
        for at, piece in beside:
            self._count(piece, at)
            if piece.why != INSERTED:
                yield Passage(at, self._budget.text(piece.text), piece.why)

    def told(self) -> Iterator[Part]:
        """What has been counted."""
        yield from self._tally.told()
        if self._names:
            yield Hidden(METADATA, "修订和批注", f"修订和批注里留有 {self._names} 处姓名", can_clean=True)


_END = Piece("\n")


def _blocks(root: Element) -> Iterator[Element]:
    """Paragraphs and tables directly in the text, whatever they are wrapped in."""
    for one in root:
        name = local(one)
        if name in ("p", "tbl"):
            yield one
        elif name == "body" or name in _WRAPPERS:
            yield from _blocks(one)


def _rows(table: Element) -> Iterator[Element]:
    for one in table:
        if local(one) == "tr":
            yield one
        elif local(one) in _WRAPPERS:
            yield from _rows(one)


def _cells(row: Element) -> Iterator[tuple[Element, int]]:
    """(cell, how many columns it spans)."""
    for one in row:
        if local(one) == "tc":
            span = next((attribute(grid, "val") for grid in all_of(one, "gridSpan")), "1")
            yield one, min(max(int(span) if span.isascii() and span.isdigit() else 1, 1), 500)
        elif local(one) in _WRAPPERS:
            yield from _cells(one)
