"""Rows out of an uploaded sheet (.xlsx, .xls, .ods, .csv), from memory; nothing in it is run and no file is kept."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Any

from gongkai.clearance.basis_reevaluation import REEVALUATE
from gongkai.core.organisation.roster_files import LARGEST_FILE, LARGEST_UNPACKED, unpacked_size
from gongkai.core.reasons import Refused, define_rule
from gongkai.core.sheets import LargeSheetError, sheets_in

ACT = "导入登记"
UNREADABLE = define_rule(
    "clearance.register.unreadable", 13, "登记文件是可读的表格（.xlsx、.xls、.ods、.csv）。", REEVALUATE
)
TOO_LARGE = define_rule("clearance.register.too_large", 13, "登记文件不超过 5 MB。", REEVALUATE)
_PACKED = (b"PK", b"\xd0\xcf\x11\xe0")


def rows_of(content: bytes) -> Sequence[Sequence[Any]]:
    """The rows of the first sheet, empty ones included, so that numbers are those of the sheet. Raises ``Refused``."""
    if len(content) > LARGEST_FILE or unpacked_size(content) > LARGEST_UNPACKED:
        raise Refused([TOO_LARGE.reason(remedy="请删去无关的工作表，或分开导入。", field="file")], act=ACT)
    try:
        if content.startswith(_PACKED):
            return next(iter(sheets_in(content).values()), [])
        text = _decoded(content)
        return list(csv.reader(StringIO(text, newline=""), _dialect(text)))
    except LargeSheetError:
        raise Refused(
            [TOO_LARGE.reason(remedy="请删去表格下方、右侧的空行空列，或分开导入。", field="file")], act=ACT
        ) from None
    except (OSError, ValueError, csv.Error):
        remedy = "请另存为 .xlsx 或 UTF-8 的 .csv 后再传。"
        raise Refused(
            [UNREADABLE.reason("这个文件读不出表格。", remedy=remedy, field="file")], act=ACT
        ) from None


def _decoded(content: bytes) -> str:
    if b"\0" in content:
        raise ValueError("no text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _dialect(text: str) -> type[csv.Dialect]:
    return csv.excel_tab if "\t" in text.partition("\n")[0] else csv.excel
