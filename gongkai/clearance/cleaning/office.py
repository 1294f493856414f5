"""What cleaning DOCX, XLSX and PPTX has in common: relations, content types, properties, pictures. Pure.

A part that nothing points at any more is left out, whatever it was: an office program would not show it either.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from gongkai.clearance.cleaning.bundles import Bundle
from gongkai.clearance.cleaning.images import stripped
from gongkai.clearance.cleaning.result import Log, NotCleaned
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, local, text_of
from gongkai.clearance.screening.readers.packages import resolved

_MACROS = ("vbaproject.bin", "vbadata.xml", "/macrosheets/", "/activex/", "/dialogsheets/")
_NO_MACROS = "文件带有宏或控件，系统不清理。请另存为不带宏的 DOCX、XLSX、PPTX 或 PDF 后再上传。"
_KEPT_PROPERTIES = ("title", "language")
_TOLD_PROPERTIES = (
    "creator",
    "lastModifiedBy",
    "keywords",
    "description",
    "subject",
    "category",
    "contentStatus",
)
_ATTRIBUTE_ONLY = ("pageSetup",)  # elements that mean something without what they point at
_NEVER_EMPTY = frozenset(
    [
        "externalReferences",
        "pivotCaches",
        "tableParts",
        "oleObjects",
        "controls",
        "custDataLst",
        "customPr",
        "customProperties",
    ]
)
DROPPED = {
    "oleObject": "个内嵌对象或文件",
    "package": "个内嵌文件（图表保留显示的数字）",
    "customXml": "份自定义数据",
    "thumbnail": "张缩略图",
    "custom-properties": "份自定义属性",
    "extended-properties": "份程序属性（单位、主管、模板等）",
    "printerSettings": "份打印机设置",
    "origin": "份数字签名（内容改动后不再有效）",
    "people": "份人员名单",
    "person": "份人员名单",
    "webextensiontaskpanes": "份加载项数据",
    "docTasks": "份任务记录",
}
"""What every kind of office file loses: last word of the relation's type → what the person is told."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One pointer of a part; ``target`` a name in the archive, or an address where it is external."""

    kind: str
    target: str
    is_external: bool


