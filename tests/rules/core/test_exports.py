"""Cells and files: read back with csv and openpyxl, never by looking at our own structures."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from gongkai.core.exports import writers
from gongkai.core.exports.cells import is_formula_like, plain
from gongkai.core.exports.writers import Table, csv_chunks, csv_response, write_xlsx, xlsx_response
from gongkai.core.workdays.enums import Unit

MIDNIGHT = datetime(2026, 1, 1, 16, 30, tzinfo=UTC)  # 00:30 on 2 January in Shanghai
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "－1", "\n=1", '=HYPERLINK("x")']


def read_csv(table: Table) -> list[list[str]]:
    data = b"".join(csv_chunks(table))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(table: Table) -> Any:
    out = io.BytesIO()
    write_xlsx(table, out)
    return load_workbook(io.BytesIO(out.getvalue()))


def one_row(*values: Any) -> Table:
    return Table("导出", [f"列{i}" for i in range(len(values))], [values])


def test_values_in_csv() -> None:
    values = [None, True, False, 7, -5, Decimal("1.50"), MIDNIGHT, date(2026, 1, 2), time(9, 5), ["甲", "乙"]]
    assert read_csv(one_row(*values, Unit.WORKDAY, "普通，文字\n换行"))[1] == [
        "",
        "是",
        "否",
        "7",
        "-5",
        "1.50",
        "2026-01-02 00:30:00",
        "2026-01-02",
        "09:05:00",
        "甲、乙",
        "个工作日",
        "普通，文字\n换行",
    ]


def test_values_in_xlsx_keep_their_types() -> None:
    sheet = read_xlsx(one_row(MIDNIGHT, date(2026, 1, 2), -5, Decimal("1.5"), None, True, "文")).active
    cells = next(iter(sheet.iter_rows(min_row=2)))
    assert [cell.value for cell in cells] == [
        datetime(2026, 1, 2, 0, 30),  # noqa: DTZ001 - what a sheet holds has no zone
        datetime(2026, 1, 2),  # noqa: DTZ001
        -5,
        1.5,
        None,
        "是",
        "文",
    ]
    assert cells[0].number_format == "yyyy-mm-dd hh:mm:ss"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold


@pytest.mark.parametrize("text", HOSTILE)
def test_formulas_are_neutralised_in_csv(text: str) -> None:
    rows = read_csv(Table("x", [text], [[text]]))
    assert rows[0][0].startswith("'")
    assert rows[1][0] == f"'{text}"


@pytest.mark.parametrize("text", HOSTILE)
def test_formulas_are_quoted_texts_in_xlsx(text: str) -> None:
    sheet = read_xlsx(Table("x", [text], [[text]])).active
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix


@given(st.text())
def test_no_text_breaks_a_file_or_becomes_a_formula(text: str) -> None:
    table = Table("x", ["甲"], [[text]])
    (value,) = read_csv(table)[1] or [""]
    assert value == "" or value[0] not in "=+-@\t\r＝＋－＠"
    cell = read_xlsx(table).active["A2"]
    assert cell.data_type in ("s", "n")
    assert cell.value is None or cell.data_type == "s"


def test_long_numbers_and_texts_and_control_signs() -> None:
    sheet = read_xlsx(one_row(210102199001011234, 123456789012345, "长" * 40_000, "a\x00b\x1fc")).active
    row = [cell.value for cell in next(iter(sheet.iter_rows(min_row=2)))]
    assert row[0] == "210102199001011234"
    assert row[1] == 123456789012345
    assert len(row[2]) == 32_767
    assert row[3] == "a\ufffdb\ufffdc"


def test_words_of_spreadsheets_stay_words() -> None:
    sheet = read_xlsx(one_row("#N/A", "#REF!", "TRUE", "1e5", "2026-01-01", "=")).active
    cells = next(iter(sheet.iter_rows(min_row=2)))
    assert [cell.value for cell in cells] == ["#N/A", "#REF!", "TRUE", "1e5", "2026-01-01", "="]
    assert {cell.data_type for cell in cells} == {"s"}


def test_ordinary_text_is_left_alone() -> None:
    for text in ("辽交办〔2023〕231号", "1-2", "a=b", "'引号", "https://example.invalid/?a=1"):
        assert not is_formula_like(text)
        assert plain(text) == text


def test_long_tables_go_on_in_further_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "ROWS_PER_SHEET", 10)
    book = read_xlsx(Table("名/称", ["序号"], ([i] for i in range(25))))
    assert book.sheetnames == ["名 称", "名 称（2）", "名 称（3）"]
    assert [sheet.max_row for sheet in book.worksheets] == [11, 11, 6]
    assert [book.worksheets[2]["A1"].value, book.worksheets[2]["A6"].value] == ["序号", 24]


def test_csv_streams_before_the_last_row_is_made() -> None:
    made = []

    def rows() -> Any:
        for i in range(10_000):
            made.append(i)
            yield [i]

    chunks = csv_chunks(Table("x", ["序号"], rows()))
    next(chunks)
    assert len(made) < 1_000
    assert sum(chunk.count(b"\r\n") for chunk in chunks) + 200 == 10_001


def test_responses_are_downloads_with_chinese_names() -> None:
    for response in (csv_response(one_row("a")), xlsx_response(one_row("a"))):
        assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%AF%BC%E5%87%BA.")
        assert b"".join(response.streaming_content)
    assert "\n" not in csv_response(Table('a\r\nX: "b"', [], []))["Content-Disposition"]
