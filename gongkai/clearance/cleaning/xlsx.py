"""XLSX: hidden sheets, rows, columns and cells, comments, caches and links to elsewhere taken out of the XML. Pure."""

from __future__ import annotations

from gongkai.clearance.cleaning.charts import settle_charts
from gongkai.clearance.cleaning.formulas import Gone
from gongkai.clearance.cleaning.office import DROPPED, Office, removed
from gongkai.clearance.cleaning.result import Log, NotCleaned
from gongkai.clearance.cleaning.sheet_cells import Grid
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, local, text_of
from gongkai.clearance.screening.readers.sheet_styles import CellLook, cell_looks
from gongkai.clearance.screening.readers.sheets import area_of

_KINDS = DROPPED | {
    "comments": "",
    "threadedComment": "",
    "externalLink": "处指向别的文件的链接和它的缓存",
    "connections": "处数据连接",
    "queryTable": "处查询定义",
    "pivotTable": "个数据透视表（表里的数字留下）",
    "pivotCacheDefinition": "份数据透视表缓存",
    "slicerCache": "个切片器",
    "slicer": "",
    "timelineCache": "个日程表",
    "timeline": "",
    "calcChain": "",
    "customProperty": "份自定义属性",
    "revisionHeaders": "份共享工作簿的修订记录",
    "usernames": "份共享用户名单",
    "powerPivotData": "份数据模型",
    "xmlMaps": "份数据映射",
    "volatileDependencies": "",
}
_STATES = ("hidden", "veryHidden")
_DEPENDENT = ("cfRule", "dataValidation", "sparkline", "hyperlink")
_POINTING = ("formula", "formula1", "formula2", "f")
_LINKED_TABLE = ("tableType", "queryTableFieldId")
_MAIN = "xl/workbook.xml"
_EXTENSIONS = (
    "slicerCaches",
    "slicerList",
    "timelineCacheRefs",
    "timelineRefs",
    "pivotCaches",
    "dataModel",
    "pivotTableReferences",
    "slicerCachePivotTables",
)


def clean_xlsx(data: bytes, budget: Budget, log: Log) -> bytes:
    """The file cleaned. Raises :class:`NotCleaned`, ``Unopened`` and ``TooMuch``."""
    office = Office(data, budget)
    office.refuse_macros()
    book = _Book(office, log)
    book.comments()
    office.unlink_kinds(_KINDS, log)
    office.properties(log)
    book.sheets()
    office.sweep()
    book.strings()
    book.leftovers()
    office.pictures(log)
    return office.written()


