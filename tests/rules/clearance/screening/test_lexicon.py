"""Terms of lists: the graver shows through the longer, what is right in a longer word is no hit, 50,000 are held."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.screening import Lexicon, Term


def term(text: str, level: str = "hint", *unless: str) -> Term:
    return Term(text, "term", level, "表", unless=unless)


def hits(text: str, *terms: Term) -> list[tuple[str, int]]:
    return [(one.text, start) for one, start, _ in Lexicon(terms).find(text)]


def test_a_shorter_hit_within_a_longer_one_is_left_out() -> None:
    assert hits("高速公路", term("公路"), term("高速公路")) == [("高速公路", 0)]


def test_a_graver_term_shows_through_a_longer_one() -> None:
    assert hits("高速公路", term("公路", "block"), term("高速公路")) == [("高速公路", 0), ("公路", 2)]


def test_terms_that_overlap_are_both_found() -> None:
    assert hits("甲乙丙", term("甲乙"), term("乙丙", "block")) == [("甲乙", 0), ("乙丙", 1)]


def test_an_excused_longer_term_hides_nothing() -> None:
    assert hits("高速公路网", term("公路", "hint"), term("高速公路", "hint", "高速公路网")) == [("公路", 2)]


def test_a_hit_in_a_word_that_is_right_is_none() -> None:
    assert hits("既使用又既使", term("既使", "hint", "既使用")) == [("既使", 4)]


def test_of_the_same_words_in_two_lists_the_graver_counts() -> None:
    [(one, _, _)] = Lexicon([term("甲乙"), term("甲乙", "block"), term("", "block")]).find("甲乙")
    assert one.level == "block"


@given(st.lists(st.text("甲乙丙", min_size=1, max_size=4), max_size=8), st.text("甲乙丙", max_size=30))
def test_every_place_of_a_veto_is_covered(words: list[str], text: str) -> None:
    found = list(Lexicon([term(word, "block") for word in words]).find(text))
    for word in words:
        at = text.find(word)
        while at >= 0:
            assert any(start <= at and at + len(word) <= end for _, start, end in found)
            at = text.find(word, at + 1)


def test_fifty_thousand_terms_are_all_held() -> None:
    random.seed(1)
    words = {"".join(chr(random.randrange(0x4E00, 0x9FA5)) for _ in range(4)) for _ in range(50_000)}
    lexicon = Lexicon([term(word) for word in words])
    assert len(lexicon) == len(words)
