"""A typo is a typo; anything that carries meaning is not."""

from __future__ import annotations

import pytest

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
        ("这句话很短", "这句话很短而且后面又加了不少别的内容", False),
    ],
)
def test_what_counts_as_a_typo(before, after, is_typo):
    reasons = reasons_against_typo_path({"title": before}, {"title": after})
    assert (reasons == []) is is_typo


def test_a_changed_structure_is_no_typo():
    before = {"body": [{"type": "text", "value": "一"}]}
    after = {"body": [{"type": "text", "value": "一"}, {"type": "text", "value": "又"}]}
    assert reasons_against_typo_path(before, after)


def test_a_replaced_file_is_no_typo():
    assert reasons_against_typo_path({"attachment": 3}, {"attachment": 4})


def test_a_typo_inside_a_block_is_one():
    before = {"body": [{"type": "text", "value": "<p>为了规犯</p>"}]}
    after = {"body": [{"type": "text", "value": "<p>为了规范</p>"}]}
    assert reasons_against_typo_path(before, after) == []


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
