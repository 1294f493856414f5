"""Rows out of a file of words (.xlsx, .xls, .ods, .csv, .tsv, .txt), from memory; nothing in it is run, nothing is kept."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any

from gongkai.clearance.basis import KNOWLEDGE
from gongkai.core.reasons import Refused, Rule, define_rule
from gongkai.core.sheets import LargeSheetError, sheets_in

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 150 * 1024 * 1024
"""House numbers, in bytes: 50,000 words with their notes take about 5 MB, unpacked some 40."""
ACT = "读取词表文件"

TOO_LARGE = define_rule("clearance.terms.too_large", 13, "词表文件不超过 10 MB。", KNOWLEDGE)
UNREADABLE = define_rule(
    "clearance.terms.unreadable",
    13,
    "词表文件是可读的表格或文本（.xlsx、.xls、.ods、.csv、.txt）。",
    KNOWLEDGE,
)
ENCODING = define_rule(
    "clearance.terms.encoding", 13, "文本文件用 UTF-8、UTF-16 或 GB18030（GBK）编码。", KNOWLEDGE
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def rows_of(name: str, content: bytes) -> Iterable[Sequence[Any]]:
    """The rows of a file of words, the first sheet of a workbook. Raises :class:`Refused`."""
    if len(content) > LARGEST_FILE:
        raise _refused(TOO_LARGE, "请分成几份导入。")
    if content.startswith(_WORKBOOKS):
        return _rows_of_workbook(content)
    return _rows_of_text(_decoded(content), PurePath(name).suffix.lower())


def _refused(rule: Rule, remedy: str) -> Refused:
    return Refused([rule.reason(remedy=remedy, field="file")], act=ACT)


def _rows_of_workbook(content: bytes) -> Sequence[Sequence[Any]]:
    remedy = "请用表格软件打开，另存为 .xlsx 或 CSV 后再上传。"
    try:
        if content.startswith(b"PK") and _unpacked(content) > LARGEST_UNPACKED:
            raise _refused(TOO_LARGE, "请删去无关的工作表，或分成几份导入。")
        return next(iter(sheets_in(content).values()), [])
    except Refused:
        raise
    except LargeSheetError:
        raise _refused(TOO_LARGE, "请删去表格下方、右侧的空行空列，或分成几份导入。") from None
    except (OSError, ValueError, zipfile.BadZipFile):
        raise _refused(UNREADABLE, remedy) from None


def _unpacked(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return sum(entry.file_size for entry in packed.infolist())


def _decoded(content: bytes) -> str:
    named = next((encoding for bom, encoding in _BOMS if content.startswith(bom)), None)
    for encoding in (named,) if named else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _refused(ENCODING, "请用记事本或表格软件另存为 UTF-8 编码的文本或 CSV。")


def _rows_of_text(text: str, suffix: str) -> Iterator[Sequence[str]]:
    """Commas part columns in CSV only: a plain list may have words with a comma; a tab parts them everywhere."""
    if suffix == ".csv":
        head = text[:4096]
        mark = "\t" if "\t" in head else ";" if ";" in head and "," not in head else ","
        yield from _csv_rows(text, mark)
        return
    for line in text.splitlines():
        yield line.split("\t")


def _csv_rows(text: str, mark: str) -> Iterator[Sequence[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        yield from rows
    except csv.Error:  # a cell longer than the reader takes: a quotation mark that never closes
        raise _refused(UNREADABLE, f"第 {rows.line_num} 行起引号不成对，请改好后再上传。") from None
