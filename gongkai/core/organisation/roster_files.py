"""Sheets out of a workbook (.xlsx, .xls, .ods), by calamine, from memory; nothing in it is run."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from gongkai.core.organisation.basis import ROSTER
from gongkai.core.reasons import Refused, define_rule
from gongkai.core.sheets import LargeSheetError, UnreadableSheetError, sheets_in

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
        return sheets_in(content, ("单位", "人员"))
    except LargeSheetError:
        remedy = "请删去表格下方、右侧的空行空列，或分开导入。"
        raise Refused([TOO_LARGE.reason(remedy=remedy, field="file")], act=ACT) from None
    except UnreadableSheetError:
        reason = UNREADABLE.reason(remedy="请另存为 .xlsx 后再上传。", field="file")
        raise Refused([reason], act=ACT) from None


def unpacked_size(content: bytes) -> int:
    """How large a packed workbook would become; nought where it is not packed."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        return 0
