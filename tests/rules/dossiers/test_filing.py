"""The clock of 备案: from publication, in calendar days, by what held then; late stays late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.basis import Certainty
from gongkai.duties.dossiers.basis import FILED_IN_FIFTEEN_DAYS
from gongkai.duties.dossiers.enums import Owing, Step
from gongkai.duties.dossiers.rules.applies import steps_of
from gongkai.duties.dossiers.rules.filing import SOON, FilingClock, filing_clock
from gongkai.duties.dossiers.rules.owing import OwingFacts, owing_of
from gongkai.duties.dossiers.rules.recording import reasons_against_recording
from gongkai.duties.dossiers.rules.terms import (
    FILING_DAYS,
    FILING_TERM,
    PARAMETERS,
    TermFacts,
    TermSet,
    filing_term_on,
    reasons_against_term,
)
from gongkai.duties.dossiers.rules.track import ChainFacts, Done, Exempted, track_of
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.rules.dossiers.facts import BEFORE_MEETING, chain, record

PUBLIC = date(2026, 11, 2)
ENTERED = datetime(2026, 11, 20, 2, tzinfo=UTC)
SPINE = (*BEFORE_MEETING, Step.DELIBERATION, Step.SIGNING, Step.NUMBERING)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def published(on: date | None = PUBLIC, filed_on: date | None = None, **changes: Any) -> ChainFacts:
    """A chain that is public since a day, and filed on another."""
    facts = chain(*SPINE)
    done = {**facts.done, Step.RELEASE: Done(ENTERED, "上线", on=on)}
    if filed_on is not None:
        done[Step.FILING] = Done(ENTERED, "已报送", on=filed_on)
    shape = replace(facts.shape, **changes.pop("shape", {}))
    return replace(facts, done=done, shape=shape, **changes)


@pytest.mark.rule("dossiers.filing.in_time")
@pytest.mark.parametrize(
    ("today", "words", "lamp", "is_overdue"),
    [
        (PUBLIC, "备案还剩 15 天", "", False),
        (date(2026, 11, 11), "备案还剩 6 天", "", False),
        (date(2026, 11, 12), "备案还剩 5 天", "amber", False),
        (date(2026, 11, 16), "备案还剩 1 天", "amber", False),
        (date(2026, 11, 17), "备案今天到期", "amber", False),
        (date(2026, 11, 18), "备案超期 1 天", "red", True),
        (date(2026, 12, 18), "备案超期 31 天", "red", True),
    ],
)
def test_the_clock_runs_from_publication(today: date, words: str, lamp: str, is_overdue: bool) -> None:
    clock = filing_clock(published())
    assert clock is not None
    assert (clock.published_on, clock.due_on) == (PUBLIC, date(2026, 11, 17))
    found = (clock.words(today), clock.lamp(today), clock.is_overdue(today))
    assert found == (words, lamp, is_overdue)


@pytest.mark.parametrize(
    ("filed_on", "words", "lamp"),
    [
        (PUBLIC, "", ""),
        (date(2026, 11, 17), "", ""),
        (date(2026, 11, 18), "备案晚了 1 天", "red"),
        (date(2026, 12, 1), "备案晚了 14 天", "red"),
    ],
)
def test_it_stops_with_the_filing_and_late_stays_late(filed_on: date, words: str, lamp: str) -> None:
    for is_ended in (False, True):
        clock = filing_clock(published(filed_on=filed_on, is_ended=is_ended))
        assert clock is not None
        assert not clock.is_running
        for today in (filed_on, filed_on + timedelta(400)):
            found = (clock.words(today), clock.lamp(today), clock.is_overdue(today))
            assert found == (words, lamp, False)


NEVER = {
    "nothing is public": chain(*SPINE),
    "not normative": published(shape={"kind": DocumentKind.POLICY}),
    "led elsewhere": published(shape={"signature": Signature.JOINT_OTHER}),
    "the province's": published(shape={"signature": Signature.PROVINCE}),
    "not for the public": published(shape={"is_proactive": False}),
    "of before": published(shape={"is_history": True}),
    "let off": published(exempted={Step.FILING: Exempted(ENTERED, "另有规定")}),
    "ended without it": published(is_ended=True),
}


@pytest.mark.parametrize("case", list(NEVER))
def test_there_is_no_clock(case: str) -> None:
    assert filing_clock(NEVER[case]) is None


@pytest.mark.parametrize("signature", [Signature.DEPARTMENT, Signature.JOINT_LEAD])
def test_our_own_lead_has_one(signature: Signature) -> None:
    assert filing_clock(published(shape={"signature": signature})) is not None


def test_a_filing_that_was_not_taken_stops_nothing() -> None:
    facts = published(filed_on=PUBLIC)
    done = {**facts.done, Step.FILING: replace(facts.done[Step.FILING], holds=False)}
    clock = filing_clock(replace(facts, done=done))
    assert clock is not None
    assert clock.is_running


def test_what_was_recorded_without_a_day_counts_from_its_entry() -> None:
    clock = filing_clock(published(on=None))
    assert clock is not None
    assert clock.published_on == date(2026, 11, 20)


@given(DAYS, st.integers(1, 60), st.integers(-60, 120))
def test_days_are_days_of_the_calendar(published_on: date, days: int, ahead: int) -> None:
    term = replace(FILING_TERM, days=days)
    clock = filing_clock(published(published_on, shape={"filing": term}))
    assert clock is not None
    assert clock.due_on - clock.published_on == timedelta(days)
    today = published_on + timedelta(ahead)
    assert clock.is_overdue(today) is (ahead > days)
    assert clock.days_left(today) == days - ahead
    assert (clock.lamp(today) == "red") is (ahead > days)
    assert (clock.lamp(today) == "amber") is (0 <= days - ahead <= SOON)


@given(DAYS, DAYS)
def test_a_filing_is_late_exactly_after_its_last_day(published_on: date, filed_on: date) -> None:
    clock = FilingClock(published_on, published_on + timedelta(15), filed_on)
    assert bool(clock.words(filed_on)) is (filed_on > clock.due_on)
    assert not clock.is_overdue(filed_on + timedelta(99))


@given(DAYS, DAYS, st.sampled_from([Step.FILING, Step.RELEASE, Step.SIGNING]))
def test_no_filing_is_recorded_before_what_it_rests_on(on: date, before: date, rests_on: Step) -> None:
    facts = chain(*SPINE, Step.RELEASE)
    if rests_on is not Step.FILING:
        facts = replace(facts, done={**facts.done, rests_on: Done(ENTERED, on=before, version=1)})
    told = reasons_against_recording(
        record(Step.FILING, chain=facts, done_on=on, began_on=None, today=date(2100, 1, 1))
    )
    is_early = rests_on is not Step.FILING and on < before
    assert [(one.code, one.field) for one in told] == [("dossiers.record.dates", "done_on")] * is_early
    if is_early:
        assert f"{on:%Y-%m-%d}" in told[0].message
        assert f"{before:%Y-%m-%d}" in told[0].message
        assert told[0].remedy


OWN = "《示例省行政规范性文件备案规定》第六条"
SETTINGS = [TermSet(date(2026, 3, 1), 10, OWN), TermSet(date(2026, 9, 1), 30, "厅务会纪要第 9 号")]


@pytest.mark.rule("dossiers.terms.set")
@pytest.mark.parametrize(
    ("on", "days", "citation"),
    [
        (date(2026, 2, 28), 15, "《辽宁省规章规范性文件备案办法》第三条"),
        (date(2026, 3, 1), 10, OWN),
        (date(2026, 8, 31), 10, OWN),
        (date(2026, 9, 1), 30, "厅务会纪要第 9 号"),
    ],
)
def test_what_held_on_the_day_of_publication_holds(on: date, days: int, citation: str) -> None:
    term = filing_term_on(SETTINGS, on)
    assert (term.days, term.basis.citation) == (days, citation)


def test_what_is_shown_and_refused_cites_the_provinces_own_rule() -> None:
    assert FILING_TERM.basis is FILED_IN_FIFTEEN_DAYS
    own = filing_term_on(SETTINGS[:1], PUBLIC)
    assert own.basis.certainty is Certainty.PARAMETER
    facts = published(shape={"filing": own})
    applies = steps_of(facts.shape)[Step.FILING]
    assert (applies.ground, applies.basis.citation) == ("公布之日起 10 日内报省政府备案。", OWN)
    view = next(one for one in track_of(facts) if one.step is Step.FILING)
    assert view.basis == OWN
    told = reasons_against_recording(record(Step.FILING, chain=facts, has_paper=False, done_on=PUBLIC))
    assert [(one.code, one.basis.citation) for one in told] == [("dossiers.record.filing", OWN)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, []),
        ({"days": 60}, []),
        ({"days": 0}, ["天数在 1 到 60 日之间。"]),
        ({"days": 61}, ["天数在 1 到 60 日之间。"]),
        ({"days": None}, ["天数在 1 到 60 日之间。"]),
        ({"source": " "}, ["请写明依据（文件、会议或者厅内规定）。"]),
        ({"code": "countersign", "days": 61}, ["天数在 1 到 60 个工作日之间。"]),
    ],
)
def test_the_term_is_set_with_its_source(changes: dict[str, Any], words: list[str]) -> None:
    in_force = {code: term.default for code, term in PARAMETERS.items()}
    plain: dict[str, Any] = {"may_set": True, "code": FILING_DAYS, "days": 20, "source": OWN}
    found = reasons_against_term(TermFacts(**{**plain, **changes}, in_force=in_force))
    assert [one.message for one in found] == words


@pytest.mark.parametrize(("late", "owed"), [(0, set()), (1, {Owing.UNFILED})])
def test_an_overdue_filing_is_owed(late: int, owed: set[Owing]) -> None:
    facts = published()
    clock = filing_clock(facts)
    assert clock is not None
    found = owing_of(
        OwingFacts(
            track=track_of(replace(facts, done={**facts.done, Step.IN_FORCE: Done(ENTERED)})),
            is_ended=False,
            unnumbered_since=None,
            owes_confirmation=False,
            is_proactive=True,
            is_closed=True,
            filing=clock,
            today=clock.due_on + timedelta(late),
        )
    )
    assert found == owed
