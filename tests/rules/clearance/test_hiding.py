"""Taking hits out of a text, and what is kept in the place of one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.fingerprints import fingerprint, normal
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.hiding import HIDDEN, masked, without_numbers
from tests.factories.screening import NUMBER


def at(start: int, end: int, put: str = "") -> Any:
    return found(FindingKind.MOBILE, start, end, "", suggestion=put)


@pytest.mark.parametrize(
    ("findings", "shown"),
    [
        ([], "abcdefgh"),
        ([at(2, 4, "**")], "ab**efgh"),
        ([at(2, 4)], f"ab{HIDDEN}efgh"),
        ([at(2, 4, "cd")], f"ab{HIDDEN}efgh"),  # a proposal that hides nothing is none
        ([at(4, 6, "**"), at(2, 5, "!!")], f"ab{HIDDEN}gh"),
        ([at(2, 4, "1"), at(4, 6, "2")], "ab12gh"),
        ([at(0, 0), at(5, 99), at(-3, 2)], "abcdefgh"),
    ],
)
def test_masking(findings: list[Any], shown: str) -> None:
    assert masked("abcdefgh", findings) == shown


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_masking_never_shows_a_masked_character(text: str, stretches: list[tuple[int, int]]) -> None:
    marked = "".join(chr(0xE000 + n) for n in range(len(text)))
    findings = [at(*pair) for pair in stretches]
    shown = masked(marked, findings)
    for start, end in stretches:
        if 0 <= start < end <= len(marked):
            assert not set(marked[start:end]) & set(shown)


def test_long_numbers_leave_places() -> None:
    assert without_numbers("工作表“13800001234”!B2") == "工作表“…”!B2"
    assert without_numbers("工作表“138 0000 1234”") == "工作表“…”"
    assert without_numbers("第12页，共200页") == "第12页，共200页"


def test_a_fingerprint_is_keyed_and_bound(tmp_path: Any, settings: Any) -> None:
    settings.HOME = tmp_path
    one = fingerprint("page:1", "mobile", "body", normal("138 0000 1234"))
    assert one == fingerprint("page:1", "mobile", "body", normal("１３８-0000-1234"))
    others = {
        fingerprint("page:2", "mobile", "body", normal(NUMBER)),
        fingerprint("page:1", "id_card", "body", normal(NUMBER)),
        fingerprint("page:1", "mobile", "title", normal(NUMBER)),
        fingerprint("page:1", "mobile", "body", normal("13800001235")),
        fingerprint("page:1mobile", "", "body", normal(NUMBER)),
    }
    assert one not in others
    assert len(others) == 5
    settings.HOME = tmp_path / "other"
    assert fingerprint("page:1", "mobile", "body", normal(NUMBER)) != one
    assert (tmp_path / "keys" / "findings.key").stat().st_mode & 0o077 == 0
