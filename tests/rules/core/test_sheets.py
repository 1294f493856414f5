"""Uploaded workbooks are read with their values, and within bounds."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from gongkai.core.sheets import LargeSheetError, UnreadableSheetError, sheets_in


def workbook(**cells: Any) -> bytes:
    book, out = Workbook(), BytesIO()
    sheet: Any = book.active
    sheet.title = "单位"
    for place, value in cells.items():
        sheet[place] = value
    book.create_sheet("别的")["A1"] = "不读"
    book.save(out)
    return out.getvalue()


def test_values_come_back_as_they_are() -> None:
    moment = datetime(2026, 1, 2, 8, 30)  # noqa: DTZ001 (a cell knows no zone)
    content = workbook(A1="名称", B2=date(2026, 1, 2), C2=moment, D2=3.5, A3=True)
    assert sheets_in(content) == {
        "单位": [
            ["名称", "", "", ""],
            ["", date(2026, 1, 2), moment, 3.5],
            [True, "", "", ""],
        ]
    }
    assert list(sheets_in(content, ["别的", "没有的"])) == ["别的"]


@pytest.mark.parametrize("far", ["XFD1048576", "CV100000"])
def test_a_sheet_that_claims_millions_of_cells_is_refused(far: str) -> None:
    content = workbook(A1="名称", **{far: "远"})
    assert len(content) < 10_000
    with pytest.raises(LargeSheetError):
        sheets_in(content)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 9, workbook(A1="x")[:900]])
def test_what_is_no_workbook_is_told(content: bytes) -> None:
    with pytest.raises(UnreadableSheetError):
        sheets_in(content)
