"""Names and titles against the dated table of posts."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.clearance.screening import Finding, Knowledge, Office
from gongkai.clearance.screening.errors import find_errors

ORGAN = "示例省交通运输厅"
OFFICES = (
    Office("甲明远", "党组书记、厅长", ORGAN, date(2022, 3, 1)),
    Office("甲明远", "副厅长", ORGAN, date(2018, 1, 1), date(2022, 2, 28)),
    Office("乙思齐", "副厅长", ORGAN, date(2020, 1, 1)),
    Office("丙立", "副厅长", ORGAN, date(2019, 1, 1), date(2023, 1, 1)),
    Office("丁行之", "局长", "示例市交通运输局", date(2019, 1, 1)),
)
KNOWN = Knowledge(on=date(2026, 11, 27), offices=OFFICES)


def found_in(text: str) -> list[Finding]:
    return [one for one in find_errors(text, KNOWN) if one.kind == "title_error"]


@pytest.mark.rule("clearance.screen.title_error")
@pytest.mark.parametrize(
    ("bad", "suggestion"),
    [
        ("副厅长甲明远出席会议", "党组书记、厅长"),
        ("厅长乙思齐讲话", "副厅长"),
        ("乙思齐厅长讲话", "副厅长"),
        ("2021年5月，厅长甲明远出席会议。", "副厅长"),
        ("副厅长丙立出席", ""),
        ("示例省交通运输厅局长丁行之", "局长"),
        ("厅长甲明原出席", "甲明远"),
        ("甲明原厅长讲话", "甲明远"),
        ("乙思齐、甲明远出席会议", ""),
    ],
)
def test_doubtful_names_and_titles(bad: str, suggestion: str) -> None:
    [one] = found_in(bad)
    assert (one.level, one.suggestion) == ("justify", suggestion)


@pytest.mark.parametrize(
    "good",
    [
        "厅长甲明远出席会议",
        "党组书记、厅长甲明远讲话",
        "厅党组书记甲明远同志讲话",
        "示例省交通运输厅厅长甲明远",
        "2021年5月，副厅长甲明远出席会议。",
        "2022年，厅长甲明远出席会议；副厅长乙思齐主持。",
        "原副厅长丙立出席",
        "任命乙思齐为厅长",
        "甲明远、乙思齐出席会议",
        "甲明远赴基层调研",
        "协会理事长甲明远",
        "厅长甲大有出席",
    ],
)
def test_right_names_and_titles(good: str) -> None:
    assert found_in(good) == []


def test_a_table_without_posts_says_nothing() -> None:
    assert list(find_errors("副厅长甲明远", Knowledge(on=date(2026, 11, 27)))) == []