class Office(Bundle):
    """An office file with its pointers."""

    def refuse_macros(self) -> None:
        """Raises :class:`NotCleaned` for a file that bears a program."""
        if any(part in f"/{name.lower()}" for name in self.parts for part in _MACROS):
            raise NotCleaned(_NO_MACROS)

    def main(self, usual: str) -> str:
        """The name of the main part."""
        found = (one.target for one in self.relations("").values() if one.kind == "officeDocument")
        return next(found, usual)

    def relations(self, owner: str) -> dict[str, Relation]:
        """Pointers of a part by their ids; of the file itself where ``owner`` is empty."""
        root = self.xml(_pointers(owner))
        folder = posixpath.dirname(owner)
        found = {}
        for one in all_of(root, "Relationship") if root is not None else ():
            target, outside = unquote(attribute(one, "Target")), attribute(one, "TargetMode") == "External"
            kind = attribute(one, "Type").rpartition("/")[2]
            found[attribute(one, "Id")] = Relation(
                kind, target if outside else resolved(folder, target), outside
            )
        return found

    def targets(self, owner: str, kind: str) -> list[str]:
        """Names of the parts of a kind that a part points at."""
        return [
            one.target for one in self.relations(owner).values() if one.kind == kind and one.target in self
        ]

    def owners(self) -> list[str]:
        """All parts that point at others, the file itself first."""
        found = []
        for name in self.names(end=".rels"):
            folder, base = posixpath.split(name)
            found.append(posixpath.join(posixpath.dirname(folder), base[: -len(".rels")]))
        return sorted(found, key=bool)

    def unlink(self, owner: str, ids: Iterable[str]) -> None:
        """Without these pointers and without what stands in the part for them."""
        gone = set(ids)
        root = self.xml(_pointers(owner))
        for one in list(all_of(root, "Relationship")) if root is not None and gone else ():
            if attribute(one, "Id") in gone:
                one.getparent().remove(one)
        body = self.xml(owner) if gone and owner and owner.lower().endswith((".xml", ".vml")) else None
        for one in list(body.iter()) if body is not None else ():
            _unpoint(one, gone)

    def unlink_kinds(self, told: dict[str, str], log: Log) -> None:
        """Without pointers of these kinds anywhere; what is said of them goes into the log."""
        for owner in self.owners():
            ids = {key: one.kind for key, one in self.relations(owner).items() if one.kind in told}
            self.unlink(owner, ids)
            for kind in ids.values():
                if told[kind]:
                    log.took(told[kind])

    def properties(self, log: Log) -> None:
        """Of the properties the title stays, and the language."""
        for name in self.targets("", "core-properties") or self.names("docprops/core", ".xml"):
            root = self.xml(name)
            for one in list(root) if root is not None else ():
                if local(one) in _KEPT_PROPERTIES:
                    continue
                if local(one) in _TOLD_PROPERTIES and text_of(one).strip():
                    log.took("项文件属性（作者、最后保存者等）")
                removed(one)

    def pictures(self, log: Log) -> None:
        """Pictures inside lose what they say of camera, person and place; they look the same."""
        for name in self.names(end=(".jpg", ".jpeg", ".png", ".gif", ".webp")):
            data, said = stripped(self.read(name))
            if said:
                self.replace(name, data)
                log.took("张图片里的拍摄信息或附注")

    def sweep(self) -> None:
        """Leave out what nothing points at, and its content types."""
        reached = {"[content_types].xml"}
        waiting = [""]
        while waiting:
            owner = waiting.pop()
            reached.add(_pointers(owner).lower())
            for one in self.relations(owner).values():
                if not one.is_external and one.target in self and one.target.lower() not in reached:
                    reached.add(one.target.lower())
                    waiting.append(one.target)
        for name in [one for one in self.parts if one.lower() not in reached]:
            self.drop(name)
        types = self.xml("[Content_Types].xml")
        for one in list(all_of(types, "Override")) if types is not None else ():
            if attribute(one, "PartName") not in self:
                one.getparent().remove(one)

    def stories(self) -> Iterator[Element]:
        """Roots of all XML parts, the pointers and the types excepted."""
        for name in list(self.markup()):
            if not name.lower().endswith((".rels", "[content_types].xml")):
                yield self.xml(name)


def _pointers(owner: str) -> str:
    folder, base = posixpath.split(owner)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _unpoint(one: Element, gone: set[str]) -> None:
    if not isinstance(one.tag, str):
        return
    keys = [key for key, value in one.attrib.items() if value in gone and "relationships}" in key]
    if not keys:
        return
    if local(one) in _ATTRIBUTE_ONLY:
        for key in keys:
            del one.attrib[key]
        return
    removed(one)


def removed(one: Element) -> None:
    """Without this element; the text behind it stays, and an outer element that may not be empty goes with it."""
    parent = one.getparent()
    if parent is None:
        return
    if one.tail and one.tail.strip():
        before = one.getprevious()
        if before is None:
            parent.text = (parent.text or "") + one.tail
        else:
            before.tail = (before.tail or "") + one.tail
    parent.remove(one)
    if local(parent) in _NEVER_EMPTY and len(parent) == 0:
        removed(parent)
    elif local(parent) in ("Choice", "Fallback") and len(parent) == 0:
        outer = parent.getparent()
        if outer is not None and not any(len(inner) for inner in outer):
            removed(outer)


def unwrapped(one: Element) -> None:
    """The children of an element in its place."""
    parent = one.getparent()
    at = parent.index(one)
    for offset, inner in enumerate(list(one)):
        parent.insert(at + offset, inner)
    removed(one)


def element(tag: str, text: str = "") -> Element:
    """A new element with a text."""
    made = etree.Element(tag)
    made.text = text
    return made
