"""Reading a roster and comparing it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.organisation.rules.roster import (
    PERSON_COLUMNS,
    UNIT_COLUMNS,
    Roster,
    column_letter,
    read_roster,
    text_of,
)
from gongkai.core.organisation.rules.roster_diff import (
    Difference,
    KnownPerson,
    KnownUnit,
    compare,
    reasons_against_taking_over,
)

UNIT_KINDS = {"内设处室": "division", "厅机关": "department"}
POST_KINDS = {"负责人": "head", "工作人员": "staff"}
KNOWN = (
    KnownUnit("jtt", "示例省交通运输厅", "省厅", "department", "", 0),
    KnownUnit("csc", "财务审计处", "财审处", "division", "jtt", 50),
)
PEOPLE = (
    KnownPerson("wu", "吴静", "wu@example.cn", False, {("csc", "head"): "处长"}),
    KnownPerson("left", "离人", "", True),
)
UNIT_ROW = ["kjc", "科技信息处", "科技处", "内设处室", "jtt", 60]
PERSON_ROW = ["li", "李航", "li@example.cn", "csc", "负责人", "处长", "2026-01-31"]


def read(units: list[list[Any]] | None = None, people: list[list[Any]] | None = None) -> Roster:
    sheets: dict[str, Any] = {}
    if units is not None:
        sheets["单位"] = [list(UNIT_COLUMNS), *units]
    if people is not None:
        sheets["人员"] = [list(PERSON_COLUMNS), *people]
    return read_roster(sheets, UNIT_KINDS, POST_KINDS)


def test_a_sound_roster_is_read() -> None:
    roster = read([UNIT_ROW, ["", "", "", "", "", ""]], [PERSON_ROW])
    assert roster.flaws == ()
    assert (roster.units[0].code, roster.units[0].kind, roster.units[0].position) == ("kjc", "division", 60)
    assert (roster.people[0].kind, roster.people[0].valid_from) == ("head", "2026-01-31")
    assert Roster.read(roster.written()) == roster


@pytest.mark.parametrize(
    ("column", "value", "place"),
    [
        (0, "", "单位!A2"),
        (0, "中 文", "单位!A2"),
        (1, "", "单位!B2"),
        (1, "长" * 101, "单位!B2"),
        (3, "星球", "单位!D2"),
        (5, "五", "单位!F2"),
        (5, "-1", "单位!F2"),
        (5, "²", "单位!F2"),
    ],
)
def test_each_flaw_of_a_unit_names_its_cell(column: int, value: str, place: str) -> None:
    row = [*UNIT_ROW]
    row[column] = value
    assert {flaw.place for flaw in read([row]).flaws} == {place}


@pytest.mark.parametrize(
    ("column", "value", "place"),
    [
        (0, "", "人员!A2"),
        (0, "李 航", "人员!A2"),
        (1, "", "人员!B2"),
        (2, "not mail", "人员!C2"),
        (3, "", "人员!D2"),
        (4, "国王", "人员!E2"),
        (6, "2026-02-30", "人员!G2"),
        (6, "去年", "人员!G2"),
    ],
)
def test_each_flaw_of_a_person_names_its_cell(column: int, value: str, place: str) -> None:
    row = [*PERSON_ROW]
    row[column] = value
    assert {flaw.place for flaw in read(people=[row]).flaws} == {place}


def test_missing_and_doubled_columns_and_sheets_are_named() -> None:
    assert read().flaws[0].place == "工作簿"
    sheets = {"单位": [["类型", "全称", "全称"], ["a", "b", "c"]]}
    (flaw,) = read_roster(sheets, UNIT_KINDS, POST_KINDS).flaws
    assert flaw.place == "单位!A1"
    assert "代码" in flaw.message
    assert "全称" in flaw.message


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (3.0, "3"),
        (3.5, "3.5"),
        (date(2026, 1, 2), "2026-01-02"),
        (" 甲\n乙 ", "甲 乙"),
        (True, "True"),
    ],
)
def test_cells_as_text(value: Any, text: str) -> None:
    assert text_of(value) == text


def test_columns_are_named_as_spreadsheets_do() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.text(max_size=8), st.floats(), st.dates()), max_size=9), max_size=4
    )
)
def test_no_sheet_breaks_the_reader(rows: list[list[Any]]) -> None:
    roster = read(rows, rows)
    compare(roster, KNOWN, PEOPLE)


def test_the_difference_tells_new_changed_and_gone() -> None:
    roster = read(
        [["csc", "财务处", "财审处", "内设处室", "jtt", 51], UNIT_ROW],
        [["wu", "吴静静", "", "csc", "工作人员", "", ""], PERSON_ROW],
    )
    found = compare(roster, KNOWN, PEOPLE)
    assert found.flaws == ()
    assert [line.code for line in found.new_units] == ["kjc"]
    assert [(one.label, one.new) for one in found.changed_units] == [("排序", "51")]
    assert [(one.label, one.old, one.new) for one in found.renamed] == [("全称", "财务审计处", "财务处")]
    assert [unit.code for unit in found.gone_units] == ["jtt"]
    assert [line.username for line in found.new_people] == ["li"]
    assert [(one.label, one.new) for one in found.changed_people] == [("姓名", "吴静静")]
    assert [(line.username, line.kind) for line in found.new_posts] == [("wu", "staff"), ("li", "head")]
    assert found.gone_posts == (("wu", "csc", "head"),)
    assert found.gone_people == ()


def test_a_missing_sheet_makes_nothing_gone() -> None:
    found = compare(read(people=[PERSON_ROW]), KNOWN, PEOPLE)
    assert found.gone_units == ()
    assert [person.username for person in found.gone_people] == ["wu"]
    assert compare(read(units=[UNIT_ROW]), KNOWN, PEOPLE).gone_people == ()


@pytest.mark.parametrize(
    ("units", "people", "place", "says"),
    [
        ([UNIT_ROW, UNIT_ROW], None, "单位!A3", "重复"),
        ([["x", "财务审计处", "", "内设处室", "jtt", ""]], None, "单位!A2", "已由代码"),
        ([["x", "新处", "", "内设处室", "none", ""]], None, "单位!A2", "不存在"),
        ([["old", "旧处", "", "内设处室", "jtt", ""]], None, "单位!A2", "已撤销"),
        (
            [["a", "甲处", "", "内设处室", "b", ""], ["b", "乙处", "", "内设处室", "a", ""]],
            None,
            "单位!A2",
            "绕回",
        ),
        (None, [["li", "李航", "", "none", "", "", ""]], "人员!A2", "不存在"),
        (None, [PERSON_ROW, PERSON_ROW], "人员!A3", "两次"),
        (None, [PERSON_ROW, ["LI", "李航航", "", "csc", "", "", ""]], "人员!A3", "不一致"),
        (None, [["left", "离人", "", "", "", "", ""]], "人员!A2", "已冻结"),
    ],
)
def test_what_does_not_fit_together_names_its_cell(
    units: list[list[Any]] | None, people: list[list[Any]] | None, place: str, says: str
) -> None:
    found = compare(read(units, people), KNOWN, PEOPLE, {"old"})
    assert any(flaw.place == place and says in flaw.message for flaw in found.flaws), found.flaws


@pytest.mark.rule("roster.flawed")
def test_one_flaw_stops_the_whole_roster() -> None:
    found = compare(read([UNIT_ROW, UNIT_ROW, ["x", "", "", "内设处室", "", ""]]), KNOWN, PEOPLE)
    reasons = reasons_against_taking_over(found, seen=found.digest, ended=0)
    assert [reason.code for reason in reasons] == ["roster.flawed"] * len(found.flaws)
    assert len(reasons) >= 2


@pytest.mark.rule("roster.not_seen")
def test_only_what_was_seen_is_taken_over() -> None:
    found = compare(read([UNIT_ROW]), KNOWN, PEOPLE)
    assert reasons_against_taking_over(found, seen=found.digest, ended=0) == []
    later = compare(read([UNIT_ROW]), KNOWN[:1], PEOPLE)
    codes = [reason.code for reason in reasons_against_taking_over(later, seen=found.digest, ended=0)]
    assert codes == ["roster.not_seen"]


@pytest.mark.rule("roster.nothing")
def test_nothing_to_take_over_is_said() -> None:
    same = Difference()
    assert [r.code for r in reasons_against_taking_over(same, seen="", ended=0)] == ["roster.nothing"]
