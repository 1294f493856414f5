"""Two texts clause by clause, and the same words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.duties.dossiers.official.blocks import Block, Kind, OfficialText
from gongkai.duties.dossiers.official.comparing import Change, compare, new_blocks, old_blocks, spans_between
from gongkai.duties.dossiers.official.wording import same_words
from tests.factories.official import sample_text, texts


@given(texts(), texts())
def test_both_texts_can_be_rebuilt(old: OfficialText, new: OfficialText) -> None:
    rows = compare(old, new).rows
    assert (old_blocks(rows), new_blocks(rows)) == (old.blocks, new.blocks)
    for row in rows:
        if row.spans and row.old and row.new:
            assert "".join(one.text for one in row.spans if one.how != "in") == row.old.words
            assert "".join(one.text for one in row.spans if one.how != "out") == row.new.words


@given(texts())
def test_a_text_is_the_same_as_itself(text: OfficialText) -> None:
    assert compare(text, text).is_same


@given(st.text("甲乙丙丁", max_size=30), st.text("甲乙丙丁", max_size=30))
def test_spans_make_both_wordings(old: str, new: str) -> None:
    spans = spans_between(old, new)
    assert "".join(one.text for one in spans if one.how != "in") == old
    assert "".join(one.text for one in spans if one.how != "out") == new


def _articles(*texts: str) -> OfficialText:
    numbers = "一二三四五六七"
    blocks = (Block(Kind.ARTICLE, f"第{numbers[n]}条", text) for n, text in enumerate(texts))
    return OfficialText("办法", blocks=tuple(blocks))


LONG = (
    "为了规范示例工作，制定本办法。",
    "省厅负责全省的示例工作。",
    "各市应当每年报送示例情况。",
    "本办法自公布之日起施行。",
)


def changes(old: OfficialText, new: OfficialText) -> list[tuple[str, str, str]]:
    return [
        (row.change.value, row.old.label if row.old else "", row.new.label if row.new else "")
        for row in compare(old, new).rows
    ]


def test_renumbered_clauses_are_known_again() -> None:
    new = _articles(
        LONG[0], "新的一条说别的事情，从前没有。", LONG[1], "各市应当每半年报送示例情况。", LONG[3]
    )
    assert changes(_articles(*LONG), new) == [
        ("same", "第一条", "第一条"),
        ("added", "", "第二条"),
        ("changed", "第二条", "第三条"),
        ("changed", "第三条", "第四条"),
        ("changed", "第四条", "第五条"),
    ]


def test_a_removed_clause_stands_where_it_was() -> None:
    new = _articles(LONG[0], LONG[2], LONG[3])
    assert changes(_articles(*LONG), new)[1] == ("removed", "第二条", "")


def test_a_moved_clause_is_called_moved() -> None:
    new = _articles(LONG[2], LONG[0], LONG[1], LONG[3])
    rows = compare(_articles(*LONG), new).rows
    assert [row.change for row in rows] == [Change.MOVED, Change.CHANGED, Change.CHANGED, Change.SAME]


def test_a_changed_clause_keeps_its_place_and_marks_its_words() -> None:
    new = _articles(LONG[0], "市局负责全市的示例工作。", *LONG[2:])
    row = compare(_articles(*LONG), new).rows[1]
    assert row.change is Change.CHANGED
    assert "市局" in "".join(one.text for one in row.spans if one.how == "in")


def test_fields_beside_the_body_are_compared() -> None:
    old = sample_text()
    new = replace(old, title="关于做好样例工作的通知", written_on=None)
    assert [one.name for one in compare(old, new).fields] == ["标题", "成文日期"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("甲 乙\n丙", "甲乙丙"),
        ("（一）", "(一)"),
        ("1：2", "1:2"),
        ("⼈民", "人民"),
        ("甲\u200b乙", "甲乙"),
        ("“甲”", '"甲"'),
    ],
)
def test_room_and_width_make_no_difference(a: str, b: str) -> None:
    assert same_words(a, b).is_same


@pytest.mark.parametrize(
    ("a", "b", "at"),
    [("甲乙丙", "甲丁丙", 1), ("甲 乙", "甲乙丙", 3), ("一、甲", "一，甲", 1), ("10万", "100万", 2)],
)
def test_every_letter_makes_a_difference(a: str, b: str, at: int) -> None:
    found = same_words(a, b)
    assert (found.is_same, found.at_a) == (False, at)
    assert found.near_a in a


def test_long_wordings_are_marked_as_a_whole() -> None:
    assert [one.how for one in spans_between("甲" * 25_000, "乙" * 25_000)] == ["out", "in"]