class _Book:
    def __init__(self, office: Office, log: Log) -> None:
        self._office, self._log = office, log
        self._main = office.main(_MAIN)
        root = office.xml(self._main)
        if root is None:
            raise NotCleaned("里面没有工作簿，或工作簿已损坏，没有清理（XLSB 请另存为 XLSX）。")
        self._root: Element = root
        self._gone = Gone()

    def comments(self) -> None:
        """Comments, and the yellow notes drawn for them; other controls of the same drawing stay."""
        office = self._office
        for owner in office.owners():
            for kind in ("comments", "threadedComment"):
                for name in office.targets(owner, kind):
                    count = sum(1 for _ in all_of(office.xml(name), "comment", "threadedComment"))
                    self._log.took("条批注", count)
            for name in office.targets(owner, "vmlDrawing"):
                self._notes(owner, name)

    def _notes(self, owner: str, name: str) -> None:
        root = self._office.xml(name)
        shapes = list(all_of(root, "shape"))
        notes = [
            one
            for one in shapes
            if any(attribute(about, "ObjectType") == "Note" for about in all_of(one, "ClientData"))
        ]
        for one in notes:
            removed(one)
        if notes and len(notes) == len(shapes):
            ids = [key for key, one in self._office.relations(owner).items() if one.target == name]
            self._office.unlink(owner, ids)

    def sheets(self) -> None:
        """Hidden sheets go whole, hidden cells are emptied, and what hangs on either becomes what it shows."""
        related = self._office.relations(self._main)
        shown: list[tuple[str, str]] = []
        places: dict[int, int] = {}
        gone_ids = []
        for number, one in enumerate(list(all_of(self._root, "sheet"))):
            pointer = attribute(one, "id")
            if attribute(one, "state") in _STATES:
                self._gone.sheets.add(attribute(one, "name").lower())
                gone_ids.append(pointer)
                removed(one)
            else:
                places[number] = len(shown)
                shown.append(
                    (attribute(one, "name").lower(), related[pointer].target if pointer in related else "")
                )
        if not shown:
            raise NotCleaned("工作表全都是隐藏的，清理后什么也不剩，没有清理。请取消隐藏要公开的工作表。")
        self._log.took("个隐藏工作表", len(gone_ids))
        self._office.unlink(self._main, gone_ids)
        self._names(places)
        self._cells(shown)
        self._views()

    def _names(self, places: dict[int, int]) -> None:
        """Names of what is gone go; the others are numbered by the sheets that stay."""
        lost = 0
        for one in list(all_of(self._root, "definedName")):
            own = attribute(one, "localSheetId")
            self._gone.names[attribute(one, "name").lower()] = text_of(one)
            if (own.isdigit() and int(own) not in places) or self._gone.is_lost(text_of(one)):
                removed(one)
                lost += 1
            elif own.isdigit():
                one.set("localSheetId", str(places[int(own)]))
        names = child(self._root, "definedNames")
        if names is not None and len(names) == 0:
            removed(names)
        self._log.took("个指向被清除内容的名称", lost)

    def _cells(self, shown: list[tuple[str, str]]) -> None:
        looks = self._looks()
        grids = []
        for name, target in shown:
            root = self._office.xml(target) if target in self._office else None
            if root is not None:
                grids.append((target, Grid(name, root, looks, self._tabled(target))))
        for _, grid in grids:
            grid.find()
            if groups := grid.groups():
                self._gone.cells[grid.name] = groups
        self._count([grid for _, grid in grids])
        settled = sum(grid.settle(self._gone) for _, grid in grids)
        if settled:
            self._log.note(
                f"{settled} 个公式引用被清除的内容或别的文件，已改成它算出的结果，今后不再自动重算。"
            )
        settle_charts(self._office, self._gone, self._log)
        for target, grid in grids:
            self._tables(target, grid)
            grid.empty()
            self._dependent(grid.root)

    def _count(self, grids: list[Grid]) -> None:
        for grid in grids:
            for why, found in grid.emptied.items():
                self._log.took(f"个单元格的内容（{why}；行列位置不变）", len(found))

    def _looks(self) -> list[CellLook]:
        name = next(iter(self._office.targets(self._main, "styles")), "xl/styles.xml")
        return cell_looks(self._office.xml(name))

    def _tabled(self, sheet: str) -> list[tuple[int, int, int, int]]:
        roots = [self._office.xml(name) for name in self._office.targets(sheet, "table")]
        return [area for root in roots if (area := area_of(attribute(root, "ref")))]

    def _tables(self, sheet: str, grid: Grid) -> None:
        """A table style wants its headings in their cells: where some of it is emptied, the cells stay and the style goes."""
        for key, one in self._office.relations(sheet).items():
            if one.kind != "table":
                continue
            root: Element = self._office.xml(one.target)
            area = area_of(attribute(root, "ref"))
            if area is None or any(group.is_in(area) for group in grid.groups()):
                self._office.unlink(sheet, [key])
                self._log.note(
                    "有的表格区域含被清空的单元格，已改成普通单元格区域（数据不变，表格样式去掉）。"
                )
                continue
            for inner in list(root.iter()):
                if local(inner).endswith("Formula") and self._gone.touches(text_of(inner), grid.name):
                    removed(inner)
                for name in _LINKED_TABLE:
                    inner.attrib.pop(name, None) if isinstance(inner.tag, str) else None

    def _dependent(self, root: Element) -> None:
        """Conditional looks, drop-down lists and links that would point at what is gone."""
        for one in [one for one in root.iter() if local(one) in _POINTING]:
            outer = next((up for up in one.iterancestors() if local(up) in (*_DEPENDENT, "c")), None)
            if outer is not None and local(outer) in _DEPENDENT and self._gone.is_lost(text_of(one)):
                self._drop_dependent(outer)
        for one in list(all_of(root, "hyperlink")):
            if (location := attribute(one, "location")) and self._gone.is_lost(location):
                self._drop_dependent(one)

    def _drop_dependent(self, one: Element) -> None:
        outer = one.getparent()
        if outer is None:
            return
        self._log.took("处引用被清除内容的条件格式、下拉选项或链接")
        removed(one)
        kinds = ("cfRule", "dataValidation", "sparkline", "hyperlink")
        if not any(local(inner) in kinds for inner in outer.iter()):
            removed(outer)

    def _views(self) -> None:
        for one in all_of(self._root, "workbookView"):
            one.attrib.pop("activeTab", None)
            one.attrib.pop("firstSheet", None)

    def strings(self) -> None:
        """Strings that no cell shows any more are emptied; their numbers stay."""
        used: set[int] = set()
        office = self._office
        for root in office.stories():
            for cell in all_of(root, "c") if local(root) == "worksheet" else ():
                value = text_of(child(cell, "v")) if cell.get("t") == "s" else ""
                used |= {int(value)} if value.isascii() and value.isdigit() else set()
        for name in office.targets(self._main, "sharedStrings"):
            unused = [one for number, one in enumerate(all_of(office.xml(name), "si")) if number not in used]
            told = sum(1 for one in unused if text_of(one).strip())
            for one in unused:
                for inner in list(one):
                    one.remove(inner)
                one.append(one.makeelement(str(one.tag)[:-2] + "t", {}))
            if told and not self._gone:
                self._log.took("条没有单元格使用的文字", told)

    def leftovers(self) -> None:
        """Paths of the writer's disk, views and extensions of what is gone."""
        for one in list(self._root.iter()):
            if local(one) in (
                "absPath",
                "fileSharing",
                "customWorkbookViews",
                "pivotCaches",
                "revisionPtr",
                "externalReferences",
            ):
                removed(one)
        for root in self._office.stories():
            for one in [one for one in root.iter() if local(one) in _EXTENSIONS]:
                outer = one.getparent()
                removed(outer if local(outer) == "ext" else one)
            for one in [one for one in root.iter() if local(one) == "extLst" and len(one) == 0]:
                removed(one)
