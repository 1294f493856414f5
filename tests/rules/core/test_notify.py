"""What a notice may say, and when a failed delivery is tried again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gongkai.core.notify.rules import PAUSES, next_attempt_at, reasons_against_text

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.rule("notify.no_personal_data")
@pytest.mark.rule("notify.too_long")
@pytest.mark.rule("notify.local_address")
@pytest.mark.parametrize(
    ("text", "url", "expected"),
    [
        ("《农村客运补贴细则》等您复审", "/admin/pages/3/edit/", []),
        ("字" * 100, "/admin/", []),
        ("字" * 101, "/admin/", ["notify.too_long"]),
        ("来信人 13812345678 已答复", "/admin/", ["notify.no_personal_data"]),
        ("已答复", "/admin/?q=13812345678", ["notify.no_personal_data"]),
        ("已答复", "https://elsewhere.example/", ["notify.local_address"]),
        ("已答复", "//elsewhere.example/", ["notify.local_address"]),
        (
            "字" * 90 + " 11010519491231002X",
            "x",
            ["notify.no_personal_data", "notify.too_long", "notify.local_address"],
        ),
    ],
)
def test_texts(text: str, url: str, expected: list[str]) -> None:
    assert [reason.code for reason in reasons_against_text(text, url)] == expected


def test_pauses_grow_and_end() -> None:
    tries = [next_attempt_at(attempt, NOW) for attempt in range(1, len(PAUSES) + 2)]
    assert tries[-1] is None
    pauses = [moment - NOW for moment in tries[:-1] if moment]
    assert pauses == sorted(set(pauses)) == list(PAUSES)
