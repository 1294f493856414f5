"""ZIP archives of files, one level deep. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.clearance.screening.decoding import decode
from gongkai.clearance.screening.parts import Hidden, Part, Passage, Unread
from gongkai.clearance.screening.readers.attached import Reader
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.packages import Package, entry_names
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, inside, named

_OF_A_MAC = ("__MACOSX/", ".DS_Store")
_PROGRAMS = (
    ".exe",
    ".dll",
    ".scr",
    ".com",
    ".bat",
    ".cmd",
    ".ps1",
    ".vbs",
    ".js",
    ".jar",
    ".hta",
    ".lnk",
    ".sh",
    ".msi",
)


def read_archive(package: Package, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    """Each file in it, its places behind its name."""
    if package.comment.strip():
        yield Hidden(HIDDEN_DATA, "压缩包说明", "压缩包里有一段说明文字", can_clean=True)
        yield Passage("压缩包说明", budget.text(decode(package.comment)), "压缩包说明")
    files = [(info, name) for info, name in entry_names(package) if not info.is_dir()]
    if not files:
        yield Unread("", "是空的压缩包，没有内容。请换上正确的文件。")
    for number, (info, name) in enumerate(files, start=1):
        budget.progress(number - 1, len(files), "压缩包里的文件")
        if name.startswith(_OF_A_MAC[0]) or name.endswith(_OF_A_MAC[1]):
            yield Hidden(HIDDEN_DATA, named(name), "苹果电脑自带的附属文件", can_clean=True)
            continue
        yield Passage("文件名", name)
        if name.lower().endswith(_PROGRAMS):
            yield Hidden(HIDDEN_DATA, named(name), "压缩包里有程序")
            yield Unread(named(name), "是程序，没有读。请从压缩包里去掉。")
            continue
        broken = len(package.broken)
        data = package.unpacked(info)
        if len(package.broken) > broken:
            yield Unread(named(name), "已损坏，解不开。请重新打包后再上传。")
            continue
        yield from (inside(named(name), part) for part in read(name, data, budget, depth + 1))
    for name in package.twice():
        yield Hidden(HIDDEN_DATA, named(name), "同名文件有两份，解开后只剩一份")
    budget.progress(len(files), len(files), "压缩包里的文件")
