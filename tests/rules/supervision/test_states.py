"""Where a task stands, and its periods."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.duties.supervision.enums import DeadlineType, Recurrence, TaskState
from gongkai.duties.supervision.rules.marking import Place, pieces_of
from gongkai.duties.supervision.rules.matching import suggested_duty
from gongkai.duties.supervision.rules.periods import period_of, periods_between
from gongkai.duties.supervision.rules.states import (
    GRACE_DAYS,
    NEAR_DAYS,
    DutyToReport,
    TaskFacts,
    outcome_of,
    standing_of,
)

TODAY = date(2026, 11, 22)
SINCE = date(2026, 1, 15)
Q1, Q2, Q3, Q4 = (date(2026, month, 1) for month in (1, 4, 7, 10))


BARE = TaskFacts(
    deadline="fixed",
    since=SINCE,
    due_on=None,
    cycle="quarterly",
    reported=frozenset(),
    has_reports=False,
    evidence="",
    missing=(),
    closed_on=None,
    opinion="",
    cautions=(),
    lacking=0,
    is_closure_asked=False,
    grace_days=GRACE_DAYS,
    near_days=NEAR_DAYS,
)


def facts_of(deadline: str, since: date = SINCE, due_on: date | None = None, **more: Any) -> TaskFacts:
    return replace(BARE, deadline=deadline, since=since, due_on=due_on, **more)


def dated(**more: Any) -> TaskFacts:
    return facts_of("fixed", due_on=date(2026, 12, 31), **more)


def kept(**more: Any) -> TaskFacts:
    return facts_of("continuous", **more)


def owed(**more: Any) -> DutyToReport:
    return replace(DutyToReport(evidence="", is_closed=False, has_report=False, is_nil=False), **more)


CASES = [
    (dated(), TaskState.NOT_STARTED, "grey"),
    (dated(near_days=60), TaskState.NOT_STARTED, "amber"),
    (dated(has_reports=True), TaskState.IN_PROGRESS, "green"),
    (dated(has_reports=True, near_days=60), TaskState.IN_PROGRESS, "amber"),
    (dated(evidence="failing"), TaskState.IN_PROGRESS, "amber"),
    (dated(evidence="met"), TaskState.IN_PROGRESS, "green"),
    (dated(closed_on=TODAY), TaskState.DONE, "green"),
    (facts_of("fixed", SINCE, TODAY), TaskState.NOT_STARTED, "amber"),
    (facts_of("fixed", SINCE, TODAY - timedelta(days=1)), TaskState.OVERDUE, "red"),
    (facts_of("period", SINCE, TODAY - timedelta(days=1), has_reports=True), TaskState.OVERDUE, "red"),
    (facts_of("fixed", SINCE, TODAY - timedelta(days=1), evidence="met"), TaskState.IN_PROGRESS, "green"),
    (facts_of("fixed", SINCE, TODAY - timedelta(days=1), closed_on=TODAY), TaskState.DONE, "green"),
    (facts_of("fixed+continuous", SINCE, date(2026, 3, 1)), TaskState.OVERDUE, "red"),
    (kept(), TaskState.OVERDUE, "red"),
    (kept(reported=frozenset({Q3}), has_reports=True), TaskState.IN_PROGRESS, "amber"),
    (kept(reported=frozenset({Q3, Q4}), has_reports=True), TaskState.KEPT_UP, "green"),
    (kept(reported=frozenset({Q4}), has_reports=True), TaskState.OVERDUE, "red"),
    (kept(reported=frozenset({Q3, Q4}), evidence="at_risk"), TaskState.KEPT_UP, "amber"),
    (kept(evidence="met"), TaskState.KEPT_UP, "green"),
    (kept(reported=frozenset({Q3, Q4}), lacking=15), TaskState.GATHERED_SHORT, "amber"),
    (kept(evidence="met", reported=frozenset({Q3, Q4}), lacking=15), TaskState.KEPT_UP, "green"),
    (kept(reported=frozenset({Q3}), has_reports=True, lacking=15), TaskState.IN_PROGRESS, "amber"),
    (facts_of("continuous", date(2026, 10, 8)), TaskState.NOT_STARTED, "grey"),
    (
        facts_of(
            "fixed+continuous",
            SINCE,
            date(2026, 3, 1),
            reported=frozenset({Q3, Q4}),
            closed_on=date(2026, 3, 1),
        ),
        TaskState.KEPT_UP,
        "green",
    ),
]


@pytest.mark.parametrize(("facts", "state", "light"), CASES)
def test_state(facts: TaskFacts, state: TaskState, light: str) -> None:
    outcome = outcome_of(facts, TODAY)
    assert (outcome.state, outcome.light) == (state, light)
    assert all(outcome.reasons)


def test_a_summary_without_everybody_says_how_many_it_lacks() -> None:
    outcome = outcome_of(kept(reported=frozenset({Q3, Q4}), lacking=15), TODAY)
    assert outcome.label == "本期已汇总（缺 15 个单位）"
    assert "15 个单位没有填报" in outcome.reasons[0]
    assert outcome_of(kept(evidence="met"), TODAY).label == "长期坚持·本期已报"


@pytest.mark.parametrize("kind", ["fixed", "fixed+continuous"])
def test_a_closed_task_says_what_spoke_against_it_and_the_opinion(kind: str) -> None:
    facts = facts_of(
        kind, SINCE, TODAY, closed_on=TODAY, opinion="已核对\n" + "长" * 100, cautions=("逾期：晚 3 天。",)
    )
    late, opinion = outcome_of(facts, TODAY).reasons[-2:]
    assert late == "逾期：晚 3 天。"
    assert opinion.startswith("核查意见：已核对 长")
    assert opinion.endswith("长…")
    assert len(opinion) < 90


def test_grace_after_a_period_is_a_parameter() -> None:
    facts = facts_of("continuous", SINCE, reported=frozenset({Q1, Q2}), has_reports=True, grace_days=10)
    assert outcome_of(facts, date(2026, 10, 10)).state is TaskState.IN_PROGRESS
    assert outcome_of(facts, date(2026, 10, 11)).state is TaskState.OVERDUE


def test_a_missing_report_names_its_period() -> None:
    assert "2026年第三季度应报未报" in outcome_of(kept(), TODAY).reasons[0]


@given(
    st.sampled_from(DeadlineType.values),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.sampled_from(Recurrence.values),
    st.sampled_from(["", "met", "at_risk", "failing"]),
    st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_every_task_has_a_state_with_a_reason(
    kind: str, since: date, due: date | None, cycle: str, evidence: str, closed: date | None
) -> None:
    facts = facts_of(kind, since, due, cycle=cycle, evidence=evidence, closed_on=closed)
    outcome = outcome_of(facts, TODAY)
    assert outcome.reasons
    if evidence == "met":
        assert outcome.state is not TaskState.OVERDUE


@pytest.mark.parametrize(
    ("cycle", "day", "start", "end", "label"),
    [
        ("monthly", date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("quarterly", date(2026, 12, 31), Q4, date(2026, 12, 31), "2026年第四季度"),
        ("half-yearly", date(2026, 6, 30), Q1, date(2026, 6, 30), "2026年上半年"),
        ("yearly", TODAY, Q1, date(2026, 12, 31), "2026年"),
        ("weekly", date(2026, 11, 22), date(2026, 11, 16), date(2026, 11, 22), "2026年第47周"),
    ],
)
def test_periods(cycle: str, day: date, start: date, end: date, label: str) -> None:
    period = period_of(cycle, day)
    assert (period.start, period.end, period.label) == (start, end, label)


@given(st.sampled_from(Recurrence.values), st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_periods_follow_each_other_without_gap(cycle: str, first: date, days: int) -> None:
    found = periods_between(cycle, first, first + timedelta(days=days), limit=1000)
    assert found[0].start <= first <= found[0].end
    assert all(b.start == a.end + timedelta(days=1) for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("duty", "standing"),
    [
        (owed(), "owed"),
        (owed(evidence="met"), "exempt"),
        (owed(evidence="failing"), "owed"),
        (owed(has_report=True), "reported"),
        (owed(has_report=True, is_nil=True), "nil"),
        (owed(is_closed=True), "closed"),
    ],
)
def test_report_by_exception(duty: DutyToReport, standing: str) -> None:
    assert standing_of(duty).value == standing


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70))))
def test_marked_source_is_the_whole_source(text: str, ranges: list[tuple[int, int]]) -> None:
    places = [Place(max(0, a), b, f"k{i}", "unit") for i, (a, b) in enumerate(ranges)]
    assert "".join(piece.text for piece in pieces_of(text, places)) == text


def test_suggested_duty_is_none_when_unsure() -> None:
    assert suggested_duty("加强组织领导", "各单位要高度重视。") is None
    assert suggested_duty("及时更新行政事业性收费目录", "") == 8
