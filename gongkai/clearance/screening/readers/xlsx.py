"""XLSX: sheets in the order of the workbook, and what a workbook keeps beside them. Pure.

Read in our own single pass and not with calamine: that gives neither hidden rows, columns and formats nor comments, and
lays out a table as wide and long as its furthest cells, so that two cells at the corners of a sheet fill the memory.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Unread
from gongkai.clearance.screening.readers.attached import Reader
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import (
    BROKEN_XML,
    Element,
    all_of,
    attribute,
    child,
    stepped,
    text_of,
)
from gongkai.clearance.screening.readers.office import read_broken, read_package_properties, read_package_rest
from gongkai.clearance.screening.readers.packages import Package
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, METADATA, named
from gongkai.clearance.screening.readers.sheet_styles import CellLook, cell_looks
from gongkai.clearance.screening.readers.sheets import Sheet, Workbook, area_of, string_of
from gongkai.clearance.screening.readers.workbook_rest import read_workbook_rest

_STATES = {"hidden": "隐藏工作表", "veryHidden": "深度隐藏工作表"}
_KINDS = {
    "worksheet": "",
    "chartsheet": "图表工作表",
    "dialogsheet": "对话框工作表",
    "xlMacrosheet": "宏工作表",
}
_NO_BOOK = "里面没有工作簿，或工作簿已损坏（XLSB 请另存为 XLSX）。请重新导出后再上传。"


def read_xlsx(data: bytes, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    """All of an XLSX file. Raises ``Unopened`` and ``TooMuch``."""
    package = Package(data, budget)
    main = next(iter(package.related_of("", "officeDocument")), "xl/workbook.xml")
    root = package.xml(main)
    if root is None:
        yield Unread("", _NO_BOOK)
        return
    related = package.related(main)
    book = Workbook(list(_strings(package, related)), _looks(package, related), _is_1904(root))
    sheets = list(all_of(root, "sheet"))
    for number, one in enumerate(sheets):
        budget.progress(number, len(sheets), "工作表")
        kind, target = related.get(attribute(one, "id"), ("", ""))
        yield from _sheet(package, one, kind, target, book, budget)
    budget.progress(len(sheets), len(sheets), "工作表")
    yield from read_workbook_rest(package, root, related, budget)
    yield from read_package_properties(package, budget)
    yield from read_package_rest(package, "xl", budget, depth, read)
    yield from read_broken(package)


def _strings(package: Package, related: dict[str, tuple[str, str]]) -> Iterator[str]:
    for kind, target in related.values():
        if kind == "sharedStrings":
            try:
                for one in stepped(package.read(target), ("si",)):
                    yield string_of(one)
            except BROKEN_XML:
                package.broken.append(target)


def _looks(package: Package, related: dict[str, tuple[str, str]]) -> list[CellLook]:
    name = next((target for kind, target in related.values() if kind == "styles"), "xl/styles.xml")
    return cell_looks(package.xml(name))


def _is_1904(root: Element) -> bool:
    return attribute(child(root, "workbookPr"), "date1904") in ("1", "true")


def _sheet(
    package: Package, one: Element, kind: str, target: str, book: Workbook, budget: Budget
) -> Iterator[Part]:
    name = named(attribute(one, "name"))
    place, hidden = f"工作表“{name}”", _STATES.get(attribute(one, "state"), "")
    if hidden:
        yield Hidden(HIDDEN_DATA, place, f"{hidden}“{name}”", can_clean=True)
    if special := _KINDS.get(kind, ""):
        yield Unread(place, f"是{special}，没有读。请改成普通工作表，或人工核对。")
        return
    if target not in package:
        yield Unread(place, "工作表的内容不在文件里。请重新导出后再上传。")
        return
    near = package.related(target)
    sheet = Sheet(place, book, budget, [area for area in _tables(package, near) if area])
    try:
        sheet.read(package.read(target))
    except BROKEN_XML:
        package.broken.append(target)
    yield from sheet.parts(hidden)
    yield from _beside(package, near, place, hidden, budget)
    if sheet.cut:
        yield Unread(place, sheet.cut)


def _tables(package: Package, near: dict[str, tuple[str, str]]) -> Iterator[tuple[int, int, int, int] | None]:
    for kind, target in near.values():
        if kind == "table" and (root := package.xml(target)) is not None:
            yield area_of(attribute(root, "ref"))


def _beside(
    package: Package, near: dict[str, tuple[str, str]], place: str, hidden: str, budget: Budget
) -> Iterator[Part]:
    """Comments and drawings of a sheet."""
    for kind, target in near.values():
        if kind in ("comments", "threadedComment"):
            yield from _comments(package, target, place, budget)
        elif kind == "drawing" and (root := package.xml(target)) is not None:
            words = [text_of(one) for one in all_of(root, "p") if text_of(one).strip()]
            for number, text in enumerate(words, start=1):
                yield Passage(f"{place}文本框第{number}段", budget.text(text), hidden)
            for _, (inner, chart) in package.related(target).items():
                if inner == "chart":
                    yield from _chart(package, chart, place, hidden, budget)


def _chart(package: Package, name: str, place: str, hidden: str, budget: Budget) -> Iterator[Part]:
    root = package.xml(name)
    words = [] if root is None else [one.text or "" for one in all_of(root, "t", "v")]
    if text := "\n".join(word for word in words if word.strip()):
        yield Passage(f"{place}图表", budget.text(text), hidden)


def _comments(package: Package, name: str, place: str, budget: Budget) -> Iterator[Part]:
    root = package.xml(name)
    found = list(all_of(root, "comment", "threadedComment")) if root is not None else []
    for one in found:
        inner = child(one, "text")
        text = string_of(inner) or text_of(inner)
        if text.strip():
            yield Passage(f"{place}!{named(attribute(one, 'ref'))}批注", budget.text(text), "批注")
    if found:
        cells = "、".join(named(attribute(one, "ref")) for one in found[:5])
        yield Hidden(HIDDEN_DATA, f"{place}!{cells}", f"{len(found)} 条批注", can_clean=True)
    if root is not None and any(text_of(one).strip() for one in all_of(root, "author")):
        yield Hidden(METADATA, place, "批注里留有作者姓名", can_clean=True)
