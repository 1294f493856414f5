"""PPTX: hidden slides, notes, comments and shapes that nobody sees taken out of the XML. Pure."""

from __future__ import annotations

from gongkai.clearance.cleaning.office import DROPPED, Office, removed
from gongkai.clearance.cleaning.result import Log, NotCleaned
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, local
from gongkai.clearance.screening.readers.slide_shapes import OUTSIDE, UNSHOWN, Ground, Shape, Size, shapes_of
from gongkai.clearance.screening.readers.word_styles import LOST

_KINDS = {key: said for key, said in DROPPED.items() if key != "oleObject"} | {
    "notesSlide": "页演讲者备注",
    "commentAuthors": "",
    "authors": "",
    "tags": "份标签数据",
    "customData": "份自定义数据",
    "changesInfo": "份协作修改记录",
    "revisionInfo": "",
    "comments": "",
}
_MAIN = "ppt/presentation.xml"
_OFF = ("0", "false")
_ON = ("1", "true")


def clean_pptx(data: bytes, budget: Budget, log: Log) -> bytes:
    """The file cleaned. Raises :class:`NotCleaned`, ``Unopened`` and ``TooMuch``."""
    office = Office(data, budget)
    office.refuse_macros()
    main = office.main(_MAIN)
    root = office.xml(main)
    if root is None:
        raise NotCleaned("里面没有演示文稿，或已损坏，没有清理。请重新导出后再上传。")
    _objects(office, log)
    for owner in office.owners():
        for name in office.targets(owner, "comments"):
            log.took("条批注", sum(1 for _ in all_of(office.xml(name), "cm", "reply")))
    office.unlink_kinds(_KINDS, log)
    _hidden_slides(office, main, root, log)
    office.properties(log)
    office.sweep()
    size = _size(root)
    for name in office.targets(main, "slide"):
        _Slide(office, name, log).settle(size)
    office.pictures(log)
    return office.written()


def _objects(office: Office, log: Log) -> None:
    """An embedded object leaves the picture that is shown of it."""
    for owner in office.owners():
        ids = {key for key, one in office.relations(owner).items() if one.kind == "oleObject"}
        root = office.xml(owner) if ids and owner else None
        for frame in list(all_of(root, "graphicFrame")) if root is not None else ():
            if next(all_of(frame, "oleObj"), None) is None:
                continue
            picture = next(iter([*all_of(frame, "pic")][-1:]), None)
            if picture is not None:
                frame.addprevious(picture)
            removed(frame)
            log.took("个内嵌对象（留下显示的图片）")
        office.unlink(owner, ids)


def _hidden_slides(office: Office, main: str, root: Element, log: Log) -> None:
    related = office.relations(main)
    gone = {
        key: one.target
        for key, one in related.items()
        if one.kind == "slide" and attribute(office.xml(one.target), "show") in _OFF
    }
    if gone and len(gone) == sum(one.kind == "slide" for one in related.values()):
        raise NotCleaned("幻灯片全都是隐藏的，清理后什么也不剩，没有清理。请取消隐藏要公开的幻灯片。")
    numbers = {_number(one) for one in all_of(root, "sldId") if _pointer(one) in gone}
    office.unlink(main, gone)
    for one in list(all_of(root, "sldId")):  # of the sections, by their numbers
        if one.get("id") in numbers and not _pointer(one):
            removed(one)
    for owner in office.owners():
        ids = {key for key, one in office.relations(owner).items() if one.target in gone.values()}
        office.unlink(owner, ids)
    log.took("张隐藏的幻灯片", len(gone))


def _pointer(one: Element) -> str:
    return next((value for key, value in one.attrib.items() if "relationships}" in key), "")


def _number(one: Element) -> str:
    return str(one.get("id", ""))


def _size(root: Element) -> Size:
    size = child(root, "sldSz")
    wide, high = attribute(size, "cx"), attribute(size, "cy")
    return (int(wide), int(high)) if wide.isdigit() and high.isdigit() else (0, 0)


class _Slide:
    def __init__(self, office: Office, name: str, log: Log) -> None:
        self._office, self._name, self._log = office, name, log
        self._root: Element = office.xml(name)

    def settle(self, size: Size) -> None:
        """Shapes that are hidden or lie outside go; so do letters lost on their ground."""
        gone: set[str] = set()
        for shape in shapes_of(self._root, size, self._ground()):
            gone |= self._settle(shape)
        for one in [one for one in all_of(self._root, "cNvPr") if attribute(one, "hidden") in _ON]:
            outer = one.getparent().getparent()
            if outer is not None and local(outer) in ("sp", "pic", "grpSp", "graphicFrame", "cxnSp"):
                gone.add(attribute(one, "id"))
                removed(outer)
                self._log.took("个隐藏的图形")
        if gone and any(attribute(one, "spid") in gone for one in all_of(self._root, "spTgt")):
            removed(next(one for one in self._root if local(one) == "timing"))
            self._log.note("有的幻灯片动画用到被去掉的图形，那一张的动画已去掉。")

    def _settle(self, shape: Shape) -> set[str]:
        if shape.element is None or shape.element.getparent() is None:
            return set()
        for why in (UNSHOWN, OUTSIDE):
            if why in shape.texts:
                removed(shape.element)
                self._log.took(f"处{why}")
                return {attribute(one, "id") for one in all_of(shape.element, "cNvPr")}
        for run in shape.lost:
            removed(run)
        self._log.took(f"处{LOST}", 1 if shape.lost else 0)
        return set()

    def _ground(self) -> Ground:
        """As the reader tells it: of the slide, its layout and its master."""
        layout = next(iter(self._office.targets(self._name, "slideLayout")), "")
        master = next(iter(self._office.targets(layout, "slideMaster")), "") if layout else ""
        theme = next(iter(self._office.targets(master, "theme")), "") if master else ""
        below = [self._office.xml(name) if name else None for name in (layout, master)]
        return Ground.of([self._root, *below], self._office.xml(theme) if theme else None)
