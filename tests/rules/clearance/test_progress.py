"""审校进度: working days waited and left, the middle of some, who may remind and how often; parameters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.enums import ContentKind, Queue, Step
from gongkai.clearance.rules.parameters import (
    PARAMETERS,
    REMINDER_GAP,
    SettingFacts,
    Settings,
    limit_code,
    reasons_against_setting,
    rounds_code,
)
from gongkai.clearance.rules.progress import (
    QUEUE_OF_STEP,
    RemindFacts,
    Waiting,
    median_of,
    nobody_reason,
    reasons_against_reminding,
    taken_workdays,
    waiting_since,
)
from gongkai.core.workdays.rules import YearTable, calendar_of

CALENDAR = calendar_of(
    [
        YearTable(
            2026,
            "通知",
            frozenset({date(2026, 10, day) for day in range(1, 8)}),
            frozenset({date(2026, 10, 10)}),
        )
    ]
)


@pytest.mark.parametrize(
    ("since", "today", "limit", "age", "due_on", "left"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 3, 0, date(2026, 11, 25), 3),
        (date(2026, 11, 20), date(2026, 11, 22), 3, 0, date(2026, 11, 25), 3),
        (date(2026, 11, 20), date(2026, 11, 25), 3, 3, date(2026, 11, 25), 0),
        (date(2026, 11, 20), date(2026, 11, 26), 3, 4, date(2026, 11, 25), -1),
        (date(2026, 9, 30), date(2026, 10, 9), 1, 2, date(2026, 10, 8), -1),
        (date(2026, 10, 9), date(2026, 10, 10), 1, 1, date(2026, 10, 10), 0),
        (date(2026, 11, 20), date(2026, 11, 26), 0, 4, None, None),
        (date(2026, 12, 31), date(2027, 1, 5), 3, None, date(2027, 1, 4), None),
    ],
)
def test_waiting_is_counted_in_working_days_of_the_one_calendar(since, today, limit, age, due_on, left):
    """The start day does not count; while a year's holidays are unknown nothing is counted in it."""
    assert waiting_since(since, today, limit=limit, calendar=CALENDAR) == Waiting(age, due_on, left)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(0, 25), st.integers(1, 10))
def test_it_is_late_exactly_when_more_days_have_gone_than_the_limit(since, days, limit):
    today = date.fromordinal(min(since.toordinal() + days, date(2026, 12, 25).toordinal()))
    found = waiting_since(since, today, limit=limit, calendar=CALENDAR)
    assert found.is_late is (found.age is not None and found.age > limit)


def test_the_middle_rests_on_what_can_be_counted():
    spans = [
        (date(2026, 11, 20), date(2026, 11, 23)),
        (date(2026, 11, 20), date(2026, 11, 27)),
        (date(2026, 12, 31), date(2027, 1, 9)),
    ]
    assert taken_workdays(spans, CALENDAR) == [1, 5]
    assert median_of([1, 5]) == 3
    assert median_of([1, 2, 9]) == 2
    assert median_of([]) is None


ASKED = RemindFacts(
    may_remind=True,
    oversees=False,
    works_for_unit=True,
    is_waiting=True,
    others=2,
    was_reminded=False,
    since_last=None,
    gap=1,
)


@pytest.mark.rule("clearance.remind.right")
@pytest.mark.rule("clearance.remind.open")
@pytest.mark.rule("clearance.remind.nobody")
@pytest.mark.rule("clearance.remind.too_soon")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"works_for_unit": False}, ["right"]),
        ({"works_for_unit": False, "oversees": True}, []),
        ({"may_remind": False, "oversees": True}, ["right"]),
        ({"is_waiting": False, "others": 0}, ["open"]),
        ({"others": 0}, ["nobody"]),
        ({"was_reminded": True, "since_last": 0}, ["too_soon"]),
        ({"was_reminded": True, "since_last": 1}, []),
        ({"was_reminded": True, "since_last": 1, "gap": 2}, ["too_soon"]),
        ({"was_reminded": True}, ["too_soon"]),
        (
            {"works_for_unit": False, "others": 0, "was_reminded": True, "since_last": 0},
            ["right", "nobody", "too_soon"],
        ),
    ],
)
def test_who_may_remind_and_how_often(changes, expected):
    found = reasons_against_reminding(replace(ASKED, **changes))
    assert [reason.code.removeprefix("clearance.remind.") for reason in found] == expected


@pytest.mark.rule("clearance.progress.nobody")
@pytest.mark.parametrize("queue", Queue)
def test_nobody_is_told_with_the_way_out(queue):
    assert all(nobody_reason(queue, names).remedy for names in ([], ["处长甲"]))
    assert "处长甲" in nobody_reason(queue, ["处长甲"]).message


def test_every_step_has_its_queue():
    assert set(QUEUE_OF_STEP) == set(Step)


ROUNDS = PARAMETERS[rounds_code(ContentKind.POLICY)]


@pytest.mark.rule("clearance.parameter.right")
@pytest.mark.rule("clearance.parameter.range")
@pytest.mark.rule("clearance.parameter.source")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"may_set": False}, ["right"]),
        ({"value": 4}, ["range"]),
        ({"value": -1}, ["range"]),
        ({"value": None}, ["range"]),
        ({"source": "会"}, ["source"]),
        ({"may_set": False, "value": 9, "source": ""}, ["right", "range", "source"]),
    ],
)
def test_who_sets_a_parameter_and_to_what(changes, expected):
    facts = replace(SettingFacts(True, ROUNDS, 3, "厅务会纪要第5期"), **changes)
    found = [reason.code.removeprefix("clearance.parameter.") for reason in reasons_against_setting(facts)]
    assert found == expected


def test_nothing_is_asked_for_until_the_office_asks():
    settings = Settings({})
    assert not settings.asks_for_proofreading
    assert all(settings.rounds(kind) == 0 for kind in ContentKind)
    assert not settings.may_repeat
    assert Settings({rounds_code("policy"): 3}).asks_for_proofreading
    assert settings.value(REMINDER_GAP) == 1
    assert all(limit_code(queue) in PARAMETERS for queue in Queue)
    assert all(one.least <= one.default <= one.most for one in PARAMETERS.values())
    assert ROUNDS.shown(0) == "不要求"
    assert ROUNDS.shown(3) == "3 次"
