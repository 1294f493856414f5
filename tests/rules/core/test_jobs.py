"""When periodic jobs are due, and which tasks may run again."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.jobs.rules import DailyAt, Every, reasons_against_retrying
from gongkai.core.shanghai import SHANGHAI

START = datetime(2021, 1, 1, tzinfo=UTC)
moments = st.integers(0, 9 * 365 * 86400 * 1000).map(lambda ms: START + timedelta(milliseconds=ms))
intervals = st.sampled_from(
    [timedelta(minutes=1), timedelta(minutes=7), timedelta(hours=1), timedelta(days=1)]
)


@given(moments, intervals)
def test_every_is_due_within_one_interval_and_stable(now: datetime, interval: timedelta) -> None:
    due = Every(interval).last_due(now)
    assert due <= now < due + interval
    assert Every(interval).last_due(due) == due
    assert Every(interval).last_due(due + interval) == due + interval


@given(moments, st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_daily_is_due_once_a_shanghai_day(now: datetime, at: time) -> None:
    due = DailyAt(at).last_due(now)
    assert now - timedelta(days=1) < due <= now
    assert due.astimezone(SHANGHAI).time() == at


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-22T08:29:59+08:00", "2026-11-21T08:30:00+08:00"),
        ("2026-11-22T08:30:00+08:00", "2026-11-22T08:30:00+08:00"),
        ("2026-11-22T00:10:00+00:00", "2026-11-21T08:30:00+08:00"),
    ],
)
def test_daily_at_half_past_eight(now: str, due: str) -> None:
    assert DailyAt(time(8, 30)).last_due(datetime.fromisoformat(now)) == datetime.fromisoformat(due)


def test_schedules_read_as_chinese() -> None:
    assert str(Every(timedelta(minutes=1))) == "每 1 分钟"
    assert str(Every(timedelta(hours=2))) == "每 2 小时"
    assert str(DailyAt(time(2, 40))) == "每天 02:40"


@pytest.mark.rule("jobs.not_allowed")
@pytest.mark.rule("jobs.not_failed")
@pytest.mark.rule("jobs.retried_already")
@pytest.mark.rule("jobs.unknown_task")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"may_retry": False}, ["jobs.not_allowed"]),
        ({"has_failed": False}, ["jobs.not_failed"]),
        ({"was_retried": True}, ["jobs.retried_already"]),
        ({"task_exists": False}, ["jobs.unknown_task"]),
        (
            {"may_retry": False, "has_failed": False, "was_retried": True, "task_exists": False},
            ["jobs.not_allowed", "jobs.not_failed", "jobs.retried_already", "jobs.unknown_task"],
        ),
    ],
)
def test_retrying(changes: dict, expected: list[str]) -> None:
    facts = {"may_retry": True, "has_failed": True, "was_retried": False, "task_exists": True} | changes
    assert [reason.code for reason in reasons_against_retrying(**facts)] == expected
