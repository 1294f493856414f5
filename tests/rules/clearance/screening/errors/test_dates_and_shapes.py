"""Dates, shapes of numbers, punctuation, pairs and captions of maps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.screening import Finding, Knowledge
from gongkai.clearance.screening.errors import find_errors

KNOWN = Knowledge(on=date(2026, 11, 27))


def found_in(text: str, kind: str) -> list[Finding]:
    return [one for one in find_errors(text, KNOWN) if one.kind == kind]


@pytest.mark.rule("clearance.screen.date_error")
@pytest.mark.parametrize(
    "bad",
    [
        "2023年8月2日（星期四）",
        "2023年8月2日 周四",
        "2023年2月30日",
        "二〇二三年二月三十日",
        "4月31日前完成",
        "2023-02-29",
        "2023年8月5日至2023年8月1日",
        "2023年8月5日至8月1日",
        "8月5日至1日",
        "2025—2023年",
    ],
)
def test_wrong_dates(bad: str) -> None:
    assert len(found_in(bad, "date_error")) == 1


@pytest.mark.parametrize(
    "good",
    [
        "2023年8月2日（星期三）",
        "2023年8月2日周边",
        "2023年8月2日周三期间",
        "二〇二三年八月二十三日",
        "二○二四年二月廿九日",
        "每年2月29日",
        "11月15日至3月15日",
        "2023年11月15日至次年3月15日",
        "2023—2025年",
        "GB/T 1234-2023-02",
        "12月31日元旦前",
    ],
)
def test_right_dates(good: str) -> None:
    assert found_in(good, "date_error") == []


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_right_for_its_date_only(day: date, off: int) -> None:
    said = "一二三四五六日"[(day + timedelta(days=off)).weekday()]
    right = "一二三四五六日"[day.weekday()]
    found = found_in(f"{day.year}年{day.month}月{day.day}日（星期{said}）", "date_error")
    assert [one.suggestion[-2] for one in found] == ([right] if off else [])


@pytest.mark.rule("clearance.screen.format")
@pytest.mark.parametrize(
    ("bad", "suggestion"),
    [
        ("按国办发(1985)49号", "〔1985〕49号"),
        ("示交办[2023]第012号", "〔2023〕12号"),
        ("示交办〔23〕1号", ""),
        ("示交办〔2023〕  号", ""),
        ("二零二三年", "二〇二三年"),
        ("二0二三年", "二〇二三年"),
        ("2023年八月", ""),
        ("１２３个", "123"),
        ("安全,有序", "，"),
        ("全长12KM", "km"),
        ("完成，，任务", ""),
        ("（见附件", ""),
        ("关于《办法的通知", ""),
        ("见附件）。", ""),
        ("《关于修改《办法》的决定》", ""),
    ],
)
def test_odd_shapes(bad: str, suggestion: str) -> None:
    assert [one.suggestion for one in found_in(bad, "format")] == [suggestion]


@pytest.mark.parametrize(
    "good",
    [
        "示交办〔2023〕12号",
        "（2018）京01民终366号",
        "二〇二三年八月",
        "2023年8月",
        "1）第一项；2）第二项",
        "《关于修改〈示例省实施《公路法》办法〉的决定》",
        "他说：“好。\n\n“再说一句。”",
        "印发《示例省交通运输厅\n\n关于做好工作的\n\n任务分解》的通知\n\n各单位：\n\n请抓好落实。",
        "安全, orderly",
        "等等……",
        "12 km，3 kg",
        "国家（地区）",
    ],
)
def test_right_shapes(good: str) -> None:
    assert found_in(good, "format") == []


def test_the_same_slip_is_told_once_with_its_count() -> None:
    [one] = found_in("甲,乙" * 30, "format")
    assert "30" in one.note


def test_what_the_end_of_a_page_cuts_is_not_told() -> None:
    text = "正文。" * 200 + "详见附件（一般情况下为"
    assert found_in(text, "format") == []


@pytest.mark.rule("clearance.screen.map_without_number")
@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("图1 全省高速公路网布局示意图", 1),
        ("图1 全省高速公路网布局示意图\n审图号：辽S(2023)0001号", 0),
        ("示例市公共交通线路图", 1),
        ("图2 办事流程示意图", 0),
        ("图3 智慧交通技术路线图", 0),
        ("公开出版的地图必须标明审图号。", 0),
        ("各市应当公布线路走向示意图，并保持更新。", 0),
    ],
)
def test_captions_of_maps(text: str, count: int) -> None:
    assert len(found_in(text, "map_without_number")) == count
