"""The rules about cleaning and masking answer with every reason at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.rules.cleaning import (
    CleaningFacts,
    reasons_against_cleaning,
    reasons_against_failed,
    reasons_against_masking_nothing,
    reasons_against_unchanged,
)

FINE = {"may_change": True, "is_there": True, "is_same": True, "is_secret": False}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"may_change": False}, "clearance.clean.right"),
        ({"is_same": False}, "clearance.clean.same"),
        ({"is_there": False}, "clearance.clean.same"),
        ({"is_secret": True}, "clearance.clean.secret"),
    ],
)
def test_each_fact_gives_its_reason(changed: dict[str, bool], code: str) -> None:
    (reason,) = reasons_against_cleaning(CleaningFacts(**{**FINE, **changed}))
    assert reason.code == code
    assert reason.remedy


def test_nothing_speaks_against_a_file_of_ones_own() -> None:
    assert reasons_against_cleaning(CleaningFacts(**FINE)) == []


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_every_reason_at_once(may_change: bool, is_there: bool, is_same: bool, is_secret: bool) -> None:
    facts = CleaningFacts(may_change, is_there, is_same, is_secret)
    expected = [not may_change, not (is_there and is_same), is_secret]
    assert len(reasons_against_cleaning(facts)) == sum(expected)


def test_nothing_changed_nothing_chosen_and_what_failed() -> None:
    assert reasons_against_unchanged(is_changed=True) == []
    assert reasons_against_unchanged(is_changed=False)[0].code == "clearance.clean.nothing"
    assert reasons_against_masking_nothing(chosen=1) == []
    assert reasons_against_masking_nothing(chosen=0)[0].field == "words"
    for masks, code in ((False, "clearance.clean.failed"), (True, "clearance.clean.redacted")):
        (reason,) = reasons_against_failed("文件有密码，没有清理。请另存后再上传。", masks=masks)
        assert (reason.message, reason.remedy) == ("文件有密码，没有清理。", "请另存后再上传。")
        assert reason.code == code
