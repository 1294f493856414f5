"""OFD (GB/T 33190): pages in the order of Document.xml, notes, attachments. Pure; never raises but for its bounds."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Unread
from gongkai.clearance.screening.readers.attached import Reader, read_attached, read_properties
from gongkai.clearance.screening.readers.images import read_picture_inside
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, local, text_of
from gongkai.clearance.screening.readers.packages import Package, resolved
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, named

_PROPERTIES = {
    "Author": "作者",
    "Creator": "制作软件",
    "Keywords": "关键词",
    "Abstract": "摘要",
    "Subject": "主题",
}
_PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".gif", ".jb2")


def read_ofd(data: bytes, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    """Every document of the package, its pages as they are turned."""
    package = Package(data, budget)
    root = package.xml("OFD.xml")
    if root is None:
        yield Unread("", "OFD 的目录文件读不出来。请重新导出后再上传。")
        return
    for body in all_of(root, "DocBody"):
        info = child(body, "DocInfo")
        said = (
            {label: text_of(child(info, name)) for name, label in _PROPERTIES.items()}
            if info is not None
            else {}
        )
        yield from read_properties(said, budget)
        main = text_of(child(body, "DocRoot")).strip()
        yield from _document(package, main.lstrip("/"), budget, depth, read)
        if text_of(child(body, "Signatures")).strip():
            yield Hidden(HIDDEN_DATA, "签章", "带有电子签章（签章里的文字没有读）")
    yield from _pictures(package, budget)
    for name in package.broken:
        yield Unread(named(name), "这一部分已损坏，没有读。请重新导出后再上传。")


def _document(package: Package, main: str, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    root = package.xml(main)
    if root is None:
        yield Unread("", "OFD 的正文读不出来。请重新导出后再上传。")
        return
    folder = posixpath.dirname(main)
    pages = list(all_of(child(root, "Pages"), "Page")) if child(root, "Pages") is not None else []
    templates = _templates(package, root, folder)
    for number, page in enumerate(pages[: budget.limits.pages], start=1):
        budget.progress(number - 1, len(pages), "页")
        yield from _page(
            package, resolved(folder, attribute(page, "BaseLoc")), templates, f"第{number}页", budget
        )
    if len(pages) > budget.limits.pages:
        yield Unread("", f"共 {len(pages)} 页，只读了前 {budget.limits.pages} 页。请拆成几个文件。")
    yield from _notes(package, root, folder, budget)
    yield from _attachments(package, root, folder, budget, depth, read)


def _templates(package: Package, root: Element, folder: str) -> dict[str, str]:
    return {
        attribute(one, "ID"): resolved(folder, attribute(one, "BaseLoc"))
        for one in all_of(root, "TemplatePage")
    }


def _page(
    package: Package, name: str, templates: dict[str, str], place: str, budget: Budget
) -> Iterator[Part]:
    content = package.xml(name)
    if content is None:
        yield Unread(place, "这一页读不出来。请重新导出后再上传。")
        return
    under = [templates.get(attribute(one, "TemplateID"), "") for one in all_of(content, "Template")]
    sheets = [package.xml(one) for one in under if one] + [content]
    text = "\n".join(line for sheet in sheets if sheet is not None for line in _lines(sheet))
    if text.strip():
        yield Passage(place, budget.text(text))
    unseen = [
        one
        for one in all_of(content, "Layer", "PageBlock", "TextObject")
        if attribute(one, "Visible") == "false"
    ]
    if unseen:
        yield Hidden(HIDDEN_DATA, place, f"{len(unseen)} 处设为不显示的内容", can_clean=True)


def _lines(sheet: Element) -> Iterator[str]:
    """One line for each text object; glyphs given one by one are put together again."""
    for one in all_of(sheet, "TextObject"):
        yield "".join(text_of(code) for code in one.iter() if local(code) == "TextCode")


def _notes(package: Package, root: Element, folder: str, budget: Budget) -> Iterator[Part]:
    name = text_of(child(root, "Annotations")).strip()
    index = package.xml(resolved(folder, name)) if name else None
    if index is None:
        return
    base = posixpath.dirname(resolved(folder, name))
    for page in all_of(index, "Page"):
        place = resolved(base, text_of(child(page, "FileLoc")).strip())
        notes = package.xml(place)
        for note in all_of(notes, "Annot") if notes is not None else ():
            if attribute(note, "Type") == "Link":
                continue
            yield Hidden(HIDDEN_DATA, "批注", "批注或水印、图章", can_clean=True)
            if text := "\n".join((text_of(child(note, "Remark")), *_lines(note))).strip():
                yield Passage("批注", budget.text(text), "批注")


def _attachments(
    package: Package, root: Element, folder: str, budget: Budget, depth: int, read: Reader
) -> Iterator[Part]:
    name = text_of(child(root, "Attachments")).strip()
    index = package.xml(resolved(folder, name)) if name else None
    if index is None:
        return
    base = posixpath.dirname(resolved(folder, name))
    for one in all_of(index, "Attachment"):
        place = resolved(base, text_of(child(one, "FileLoc")).strip())
        label = attribute(one, "Name") or posixpath.basename(place)
        yield from read_attached(label, package.read(place), budget, depth, read)


def _pictures(package: Package, budget: Budget) -> Iterator[Part]:
    for number, name in enumerate(
        (one for one in package.names() if one.lower().endswith(_PICTURES)), start=1
    ):
        yield from read_picture_inside(f"第{number}张图片", package.read(name), budget)
