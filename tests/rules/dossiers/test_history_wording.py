"""A document of before is published as it was issued."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.duties.dossiers.rules.history_wording import (
    Change,
    CorrectionFacts,
    reasons_against_change,
    reasons_against_correction,
)

CORRECTION: dict[str, Any] = {
    "may_keep": True,
    "has_edited": False,
    "is_history": True,
    "has_page": True,
    "differs": True,
    "reason": "原件第二条是“七日”，录成了“十日”。",
}


@pytest.mark.rule("dossiers.history.as_issued")
def test_a_change_says_where() -> None:
    assert reasons_against_change(Change(False, "", "")) == []
    (reason,) = reasons_against_change(Change(True, "提前七日", "提前十日"))
    assert "原来“…提前七日…”，现在“…提前十日…”" in reason.message
    (reason,) = reasons_against_change(Change(True, "", ""))
    assert "“" not in reason.message


@pytest.mark.rule("dossiers.history.as_issued")
@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({}, 0),
        ({"may_keep": False}, 1),
        ({"has_edited": True}, 1),
        ({"is_history": False}, 1),
        ({"has_page": False}, 1),
        ({"differs": False}, 1),
        ({"reason": " "}, 1),
    ],
)
def test_who_accepts_a_correction(changed: dict[str, Any], count: int) -> None:
    assert len(reasons_against_correction(CorrectionFacts(**{**CORRECTION, **changed}))) == count
