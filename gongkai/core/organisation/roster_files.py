"""Sheets out of a workbook (.xlsx, .xls, .ods), by calamine, from memory; nothing in it is run."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from gongkai.core.organisation.basis import ROSTER
from gongkai.core.reasons import Refused, define_rule

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
UNREADABLE = define_rule("roster.unreadable", 13, "这个文件不是可读的表格（.xlsx、.xls、.ods）。", ROSTER)
TOO_LARGE = define_rule("roster.too_large", 13, "名册文件不超过 5 MB。", ROSTER)
ACT = "读取名册"


def sheets_of(content: bytes) -> dict[str, Sequence[Sequence[Any]]]:
    """The sheets 单位 and 人员 as rows of values, from cell A1 on. Raises :class:`Refused`."""
    if len(content) > LARGEST_FILE or unpacked_size(content) > LARGEST_UNPACKED:
        raise Refused([TOO_LARGE.reason(remedy="请删去无关的工作表，或分开导入。", field="file")], act=ACT)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
            if name in ("单位", "人员")
        }
    except (CalamineError, OSError, ValueError):
        reason = UNREADABLE.reason(remedy="请另存为 .xlsx 后再上传。", field="file")
        raise Refused([reason], act=ACT) from None


def unpacked_size(content: bytes) -> int:
    """How large a packed workbook would become; nought where it is not packed."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        return 0
