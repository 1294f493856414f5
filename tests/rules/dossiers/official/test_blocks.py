"""The structured text: JSON, digest, labels and anchors."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from gongkai.duties.dossiers.official.blocks import Block, Cell, Kind, OfficialText, digest_of, plain_text
from gongkai.duties.dossiers.official.frame import Frame, disclosure_in
from gongkai.duties.dossiers.official.labels import anchors_of, attachment_label, label_of, number_in
from gongkai.duties.dossiers.official.tables import column_weights, placed_cells
from tests.factories.official import sample_frame, sample_text, texts


@given(texts())
def test_a_text_goes_through_json_unchanged(text: OfficialText) -> None:
    assert OfficialText.from_data(json.loads(json.dumps(text.as_data()))) == text


def test_a_frame_goes_through_json_unchanged() -> None:
    for frame in (sample_frame(), Frame()):
        assert Frame.from_data(json.loads(json.dumps(frame.as_data()))) == frame
    with pytest.raises(ValueError, match="marks"):
        Frame.from_data({"marks": "一个机关"})


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ([], "对象"),
        ({"form": 9}, "版本"),
        ({"form": 1, "blocks": [{"kind": "picture"}]}, "picture"),
        ({"form": 1, "blocks": [{"kind": "heading", "level": 7}]}, "第 7 级"),
        ({"form": 1, "blocks": [{"kind": "table"}]}, "行"),
        ({"form": 1, "blocks": [{"kind": "table", "rows": [[["甲", 0, 1]]]}]}, "单元格"),
        ({"form": 1, "blocks": [{"kind": "table", "rows": [["甲", ["乙", 10**9, 1]]]}]}, "单元格"),
        ({"form": 1, "blocks": [{"kind": "table", "rows": [3]}]}, "列表"),
        ({"form": 1, "blocks": [3]}, "对象"),
        ({"form": 1, "written_on": 20260301}, "日期"),
        ({"form": 1, "title": 3}, "title"),
        ({"form": 1, "signed_by": [1]}, "signed_by"),
        ({"form": 1, "written_on": "2026-13-01"}, "month"),
    ],
)
def test_data_of_another_kind_say_why(data: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        OfficialText.from_data(data)


def test_the_digest_changes_with_every_part() -> None:
    text = sample_text()
    others = [
        replace(text, title="别的标题"),
        replace(text, note=""),
        replace(text, written_on=None),
        replace(text, blocks=text.blocks[1:]),
        replace(text, blocks=(replace(text.blocks[0], text="现将有关事项通知如下！"), *text.blocks[1:])),
        replace(text, signed_by=(*text.signed_by, "示例省财政厅")),
    ]
    assert digest_of(text) == digest_of(sample_text())
    assert len({digest_of(one) for one in [text, *others]}) == len(others) + 1


@given(texts())
def test_anchors_are_unique(text: OfficialText) -> None:
    anchors = anchors_of(text.blocks)
    assert len(set(anchors)) == len(anchors) == len(text.blocks)


def test_anchors_follow_the_labels() -> None:
    anchors = anchors_of(sample_text().blocks)
    assert anchors == (
        *("p1", "h1", "h1.1", "h1.1.1", "h1.1.1.1", "h1.1.1.1.t1"),
        *("f1", "f1-c1", "f1-a1", "f1-a2", "f2", "f2-p1"),
    )


def test_an_anchor_stays_when_a_clause_before_it_goes() -> None:
    blocks = sample_text().blocks
    assert anchors_of(blocks[1:])[0] == "h1"
    without = tuple(one for one in blocks if one.label != "第一条")
    assert anchors_of(without)[7] == "f1-c1" or "f1-a2" in anchors_of(without)


@pytest.mark.parametrize(
    ("line", "kind", "label", "rest"),
    [
        ("一、工作要求", Kind.HEADING, "一、", "工作要求"),
        ("（十二）加强领导。", Kind.HEADING, "（十二）", "加强领导。"),
        ("1.全面公开", Kind.HEADING, "1.", "全面公开"),
        ("12．全面公开", Kind.HEADING, "12．", "全面公开"),
        ("（3）细项", Kind.HEADING, "（3）", "细项"),
        ("第三条　为了规范", Kind.ARTICLE, "第三条", "为了规范"),
        ("第三十二条之一 甲", Kind.ARTICLE, "第三十二条之一", "甲"),
        ("第二章　总则", Kind.CHAPTER, "第二章", "总则"),
    ],
)
def test_labels_are_known(line: str, kind: Kind, label: str, rest: str) -> None:
    found = label_of(line)
    assert found is not None
    assert (found.kind, found.label, found.rest) == (kind, label, rest)


@pytest.mark.parametrize(
    "line", ["2023.5万元", "第三条规定的事项", "一是加强领导", "第二章规定的，从其规定。", "一、", "1.5万元"]
)
def test_sentences_are_no_labels(line: str) -> None:
    assert label_of(line) is None


def test_an_article_without_a_space_must_follow_the_last() -> None:
    assert label_of("第三条为了规范", last_article=2) is not None
    assert label_of("第三条为了规范", last_article=5) is None


@pytest.mark.parametrize(
    ("text", "number"), [("一百零五", 105), ("二十", 20), ("十二", 12), ("12", 12), ("", 0)]
)
def test_numerals(text: str, number: int) -> None:
    assert number_in(text) == number


def test_attachment_lines() -> None:
    assert attachment_label("附 件 2") == "附件2"
    assert attachment_label("附件：1.办法") is None


def test_a_merged_cell_pushes_its_neighbours() -> None:
    table = Block(Kind.TABLE, rows=((Cell("甲", 1, 2), Cell("乙", 2)), (Cell("丙"), Cell("丁丁丁"))))
    cells, width = placed_cells(table)
    assert width == 3
    assert [(one.row, one.column, one.cell.text) for one in cells][2:] == [(1, 1, "丙"), (1, 2, "丁丁丁")]
    assert column_weights(table) == [2, 2, 3]


def test_plain_text_has_every_word_in_order() -> None:
    lines = plain_text(sample_text()).split("\n")
    assert lines[:2] == ["关于做好示例工作的通知", "各市交通运输局，厅机关各处室："]
    at = lines.index("附件：1.示例办法")
    assert lines[at : at + 6] == [
        "附件：1.示例办法",
        "2.示例表",
        "示例省交通运输厅",
        "2026年3月1日",
        "（此件主动公开）",
        "附件1示例办法",
    ]


@pytest.mark.parametrize(
    ("note", "found"), [("此件主动公开", "主动公开"), ("此件依申请公开", "依申请公开"), ("联系人：甲", "")]
)
def test_a_note_says_how_it_is_disclosed(note: str, found: str) -> None:
    assert disclosure_in(note) == found
