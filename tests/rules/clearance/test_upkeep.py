"""Review dates, and who may ask for and decide what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.basis import PROPOSALS
from gongkai.clearance.enums_upkeep import MotionAct
from gongkai.clearance.rules.upkeep import (
    DecisionFacts,
    LookFacts,
    MotionFacts,
    months_later,
    reasons_against_asking,
    reasons_against_deciding_motion,
    reasons_against_due_day,
    reasons_against_looking,
    reasons_against_months,
    reasons_against_words,
    review_due_on,
)
from gongkai.core.reasons import Reason

TODAY = date(2026, 11, 27)
LOOK = LookFacts(title="办事指南", is_own=True, is_live=True, note="电话地址都对")
MOTION = MotionFacts(
    title="关于某活动的通知",
    act=MotionAct.ARCHIVE,
    is_own=True,
    is_live=True,
    is_structure=False,
    is_archived=False,
    has_open_motion=False,
    supports_live_policy="",
    against_page=(),
)
DECISION = DecisionFacts(title="关于某活动的通知", may_decide=True, is_waiting=True, asked_it=False)


def codes(reasons: list[Reason]) -> list[str]:
    return [reason.code.removeprefix("clearance.upkeep.") for reason in reasons]


@pytest.mark.rule("clearance.upkeep.review_due")
@pytest.mark.parametrize(
    ("cleared", "looked", "months", "due"),
    [
        (date(2026, 1, 31), None, 1, date(2026, 2, 28)),
        (date(2024, 1, 31), None, 1, date(2024, 2, 29)),
        (date(2026, 1, 10), date(2026, 3, 1), 6, date(2026, 9, 1)),
        (date(2026, 5, 10), date(2026, 3, 1), 12, date(2027, 5, 10)),  # cleared anew after the look
        (date(2026, 11, 27), None, 60, date(2031, 11, 27)),
    ],
)
def test_the_review_date_counts_from_the_later_of_the_two(
    cleared: date, looked: date | None, months: int, due: date
) -> None:
    assert review_due_on(cleared_on=cleared, looked_on=looked, months=months) == due


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_so_many_months_later_is_in_that_month_and_never_a_day_later(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(1)).day == 1)


@pytest.mark.rule("clearance.upkeep.only_own")
@pytest.mark.rule("clearance.upkeep.not_public")
@pytest.mark.rule("clearance.upkeep.look_note")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"note": None}, []),
        ({"note": "  "}, ["look_note"]),
        ({"is_own": False}, ["only_own"]),
        ({"is_own": False, "is_live": False, "note": ""}, ["only_own", "not_public", "look_note"]),
    ],
)
def test_looking(changes: dict, expected: list[str]) -> None:
    assert codes(reasons_against_looking(replace(LOOK, **changes))) == expected


AGAINST = Reason("x.in_force", "现行有效。", PROPOSALS)


@pytest.mark.rule("clearance.upkeep.asked_already")
@pytest.mark.rule("clearance.upkeep.no_structure")
@pytest.mark.rule("clearance.upkeep.archived")
@pytest.mark.rule("clearance.upkeep.not_alone")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"is_own": False}, ["only_own"]),
        ({"is_live": False}, ["not_public"]),
        ({"has_open_motion": True}, ["asked_already"]),
        ({"is_structure": True}, ["no_structure"]),
        ({"is_archived": True}, ["archived"]),
        ({"supports_live_policy": "某办法"}, ["not_alone"]),
        ({"against_page": (AGAINST,)}, ["x.in_force"]),
        ({"act": MotionAct.WITHDRAW, "against_page": (AGAINST,), "is_structure": True}, []),
        ({"act": MotionAct.RESTORE}, ["archived"]),
        ({"act": MotionAct.RESTORE, "is_archived": True}, []),
    ],
)
def test_asking(changes: dict, expected: list[str]) -> None:
    assert codes(reasons_against_asking(replace(MOTION, **changes))) == expected


@pytest.mark.rule("clearance.upkeep.two_people")
@pytest.mark.rule("clearance.upkeep.right")
@pytest.mark.rule("clearance.upkeep.decided")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"asked_it": True}, ["two_people"]),
        ({"may_decide": False}, ["right"]),
        ({"is_waiting": False}, ["decided"]),
        ({"asked_it": True, "may_decide": False, "is_waiting": False}, ["right", "decided", "two_people"]),
    ],
)
def test_deciding(changes: dict, expected: list[str]) -> None:
    assert codes(reasons_against_deciding_motion(replace(DECISION, **changes))) == expected


@pytest.mark.rule("clearance.upkeep.no_reason")
@pytest.mark.rule("clearance.upkeep.no_personal_data")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("活动已经结束。", []),
        (" ", ["no_reason"]),
        ("请打 13800001234 问。", ["no_personal_data"]),
    ],
)
def test_public_words(words: str, expected: list[str]) -> None:
    reasons = reasons_against_words(words, field="reason")
    assert codes(reasons) == expected
    assert not any("13800001234" in reason.message for reason in reasons)


@pytest.mark.rule("clearance.upkeep.due_day")
@pytest.mark.parametrize(
    ("days", "is_good"), [(None, False), (0, False), (-1, False), (1, True), (366, True), (367, False)]
)
def test_the_day_by_which_to_mend(days: int | None, is_good: bool) -> None:
    due_on = TODAY + timedelta(days) if days is not None else None
    assert (reasons_against_due_day(due_on, today=TODAY) == []) is is_good


@pytest.mark.rule("clearance.upkeep.months")
@pytest.mark.parametrize(("months", "is_good"), [(0, False), (1, True), (60, True), (61, False)])
def test_months(months: int, is_good: bool) -> None:
    assert (reasons_against_months(months, label="通知公告") == []) is is_good
