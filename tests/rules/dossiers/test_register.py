"""A register in whatever order and writing becomes papers; what cannot be read is told with its way out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gongkai.clearance.enums import Disclosure
from gongkai.duties.dossiers.rules.register import Known, judged, read_lines
from gongkai.duties.dossiers.rules.register_cells import (
    day_in,
    disclosure_in,
    rows_of_text,
    same_title,
    signature_in,
)
from gongkai.duties.dossiers.rules.register_changes import KeptTitle, changes_of, held_back
from gongkai.duties.policies.enums import Signature

HEAD = ["文号", "标题", "署名", "公开属性", "成文日期", "印发日期", "处室"]
KNOWN = Known(date(2026, 11, 28), {"示例省交通运输厅"}, {"运输处": 7})
GOOD = ["示交办〔2026〕9号", "关于某事的通知", "本厅", "主动公开", "2026-03-05", "2026-03-06", "运输处"]


def read(*rows: list[Any], head: list[str] = HEAD) -> list[Any]:
    lines, wrong = read_lines([head, *rows])
    assert wrong == ""
    return judged(lines, KNOWN)


def with_cell(name: str, value: Any) -> list[Any]:
    return [value if head == name else cell for head, cell in zip(HEAD, GOOD, strict=True)]


def test_a_row_is_read() -> None:
    (row,) = read(GOOD)
    assert row.flaws == ()
    assert row.key == row.values["number"] == "示交办〔2026〕9号"
    assert row.values["signature"] is Signature.DEPARTMENT
    assert row.values["unit"] == 7
    assert row.values["written_on"] == date(2026, 3, 5)


def test_columns_come_in_any_order_under_common_names_below_a_title() -> None:
    rows = [
        ["2026年发文登记簿"],
        ["序号", "拟稿处室", "签发日期", "文件标题", "公开方式（属性）", "发文字号", "发文机关"],
        [
            "1",
            "运输处",
            46086,
            "关于某事的通知",
            "（此件依申请公开）",
            "示交办[2026]009号",
            "示例省交通运输厅",
        ],
    ]
    lines, wrong = read_lines(rows)
    assert wrong == ""
    (row,) = judged(lines, KNOWN)
    assert row.flaws == ()
    assert (row.line.number, row.values["number"]) == (3, "示交办〔2026〕9号")
    assert row.values["written_on"] == date(2026, 3, 5)
    assert row.values["disclosure"] == Disclosure.ON_REQUEST


@pytest.mark.rule("dossiers.register.table")
@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "没有找到表头"),
        ([["这不是表"]], "没有找到表头"),
        ([["文号", "标题"], ["甲", "乙"]], "缺少列：署名、公开属性、成文日期"),
        ([HEAD], "没有数据行"),
        ([HEAD, *([GOOD] * 20_001)], "一次最多"),
    ],
)
def test_what_is_no_register_is_told_whole(rows: list[list[str]], told: str) -> None:
    lines, wrong = read_lines(rows)
    assert lines == []
    assert told in wrong


@pytest.mark.rule("dossiers.register.line")
@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("文号", "示交办2026-9", "number"),
        ("文号", "示交办〔2027〕9号", "number"),
        ("标题", "", "title"),
        ("标题", "长" * 256, "title"),
        ("署名", "某某", "signature"),
        ("署名", "", "signature"),
        ("公开属性", "随便", "disclosure"),
        ("成文日期", "", "written_on"),
        ("成文日期", "三月五日", "written_on"),
        ("成文日期", "2026-02-30", "written_on"),
        ("成文日期", "2027-01-01", "written_on"),
        ("印发日期", "2026-03-04", "printed_on"),
        ("处室", "没有的处", "unit"),
    ],
)
def test_a_bad_cell_is_told_at_its_field(name: str, value: str, field: str) -> None:
    (row,) = read(with_cell(name, value))
    assert field in [flaw.field for flaw in row.flaws]
    assert all(flaw.message and flaw.label for flaw in row.flaws)


@pytest.mark.parametrize("value", ["", "无", "—"])
def test_a_paper_without_number_goes_by_title_and_date(value: str) -> None:
    (row,) = read(with_cell("文号", value))
    assert row.flaws == ()
    assert row.key == "2026-03-05 关于某事的通知"


def test_what_has_no_mark_of_disclosure_is_no_flaw() -> None:
    (row,) = read(with_cell("公开属性", ""))
    assert (row.flaws, row.values["disclosure"]) == ((), "")


def test_the_second_of_two_with_one_number_is_told() -> None:
    first, second = read(GOOD, ["示交办(2026)9号", *GOOD[1:]])
    assert first.flaws == ()
    assert "第 2 行" in second.flaws[0].message


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "2026.3.5",
        "2026/3/5",
        "2026年3月5日",
        "2026 年 3 月 5 日",
        "20260305",
        "46086",
        "46086.5",
        "2026-03-05 10:30:00",
        "２０２６.３.５",
    ],
)
def test_days_are_written_in_many_ways(text: str) -> None:
    assert day_in(text) == date(2026, 3, 5)


@pytest.mark.parametrize("text", ["", "3月5日", "2026.13.5", "99", "20261305", "明天", "999999"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_in(text) is None


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("本厅", Signature.DEPARTMENT),
        ("厅", Signature.DEPARTMENT),
        ("示例省交通运输厅", Signature.DEPARTMENT),
        ("示例省交通运输厅、示例省公安厅", Signature.JOINT_LEAD),
        ("示例省公安厅 示例省交通运输厅", Signature.JOINT_OTHER),
        ("联合（其他部门牵头）", Signature.JOINT_OTHER),
        ("示例省人民政府", Signature.PROVINCE),
        ("省政府办公厅", Signature.PROVINCE_OFFICE),
        ("示例省人民政府办公厅", Signature.PROVINCE_OFFICE),
        ("示例省公安厅", None),
        ("", None),
    ],
)
def test_under_whose_name_a_paper_stands(text: str, signature: Signature | None) -> None:
    assert signature_in(text, {"示例省交通运输厅"}) is signature


def test_words_of_disclosure() -> None:
    assert disclosure_in("（此件公开发布）") is Disclosure.PROACTIVE
    assert disclosure_in("不予公开") is Disclosure.WITHHELD


@pytest.mark.parametrize("text", ["公开", "主动", "依申请", "不公开", "看情况", "可以公开"])
def test_a_word_that_leaves_open_which_attribute_is_meant_is_a_flaw(text: str) -> None:
    assert disclosure_in(text) is None
    (row,) = read(with_cell("公开属性", text))
    (flaw,) = row.flaws
    assert (flaw.field, row.values["disclosure"]) == ("disclosure", "")
    assert all(word in flaw.message for word in (text, "主动公开", "依申请公开", "不予公开"))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("关于某事的通知", True),
        (" 关于“某事” 的通知", True),
        ("关于《某事》的通知", True),
        ("关于某事的通告", False),
        ("关于某事的通知2", False),
    ],
)
def test_titles_are_the_same_in_their_letters_and_figures(other: str, same: bool) -> None:
    assert same_title("关于某事的通知", other) is same


def test_a_pasted_table_is_parted_by_tabs_or_commas() -> None:
    assert rows_of_text("文号\t标题\n甲\t乙，丙") == [["文号", "标题"], ["甲", "乙，丙"]]
    assert rows_of_text("文号，标题\n甲,乙") == [["文号", "标题"], ["甲", "乙"]]


def test_only_what_a_later_book_says_otherwise_is_a_change() -> None:
    (row,) = read(GOOD)
    assert changes_of(row.values, row.values) == []
    assert changes_of(row.values, {**row.values, "title": "新"}) == [("title", "关于某事的通知", "新")]


@pytest.mark.rule("dossiers.register.line")
def test_another_title_for_a_known_number_is_held_back_until_that_change_is_agreed_to() -> None:
    (row,) = read(GOOD)
    kept = {row.key: KeptTitle("关于别的事的通知", "关于别的事的通知")}
    (held,) = held_back([row], kept)
    (flaw,) = held.flaws
    assert flaw.field == "title"
    assert all(word in flaw.message for word in ("示交办〔2026〕9号", "关于别的事的通知", "勾选", "改正文号"))
    agreed = replace(row, line=replace(row.line, agreed=held.retitled))
    assert held_back([agreed], kept)[0].flaws == ()
    other = {row.key: KeptTitle("又是一件", "又是一件")}
    assert held_back([agreed], other)[0].flaws, "what was agreed to is one change"
    assert held_back([row], {row.key: KeptTitle("关于“某事”的 通知", "")}) == [row]
    assert held_back([row], {}) == [row]
    sealed = held_back([row], {row.key: KeptTitle("关于别的事的通知", "（不显示）")})[0].flaws[0]
    assert "别的事" not in sealed.message
