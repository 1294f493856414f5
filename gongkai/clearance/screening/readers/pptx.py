"""PPTX: slides in order, each with its notes and comments. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Table, Unread
from gongkai.clearance.screening.readers.attached import Reader
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, text_of
from gongkai.clearance.screening.readers.office import read_broken, read_package_properties, read_package_rest
from gongkai.clearance.screening.readers.packages import Package
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, METADATA, Tally
from gongkai.clearance.screening.readers.slide_shapes import Ground, Shape, Size, shapes_of

SLIDE, NOTES = "隐藏幻灯片", "演讲者备注"


def read_pptx(data: bytes, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    """All of a PPTX file. Raises ``Unopened`` and ``TooMuch``."""
    package = Package(data, budget)
    main = next(iter(package.related_of("", "officeDocument")), "ppt/presentation.xml")
    root = package.xml(main)
    if root is None:
        yield Unread("", "里面没有演示文稿，或已损坏。请重新导出后再上传。")
        return
    related = package.related(main)
    deck = _Deck(package, budget, _size(root))
    slides = [related.get(attribute(one, "id"), ("", ""))[1] for one in _slide_ids(root)]
    for number, name in enumerate(slides, start=1):
        budget.progress(number - 1, len(slides), "幻灯片")
        yield from deck.slide(name, f"第{number}张幻灯片")
    budget.progress(len(slides), len(slides), "幻灯片")
    yield from deck.masters()
    yield from deck.tally.told()
    yield from _authors(package)
    yield from read_package_properties(package, budget)
    yield from read_package_rest(package, "ppt", budget, depth, read)
    yield from read_broken(package)


def _slide_ids(root: Element) -> list[Element]:
    """The numbered id stands beside the one that points at the slide, and both are called id."""
    found = []
    for one in all_of(root, "sldId"):
        pointer = next((value for key, value in one.attrib.items() if key.endswith("}id")), "")
        one.set("id", pointer)
        found.append(one)
    return found


def _size(root: Element) -> Size:
    size = child(root, "sldSz")
    wide, high = attribute(size, "cx"), attribute(size, "cy")
    return (int(wide), int(high)) if wide.isdigit() and high.isdigit() else (0, 0)


def _authors(package: Package) -> Iterator[Part]:
    names = package.names("ppt/commentauthors", ".xml") + package.names("ppt/authors", ".xml")
    if names:
        yield Hidden(METADATA, "批注", "批注里留有作者姓名", can_clean=True)


@dataclass(slots=True)
class _Deck:
    package: Package
    budget: Budget
    size: Size
    tally: Tally = field(default_factory=Tally)
    layouts: dict[str, None] = field(default_factory=dict)

    def slide(self, name: str, place: str) -> Iterator[Part]:
        root = self.package.xml(name)
        if root is None:
            yield Unread(place, "这张幻灯片读不出来。请重新导出后再上传。")
            return
        hidden = SLIDE if attribute(root, "show") in ("0", "false") else ""
        if hidden:
            yield Hidden(HIDDEN_DATA, place, f"{place}是隐藏的", can_clean=True)
        near = self.package.related(name)
        ground = self._ground(root, near)
        for number, shape in enumerate(shapes_of(root, self.size, ground), start=1):
            yield from self._shape(shape, f"{place}第{number}个文本框", hidden)
        for kind, target in near.values():
            if kind == "notesSlide":
                yield from self._notes(target, place)
            elif kind == "comments":
                yield from self._comments(target, place)
            elif kind in ("chart", "diagramData"):
                yield from self._drawn(target, f"{place}图表", hidden)

    def _shape(self, shape: Shape, place: str, hidden: str) -> Iterator[Part]:
        for why, text in shape.texts.items():
            if why:
                self.tally.add(why, place)
            yield Passage(place, self.budget.text(text), hidden or why)
        if shape.rows:
            self.budget.cell(sum(len(row) for row in shape.rows))
            self.budget.text("".join(cell for row in shape.rows for cell in row))
            yield Table(f"{place}表格", shape.rows, hidden=hidden)

    def _ground(self, root: Element, near: dict[str, tuple[str, str]]) -> Ground:
        layout = next((target for kind, target in near.values() if kind == "slideLayout"), "")
        self.layouts.setdefault(layout)
        master = next(iter(self.package.related_of(layout, "slideMaster")), "") if layout else ""
        if master:
            self.layouts.setdefault(master)
        theme = next(iter(self.package.related_of(master, "theme")), "") if master else ""
        below = [self.package.xml(name) if name else None for name in (layout, master)]
        return Ground.of([root, *below], self.package.xml(theme) if theme else None)

    def _notes(self, name: str, place: str) -> Iterator[Part]:
        root = self.package.xml(name)
        for shape in shapes_of(root, (0, 0), Ground()) if root is not None else ():
            for text in shape.texts.values():
                if not shape.is_field:
                    self.tally.add(NOTES, place)
                    yield Passage(f"{place}备注", self.budget.text(text), NOTES)

    def _comments(self, name: str, place: str) -> Iterator[Part]:
        root = self.package.xml(name)
        for one in all_of(root, "cm", "reply") if root is not None else ():
            text = text_of(child(one, "text")) or text_of(child(one, "txBody"))
            if text.strip():
                self.tally.add("批注", place)
                yield Passage(f"{place}批注", self.budget.text(text), "批注")

    def _drawn(self, name: str, place: str, hidden: str) -> Iterator[Part]:
        root = self.package.xml(name)
        words = [] if root is None else [one.text or "" for one in all_of(root, "t", "v")]
        if text := "\n".join(word for word in words if word.strip()):
            yield Passage(place, self.budget.text(text), hidden)

    def masters(self) -> Iterator[Part]:
        """What the layouts say themselves; their placeholders only tell where something goes."""
        for name in filter(None, self.layouts):
            root = self.package.xml(name)
            for shape in shapes_of(root, (0, 0), Ground()) if root is not None else ():
                if not shape.is_placeholder:
                    for text in shape.texts.values():
                        yield Passage("幻灯片母版", self.budget.text(text))
