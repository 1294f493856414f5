"""Workbooks: what hung on hidden cells keeps its value and never becomes an error."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from gongkai.clearance.cleaning import NotCleaned, Stretch, clean, redact
from gongkai.clearance.cleaning.checking import parts_of, shown_in
from gongkai.clearance.cleaning.formulas import Emptied, Gone
from gongkai.clearance.screening.readers import Limits
from tools.screening_samples.sheets import sheet, xlsx

SECRET = "底稿里的数"


def workbook(**values: str) -> bytes:
    """A visible sheet that points at a hidden one in every way there is, with results as a program would have left them."""
    book = openpyxl.Workbook()
    shown = book.active
    shown.title = "公开"
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    for number in (1, 2, 3):
        hidden.cell(number, 1, number * 10)
        hidden.cell(number, 2, f"{SECRET}{number}")
        shown.cell(number, 1, f"=底稿!A{number}*2")
    shown["B1"], shown["B2"], shown["B3"] = "=SUM(合计)", '=INDIRECT("底稿!A1")', "=1+1"
    shown["C1"] = "看得见"
    shown["C1"].comment = Comment("不要公开", "甲某某")
    book.defined_names["合计"] = DefinedName("合计", attr_text="底稿!$A$1:$A$3")
    choice = DataValidation(type="list", formula1="底稿!$B$1:$B$3")
    choice.add("D1")
    shown.add_data_validation(choice)
    chart = BarChart()
    chart.add_data(Reference(hidden, min_col=1, min_row=1, max_row=3))
    shown.add_chart(chart, "F1")
    out = io.BytesIO()
    book.save(out)
    return valued(
        out.getvalue(), {"A1": "20", "A2": "40", "A3": "60", "B1": "60", "B2": "10", "B3": "2", **values}
    )


def valued(data: bytes, values: dict[str, str]) -> bytes:
    """Formulas with their last results, which only a spreadsheet program computes."""
    import re

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as made:
        for info in archive.infolist():
            held = archive.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                text = held.decode()
                for place, value in values.items():
                    text = re.sub(
                        rf'(<c r="{place}"[^>]*><f>[^<]*</f>)<v></v>', rf"\g<1><v>{value}</v>", text
                    )
                held = text.encode()
            made.writestr(info.filename, held)
    return out.getvalue()


def member(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def all_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


def test_formulas_names_lists_and_charts_let_go_of_a_hidden_sheet() -> None:
    made = clean("台账.xlsx", workbook())
    book = openpyxl.load_workbook(io.BytesIO(made.data))
    assert book.sheetnames == ["公开"]
    shown: Any = book["公开"]
    assert [shown[f"A{number}"].value for number in (1, 2, 3)] == [20, 40, 60]
    assert (shown["B1"].value, shown["B2"].value, shown["B3"].value) == (60, 10, "=1+1")
    assert shown["C1"].comment is None
    assert not shown.data_validations.dataValidation
    assert "合计" not in book.defined_names
    text = all_text(made.data)
    assert SECRET not in text
    assert "底稿" not in text
    assert "#REF!" not in text
    assert "numLit" in member(made.data, "xl/charts/chart1.xml")
    said = "".join(made.removed)
    assert "1 个隐藏工作表" in said
    assert "5 个公式" in said


def test_a_formula_without_its_result_refuses_the_file() -> None:
    with pytest.raises(NotCleaned, match="没有存它们的计算结果"):
        clean("台账.xlsx", workbook(A2=""))


def test_rows_and_columns_keep_their_places_and_lose_their_contents() -> None:
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><f>A1+B1</f><v>3</v></c><c r="D1"><f>A1*5</f><v>5</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>7</v></c></row><row r="3"><c r="A3"><f>SUM(A1:A2)</f><v>8</v></c><c r="D3"><f t="shared" ref="D3:D4" si="0">A1+1</f><v>2</v></c></row>'
        '<row r="4"><c r="D4"><f t="shared" si="0"/><v>8</v></c></row>'
    )
    columns = '<cols><col min="2" max="2" width="9" hidden="1"/></cols>'
    body = sheet((), columns=columns).replace("<sheetData></sheetData>", f"<sheetData>{cells}</sheetData>")
    made = clean("表.xlsx", xlsx({"表": ("", body)}))
    book = openpyxl.load_workbook(io.BytesIO(made.data))["表"]
    assert [book[at].value for at in ("A1", "B1", "A2")] == [1, None, None]
    assert (book["C1"].value, book["A3"].value, book["D1"].value) == (3, 8, "=A1*5")
    assert (book["D3"].value, book["D4"].value) == (2, 8), "one of a shared group takes the others along"
    assert book.row_dimensions[2].hidden


def test_strings_that_no_cell_shows_any_more_are_emptied() -> None:
    cell = '<c r="A1" t="s"><v>{}</v></c>'
    bodies = [
        sheet(()).replace(
            "<sheetData></sheetData>", f'<sheetData><row r="1">{cell.format(n)}</row></sheetData>'
        )
        for n in (1, 0)
    ]
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = f'<sst xmlns="{space}"><si><t>{SECRET}</t></si><si><t>看得见</t></si></sst>'
    data = xlsx(
        {"公开": ("", bodies[0]), "底稿": ("hidden", bodies[1])},
        ("sharedStrings", "sharedStrings.xml"),
        extra={"xl/sharedStrings.xml": strings},
    )
    made = clean("表.xlsx", data)
    assert shown_in(parts_of("表.xlsx", made.data, Limits())) == "看得见"
    assert SECRET not in all_text(made.data)


def test_a_merged_cell_of_which_part_is_seen_is_seen() -> None:
    body = sheet((("标题", ""), ("甲", "乙")), hidden_rows=(1,)).replace(
        "</worksheet>", '<mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>'
    )
    made = clean("表.xlsx", xlsx({"表": ("", body)}))
    assert openpyxl.load_workbook(io.BytesIO(made.data))["表"]["A1"].value == "标题"
    assert any("隐藏行" in line for line in made.left), "what stays is told"


def test_all_sheets_hidden_is_refused() -> None:
    with pytest.raises(NotCleaned, match="全都是隐藏的"):
        clean("表.xlsx", xlsx({"表": ("hidden", sheet((("甲",),)))}))


def test_numbers_are_masked_in_cells_formulas_strings_and_charts() -> None:
    book = openpyxl.Workbook()
    shown = book.active
    shown["A1"], shown["A2"], shown["A3"] = 13800138000, "电话 138 0013 8000", '="138"&"00138000"'
    shown["B1"], shown["B2"] = "13800138000元", 13800138001
    chart = BarChart()
    chart.add_data(Reference(shown, min_col=1, min_row=1, max_row=1))
    shown.add_chart(chart, "F1")
    out = io.BytesIO()
    book.save(out)
    data = valued(out.getvalue(), {"A3": "13800138000"})
    made = redact("表.xlsx", data, [Stretch("13800138000", "138****8000")])
    cells = openpyxl.load_workbook(io.BytesIO(made.data)).active
    assert [cells[at].value for at in ("A1", "A2", "A3", "B1", "B2")] == [
        "138****8000",
        "电话 138 **** 8000",
        "138****8000",
        "138****8000元",
        13800138001,
    ]
    assert "13800138000" not in all_text(made.data)


def test_a_sheet_called_by_a_name_is_masked_with_the_formulas_that_call_it() -> None:
    book = openpyxl.Workbook()
    book.active.title = "甲某某"
    book.active["A1"] = 1
    other = book.create_sheet("汇总")
    other["A1"] = "='甲某某'!A1+1"
    out = io.BytesIO()
    book.save(out)
    made = redact("表.xlsx", out.getvalue(), [Stretch("甲某某", "甲**")])
    again = openpyxl.load_workbook(io.BytesIO(made.data))
    assert again.sheetnames == ["■■■", "汇总"]
    assert again["汇总"]["A1"].value == "='■■■'!A1+1"


GONE = Gone(
    sheets={"底稿"}, cells={"公开": [Emptied([3], [2])]}, names={"合计": "公开!$B$1:$B$9", "率": "0.5"}
)


@pytest.mark.parametrize(
    ("formula", "touches", "is_lost"),
    [
        ("底稿!A1", True, True),
        ("'底稿'!A1:B2", True, True),
        ("B3", True, False),
        ("$B$1:$C$9", True, False),
        ("SUM(B:B)", True, False),
        ("SUM(3:3)", True, False),
        ("SUM(合计)*率", True, False),
        ("[1]其他!A1", True, True),
        ("OFFSET(A1,2,1)", True, False),
        ("表1[金额]", True, False),
        ("A1+C3", False, False),
        ("率*2", False, False),
        ("别的!B3", False, False),
        ('"底稿!A1"&A1', False, False),
    ],
)
def test_what_a_formula_points_at(formula: str, touches: bool, is_lost: bool) -> None:
    assert GONE.touches(formula, "公开") is touches
    assert GONE.is_lost(formula) is is_lost


@given(st.text(alphabet="AB1:$!'[](),+\"公开底稿 ", max_size=30))
@settings(max_examples=200, deadline=None)
def test_no_formula_breaks_it(formula: str) -> None:
    assert GONE.touches(formula, "公开") in (True, False)


_ROWS = st.lists(
    st.lists(st.text(alphabet="甲乙丙12", max_size=3), min_size=3, max_size=3), min_size=1, max_size=6
)


@given(_ROWS, st.sets(st.integers(1, 6)), st.booleans())
@settings(max_examples=40, deadline=None)
def test_visible_cells_stay_whatever_is_hidden(
    rows: list[list[str]], hidden: set[int], is_column: bool
) -> None:
    columns = '<cols><col min="2" max="2" width="9" hidden="1"/></cols>' if is_column else ""
    data = xlsx(
        {"表": ("", sheet(tuple(tuple(row) for row in rows), hidden_rows=tuple(hidden), columns=columns))}
    )
    cells = openpyxl.load_workbook(io.BytesIO(clean("表.xlsx", data).data))["表"]
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            is_hidden = number in hidden or (is_column and column == 2)
            assert (cells.cell(number, column).value or "") == ("" if is_hidden else text)
