"""Days that nobody can mean, and days before what a step rests on, wherever a day is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from gongkai.core.reasons import Reason
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.rules.numbering import reasons_against_number_day
from gongkai.duties.dossiers.rules.recording import reasons_against_recording
from gongkai.duties.dossiers.rules.track import ChainFacts, Done
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.rules.dossiers.facts import SIGNED_CHAIN, TODAY, fields, record

ENTERED = datetime(2026, 11, 20, 2, tzinfo=UTC)
SIGNED = date(2026, 11, 10)


def signed(**numbered: date | None) -> ChainFacts:
    """A chain signed on a day, and numbered (on a day, or on none that is known)."""
    done = {**SIGNED_CHAIN.done, Step.SIGNING: Done(ENTERED, "同意", 1, on=SIGNED)}
    if numbered:
        done[Step.NUMBERING] = Done(ENTERED, "示交规〔2026〕1号", on=numbered["on"])
    return replace(SIGNED_CHAIN, done=done)


@pytest.mark.rule("dossiers.number.day")
@pytest.mark.parametrize(
    ("on", "is_asked", "words"),
    [
        (SIGNED, True, []),
        (TODAY, True, []),
        (None, False, []),
        (None, True, ["没有填编号日期。"]),
        (date(2026, 11, 9), True, ["登记编号（2026-11-09）早于签发（2026-11-10）。"]),
        (date(2026, 11, 9), False, ["登记编号（2026-11-09）早于签发（2026-11-10）。"]),
        (date(2026, 11, 29), True, ["编号日期晚于今天。"]),
        (date(26, 11, 10), True, ["日期须在 1949-10-01 至 2076-12-31 之间，请核对年份。"]),
    ],
)
def test_the_day_of_a_number(on: date | None, is_asked: bool, words: list[str]) -> None:
    found = reasons_against_number_day(on, signed(), is_asked=is_asked, today=TODAY)
    assert [one.message for one in found] == words
    assert {one.field for one in found} <= {"numbered_on"}
    assert all(one.remedy for one in found)


def by_lead(done_on: date, chain: ChainFacts) -> list[Reason]:
    """A release recorded of the lead organ."""
    shape = replace(chain.shape, kind=DocumentKind.WORK_PLAN, signature=Signature.JOINT_OTHER)
    facts = record(Step.RELEASE, chain=replace(chain, shape=shape), done_on=done_on, began_on=None)
    return reasons_against_recording(facts)


@pytest.mark.rule("dossiers.record.dates")
@pytest.mark.parametrize(
    ("done_on", "numbered_on", "words"),
    [
        (date(2026, 11, 12), date(2026, 11, 12), []),
        (SIGNED, None, []),
        (date(2026, 11, 9), None, ["早于签发（2026-11-10）"]),
        (date(2026, 11, 11), date(2026, 11, 12), ["早于登记编号（2026-11-12）"]),
        (date(2026, 11, 9), date(2026, 11, 12), ["早于签发（2026-11-10）", "早于登记编号（2026-11-12）"]),
    ],
)
def test_a_release_by_the_lead(done_on: date, numbered_on: date | None, words: list[str]) -> None:
    found = by_lead(done_on, signed(on=numbered_on))
    assert [one.message.removeprefix(f"同步发布（{done_on}）").rstrip("。") for one in found] == words
    assert fields(found) == [("dossiers.record.dates", "done_on")] * len(words)


@pytest.mark.parametrize(
    ("began_on", "done_on", "expected"),
    [
        (date(2026, 9, 1), date(2026, 10, 30), []),
        (date(1926, 9, 1), date(2026, 10, 30), ["began_on"]),
        (date(1926, 9, 1), date(1926, 10, 30), ["began_on", "done_on"]),
    ],
)
def test_a_year_that_slipped_is_told_at_its_field(began_on: date, done_on: date, expected: list[str]) -> None:
    found = reasons_against_recording(record(Step.CONSULTATION, began_on=began_on, done_on=done_on))
    assert [one.field for one in found] == expected
