"""Lists, fixed phrases and enumerations."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening import Finding, Knowledge, Lexicon, Term
from gongkai.clearance.screening.errors import find_errors
from gongkai.clearance.screening.lists import (
    shipped_lists,
    shipped_phrases,
    shipped_sequences,
    shipped_series,
    shipped_terms,
)

DAY = date(2026, 11, 27)
KNOWN = Knowledge(on=DAY, lexicon=Lexicon(shipped_terms(DAY)))


def found_in(text: str, kind: str) -> list[Finding]:
    return [one for one in find_errors(text, KNOWN) if one.kind == kind]


def test_shipped_lists_say_whose_they_are_and_hold_no_nonsense() -> None:
    for head in shipped_lists():
        assert head.name
        assert head.owner
        assert head.source
        assert head.note
        assert head.entries > 3
    terms = shipped_terms(DAY)
    assert len({one.text for one in terms}) == len(terms)
    for one in terms:
        assert FindingKind(one.kind)
        assert FindingLevel(one.level)
        assert one.suggestion != one.text
        assert all(one.text in word for word in one.unless)
    assert sum(one.kind == "misprint" for one in terms) >= 200
    assert shipped_series()


@pytest.mark.parametrize("term", shipped_terms(DAY), ids=lambda one: one.text)
def test_each_shipped_term_hits_itself_and_not_where_it_is_right(term: Term) -> None:
    lexicon = Lexicon([term])
    assert list(lexicon.find(term.text))
    assert not [word for word in term.unless if list(lexicon.find(word))]


def test_names_of_before_a_reform_are_hinted_at_only_after_it() -> None:
    names = {one.text for one in shipped_terms(date(2018, 3, 1))}
    assert "国土资源部" not in names
    assert "国土资源部" in {one.text for one in shipped_terms(date(2018, 4, 1))}


@pytest.mark.rule("clearance.screen.misprint")
@pytest.mark.parametrize(
    ("bad", "right"), [("按装护栏", "安装"), ("工作的的开展", "的"), ("疏峻航道", "疏浚")]
)
def test_misprints(bad: str, right: str) -> None:
    assert [one.suggestion for one in found_in(bad, "misprint")] == [right]


@pytest.mark.parametrize("good", ["按装配式建筑施工", "以营利为目的的活动", "既使用又维护", "年未满十四周岁"])
def test_right_words_are_no_misprints(good: str) -> None:
    assert found_in(good, "misprint") == []


@pytest.mark.rule("clearance.screen.name_error")
@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("报国土资源部备案", 1),
        ("报原国土资源部备案", 0),
        ("国土资源部门负责", 0),
        ("人力资源与社会保障部", 1),
        ("港澳台等国家", 1),
        ("台湾等国家和地区", 0),
    ],
)
def test_names_of_organs_and_places(text: str, count: int) -> None:
    assert len(found_in(text, "name_error")) == count


@pytest.mark.rule("clearance.screen.term")
def test_a_veto_of_a_list_is_masked_and_keeps_its_level() -> None:
    lexicon = Lexicon([Term("某某工程", "term", "block", "本厅禁用词")])
    [one] = find_errors("提到某某工程。", Knowledge(on=DAY, lexicon=lexicon))
    assert (one.level, one.excerpt) == ("block", "某＊＊＊")
    assert "本厅禁用词" in one.note


@pytest.mark.rule("clearance.screen.fixed_phrase")
@pytest.mark.parametrize(
    "bad",
    [
        "以习近平新时代中国特色社会主议思想为指导",
        "习近平时代中国特色社会主义思想",
        "政府信息公公开条例",
        "依照中华人民共合国公路法",
        "统一社会信用信代码",
        "道路自信、制度自信、理论自信、文化自信",
        "政治建设、经济建设、文化建设、社会建设",
    ],
)
def test_slips_in_fixed_phrases(bad: str) -> None:
    assert len(found_in(bad, "fixed_phrase")) == 1


@pytest.mark.parametrize(
    "good",
    [
        "道路自信、理论自信、制度自信、文化自信",
        "中国共产党第十九次全国代表大会",
        "健全省人民代表大会常务委员会制度",
        "把生态文明建设融入经济建设、政治建设、文化建设、社会建设各方面",
        "习近平新时代中国特色\n社会主义思想",
        "爱国、敬业、诚信、友善",
    ],
)
def test_right_phrases_pass(good: str) -> None:
    assert found_in(good, "fixed_phrase") == []


PHRASES = shipped_phrases()


@given(st.sampled_from(PHRASES), st.data())
def test_one_character_amiss_inside_a_phrase_is_found(phrase, data) -> None:
    at = data.draw(st.integers(1, len(phrase.text) - 2))
    put = data.draw(st.sampled_from(["", "某", phrase.text[at] + "某"]))
    bad = phrase.text[:at] + put + phrase.text[at + 1 :]
    slips = found_in(f"依照{bad}执行", "fixed_phrase")
    if bad not in phrase.also:
        assert phrase.text in {one.suggestion for one in slips} or any(
            one.suggestion in phrase.text for one in slips
        )


@given(st.sampled_from(PHRASES), st.text("依照的、。", max_size=4), st.text("执行和、。", max_size=4))
def test_a_phrase_as_it_is_written_is_no_slip(phrase, before: str, after: str) -> None:
    assert found_in(before + phrase.text + after, "fixed_phrase") == []


@given(st.sampled_from(shipped_sequences()), st.randoms(use_true_random=False))
def test_an_enumeration_is_right_in_its_own_order_only(sequence, order) -> None:
    items = list(sequence.items)
    assert found_in("、".join(items), "fixed_phrase") == []
    order.shuffle(items)
    assert bool(found_in("、".join(items), "fixed_phrase")) == (tuple(items) != sequence.items)
