"""What goes into a dossier, and how it is struck."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gongkai.duties.dossiers.rules.papers import (
    MAX_PAPER,
    PaperFacts,
    reasons_against_adding,
    reasons_against_voiding,
)
from tests.rules.dossiers.facts import TODAY


@pytest.mark.rule("dossiers.paper.fits")
@pytest.mark.rule("dossiers.paper.right")
@pytest.mark.rule("dossiers.paper.date")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"may_add": False}, "dossiers.paper.right"),
        ({"is_ended": True}, "dossiers.paper.right"),
        ({"size": MAX_PAPER + 1}, "dossiers.paper.fits"),
        ({"name": "签批单.exe"}, "dossiers.paper.fits"),
        ({"name": "签批单"}, "dossiers.paper.fits"),
        ({"dated_on": TODAY + timedelta(days=1)}, "dossiers.paper.date"),
    ],
)
def test_what_goes_into_a_dossier(changes: dict[str, Any], code: str) -> None:
    facts = PaperFacts(True, False, "签批单.PDF", MAX_PAPER, TODAY, TODAY)
    assert reasons_against_adding(facts) == []
    assert [reason.code for reason in reasons_against_adding(replace(facts, **changes))] == [code]


@pytest.mark.rule("dossiers.paper.void")
def test_a_paper_is_struck_with_a_reason() -> None:
    given: dict[str, Any] = {
        "may_void": True,
        "is_ended": False,
        "is_void": False,
        "proves": "",
        "reason": "传错了。",
    }
    assert reasons_against_voiding(**given) == []
    for changes in ({"is_ended": True}, {"is_void": True}, {"proves": "签发"}, {"reason": ""}):
        found = reasons_against_voiding(**{**given, **changes})
        assert [reason.code for reason in found] == ["dossiers.paper.void"]
