"""OpenDocument (ODT, ODS, ODP): revisions accepted, comments, hidden parts and properties taken out of the XML. Pure."""

from __future__ import annotations

from gongkai.clearance.cleaning.bundles import Bundle
from gongkai.clearance.cleaning.images import stripped
from gongkai.clearance.cleaning.office import removed
from gongkai.clearance.cleaning.result import Log, NotCleaned
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, local, text_of
from gongkai.clearance.screening.readers.odf_text import OdfStyles
from gongkai.clearance.screening.readers.sheets import COLUMNS, ROWS

_LOCKED = "文件有密码，没有清理。请解除密码后再上传。"
_MACROS = "文件带有宏，系统不清理。请另存为不带宏的文件，或 PDF。"
_KEPT = ("title", "language", "document-statistic")
_MARKS = ("change", "change-start", "change-end", "annotation-end")
_UNSHOWN = ("hidden-text", "hidden-paragraph")
_LEFT_OUT = (
    "thumbnails/",
    "versions/",
    "versionlist.xml",
    "meta-inf/documentsignatures",
    "configurations2/",
    "layout-cache",
)
_FOLDED = ("collapse", "filter")


def clean_odf(data: bytes, budget: Budget, log: Log) -> bytes:
    """The file cleaned. Raises :class:`NotCleaned`, ``Unopened`` and ``TooMuch``."""
    bundle = Bundle(data, budget)
    if b"encryption-data" in bundle.read("META-INF/manifest.xml"):
        raise NotCleaned(_LOCKED)
    if bundle.names("basic/") or bundle.names("scripts/"):
        raise NotCleaned(_MACROS)
    root, looks = bundle.xml("content.xml"), bundle.xml("styles.xml")
    if root is None or child(root, "body") is None:
        raise NotCleaned("文件里没有正文，或正文已损坏，没有清理。请重新导出后再上传。")
    styles = OdfStyles([looks, root])
    for part in (root, looks):
        if part is not None:
            _Body(part, styles, log).settle()
    _properties(bundle, log)
    _objects(bundle, root, log)
    _rest(bundle, log)
    return bundle.written()


class _Body:
    def __init__(self, root: Element, styles: OdfStyles, log: Log) -> None:
        self._root, self._styles, self._log = root, styles, log

    def settle(self) -> None:
        """Everything that is not seen."""
        self._revisions()
        for one in list(all_of(self._root, "annotation")):
            self._take(one, "条批注")
        for one in list(all_of(self._root, *_MARKS)):
            removed(one)
        for one in list(all_of(self._root, "section")):
            if attribute(one, "display") in ("none", "condition"):
                self._take(one, "处隐藏的节")
        for one in list(all_of(self._root, "page")):
            if self._styles.why(attribute(one, "style-name")):
                self._take(one, "张隐藏的幻灯片")
        for one in list(all_of(self._root, "notes")):
            self._take(one, "页演讲者备注" if text_of(one).strip() else "")
        for one in list(all_of(self._root, "shape", "frame")):
            if attribute(one, "display") == "none":
                self._take(one, "处隐藏的图形")
        self._texts()
        self._tables()

    def _take(self, one: Element, label: str) -> None:
        if one.getparent() is None:
            return
        removed(one)
        if label:
            self._log.took(label)

    def _revisions(self) -> None:
        for one in list(all_of(self._root, "tracked-changes")):
            deleted = sum(1 for _ in all_of(one, "deletion"))
            others = sum(1 for inner in one if local(inner) == "changed-region") - deleted
            self._log.took("处已删除的修订", deleted)
            self._log.took("处修订接受为正文", max(others, 0))
            removed(one)

    def _texts(self) -> None:
        """Stretches and paragraphs of a look that nobody sees."""
        for one in list(all_of(self._root, *_UNSHOWN)):
            self._take(one, "处隐藏文字")
        for one in list(all_of(self._root, "span", "p", "h")):
            if one.getparent() is None or not (why := self._styles.why(attribute(one, "style-name"))):
                continue
            said = _own_text(one)
            _empty(one)
            self._log.took(f"处{why}", 1 if said else 0)

    def _tables(self) -> None:
        for one in list(all_of(self._root, "table")):
            if local(one.getparent()) == "spreadsheet" and self._styles.why(attribute(one, "style-name")):
                self._settle_formulas(attribute(one, "name"))
                self._take(one, "个隐藏工作表")
        for one in list(all_of(self._root, "table")):
            self._table(one)

    def _settle_formulas(self, name: str) -> None:
        """A formula that points at a table that goes, or at a name for its cells, keeps its value."""
        gone = [name]
        for one in list(all_of(self._root, "named-range", "named-expression", "database-range")):
            if any(name in value for value in one.attrib.values()):
                gone.append(attribute(one, "name"))
                removed(one)
        told = 0
        for cell in all_of(self._root, "table-cell"):
            for key in [key for key in cell.attrib if key.endswith("}formula")]:
                if any(one and one in cell.attrib[key] for one in gone):
                    del cell.attrib[key]
                    told += 1
        if told:
            self._log.note(f"{told} 个公式引用被清除的内容，已改成它算出的结果，今后不再自动重算。")

    def _table(self, table: Element) -> None:
        columns: list[tuple[int, int]] = []
        at = 0
        for one in all_of(table, "table-column"):
            times = _times(one)
            if attribute(one, "visibility") in _FOLDED:
                columns.append((at, at + times))
            at += times
        emptied = 0
        for row in all_of(table, "table-row"):
            if next(up for up in row.iterancestors() if local(up) == "table") is table:
                emptied += self._row(row, columns)
        if emptied:
            self._settle_all(table)

    def _row(self, row: Element, columns: list[tuple[int, int]]) -> int:
        is_folded = attribute(row, "visibility") in _FOLDED
        at = emptied = 0
        for cell in row:
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            last = at + _times(cell)
            why = ROWS if is_folded else ""
            if not why and any(first < last and at < end for first, end in columns):
                why = COLUMNS
            why = why or self._styles.why(attribute(cell, "style-name"))
            at = last
            if why and text_of(cell).strip():
                _empty_cell(cell)
                self._log.took(f"个单元格的内容（{why}；行列位置不变）")
                emptied += 1
        return emptied

    def _settle_all(self, table: Element) -> None:
        """Which formulas point at emptied cells is not told apart here: those of the whole file keep their values."""
        told = 0
        for cell in table.getroottree().iter("{*}table-cell"):
            for key in [key for key in cell.attrib if key.endswith("}formula")]:
                del cell.attrib[key]
                told += 1
        if told:
            self._log.note(f"{told} 个公式已改成它算出的结果（有的引用了被清除的内容），今后不再自动重算。")


