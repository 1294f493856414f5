"""Filling the duty roster: which days, whose turn, and what speaks against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.enums import RotaDays
from gongkai.clearance.rules.rota import (
    LONGEST,
    FillFacts,
    TurnFacts,
    days_wanted,
    reasons_against_filling,
    turn_on,
)
from gongkai.core.workdays.rules import YearTable, calendar_of

CALENDAR = calendar_of(
    [
        YearTable(
            2026,
            "放假安排",
            frozenset({date(2026, 10, 1), date(2026, 10, 2)}),
            frozenset({date(2026, 10, 10)}),
        )
    ]
)
FINE = FillFacts(
    may_configure=True,
    today=date(2026, 9, 28),
    first=date(2026, 9, 28),
    last=date(2026, 10, 11),
    wanted=RotaDays.EVERY,
    days=(date(2026, 9, 28),),
    free=(date(2026, 9, 28),),
    turns=(TurnFacts(False, True, True),),
    is_as_seen=True,
    years_without_table=(),
)


def test_working_days_and_days_of_rest_share_the_stretch_between_them() -> None:
    stretch = FINE.first, FINE.last
    every = days_wanted(*stretch, RotaDays.EVERY, CALENDAR)
    work = days_wanted(*stretch, RotaDays.WORKDAYS, CALENDAR)
    rest = days_wanted(*stretch, RotaDays.REST, CALENDAR)
    assert len(every) == 14
    assert sorted(work + rest) == every
    assert date(2026, 10, 10) in work  # 调休上班日
    assert date(2026, 10, 1) in rest
    assert days_wanted(date(2027, 1, 4), date(2027, 1, 8), RotaDays.WORKDAYS, CALENDAR) == []


def test_the_turn_goes_on_every_monday() -> None:
    wednesday = date(2026, 9, 30)
    turns = [turn_on(wednesday + timedelta(days=n), wednesday, 2) for n in range(20)]
    assert turns == [0] * 5 + [1] * 7 + [0] * 7 + [1]


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 400), st.integers(1, 8))
def test_every_turn_is_somebodys_and_nobody_is_left_out(first: date, days: int, turns: int) -> None:
    found = [turn_on(first + timedelta(days=n), first, turns) for n in range(days + 1)]
    assert found[0] == 0
    assert set(found) <= set(range(turns))
    assert days < 7 * turns or set(found) == set(range(turns))


@pytest.mark.rule("clearance.rota.stretch", "clearance.rota.calendar", "clearance.rota.seen")
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, set()),
        ({"may_configure": False}, {("roster.right", "")}),
        ({"first": date(2026, 9, 27)}, {("roster.past", "first")}),
        ({"turns": (TurnFacts(True, True, True),)}, {("roster.one_person", "checker_1")}),
        (
            {"turns": (TurnFacts(False, True, True), TurnFacts(False, False, False))},
            {("roster.suited", "leader_2"), ("roster.suited", "checker_2")},
        ),
        (
            {"last": date(2026, 9, 27), "first": date(2026, 9, 29)},
            {("roster.past", "first"), ("rota.stretch", "last")},
        ),
        ({"last": FINE.first + timedelta(days=LONGEST)}, {("rota.stretch", "last")}),
        ({"wanted": RotaDays.WORKDAYS, "years_without_table": (2027,)}, {("rota.calendar", "wanted")}),
        ({"years_without_table": (2027,)}, set()),
        ({"days": (), "free": ()}, {("rota.stretch", "last")}),
        ({"free": ()}, {("rota.stretch", "last")}),
        ({"is_as_seen": False}, {("rota.seen", "")}),
    ],
)
def test_every_reason_stands_at_its_field(changed: dict[str, object], told: set[tuple[str, str]]) -> None:
    reasons = reasons_against_filling(replace(FINE, **changed))
    assert {(reason.code.removeprefix("clearance."), reason.field) for reason in reasons} == told
    assert all(reason.remedy for reason in reasons)
