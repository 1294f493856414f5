"""What must be said of a step that was done elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.rules.recording import reasons_against_recording
from tests.rules.dossiers.facts import BEFORE_MEETING, fields, record


@pytest.mark.rule("dossiers.record.right")
@pytest.mark.rule("dossiers.record.whole")
@pytest.mark.rule("dossiers.record.dates")
@pytest.mark.rule("dossiers.record.by_hand")
@pytest.mark.rule("dossiers.record.thirty_days_market")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"may_record": False}, ("dossiers.record.right", "")),
        ({"statement": ""}, ("dossiers.record.whole", "statement")),
        ({"done_on": None}, ("dossiers.record.dates", "done_on")),
        ({"done_on": date(2026, 12, 1)}, ("dossiers.record.dates", "done_on")),
        ({"began_on": date(2026, 11, 1)}, ("dossiers.record.dates", "began_on")),
        ({"began_on": None}, ("dossiers.record.dates", "began_on")),
        ({"link": "", "has_paper": False}, ("dossiers.record.whole", "link")),
        ({"done_on": date(2026, 10, 29)}, ("dossiers.record.thirty_days_market", "reason")),
    ],
)
def test_a_recorded_consultation_tells_its_days_and_its_proof(
    changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert reasons_against_recording(record(Step.CONSULTATION)) == []
    assert fields(reasons_against_recording(record(Step.CONSULTATION, **changes))) == [expected]


def test_a_shorter_consultation_with_its_reason_passes() -> None:
    short = record(Step.CONSULTATION, done_on=date(2026, 10, 8), reason="防汛应急，需立即实施。")
    assert reasons_against_recording(short) == []


@pytest.mark.rule("dossiers.record.experts")
@pytest.mark.rule("dossiers.record.risk")
@pytest.mark.rule("dossiers.record.hearing")
@pytest.mark.rule("dossiers.record.competition")
@pytest.mark.rule("dossiers.record.deliberation")
@pytest.mark.rule("dossiers.record.filing")
@pytest.mark.parametrize(
    ("step", "ready"),
    [
        (Step.EXPERTS, ()),
        (Step.RISK, ()),
        (Step.HEARING, ()),
        (Step.COMPETITION, ()),
        (Step.DELIBERATION, BEFORE_MEETING),
        (
            Step.FILING,
            (*BEFORE_MEETING, Step.DELIBERATION, Step.SIGNING, Step.NUMBERING, Step.RELEASE),
        ),
    ],
)
def test_each_step_has_its_own_proof(step: Step, ready: tuple[Step, ...]) -> None:
    assert reasons_against_recording(record(step, *ready)) == []
    found = reasons_against_recording(record(step, *ready, has_paper=False))
    assert fields(found) == [(f"dossiers.record.{step.value}", "file")]


def test_steps_with_a_page_of_their_own_are_not_recorded_by_hand() -> None:
    for step in (Step.LEGALITY, Step.SIGNING, Step.NUMBERING, Step.RELEASE):
        assert [r.code for r in reasons_against_recording(record(step))] == ["dossiers.record.by_hand"]


def test_a_record_does_not_overtake_the_chain() -> None:
    codes = {reason.code for reason in reasons_against_recording(record(Step.DELIBERATION))}
    assert {"dossiers.step.no_legality", "dossiers.step.no_consultation"} <= codes