def _own_text(one: Element) -> str:
    return text_of(one).strip()


def _empty(one: Element) -> None:
    for inner in list(one):
        one.remove(inner)
    one.text = None


def _empty_cell(cell: Element) -> None:
    _empty(cell)
    for key in [key for key in cell.attrib if key.rpartition("}")[2] in _VALUES]:
        del cell.attrib[key]


_VALUES = (
    "formula",
    "value",
    "value-type",
    "string-value",
    "date-value",
    "time-value",
    "boolean-value",
    "currency",
)


def _times(one: Element) -> int:
    number = attribute(one, "number-columns-repeated")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1


def _properties(bundle: Bundle, log: Log) -> None:
    meta = child(bundle.xml("meta.xml"), "meta") if "meta.xml" in bundle else None
    for one in list(meta) if meta is not None else ():
        if local(one) not in _KEPT:
            log.took("项文件属性（作者、最后保存者等）", 1 if text_of(one).strip() else 0)
            removed(one)


def _objects(bundle: Bundle, root: Element, log: Log) -> None:
    """An embedded object leaves the picture that is shown of it."""
    for one in [*all_of(root, "object", "object-ole")]:
        frame, target = one.getparent(), attribute(one, "href").removeprefix("./")
        if not target or not any(local(other) == "image" for other in frame):
            continue
        removed(one)
        for name in bundle.names(target.lower()):
            bundle.drop(name)
        log.took("个内嵌对象（留下显示的图片）")


def _rest(bundle: Bundle, log: Log) -> None:
    for start in _LEFT_OUT:
        for name in bundle.names(start):
            bundle.drop(name)
            if start == "versions/":
                log.took("个旧版本")
    for name in bundle.names(end=(".jpg", ".jpeg", ".png", ".gif", ".webp")):
        data, said = stripped(bundle.read(name))
        if said:
            bundle.replace(name, data)
            log.took("张图片里的拍摄信息或附注")
    manifest = bundle.xml("META-INF/manifest.xml")
    for one in list(all_of(manifest, "file-entry")) if manifest is not None else ():
        path = attribute(one, "full-path")
        if path and not path.endswith("/") and path not in bundle:
            removed(one)
    for one in [*all_of(bundle.xml("settings.xml"), "config-item")] if "settings.xml" in bundle else ():
        if attribute(one, "name") in ("PrinterName", "PrinterSetup", "PrinterPaperFromSetup"):
            removed(one)
