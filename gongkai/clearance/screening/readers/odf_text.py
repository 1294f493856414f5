"""The text of an OpenDocument body, with the reason why a piece is not seen. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Unread
from gongkai.clearance.screening.readers.colours import WHITE, colour_of, is_lost
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, local, text_of
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, Tally, named
from gongkai.clearance.screening.readers.sheets import COLUMNS, ROWS, Cells, table_of
from gongkai.clearance.screening.readers.word_styles import LOST, VANISHED

DELETED, ANNOTATION, NOTES = "已删除的修订", "批注", "演讲者备注"
_PARAGRAPHS = frozenset(("p", "h"))
_UNSHOWN_TEXT = frozenset(("hidden-text", "hidden-paragraph"))
_STEPS = 10
_DEEPEST = 200  # elements in elements; no office writes half as many
_FARTHEST = 1024  # columns a repeated cell may fill; beyond them only styles repeat


class OdfStyles:
    """What the named styles of a document hide: (family-free) style name → reason."""

    def __init__(self, roots: list[Element | None]) -> None:
        self._own: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        for root in roots:
            for style in all_of(root, "style") if root is not None else ():
                name = attribute(style, "name")
                self._parents[name] = attribute(style, "parent-style-name")
                self._own[name] = _why(style)

    def why(self, name: str) -> str:
        """Why text of this style is not seen; empty where it is."""
        for _ in range(_STEPS):
            if self._own.get(name):
                return self._own[name]
            name = self._parents.get(name, "")
        return ""


def _why(style: Element) -> str:
    text, table = child(style, "text-properties"), child(style, "table-properties")
    page = child(style, "drawing-page-properties")
    if attribute(text, "display") == "none":
        return VANISHED
    if attribute(table, "display") == "false":
        return "隐藏工作表"
    if attribute(page, "visibility") == "hidden":
        return "隐藏幻灯片"
    cell = child(style, "table-cell-properties")
    behind = attribute(text, "background-color") or attribute(cell, "background-color")
    ground = WHITE if behind in ("", "transparent") else colour_of(behind)
    return LOST if is_lost(colour_of(attribute(text, "color")), ground) else ""


@dataclass(slots=True)
class Story:
    """Goes through a body and counts what is hidden."""

    styles: OdfStyles
    budget: Budget
    tally: Tally = field(default_factory=Tally)
    paragraphs: int = 0
    slides: int = 0
    tables: int = 0

    def read(self, root: Element, place: str = "", hidden: str = "", nesting: int = 0) -> Iterator[Part]:
        """Everything in order; ``place`` empty in running text, which counts its paragraphs."""
        if nesting > _DEEPEST:
            yield Unread(place or "正文", "嵌套太深，里面的没有读。请重新导出后再上传。")
            return
        for one in root:
            name = local(one)
            if name in _PARAGRAPHS:
                yield from self._paragraph(one, place, hidden)
            elif name == "table":
                yield from self._table(one, place, hidden)
            elif name == "tracked-changes":
                yield from self._changes(one)
            elif name == "page":
                yield from self._slide(one)
            elif name == "annotation":
                yield from self._annotation(one, place or "正文")
            elif name:
                yield from self.read(one, place, hidden or self._why(one, name, place), nesting + 1)

    def _why(self, one: Element, name: str, place: str) -> str:
        why = ""
        if name == "section" and attribute(one, "display") in ("none", "condition"):
            why = "隐藏的节"
        elif name == "notes":
            why = NOTES if text_of(one).strip() else ""
        elif name == "shape" or name == "frame":
            why = "" if attribute(one, "display") != "none" else "隐藏的图形里的文字"
        if why:
            self.tally.add(why, place or "正文")
        return why

    def _paragraph(self, one: Element, place: str, hidden: str) -> Iterator[Part]:
        seen: dict[str, list[str]] = {}
        inner: list[Element] = []
        for text, why in self._pieces(one, self.styles.why(attribute(one, "style-name")), inner):
            seen.setdefault(why, []).append(text)
        texts = {why: "".join(held).strip() for why, held in seen.items()}
        if any(texts.values()):
            self.paragraphs += not place
        where = place or f"第{self.paragraphs}段"
        for why, text in texts.items():
            if text:
                if why and not hidden:
                    self.tally.add(why, where)
                yield Passage(where, self.budget.text(text), hidden or why)
        for box in inner:
            if local(box) == "annotation":
                yield from self._annotation(box, where)
            else:
                yield from self.read(box, f"{where}文本框", hidden or self._why(box, local(box), where))

    def _pieces(self, root: Element, why: str, inner: list[Element]) -> Iterator[tuple[str, str]]:
        """Text with its reason; what stands aside of the line goes to ``inner``. Without calling itself."""
        stack: list[tuple[Element | str, str]] = [(root, why)]
        while stack:
            one, reason = stack.pop()
            if isinstance(one, str):
                yield one, reason
                continue
            name = local(one)
            if name in ("annotation", "frame", "note-body", "custom-shape", "text-box"):
                inner.append(one)
                continue
            if name in ("tab", "line-break", "s"):
                yield {"tab": "\t", "line-break": "\n"}.get(name, " "), reason
            own = reason or self.styles.why(attribute(one, "style-name"))
            own = VANISHED if name in _UNSHOWN_TEXT else own
            if name in _UNSHOWN_TEXT:
                yield attribute(one, "string-value"), own
            for child_ in reversed(one):
                stack.append((child_.tail or "", own))
                stack.append((child_, own))
            if isinstance(one.tag, str):
                stack.append((one.text or "", own))

    def _changes(self, one: Element) -> Iterator[Part]:
        for region in one:
            deleted = next(all_of(region, "deletion"), None)
            reason = DELETED if deleted is not None else "未接受的修订"
            self.tally.add(reason, "正文")
            lines = (
                [text_of(line) for line in deleted if local(line) in _PARAGRAPHS]
                if deleted is not None
                else []
            )
            if text := "\n".join(lines).strip():
                yield Passage("正文", self.budget.text(text), DELETED)

    def _annotation(self, one: Element, place: str) -> Iterator[Part]:
        lines = [text_of(line) for line in one.iter("{*}p")]
        self.tally.add(ANNOTATION, place)
        if text := "\n".join(lines).strip():
            yield Passage(f"{place}批注", self.budget.text(text), ANNOTATION)

    def _slide(self, one: Element) -> Iterator[Part]:
        self.slides += 1
        place = f"第{self.slides}张幻灯片"
        hidden = self.styles.why(attribute(one, "style-name"))
        if hidden:
            yield Hidden(HIDDEN_DATA, place, f"{place}是隐藏的", can_clean=True)
        yield from self.read(one, place, hidden)

    def _table(self, table: Element, place: str, hidden: str) -> Iterator[Part]:
        self.tables += 1
        name = named(attribute(table, "name"))
        where = (
            f"工作表“{name}”" if local(table.getparent()) == "spreadsheet" else f"{place}表格{self.tables}"
        )
        own = self.styles.why(attribute(table, "style-name"))
        if own:
            yield Hidden(HIDDEN_DATA, where, f"隐藏工作表“{name}”", can_clean=True)
        grid = _Grid(self)
        grid.read(table, where)
        yield from grid.parts(where, hidden or own)


class _Grid:
    """The cells of one table; repeated ones are written once, for they say the same."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._cells: dict[str, Cells] = {}
        self._columns: list[tuple[int, int]] = []
        self._notes: list[Part] = []
        self._row = self._column = 0

    def read(self, table: Element, where: str) -> None:
        for one in table.iter("{*}table-column", "{*}table-row"):
            if next(outer for outer in one.iterancestors() if local(outer) == "table") is not table:
                continue
            times = _times(one, "number-columns-repeated")
            if local(one) == "table-column":
                if attribute(one, "visibility") in ("collapse", "filter"):
                    self._columns.append((self._column + 1, self._column + times))
                self._column += times
            else:
                self._read_row(one, where)

    def _read_row(self, row: Element, where: str) -> None:
        first, column = self._row + 1, 0
        self._row += _times(row, "number-rows-repeated")
        is_hidden = attribute(row, "visibility") in ("collapse", "filter")
        for cell in row:
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            text = "\n".join(text_of(line) for line in cell if local(line) in ("p", "h", "list")).strip()
            times = _times(cell, "number-columns-repeated")
            if text:
                self._keep(cell, text, first, column + 1, times, is_hidden=is_hidden)
            column += times
            for note in all_of(cell, "annotation"):
                self._notes.extend(self._story._annotation(note, f"{where}第{first}行第{column}列"))

    def _keep(self, cell: Element, text: str, row: int, column: int, times: int, *, is_hidden: bool) -> None:
        budget = self._story.budget
        for at in range(column, column + min(times, _FARTHEST)):
            budget.cell()
            why = ROWS if is_hidden else ""
            if not why and any(first <= at <= last for first, last in self._columns):
                why = COLUMNS
            why = why or self._story.styles.why(attribute(cell, "style-name"))
            self._cells.setdefault(why, {}).setdefault(row, {})[at] = budget.text(text)

    def parts(self, where: str, hidden: str) -> Iterator[Part]:
        for why, cells in self._cells.items():
            yield table_of(where, cells, hidden or why)
            if why and not hidden:
                count = sum(len(row) for row in cells.values())
                yield Hidden(HIDDEN_DATA, where, f"{count} 个单元格在{why}里", can_clean=True)
        yield from self._notes


def _times(one: Element, name: str) -> int:
    number = attribute(one, name)
    return min(int(number), 10_000_000) if number.isascii() and number.isdigit() and len(number) < 9 else 1
