"""OFD (GB/T 33190): pages in the order of Document.xml, whatever their folders are called. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Unread
from gongkai.clearance.screening.readers.attached import Reader, read_attached, read_properties
from gongkai.clearance.screening.readers.images import read_picture_inside
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, local, text_of
from gongkai.clearance.screening.readers.ofd_page import page_texts
from gongkai.clearance.screening.readers.office import read_broken
from gongkai.clearance.screening.readers.packages import Package, resolved
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, METADATA, Tally, named

_PROPERTIES = {
    "Author": "作者",
    "Subject": "主题",
    "Abstract": "摘要",
    "Keyword": "关键词",
    "Cover": "",
    "CustomData": "自定义属性",
}
_SHOWN_NOTES = ("Link", "Watermark", "Stamp")
_UNLISTED = "没有列入页序的页面"


def read_ofd(data: bytes, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    """All of an OFD file. Raises ``Unopened`` and ``TooMuch``."""
    package = Package(data, budget)
    root = package.xml(next(name for name in package.names() if name.lower() == "ofd.xml"))
    bodies = list(all_of(root, "DocBody")) if root is not None else []
    if not bodies:
        yield Unread("", "OFD 文件里没有文档，或已损坏。请重新导出后再上传。")
    if package.names(end="encryptions.xml"):
        yield Unread("", "文件有加密的部分，系统无法核对内容。请解除密码后再上传。")
    for number, body in enumerate(bodies, start=1):
        prefix = f"第{number}个文档" if len(bodies) > 1 else ""
        yield from _Document(package, budget, prefix).read(body, depth, read)
    yield from read_broken(package)


@dataclass(slots=True)
class _Document:
    package: Package
    budget: Budget
    prefix: str
    tally: Tally = field(default_factory=Tally)
    seen: set[str] = field(default_factory=set)
    templates: dict[str, str] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    shown_media: set[str] = field(default_factory=set)

    def read(self, body: Element, depth: int, read: Reader) -> Iterator[Part]:
        name = resolved("", text_of(child(body, "DocRoot")).strip())
        root = self.package.xml(name)
        if root is None:
            yield Unread(self.prefix, "文档已损坏，读不出来。请重新导出后再上传。")
            return
        folder = posixpath.dirname(name)
        self._resources(root, folder)
        pages = list(all_of(child(root, "Pages"), "Page")) if child(root, "Pages") is not None else []
        yield from self._pages(pages, folder)
        yield from self._unlisted(folder)
        yield from self._notes(root, folder, pages)
        yield from self._beside(root, folder, depth, read)
        yield from self.tally.told()
        yield from self._facts(body)
        yield from self._pictures()

    def _resources(self, root: Element, folder: str) -> None:
        for one in all_of(root, "TemplatePage"):
            self.templates[attribute(one, "ID")] = resolved(folder, attribute(one, "BaseLoc"))
        for one in all_of(root, "PublicRes", "DocumentRes"):
            name = resolved(folder, text_of(one).strip())
            res = self.package.xml(name)
            if res is None:
                continue
            base = resolved(posixpath.dirname(name), attribute(res, "BaseLoc") or ".")
            for medium in all_of(res, "MultiMedia"):
                if attribute(medium, "Type") in ("Image", ""):
                    file = text_of(child(medium, "MediaFile")).strip()
                    self.media[attribute(medium, "ID")] = resolved(base, file)

    def _pages(self, pages: list[Element], folder: str) -> Iterator[Part]:
        most = self.budget.limits.pages
        for number, one in enumerate(pages[:most], start=1):
            self.budget.progress(number - 1, len(pages), "页")
            yield from self._page(
                resolved(folder, attribute(one, "BaseLoc")), f"{self.prefix}第{number}页", ""
            )
        self.budget.progress(min(len(pages), most), len(pages), "页")
        if len(pages) > most:
            yield Unread(
                f"{self.prefix}第{most + 1}页以后",
                f"一共 {len(pages):,} 页，只读了前 {most:,} 页。请拆成几个文件。",
            )
        if not pages:
            yield Unread(self.prefix, "这份 OFD 一页也没有。请换上正确的文件。")

    def _page(self, name: str, place: str, hidden: str) -> Iterator[Part]:
        self.seen.add(name.lower())
        root = self.package.xml(name)
        if root is None:
            yield Unread(place, "这一页读不出来。请重新导出后再上传。")
            return
        below = [self.templates.get(attribute(one, "TemplateID"), "") for one in all_of(root, "Template")]
        layers = [template for one in below if one and (template := self.package.xml(one)) is not None]
        for one in (*layers, root):
            for why, text in page_texts(one).items():
                if why and not hidden:
                    self.tally.add(why, place)
                yield Passage(place, self.budget.text(text), hidden or why)
            self.shown_media |= {attribute(image, "ResourceID") for image in all_of(one, "ImageObject")}
            if next(all_of(one, "CompositeObject"), None) is not None:
                yield Unread(place, "这一页有复合图元，里面的文字没有读。请人工核对。")

    def _unlisted(self, folder: str) -> Iterator[Part]:
        start = posixpath.join(folder, "Pages").lower() + "/"
        for name in self.package.names(start, "content.xml"):
            if name.lower() not in self.seen:
                place = f"页面文件“{named(posixpath.relpath(name, folder or '.'))}”"
                yield Hidden(HIDDEN_DATA, place, _UNLISTED, can_clean=True)
                yield from self._page(name, place, _UNLISTED)

    def _notes(self, root: Element, folder: str, pages: list[Element]) -> Iterator[Part]:
        order = {attribute(one, "ID"): number for number, one in enumerate(pages, start=1)}
        for pointer in all_of(root, "Annotations"):
            name = resolved(folder, text_of(pointer).strip())
            listed = self.package.xml(name)
            for one in all_of(listed, "Page") if listed is not None else ():
                place = f"{self.prefix}第{order.get(attribute(one, 'PageID'), '?')}页批注"
                file = resolved(posixpath.dirname(name), text_of(child(one, "FileLoc")).strip())
                yield from self._page_notes(self.package.xml(file), place)

    def _page_notes(self, root: Element | None, place: str) -> Iterator[Part]:
        signed = 0
        for one in all_of(root, "Annot") if root is not None else ():
            kind = attribute(one, "Type")
            is_shown = kind in _SHOWN_NOTES and attribute(one, "Visible") != "false"
            signed += bool(attribute(one, "Creator"))
            text = "\n".join(text_of(said) for said in all_of(one, "Remark", "TextCode", "Parameter"))
            why = "" if is_shown else "批注"
            if why:
                self.tally.add(why, place)
            if text.strip():
                yield Passage(place, self.budget.text(text), why)
        if signed:
            yield Hidden(METADATA, place, f"批注里留有 {signed} 处姓名", can_clean=True)

    def _beside(self, root: Element, folder: str, depth: int, read: Reader) -> Iterator[Part]:
        for pointer in all_of(root, "Attachments"):
            name = resolved(folder, text_of(pointer).strip())
            listed = self.package.xml(name)
            for one in all_of(listed, "Attachment") if listed is not None else ():
                file = resolved(posixpath.dirname(name), text_of(child(one, "FileLoc")).strip())
                ending = posixpath.splitext(file)[1]
                called = attribute(one, "Name") or posixpath.basename(file)
                called = called if called.lower().endswith(ending.lower()) else called + ending
                yield from read_attached(called, self.package.read(file), self.budget, depth, read)
        for kind, label in (("CustomTags", "自定义标引"), ("Extensions", "扩展数据")):
            for pointer in all_of(root, kind):
                yield from self._tags(resolved(folder, text_of(pointer).strip()), label, set())
        titles = [attribute(one, "Title") for one in all_of(root, "OutlineElem")]
        if any(titles):
            yield Passage(f"{self.prefix}书签", self.budget.text("\n".join(titles)))

    def _tags(self, name: str, label: str, been: set[str]) -> Iterator[Part]:
        """A list of tags points at their files, and at nothing beyond them."""
        root = self.package.xml(name)
        if root is None or name in been or len(been) > self.budget.limits.entries:
            return
        been.add(name)
        files = list(all_of(root, "FileLoc"))
        for one in files:
            yield from self._tags(resolved(posixpath.dirname(name), text_of(one).strip()), label, been)
        text = " ".join(text_of(root).split())
        if not files and text:
            yield Hidden(HIDDEN_DATA, label, f"页面上看不见的{label}", can_clean=True)
            yield Passage(label, self.budget.text(text), label)

    def _facts(self, body: Element) -> Iterator[Part]:
        values: dict[str, str] = {}
        for one in all_of(body, *_PROPERTIES):
            label = _PROPERTIES[local(one)]
            if local(one) == "CustomData":
                label = f"{label}“{named(attribute(one, 'Name'))}”"
            if label:
                values[label] = text_of(one)
        yield from read_properties(values, self.budget)
        versions = sum(1 for _ in all_of(body, "Version"))
        if versions > 1:
            yield Hidden(HIDDEN_DATA, "旧版本", f"文件里存着 {versions} 个版本")
        if (pointer := child(body, "Signatures")) is not None:
            root = self.package.xml(resolved("", text_of(pointer).strip()))
            count = sum(1 for _ in all_of(root, "Signature")) if root is not None else 0
            if count:
                yield Hidden(METADATA, "电子签章", f"有 {count} 个电子签章，清除别的内容会使签章失效")

    def _pictures(self) -> Iterator[Part]:
        for number, (key, name) in enumerate(self.media.items(), start=1):
            place = f"图片{number}“{named(posixpath.basename(name))}”"
            if key not in self.shown_media:
                yield Hidden(HIDDEN_DATA, place, "页面上没有用到的图片", can_clean=True)
            yield from read_picture_inside(place, self.package.read(name), self.budget)
