"""What the three newer office formats (DOCX, XLSX, PPTX) have in common: properties, macros, pictures, embedded files. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Unread
from gongkai.clearance.screening.readers.attached import Reader, read_attached, read_properties
from gongkai.clearance.screening.readers.images import read_picture_inside
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import all_of, attribute, local, text_of
from gongkai.clearance.screening.readers.packages import Package
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, named

_PROPERTIES = {
    "creator": "作者",
    "lastModifiedBy": "最后保存者",
    "Manager": "主管",
    "Company": "单位",
    "keywords": "关键词",
    "description": "备注",
    "subject": "主题",
    "category": "类别",
    "contentStatus": "状态",
    "Template": "模板",
    "HyperlinkBase": "链接基准",
}
_MACROS = ("vbaproject.bin", "vbadata.xml", "/macrosheets/", "/activex/", "/dialogsheets/")
# Machinery: what stands in these no one reads, and offices write the same into every file.
_MACHINE_DATA = ("schemas.microsoft.com/office", "bibliography", "datastore", "openxmlformats.org/")


def read_package_properties(package: Package, budget: Budget) -> Iterator[Part]:
    """Author, company and the like, and the properties a program or a person added."""
    values: dict[str, str] = {}
    for name in ("docProps/core.xml", "docProps/app.xml"):
        root = package.xml(name)
        for one in root if root is not None else ():
            if label := _PROPERTIES.get(local(one)):
                values[label] = text_of(one)
    root = package.xml("docProps/custom.xml")
    for one in all_of(root, "property") if root is not None else ():
        values[f"自定义属性“{named(attribute(one, 'name'))}”"] = text_of(one)
    values.pop("模板", None) if values.get("模板", "").lower().startswith("normal") else None
    yield from read_properties(values, budget)


def read_package_rest(package: Package, top: str, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    """What lies beside the main text: macros, embedded files, data of other programs, pictures, what stands there twice."""
    if any(part in f"/{name.lower()}" for name in package.names() for part in _MACROS):
        yield Hidden(HIDDEN_DATA, "宏", "宏或控件程序")
    for name in package.names(f"{top}/embeddings/"):
        base = posixpath.basename(name)
        yield from read_attached(base, package.read(name), budget, depth, read)
    for name in package.names("customxml/item", ".xml"):
        yield from _custom(package, name, budget)
    for name in package.names(f"{top}/media/"):
        place = f"图片“{posixpath.basename(name)}”"
        yield from read_picture_inside(place, package.read(name), budget)
    for name in package.twice():
        yield Hidden(HIDDEN_DATA, f"部件“{named(name)}”", "同名部件有两份，不同程序打开看到的不一样")


def read_broken(package: Package) -> Iterator[Part]:
    """Parts that were there and could not be read."""
    for name in dict.fromkeys(package.broken):
        yield Unread(f"部件“{named(name)}”", "这一部分已损坏，读不出来。请重新导出后再上传。")


def _custom(package: Package, name: str, budget: Budget) -> Iterator[Part]:
    if "props" in posixpath.basename(name).lower():
        return
    root = package.xml(name)
    if root is None:
        return
    text = " ".join(text_of(root).split())
    space = str(root.tag).lower()
    if text and not any(one in space for one in _MACHINE_DATA):
        place = f"自定义数据“{posixpath.basename(name)}”"
        yield Hidden(HIDDEN_DATA, place, "文件里夹带的自定义数据", can_clean=True)
        yield Passage(place, budget.text(text), "自定义数据")
