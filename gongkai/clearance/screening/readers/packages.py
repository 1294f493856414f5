"""ZIP files: judged before anything is unpacked, read one member at a time. Pure; raises only what it says."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from gongkai.clearance.screening.readers.limits import Budget, TooMuch
from gongkai.clearance.screening.readers.markup import BROKEN_XML, Element, all_of, attribute, parsed
from gongkai.clearance.screening.reading import BROKEN_ZIP, names_of_entry

_SAID_TO_BE = 4096  # a member may be that much longer than the archive says before it is called a bomb


class Unopened(Exception):
    """The archive cannot be opened; the message is Chinese."""


class Package:
    """An opened archive.

    Raises :class:`Unopened` for what is broken or locked and :class:`TooMuch` for what would unpack to too much.
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._budget = budget
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self.infos = self._archive.infolist()
        except BROKEN_ZIP as error:
            raise Unopened("文件已损坏，打不开。请重新导出后再上传。") from error
        size = sum(info.file_size for info in self.infos)
        budget.unpack(entries=len(self.infos), size=size, packed=len(data))
        if any(info.flag_bits & 0x1 for info in self.infos):
            raise Unopened("文件已加密，系统无法核对内容。请解除密码后再上传。")
        self._by_name: dict[str, list[zipfile.ZipInfo]] = {}
        for info in self.infos:
            self._by_name.setdefault(info.filename.lstrip("/").lower(), []).append(info)
        self.comment = self._archive.comment
        self.broken: list[str] = []

    def names(self, start: str = "", end: str = "") -> list[str]:
        """Names of the files in it, in the archive's order, by how they begin and end (whatever the case)."""
        found = (info.filename.lstrip("/") for info in self.infos if not info.is_dir())
        return [name for name in found if name.lower().startswith(start) and name.lower().endswith(end)]

    def twice(self) -> list[str]:
        """Names that stand in it more than once: which of them is shown is up to the program."""
        return [infos[0].filename for infos in self._by_name.values() if len(infos) > 1]

    def __contains__(self, name: str) -> bool:
        return name.lstrip("/").lower() in self._by_name

    def read(self, name: str) -> bytes:
        """The bytes of a member; empty, and entered as broken, where it is not there or cannot be unpacked."""
        infos = self._by_name.get(name.lstrip("/").lower())
        return self.unpacked(infos[-1]) if infos else b""

    def unpacked(self, info: zipfile.ZipInfo) -> bytes:
        """The bytes of an entry. Raises :class:`TooMuch`."""
        most = min(info.file_size + _SAID_TO_BE, self._budget.limits.part)
        try:
            with self._archive.open(info) as member:
                data = member.read(most + 1)
        except BROKEN_ZIP:
            self.broken.append(info.filename)
            return b""
        if len(data) > most:
            raise TooMuch("里面有过大的部分，没有读。请拆成几个文件。")
        return data

    def xml(self, name: str) -> Element | None:
        """A member as XML, or None; what is there and no XML is entered as broken."""
        data = self.read(name)
        if not data:
            return None
        try:
            return parsed(data)
        except BROKEN_XML:
            self.broken.append(name)
            return None

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part of an office file points at: id → (last word of the type, name in the archive or address)."""
        folder, base = posixpath.split(name.lstrip("/"))
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return {}
        found = {}
        for one in all_of(root, "Relationship"):
            kind = attribute(one, "Type").rpartition("/")[2]
            target = unquote(attribute(one, "Target"))
            if attribute(one, "TargetMode") != "External":
                target = resolved(folder, target)
            found[attribute(one, "Id")] = (kind, target)
        return found

    def related_of(self, name: str, kind: str) -> list[str]:
        """Names of the parts of one kind that a part points at."""
        return [target for one, target in self.related(name).values() if one == kind]


def resolved(folder: str, target: str) -> str:
    """A name as seen from a folder of the archive."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/")


def entry_names(package: Package) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Entries with their likeliest names; old Windows archives write names in the code page of China."""
    for info in package.infos:
        yield info, names_of_entry(info)[0]
