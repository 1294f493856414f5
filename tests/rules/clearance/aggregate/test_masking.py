"""What the sheet shows of a cell, and which tables a content holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.enums_aggregation import ColumnKind
from gongkai.clearance.screening.aggregate.contents import table_of_rows, tables_in_content
from gongkai.clearance.screening.aggregate.masking import masked_cell


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("name", "甲乙丙", "甲＊＊"),
        ("name", "甲", "＊"),
        ("phone", "13812345678", "138＊＊＊＊"),
        ("phone", "12345", "＊＊＊＊"),
        ("id_card", "999999199001010000", "＊＊＊＊"),
        ("address", "某省某市某路1号", "某省＊＊＊"),
        ("birth", "1990-01-02", "1990年＊＊"),
        ("longitude", "123.456789", "123.＊＊"),
        ("unit", "运输处", "运输处"),
        ("facility", "某" * 30, "某" * 20 + "…"),
        ("other", "随便什么", "＊＊＊＊"),
        ("name", " ", "—"),
    ],
)
def test_a_cell_is_masked_by_its_kind(kind: str, text: str, shown: str) -> None:
    assert masked_cell(kind, text) == shown


@given(
    st.text(min_size=2, max_size=40),
    st.sampled_from(["name", "phone", "id_card", "bank", "address", "other"]),
)
def test_no_personal_cell_is_shown_whole(text: str, kind: str) -> None:
    text = text.strip()
    assert len(text) < 3 or masked_cell(ColumnKind(kind), text) != text


def test_tables_of_a_page_in_order_with_their_captions() -> None:
    content = {
        "title": "某页",
        "body": [
            {"type": "text", "value": "<p>话</p>"},
            {"type": "table", "value": {"data": [["姓名", None], ["甲", 1]], "table_caption": "名单"}},
            {"type": "table", "value": {"data": [], "table_caption": "空"}},
            {"type": "table", "value": {"data": [["乙"]]}},
        ],
    }
    found = list(tables_in_content(content))
    assert [(caption, table.place) for caption, table in found] == [("名单", "第1张表"), ("", "第2张表")]
    assert found[0][1].rows == (("姓名", ""), ("甲", "1"))


def test_rows_of_a_data_set_become_a_table_and_a_sheet_of_facts_does_not() -> None:
    table = table_of_rows([{"姓名": "甲", "电话": 1}, {"姓名": "乙", "单位": None}])
    assert table is not None
    assert table.rows == (("姓名", "电话", "单位"), ("甲", "1", ""), ("乙", "", ""))
    assert table_of_rows([{"label": "电话", "value": "1"}]) is None
    assert table_of_rows([]) is None
