"""Texts made to be slow: time grows with the text only, and nothing raises."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.clearance.screening import Knowledge, Lexicon, Office
from gongkai.clearance.screening.errors import find_errors, find_errors_in_table
from gongkai.clearance.screening.lists import shipped_terms
from gongkai.clearance.screening.parts import Table
from gongkai.clearance.screening.secrecy import find_secrecy

DAY = date(2026, 11, 27)
KNOWN = Knowledge(
    on=DAY,
    lexicon=Lexicon(shipped_terms(DAY)),
    offices=(
        Office("甲明远", "厅长", "示例省交通运输厅", date(2022, 3, 1)),
        Office("乙思齐", "副厅长", "示例省交通运输厅", date(2020, 1, 1)),
    ),
    closed_numbers=frozenset({"示交密〔2026〕7号"}),
)
UNITS = [
    "〔",
    "《",
    "》",
    "（",
    "“",
    "1",
    "１",
    "的",
    "，",
    "机密★",
    "秘密",
    "内部资料",
    "（内部资料",
    "不得外传",
    "令第",
    "密级：",
    "〔2023〕",
    "〔23〕1号",
    "国办发〔2023〕1号",
    "10.",
    "10.1.1.1",
    "fd00:",
    "http://a",
    "a.",
    "内网地址",
    "厅长",
    "甲明",
    "甲明远、乙思齐",
    "厅长甲明原",
    "中华人民",
    "中华人民共合国",
    "习近平新时代",
    "2023年",
    "2023年2月30日",
    "8月5日至1日",
    "二〇",
    "道路自信、",
    "富强",
    "图1交通图",
    "12KM",
    "按装",
    "目的的",
]
LONG, LIMIT = 100_000, 12.0
"""Characters, and seconds of one processor: what is squared takes minutes at this length."""


@pytest.mark.parametrize("unit", [*UNITS, "秘密\n", "特急\n", "图1 交通图\n", "（\n\n", " ", "\u3000"])
def test_time_grows_with_the_text_only(unit: str) -> None:
    text = unit * (LONG // len(unit))
    begin = time.process_time()
    found = sum(1 for find in (find_secrecy, find_errors) for _ in find(text, KNOWN))
    assert time.process_time() - begin < LIMIT
    assert found < 500


def test_a_table_of_totals_takes_its_time_only() -> None:
    rows = tuple(("小计" if row % 2 else "合计", "1", "2") for row in range(20_000))
    begin = time.process_time()
    list(find_errors_in_table(Table("表1", rows), KNOWN))
    assert time.process_time() - begin < LIMIT


ODD = "〔〕[]（）《》“”〇零一二十年月日号令第密级机秘★合计甲明远厅长、，。：\n 0123456789.-/ABfdｘ１\u200b\ud7ff"


@settings(max_examples=300)
@given(st.text(alphabet=ODD, max_size=80))
def test_no_text_is_too_odd(text: str) -> None:
    for find in (find_secrecy, find_errors):
        for one in find(text, KNOWN):
            assert 0 <= one.start < one.end <= len(text)
