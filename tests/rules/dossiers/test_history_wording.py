"""A document of before is published as it was issued."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.duties.dossiers.rules.history_wording import (
    Change,
    CorrectionFacts,
    reasons_against_change,
    reasons_against_correction,
    told_change,
)

CORRECTION: dict[str, Any] = {
    "may_keep": True,
    "has_edited": False,
    "is_history": True,
    "is_numbered": False,
    "is_ended": False,
    "has_page": True,
    "has_paper": False,
    "differs": True,
    "bears_its_number": True,
    "letters": 40,
    "seen": 7,
    "newest": 7,
    "reason": "原件第二条是“七日”，录成了“十日”。",
}


@pytest.mark.rule("dossiers.history.as_issued")
@pytest.mark.rule("dossiers.correction.as_accepted")
def test_a_change_says_where() -> None:
    assert reasons_against_change(Change(False, "", ""), is_history=True) == []
    (reason,) = reasons_against_change(Change(True, "提前七日", "提前十日"), is_history=True)
    assert "原来“…提前七日…”，现在“…提前十日…”" in reason.message
    (reason,) = reasons_against_change(Change(True, "", ""), is_history=True)
    assert "“" not in reason.message
    (reason,) = reasons_against_change(Change(True, "", ""), is_history=False)
    assert reason.code == "dossiers.correction.as_accepted"


@pytest.mark.rule("dossiers.history.as_issued")
@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({}, 0),
        ({"may_keep": False}, 1),
        ({"has_edited": True}, 1),
        ({"has_page": False}, 1),
        ({"differs": False}, 1),
        ({"reason": " "}, 1),
    ],
)
def test_who_accepts_a_correction(changed: dict[str, Any], count: int) -> None:
    assert len(reasons_against_correction(CorrectionFacts(**{**CORRECTION, **changed}))) == count


@pytest.mark.rule("dossiers.correction.misprint")
@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, []),
        ({"is_numbered": False}, [""]),
        ({"has_paper": False}, ["file"]),
        ({"has_paper": False, "is_ended": True}, []),
        ({"letters": 21}, [""]),
        ({"bears_its_number": False}, [""]),
        ({"seen": 6}, [""]),
        ({"differs": False, "has_paper": False}, [""]),
    ],
)
def test_what_was_issued_here_is_corrected_by_proof_and_in_few_letters(
    changed: dict[str, Any], fields: list[str]
) -> None:
    issued = {"is_history": False, "is_numbered": True, "has_paper": True, "letters": 20}
    found = reasons_against_correction(CorrectionFacts(**{**CORRECTION, **issued, **changed}))
    assert [reason.field or "" for reason in found] == fields
    assert {reason.code for reason in found} <= {"dossiers.correction.misprint"}


@pytest.mark.parametrize(
    ("pieces", "told"),
    [
        ([("equal", "本"), ("del", "方"), ("ins", "办"), ("equal", "法")], "“方”改为“办”"),
        ([("ins", "的")], "增加“的”"),
        ([("del", "的"), ("equal", "法"), ("del", "了")], "删去“的”；删去“了”"),
        ([], ""),
    ],
)
def test_a_change_is_told_in_words(pieces: list[tuple[str, str]], told: str) -> None:
    assert told_change(pieces) == told
