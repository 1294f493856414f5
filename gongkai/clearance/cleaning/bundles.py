"""A ZIP of parts held in memory, changed part by part and written anew: the same bytes for the same file. Pure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from gongkai.clearance.cleaning.result import NotCleaned
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import BROKEN_XML, Element, parsed
from gongkai.clearance.screening.readers.packages import Package

_DAY = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP knows: when a file was cleaned is told elsewhere
_BROKEN = "文件里有一部分已损坏，读不出来，没有清理。请用原来的软件打开、另存后再试。"


class Bundle:
    """Opened parts by name, in the order of the archive; of a name that stands twice the last one, as programs read it.

    Raises ``Unopened`` and ``TooMuch`` of the readers, and :class:`NotCleaned` for what is broken.
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        package = Package(data, budget)
        self.parts: dict[str, bytes] = {}
        self._names: dict[str, str] = {}
        self._roots: dict[str, Element] = {}
        for info in package.infos:
            if not info.is_dir():
                self._put(info.filename.lstrip("/"), package.unpacked(info))
        if package.broken:
            raise NotCleaned(_BROKEN)

    def _put(self, name: str, data: bytes) -> None:
        if (known := self._names.pop(name.lower(), None)) is not None:
            del self.parts[known]
        self._names[name.lower()] = name
        self.parts[name] = data

    def __contains__(self, name: str) -> bool:
        return name.lstrip("/").lower() in self._names

    def names(self, start: str = "", end: str | tuple[str, ...] = "") -> list[str]:
        """Names by how they begin and end, whatever the case."""
        return [name for name in self.parts if name.lower().startswith(start) and name.lower().endswith(end)]

    def read(self, name: str) -> bytes:
        """The bytes of a part as they were; empty where there is none."""
        known = self._names.get(name.lstrip("/").lower())
        return b"" if known is None else self.parts[known]

    def replace(self, name: str, data: bytes) -> None:
        """Other bytes for a part that is there."""
        known = self._names[name.lstrip("/").lower()]
        self._roots.pop(known, None)
        self.parts[known] = data

    def drop(self, name: str) -> None:
        """Without this part."""
        if (known := self._names.pop(name.lstrip("/").lower(), None)) is not None:
            del self.parts[known]
            self._roots.pop(known, None)

    def xml(self, name: str) -> Element | None:
        """The root of a part, the same one each time, written back with the rest; None where there is none."""
        known = self._names.get(name.lstrip("/").lower())
        if known is None:
            return None
        if known not in self._roots:
            try:
                self._roots[known] = parsed(self.parts[known])
            except BROKEN_XML as error:
                raise NotCleaned(_BROKEN) from error
        return self._roots[known]

    def markup(self) -> Iterator[str]:
        """Names of all parts that are XML."""
        yield from (name for name in self.parts if name.lower().endswith((".xml", ".rels", ".vml", ".rdf")))

    def written(self) -> bytes:
        """The archive; OpenDocument wants its ``mimetype`` first and unpacked."""
        for name, root in self._roots.items():
            self.parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in sorted(self.parts, key=lambda one: one != "mimetype"):
                info = zipfile.ZipInfo(name, _DAY)
                info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, self.parts[name])
        return out.getvalue()
