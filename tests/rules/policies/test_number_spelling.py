"""Every spelling of a document number comes to its one standard spelling, and a search finds it by any part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.duties.policies.enums import DocumentKind
from gongkai.duties.policies.number_spelling import (
    DocumentNumber,
    NumberForm,
    normal_number,
    number_parts,
    parse_number,
    same_number,
)
from gongkai.duties.policies.rules import reasons_against_number

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
BRACKETS = ["〔〕", "［］", "[]", "()", "（）", "【】", "﹝﹞", "〖〗"]
gaps = st.sampled_from(["", " ", "\u3000", "\t", "\u200b"])
prefixes = st.text("示交规办发运安人财法", min_size=2, max_size=6)


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """A number and one of the ways in which somebody may write it."""
    prefix, year = draw(prefixes), draw(st.integers(1950, 2099))
    serial, opening = draw(st.integers(1, 99999)), draw(st.sampled_from(BRACKETS))
    written = "0" * draw(st.integers(0, 3)) + str(serial)
    parts = [prefix, opening[0], str(year), opening[1], draw(st.sampled_from(["", "第"])), written, "号"]
    text = "".join(part + draw(gaps) for part in parts)
    return (text.translate(WIDE) if draw(st.booleans()) else text), f"{prefix}〔{year}〕{serial}号"


@given(spellings())
def test_every_spelling_comes_to_the_standard_one(pair: tuple[str, str]) -> None:
    typed, standard = pair
    assert normal_number(typed) == standard
    assert normal_number(standard) == standard
    assert same_number(typed, standard)
    assert reasons_against_number(standard, "") == []


@given(spellings(), spellings())
def test_two_numbers_are_the_same_only_where_their_standard_is(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert same_number(one[0], other[0]) is (one[1] == other[1])


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("示交规[2026]9号", DocumentNumber("示交规", 2026, 9, NumberForm.BRACKET)),
        ("示交规第〔2026〕09号", DocumentNumber("示交规", 2026, 9, NumberForm.BRACKET)),
        ("2026 年第 03 号", DocumentNumber("", 2026, 3, NumberForm.ORDINAL)),
        (
            "示例省交通运输厅公告（2026年第3号）",
            DocumentNumber("示例省交通运输厅公告", 2026, 3, NumberForm.ORDINAL),
        ),
        ("交通运输部令２０２２年第１１号", DocumentNumber("交通运输部令", 2022, 11, NumberForm.ORDINAL)),
        ("国务院令第 711 号", DocumentNumber("国务院令", None, 711, NumberForm.RUNNING)),
    ],
)
def test_each_form_is_taken_apart(typed: str, number: DocumentNumber) -> None:
    assert parse_number(typed) == number
    assert parse_number(number.text) == number


@pytest.mark.parametrize(
    "typed", ["", "第", "〔2026〕9号", "示交规〔2026〕9", "示交规〔2026〕0号", "关于2026年的通知"]
)
def test_what_is_no_whole_number_is_none(typed: str) -> None:
    assert parse_number(typed) is None


@pytest.mark.parametrize("typed", ["", "  ", "第"])
def test_nothing_is_the_same_as_nothing(typed: str) -> None:
    assert not same_number(typed, "") or typed == "第"


STORED = ["示交规〔2026〕9号", "示交规〔2026〕90号", "示交办〔2025〕9号", "示例省交通运输厅公告2026年第3号"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("示交规2026 9", [0, 1]),
        ("示交规2026 9号", [0]),
        ("示交规[2026]第09号", [0]),
        ("示交规（２０２６）", [0, 1]),
        ("〔2026〕9号", [0]),
        ("交规〔2026", [0, 1]),
        ("规 2026", [0, 1]),
        ("2025", [2]),
        ("公告2026年第3号", [3]),
        ("公告 2026 3号", [3]),
        ("2026年第3号", [3]),
        ("9号", [0, 2]),
        ("第3号", [3]),
        ("第", []),
        ("", []),
    ],
)
def test_a_search_finds_a_number_by_any_part(typed: str, found: list[int]) -> None:
    parts = number_parts(typed)
    assert [at for at, number in enumerate(STORED) if any(part in number for part in parts)] == found


@pytest.mark.rule("policies.number.form")
@pytest.mark.parametrize(
    ("number", "kind", "is_fine"),
    [
        ("2026年第3号", DocumentKind.ANNOUNCEMENT, True),
        ("2026年第3号", DocumentKind.POLICY, False),
        ("示例省交通运输厅公告2026年第3号", "", True),
        ("交通运输部令2022年第11号", "", True),
        ("示交规2026年第3号", DocumentKind.NORMATIVE, False),
        ("示例省交通运输厅公告2026年第03号", "", False),
    ],
)
def test_the_ordinal_form_is_for_announcements_and_orders(number: str, kind: str, is_fine: bool) -> None:
    reasons = reasons_against_number(number, kind)
    assert [reason.field for reason in reasons] == ([] if is_fine else ["doc_number"])
    assert all(reason.remedy for reason in reasons)
