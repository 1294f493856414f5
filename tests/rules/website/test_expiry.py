"""What ended long ago is told from its own words, and nothing else is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.website.expiry import GRACE, ended

TODAY = date(2026, 11, 27)


@pytest.mark.rule("website.upkeep.ended")
@pytest.mark.parametrize(
    ("title", "body", "on"),
    [
        ("公开招聘公告", "报名时间：2026年3月1日至3月20日，逾期不受理。", date(2026, 3, 20)),
        ("征集意见", "征集时间自2025年5月1日起至2025年6月1日止。", date(2025, 6, 1)),
        ("施工公告", "施工期为2026-04-01至2026-05-30，请绕行。", date(2026, 5, 30)),
        ("活动通知", "活动时间2026年7月5日。报名截止2026年6月30日。", date(2026, 7, 5)),
    ],
)
def test_ended(title: str, body: str, on: date) -> None:
    found = ended(title, body, TODAY)
    assert found is not None
    assert found.on == on
    assert found.words in f"{title}\n{body}"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "公开招聘公告",
            "报名时间：2026年3月1日至3月20日，考试时间2026年12月5日。",
        ),  # something still to come
        ("公开招聘公告", "报名时间：3月1日至3月20日。"),  # no year
        ("工作动态", "2026年3月1日，厅里召开座谈会。"),  # nothing runs until
        ("征集意见", "征集截止2026年11月10日。"),  # within the days of grace
        ("办法", "本办法自2026年1月1日起施行，有效期至2031年12月31日。"),
        ("公告", "截止2026年2月30日。"),  # no such day
        ("公告", ""),
    ],
)
def test_left_alone(title: str, body: str) -> None:
    assert ended(title, body, TODAY) is None


@given(st.text(), st.text(), st.dates(date(1950, 1, 1), date(2198, 1, 1)))
def test_any_text_is_read_and_what_is_told_is_past(title: str, body: str, today: date) -> None:
    found = ended(title, body, today)
    assert found is None or found.on <= today - GRACE


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_no_later_day_stands_beside_it(day: date) -> None:
    body = f"报名截止{day.year}年{day.month}月{day.day}日。"
    assert (ended("公告", body, day + GRACE) is not None) is True
    assert ended("公告", body, day + GRACE - timedelta(1)) is None
