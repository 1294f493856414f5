"""Cutting for the public index: a substring is always found, a 文号 in any spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.publishing.search.cutting import grams_text, number_terms, numbers_of, query_grams, terms_of

TEXT = st.text(alphabet="道路运输条例经营者网约车押金2026Ab，、 ", min_size=2, max_size=60)


@given(TEXT, st.data())
def test_grams_of_a_piece_stand_in_the_grams_of_the_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : start + data.draw(st.integers(2, 20))]
    wanted = query_grams(piece)
    if len(wanted) == 0 or len(wanted[0]) == 1:
        return
    assert f" {' '.join(wanted)} " in f" {grams_text(text)} "


@pytest.mark.parametrize(
    "asked",
    [
        "交法规〔2026〕12号",
        "交法规[2026]12号",
        "交法规（2026）12号",
        "交法规2026年12号",
        "交法规【2026】 第12号",
    ],
)
def test_every_spelling_of_a_number_is_one(asked: str) -> None:
    assert numbers_of(asked) == ["交法规-2026-12"]


def test_a_number_is_found_by_its_end_or_without_its_code() -> None:
    terms = number_terms("示交法规〔2026〕012号")
    assert numbers_of("法规〔2026〕12号")[0] in terms
    assert numbers_of("2026年12号")[0] in terms
    assert numbers_of("2026年1号")[0] not in terms


def test_sentences_are_kept_apart() -> None:
    assert "开会" not in grams_text("现在公开。会议结束").split()
    assert terms_of("  网约车  ，  押金 ") == ["网约车", "押金"]
