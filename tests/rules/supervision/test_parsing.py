"""Titles, dates, outlines, tables, names, refusals, and what holds for any text at all."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.duties.supervision.rules.notice import MAX_CHARS, parse_notice
from gongkai.duties.supervision.rules.text import reading_form
from gongkai.duties.supervision.rules.values import NotReadable
from tests.rules.supervision.notices import HEAD, Register, notice, one

CLAUSE = "（牵头单位：厅办公室，责任单位：厅科技处；完成时限：2026年10月底前）"


def test_head_of_an_invented_notice() -> None:
    head = parse_notice(one(CLAUSE)).head
    assert head.title == "关于印发《2026年政务公开工作任务分工》的通知"
    assert (head.doc_number, head.issuer) == ("示交办〔2026〕12号", "示例省交通运输厅")
    assert (head.issued_on, head.printed_on) == (date(2026, 3, 5), date(2026, 3, 6))


def test_pasted_attachment_without_cover_letter() -> None:
    read = parse_notice(f"示例省交通运输厅\n政务公开重点工作任务分解\n\n1.更新目录。核对公开。{CLAUSE}\n")
    assert (read.head.issuer, read.head.title) == ("示例省交通运输厅", "政务公开重点工作任务分解")
    assert len(read.items) == 1
    assert "没有读出文号，请补上。" in read.warnings


def test_half_width_punctuation_and_full_width_digits_read_alike() -> None:
    wide = parse_notice(one(CLAUSE)).items[0]
    odd = (
        CLAUSE.replace("（", "(")
        .replace("）", ")")
        .replace("：", ":")
        .replace("，", ",")
        .replace("2026", "２０２６")
    )
    narrow = parse_notice(one(odd)).items[0]
    assert narrow.who.names("lead") == wide.who.names("lead")
    assert narrow.who.deadline.date == wide.who.deadline.date


def test_lines_broken_in_the_middle_are_joined() -> None:
    text = notice(
        "1.做好目录更\n新。按季度核对\n目录。（牵头单位：厅办\n公室，责任单位：厅科技处；完成时\n限：2026年10月底前）"
    )
    item = parse_notice(text).items[0]
    assert item.title == "做好目录更新"
    assert item.text == "按季度核对目录。"
    assert item.who.names("lead") == ["厅办公室"]


def test_items_at_the_second_level() -> None:
    text = notice(
        f"（一）更新目录。核对公开。{CLAUSE}", f"（二）回应关切。及时答复。{CLAUSE}", "1.每件都答。"
    )
    items = parse_notice(text).items
    assert [item.number for item in items] == [1, 2]
    assert [item.section for item in items] == [0, 0]


def test_items_at_the_first_level_have_no_section() -> None:
    text = (
        HEAD.replace("一、公开\n", "")
        + f"一、更新目录。核对公开。{CLAUSE}\n二、回应关切。及时答复。{CLAUSE}\n"
    )
    read = parse_notice(text)
    assert [item.section for item in read.items] == [None, None]
    assert read.sections == ()


def test_numbers_that_jump_are_flagged() -> None:
    items = parse_notice(notice(f"1.甲事。做。{CLAUSE}", f"3.乙事。做。{CLAUSE}")).items
    assert "number_unusual" in {flag.code.value for flag in items[1].all_flags}


def test_bracket_without_its_second_half_is_read_and_flagged() -> None:
    item = parse_notice(one(CLAUSE.rstrip("）"))).items[0]
    assert item.who.names("lead") == ["厅办公室"]
    assert "bracket_unbalanced" in {flag.code.value for flag in item.all_flags}


def test_two_brackets_in_one_item_are_joined_and_flagged() -> None:
    second = "（牵头单位：厅运输处，责任单位：厅科技处；完成时限：2026年5月底前）"
    item = parse_notice(notice(f"1.两件事。（1）甲事{CLAUSE}\n（2）乙事{second}")).items[0]
    assert item.who.names("lead") == ["厅办公室", "厅运输处"]
    assert "many_responsibility_clauses" in {flag.code.value for flag in item.all_flags}
    assert item.who.deadline.date == date(2026, 10, 31)


def test_closing_paragraph_is_told_not_swallowed() -> None:
    read = parse_notice(one(CLAUSE + "\n各单位要高度重视，抓好落实。"))
    assert "高度重视" not in read.items[0].text
    assert any("各单位要高度重视" in warning for warning in read.warnings)


def test_item_without_units_is_kept_and_flagged() -> None:
    items = parse_notice(notice(f"1.甲事。做。{CLAUSE}", "2.加强组织领导。各单位要重视。")).items
    assert [flag.code.value for flag in items[1].all_flags] == ["no_responsibility"]


def test_table_with_merged_and_missing_cells() -> None:
    rows = [
        "序号\t工作任务\t具体要求\t牵头单位\t责任单位\t完成时限",
        "一、主动公开",
        "1\t目录\t核对目录。\t厅办公室\t厅科技处\t2026年6月底前",
        "2\t\t公开年报。\t厅办公室\t厅科技处",
    ]
    read = parse_notice(HEAD.replace("一、公开\n", "") + "\n".join(rows))
    assert [s.title for s in read.sections] == ["主动公开"]
    assert [(i.number, i.title, i.text) for i in read.items] == [
        (1, "目录", "核对目录。"),
        (2, "目录", "公开年报。"),
    ]
    assert "row_unusual" in {flag.code.value for flag in read.items[1].all_flags}


def test_unknown_and_ambiguous_units_are_flagged_not_guessed() -> None:
    register = Register({"省甲中心": 1, "省乙中心": 2, "省甲办": 3, "省乙办": 4})
    clause = "（牵头单位：省甲中心、省乙中心、办，责任单位：厅无名处；完成时限：长期坚持）"
    item = parse_notice(one(clause), register).items[0]
    flags = {flag.code.value: flag.message for flag in item.all_flags}
    assert "省乙办" in flags["unit_ambiguous"]
    assert "厅无名处" in flags["unit_unknown"]
    assert [m.units for m in item.who.mentions][2:] == [(), ()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "没有文字"),
        ("  \n\t ", "没有文字"),
        ("字" * (MAX_CHARS + 1), "超过一份通知的上限"),
        ("今天天气很好。\n我们去郊游。\n", "不像一份任务分解通知"),
        ("关于放假的通知\n各单位：\n放假三天。\n责任单位：厅办公室\n", "没有找到带责任单位的任务"),
    ],
)
def test_says_why_it_cannot_read(text: str, words: str) -> None:
    with pytest.raises(NotReadable, match=words):
        parse_notice(text)


ALPHABET = (
    "一二三、1234.（）()：:；;，,。《》〔〕年月日底前牵头责任单位配合完成时限长期坚持厅办公室处"
    "等按职责分工负责\t\n 印发通知号"
)
PIECES = [
    "1.做好更新。",
    "（牵头单位：厅办公室，责任单位：",
    "）",
    "（厅科技处等按职责分工负责；",
    "完成时限：2026年13月底前",
    "一、公开\n",
    "（一）",
    "\n",
    "工作任务\t责任单位\t完成时限\n",
    "示交办〔2026〕1号\n",
    "2026年2月30日\n",
    "\u2028",
]
TEXTS = st.one_of(
    st.text(ALPHABET, max_size=300),
    st.text(max_size=200),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(ALPHABET, max_size=8)), max_size=40).map("".join),
)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_never_fails_on_any_text_and_places_are_valid(text: str) -> None:
    try:
        read = parse_notice(text)
    except NotReadable:
        return
    spans = (
        [item.span for item in read.items] + [s.span for s in read.sections] + list(read.head.spans.values())
    )
    spans += [m.span for item in read.items for m in item.who.mentions]
    spans += [s for item in read.items for s in (item.title_span, item.text_span)]
    spans += [flag.span for item in read.items for flag in item.all_flags if flag.span]
    assert all(0 <= s.start <= s.end <= len(text) for s in spans)


def _bare(text: str) -> str:
    return re.sub(r"[\s。]", "", text)


@given(
    st.lists(
        st.text("目录更新公开核对及时甲乙丙丁，、；“”", min_size=1, max_size=60).filter(
            lambda s: s.strip("，、；")
        ),
        min_size=1,
        max_size=6,
    ),
    st.integers(0, 40),
)
@settings(max_examples=200, deadline=None)
def test_wording_is_kept_whole_wherever_lines_break(sentences: list[str], width: int) -> None:
    body = "。".join(sentences) + "。"
    broken = "\n".join(body[i : i + width] for i in range(0, len(body), width)) if width > 5 else body
    item = parse_notice(one(CLAUSE, broken)).items[0]
    kept = (
        item.text
        if item.text.startswith(item.title[:1]) and _bare(item.text) == _bare(body)
        else item.title + item.text
    )
    assert _bare(kept) == _bare(body)


@given(st.text(max_size=200))
def test_reading_form_keeps_places(text: str) -> None:
    assert len(reading_form(text)) == len(text)
