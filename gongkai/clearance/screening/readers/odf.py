"""OpenDocument (ODT, ODS, ODP): the text in order, and what its styles and marks keep out of sight. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Unread
from gongkai.clearance.screening.readers.attached import Reader, read_attached, read_properties
from gongkai.clearance.screening.readers.images import read_picture_inside
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import Element, attribute, child, local, text_of
from gongkai.clearance.screening.readers.odf_text import OdfStyles, Story
from gongkai.clearance.screening.readers.office import read_broken
from gongkai.clearance.screening.readers.packages import Package
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, named

_PROPERTIES = {
    "initial-creator": "作者",
    "creator": "最后保存者",
    "printed-by": "打印者",
    "keyword": "关键词",
    "subject": "主题",
    "description": "备注",
    "template": "模板",
}
_LOCKED = "文件有密码，系统无法核对内容。请解除密码后再上传。"


def read_odf(data: bytes, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    """All of an OpenDocument file. Raises ``Unopened`` and ``TooMuch``."""
    package = Package(data, budget)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        yield Unread("", _LOCKED)
        return
    root, styles = package.xml("content.xml"), package.xml("styles.xml")
    body = child(root, "body")
    if root is None or body is None:
        yield Unread("正文", "文件里没有正文，或正文已损坏。请重新导出后再上传。")
        return
    story = Story(OdfStyles([styles, root]), budget)
    for inner in body:
        yield from story.read(inner)
    yield from _heads(styles, story)
    yield from story.tally.told()
    yield from _properties(package, budget)
    yield from _rest(package, budget, depth, read)
    yield from read_broken(package)


def _heads(styles: Element | None, story: Story) -> Iterator[Part]:
    """Headers and footers stand with the styles of pages."""
    pages = child(styles, "master-styles") if styles is not None else None
    for page in pages if pages is not None else ():
        for one in page:
            if local(one).startswith(("header", "footer")) and (text := text_of(one).strip()):
                place = "页眉" if local(one).startswith("header") else "页脚"
                yield Passage(place, story.budget.text(text))


def _properties(package: Package, budget: Budget) -> Iterator[Part]:
    root = package.xml("meta.xml")
    meta = child(root, "meta")
    values: dict[str, str] = {}
    for one in meta if meta is not None else ():
        if label := _PROPERTIES.get(local(one)):
            values[label] = text_of(one)
        elif local(one) == "user-defined":
            values[f"自定义属性“{named(attribute(one, 'name'))}”"] = text_of(one)
    yield from read_properties(values, budget)


def _rest(package: Package, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    if package.names("basic/") or package.names("scripts/"):
        yield Hidden(HIDDEN_DATA, "宏", "宏程序")
    for name in package.names("pictures/"):
        yield from read_picture_inside(f"图片“{named(name.partition('/')[2])}”", package.read(name), budget)
    for name in package.names("object "):
        top = name.partition("/")[0]
        if name.endswith("/content.xml") and (root := package.xml(name)) is not None:
            words = [text_of(one) for one in root.iter("{*}p")]
            yield Hidden(HIDDEN_DATA, f"内嵌对象“{named(top)}”", "内嵌的表格、公式或图表对象", can_clean=True)
            if text := "\n".join(word for word in words if word.strip()):
                yield Passage(f"内嵌对象“{named(top)}”", budget.text(text), "内嵌对象")
        elif "/" not in name:
            yield from read_attached(name, package.read(name), budget, depth, read)
    for name in package.names("versions/"):
        yield Hidden(HIDDEN_DATA, "旧版本", f"文件里存着旧版本“{named(name.partition('/')[2])}”")
