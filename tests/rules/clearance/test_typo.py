"""A typo is a typo; anything that carries meaning is not."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.rules.difference import changes_between, plain_text, text_pieces
from gongkai.clearance.rules.typo import reasons_against_typo_path


@pytest.mark.rule("clearance.typo.too_much")
@pytest.mark.parametrize(
    ("before", "after", "is_typo"),
    [
        ("为了规犯经营", "为了规范经营", True),
        ("通知如下,", "通知如下：", True),
        ("平台公司", "平台 公司", True),
        ("提前7日告知", "提前3日告知", False),
        ("不得收费", "得收费", False),
        ("应当公开", "可以公开", False),
        ("示交规〔2026〕9号", "示交规〔2026〕8号", False),
        ("补贴12.5元", "补贴125元", False),
        ("经研究，同意该方案", "经研究，反对该方案", False),
        ("票价上调", "票价下调", False),
        ("由企业承担", "由个人承担", False),
        ("由企业主承担", "由个业人承担", False),
        ("增幅-5%", "增幅5%", False),
        ("限行3-5日", "限行35日", False),
        ("行程5km以内", "行程5m以内", False),
        ("详见 pay.gov.cn", "详见 pay.gov.co", False),
        ('<a href="https://pay.gov.cn/办">网</a>', '<a href="https://pay.gov.cn/力">网</a>', False),
        ("甲&lt;标准", "甲&gt;标准", False),
        ("<p>规犯</p>", "<p>规范</p>", True),
        ("办法公布。规犯经营。", "办法公布。规范经营。", True),
        ("这句话很短", "这句话很短而且后面又加了不少别的内容", False),
    ],
)
def test_what_counts_as_a_typo(before, after, is_typo):
    reasons = reasons_against_typo_path({"title": before}, {"title": after}, is_base_intact=True)
    assert (reasons == []) is is_typo


def test_a_changed_structure_is_no_typo():
    before = {"body": [{"type": "text", "value": "一"}]}
    after = {"body": [{"type": "text", "value": "一"}, {"type": "text", "value": "又"}]}
    assert reasons_against_typo_path(before, after, is_base_intact=True)


def test_a_replaced_file_is_no_typo():
    assert reasons_against_typo_path({"attachment": 3}, {"attachment": 4}, is_base_intact=True)


@pytest.mark.rule("clearance.typo.too_much")
def test_a_file_replaced_under_its_number_is_no_typo():
    same = {"title": "通知", "attachment": 3}
    assert reasons_against_typo_path(same, same, is_base_intact=True) == []
    assert reasons_against_typo_path(same, same, is_base_intact=False)


def test_a_typo_inside_a_block_is_one():
    before = {"body": [{"type": "text", "value": "<p>为了规犯</p>"}]}
    after = {"body": [{"type": "text", "value": "<p>为了规范</p>"}]}
    assert reasons_against_typo_path(before, after, is_base_intact=True) == []


def test_words_in_the_place_of_a_key_are_words():
    before = {"title": "关于收费的通知"}
    after = {"title": '关于收费的通知 data-block-key="自二〇二七年起每车缴纳五万元"'}
    assert reasons_against_typo_path(before, after, is_base_intact=True)


def test_keys_of_the_editor_are_no_change():
    before = {"body": [{"type": "text", "value": "<p>为了规范，</p>"}]}
    after = {"body": [{"type": "text", "value": '<p data-block-key="a1b2c">为了规范！</p>'}]}
    assert reasons_against_typo_path(before, after, is_base_intact=True) == []


def test_differences_are_shown_piece_by_piece():
    pieces = text_pieces("提前三日告知", "提前七日告知")
    assert [(piece.op, piece.text) for piece in pieces] == [
        ("equal", "提前"),
        ("del", "三"),
        ("ins", "七"),
        ("equal", "日告知"),
    ]


def test_unchanged_fields_are_left_out_and_removed_ones_shown():
    changes = changes_between({"title": "甲", "contact": "12328"}, {"title": "甲"})
    assert [(change.name, [piece.op for piece in change.pieces]) for change in changes] == [
        ("contact", ["del"])
    ]


def test_markup_is_read_as_text():
    assert plain_text("<p>甲</p><p>乙&amp;丙</p>") == "甲\n乙&丙"


LONG = "".join(f"第{number}条 经营者应当在显著位置公示收费标准，接受社会监督。\n" for number in range(3000))


def test_long_texts_are_compared_sentence_by_sentence():
    started = perf_counter()
    after = LONG.replace("第7条 经营者", "第7条 承运人").replace("第2990条 经营者", "第2990条 承运人")
    pieces = text_pieces(LONG, after)
    assert [piece.text for piece in pieces if piece.op == "ins"] == ["承运人"] * 2
    assert "".join(piece.text for piece in pieces if piece.op != "del") == after
    assert perf_counter() - started < 5  # compared whole: many minutes


@given(st.text("甲乙丙。\n", max_size=40), st.text("甲乙丙。\n", max_size=40))
def test_pieces_give_back_both_texts(before: str, after: str) -> None:
    pieces = text_pieces(before, after)
    assert "".join(piece.text for piece in pieces if piece.op != "ins") == before
    assert "".join(piece.text for piece in pieces if piece.op != "del") == after
