"""Word documents: paragraphs and tables in reading order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from gongkai.duties.supervision.reading.plain import tidy
from gongkai.duties.supervision.rules.text import BREAK, CELL
from gongkai.duties.supervision.rules.values import NotReadable

_UNPACKED_LIMIT = 200 * 1024 * 1024
_DAMAGED = "Word 文件打不开，可能已损坏或加了密码。请用 WPS 或 Word 打开后另存为 .docx 再上传。"


def read_docx(data: bytes) -> str:
    """The text in reading order; a table row is one line, its cells parted by tabs."""
    import docx  # heavy: only when a Word file comes

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _UNPACKED_LIMIT:
                raise NotReadable("Word 文件解开后过大。请去掉图片后再上传。")
        document = docx.Document(io.BytesIO(data))
    except NotReadable:
        raise
    except Exception as error:  # the library raises many kinds on damaged files
        raise NotReadable(_DAMAGED) from error
    lines = [line for block in document.iter_inner_content() for line in _lines_of(block)]
    return tidy("\n".join(lines))


def _lines_of(block: object) -> Iterator[str]:
    """A paragraph as one line with its automatic number left out; a table as one line per row."""
    if hasattr(block, "rows"):
        for row in block.rows:
            yield CELL.join(_row_cells(row))
    else:
        yield from str(getattr(block, "text", "")).split("\n")


def _row_cells(row: object) -> Iterator[str]:
    """The words of each cell; a cell merged across columns counts once, then as empty ones."""
    before = None
    for cell in row.cells:  # type: ignore[attr-defined]  # python-docx's row
        if cell._tc is before:
            yield ""
            continue
        before = cell._tc
        words = (re.sub(r"[\t\n]+", " ", p.text).strip() for p in cell.paragraphs)
        yield BREAK.join(word for word in words if word)
