"""What an XLSX workbook keeps beside its sheets: caches, links to other files, connections, names. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Table
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import (
    BROKEN_XML,
    Element,
    all_of,
    attribute,
    local,
    stepped,
    text_of,
)
from gongkai.clearance.screening.readers.packages import Package
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, named

CACHE = "数据透视表缓存"
LINK = "外部链接缓存"
Related = dict[str, tuple[str, str]]


def read_workbook_rest(package: Package, root: Element, related: Related, budget: Budget) -> Iterator[Part]:
    """What nobody sees who looks through the sheets."""
    caches = [target for kind, target in related.values() if kind == "pivotCacheDefinition"]
    for number, target in enumerate(caches, start=1):
        yield from _cache(package, target, f"{CACHE}{number}", budget)
    for kind, target in related.values():
        if kind == "externalLink":
            yield from _link(package, target, budget)
        elif kind == "connections":
            yield from _connections(package, target, budget)
    yield from _names(root, budget)


def _cache(package: Package, name: str, place: str, budget: Budget) -> Iterator[Part]:
    """A pivot table works on its own copy of the rows, which stays when they are deleted from their sheet."""
    root = package.xml(name)
    if root is None:
        return
    fields = list(all_of(root, "cacheField"))
    shared = [_shared(one) for one in fields]
    rows = [tuple(attribute(one, "name") for one in fields)]
    for target in package.related_of(name, "pivotCacheRecords"):
        try:
            for record in stepped(package.read(target), ("r",)):
                budget.cell(len(record))
                rows.append(_record(record, shared))
        except BROKEN_XML:
            package.broken.append(target)
    if len(rows) == 1:
        rows.extend((item,) for items in shared for item in items if item)
    what = f"{CACHE}里留着 {len(rows) - 1} 行原始数据，表里已删掉的行也可能还在"
    if len(rows) > 1:
        yield Hidden(HIDDEN_DATA, place, what, can_clean=True)
        budget.text("".join(cell for row in rows for cell in row))
        yield Table(place, tuple(rows), hidden=CACHE)


def _shared(field: Element) -> list[str]:
    items = next((one for one in field if local(one) == "sharedItems"), None)
    return [] if items is None else [attribute(one, "v") for one in items if isinstance(one.tag, str)]


def _record(record: Element, shared: list[list[str]]) -> tuple[str, ...]:
    cells = []
    for column, one in enumerate(record):
        value = attribute(one, "v")
        if local(one) == "x" and column < len(shared):
            index = int(value) if value.isascii() and value.isdigit() else -1
            value = shared[column][index] if 0 <= index < len(shared[column]) else ""
        cells.append(value)
    return tuple(cells)


def _link(package: Package, name: str, budget: Budget) -> Iterator[Part]:
    root = package.xml(name)
    targets = [target for _, target in package.related(name).values()]
    values = [] if root is None else [text_of(one) for one in all_of(root, "v")]
    values += [] if root is None else [attribute(one, "val") for one in all_of(root, "sheetName")]
    if root is not None or targets:
        yield Hidden(HIDDEN_DATA, "外部链接", "指向别的文件的链接和它的缓存数据", can_clean=True)
    if text := "\n".join(value for value in (*targets, *values) if value.strip()):
        yield Passage("外部链接", budget.text(text), LINK)


def _connections(package: Package, name: str, budget: Budget) -> Iterator[Part]:
    root = package.xml(name)
    if root is None:
        return
    yield Hidden(HIDDEN_DATA, "数据连接", "连向数据库或别的数据源的连接", can_clean=True)
    values = [str(value) for one in root.iter() if isinstance(one.tag, str) for value in one.attrib.values()]
    yield Passage("数据连接", budget.text("\n".join(values)), "数据连接")


def _names(root: Element, budget: Budget) -> Iterator[Part]:
    """Names that hold text of their own; those that only point at cells say nothing."""
    for one in all_of(root, "definedName"):
        text = text_of(one)
        if '"' in text:
            yield Passage(f"名称“{named(attribute(one, 'name'))}”", budget.text(text), "名称定义")
