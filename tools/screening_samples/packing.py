"""ZIP files that come out the same each time, and the frame of office files."""

from __future__ import annotations

import io
import zipfile

ID = "11010519491231002X"
NAME = "甲某某"
_DAY = (2026, 1, 5, 9, 0, 0)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def packed(files: dict[str, str | bytes], *, comment: bytes = b"") -> bytes:
    """An archive of these files, in order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = comment
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def relations(*pairs: tuple[str, str], external: frozenset[str] = frozenset()) -> str:
    """Pointers rId1, rId2 … of (last word of the type, target)."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if target in external else "/>")
        for number, (kind, target) in enumerate(pairs, start=1)
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}">{rows}</Relationships>'


def office(main: str, content_type: str, files: dict[str, str | bytes]) -> bytes:
    """An office file whose main part is named; without properties of anybody."""
    kind = f"application/vnd.openxmlformats-officedocument.{content_type}.main+xml"
    types = (
        f'{XML}<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{kind}"/></Types>'
    )
    return packed({"[Content_Types].xml": types, "_rels/.rels": relations(("officeDocument", main)), **files})


def core(author: str) -> str:
    """Properties with an author."""
    return (
        f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator>'
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy></cp:coreProperties>"
    )
