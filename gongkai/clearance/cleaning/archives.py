"""ZIP archives of files: each file in it is cleaned by its kind, one level deep. Pure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from gongkai.clearance.cleaning.result import Cleaned, Log, NotCleaned
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.packages import Package, entry_names
from gongkai.clearance.screening.readers.saying import named

_DAY = (1980, 1, 1, 0, 0, 0)
_OF_A_MAC = ("__MACOSX/", ".DS_Store")
_BROKEN = "压缩包里的“{name}”已损坏，解不开，没有清理。请重新打包后再上传。"

Clean = Callable[[str, bytes, Budget], Cleaned]


def clean_archive(data: bytes, budget: Budget, log: Log, clean: Clean) -> Cleaned:
    """The archive with each file cleaned; what cannot be stays as it is and is told. Raises :class:`NotCleaned`."""
    package = Package(data, budget)
    if package.comment.strip():
        log.note("去掉压缩包说明。")
    out = io.BytesIO()
    left: list[str] = []
    held: dict[str, bytes] = {}
    for info, name in entry_names(package):
        if info.is_dir():
            continue
        if name.startswith(_OF_A_MAC[0]) or name.endswith(_OF_A_MAC[1]):
            log.took("个苹果电脑自带的附属文件")
            continue
        inner = package.unpacked(info)
        if package.broken:
            raise NotCleaned(_BROKEN.format(name=named(name)))
        held[name] = inner
    if not held:
        raise NotCleaned("是空的压缩包，没有内容。请换上正确的文件。")
    with zipfile.ZipFile(out, "w") as archive:
        for name, inner in held.items():
            try:
                one = clean(name, inner, budget)
            except NotCleaned as error:
                one = Cleaned(inner, (), (str(error),))
            for line in one.removed:
                log.note(f"{named(name)}：{line}")
            left.extend(f"{named(name)}：{line}" for line in one.left)
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, one.data)
    return Cleaned(out.getvalue(), log.lines(), tuple(left))
