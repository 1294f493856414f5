"""When a page is made anew, and when what stands went public."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from gongkai.duties.dossiers.rules.pages import RemakeFacts, reasons_against_remaking, went_public_at

FINE = RemakeFacts(True, False, False, True, True, True)


@pytest.mark.rule("dossiers.page.remake")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"may_make": False}, ["您不能"]),
        ({"is_ended": True}, ["已经办结"]),
        ({"is_history": True}, ["没有签发稿"]),
        ({"has_page": False}, ["还没有公开页面"]),
        ({"is_signed": False, "differs": False}, ["还没有重新签发"]),
        ({"differs": False}, ["不必重做"]),
    ],
)
def test_a_page_is_made_anew_from_what_is_signed(changes: dict[str, Any], said: list[str]) -> None:
    reasons = reasons_against_remaking(replace(FINE, **changes))
    assert len(reasons) == len(said)
    assert all(words in reason.message for words, reason in zip(said, reasons, strict=True))


def test_what_was_signed_anew_went_public_when_it_was_released_again() -> None:
    first, between, last = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 5, 9))
    assert went_public_at(first, last, between) == last
    assert went_public_at(between, last, first) == between  # an ordinary change of a live page
    assert went_public_at(first, last, None) == first
    assert went_public_at(None, None, first) is None
