"""Totals of tables."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.screening import Finding, Knowledge
from gongkai.clearance.screening.errors import find_errors_in_table
from gongkai.clearance.screening.parts import Table


def found_in(*rows: str) -> list[Finding]:
    table = Table("表1", tuple(tuple(row.split("|")) for row in rows))
    return list(find_errors_in_table(table, Knowledge(on=date(2026, 11, 27))))


WRONG = [
    (("项目|金额", "甲|1,000", "乙|2,000", "合 计|3,100"), "表1第4行第2列", "3000"),
    (("项目|金额", "合计|3,100", "甲|1,000", "乙|2,000"), "表1第2行第2列", "3000"),
    (("项目|数", "甲|1", "乙|2", "小计|3", "丙|4", "丁|5", "小计|8", "合计|12"), "表1第7行第2列", "9"),
    (("项目|数", "甲|1", "乙|2", "小计|3", "丙|4", "丁|5", "小计|9", "合计|13"), "表1第8行第2列", "12"),
    (("项目|数", "甲|33.3", "乙|33.3", "丙|33.3", "合计|101.0"), "表1第5行第2列", "99.9"),
    (("市|一季度|二季度|合计", "甲|1|2|3", "乙|3|4|7", "丙|5|6|12"), "表1第4行第4列", "11"),
    (("市|合计|一季度|二季度", "甲|3|1|2", "乙|8|3|4", "丙|11|5|6"), "表1第3行第2列", "7"),
    (("项目|数", "甲|1万元", "乙|2万元", "合计|4万元"), "表1第4行第2列", "3"),
    (("序号|名称|数", "1|甲|5", "2|乙|6", "|合计|12"), "表1第4行第3列", "11"),
]
RIGHT = [
    ("项目|金额", "甲|1,000", "乙|2,000", "合计|3,000"),
    ("项目|金额", "合计|3,000", "甲|1,000", "乙|2,000"),
    ("项目|数", "甲|1", "乙|2", "小计|3", "丙|4", "丁|5", "小计|9", "合计|12"),
    ("项目|数", "甲|10", "其中：子项|4", "乙|2", "合计|12"),
    ("项目|数", "一、甲|10", "（一）子项|4", "（二）子项|6", "二、乙|2", "合计|12"),
    ("项目|数", "甲|33.3", "乙|33.3", "丙|33.3", "合计|100.0"),
    ("市|里程|完成率", "甲|10|90%", "乙|20|95%", "合计|30|93%"),
    ("市|里程|平均车速", "甲|10|50", "乙|20|60", "合计|30|56"),
    ("项目|数", "甲|1元", "乙|2万元", "合计|4万元"),
    ("项目|数", "甲|—", "乙|2", "丙|3", "合计|5"),
    ("项目|数", "甲|", "乙|2", "丙|若干", "合计|9"),
    ("市|2022|2023|合计", "甲|1|2|3", "乙|3|4|7"),
    ("一行|两列",),
]


@pytest.mark.rule("clearance.screen.sum_mismatch")
@pytest.mark.parametrize(("rows", "place", "right"), WRONG)
def test_a_total_that_is_wrong_is_told_with_its_place_and_both_figures(
    rows: tuple[str, ...], place: str, right: str
) -> None:
    [one] = found_in(*rows)
    assert (one.place, one.suggestion, one.level) == (place, right, "justify")
    assert one.excerpt in one.note
    assert right in one.note


@pytest.mark.parametrize("rows", RIGHT)
def test_totals_that_are_right_or_cannot_be_told_pass(rows: tuple[str, ...]) -> None:
    assert found_in(*rows) == []


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=12), st.integers(-5, 5))
def test_a_whole_total_is_exact(parts: list[int], off: int) -> None:
    total = sum(parts) + off
    found = found_in("项目|数", *(f"甲{part}|{part:,}" for part in parts), f"合计|{total}")
    is_among = len(parts) > 2 and min(parts) <= total <= max(parts)
    assert bool(found) == (off != 0 and total >= 0 and not is_among) or total < 0


@given(
    st.lists(
        st.lists(st.sampled_from(["合计", "小计", "总计", "1", "2.5", "", "其中"]), max_size=5), max_size=8
    )
)
def test_no_table_is_too_odd(rows: list[list[str]]) -> None:
    list(find_errors_in_table(Table("表1", tuple(map(tuple, rows))), Knowledge(on=date(2026, 11, 27))))
