"""What a written unit name means on a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.organisation.rules import (
    Ambiguous,
    Directory,
    Expanded,
    GroupEntry,
    MemberEntry,
    NameEntry,
    Resolved,
    UnitEntry,
    Unknown,
    read_list,
    resolve,
    resolve_run,
    split_names,
)

DAY = date(2023, 8, 2)
DEPARTMENT, OFFICE, AUDIT, TECH, DEVELOPMENT, SERVICE, SUB_OFFICE, OTHER, GONE = range(1, 10)

UNITS = (
    UnitEntry(DEPARTMENT, "示例省交通运输厅", "省交通运输厅", "department"),
    UnitEntry(OFFICE, "办公室", "办公室", "office", DEPARTMENT),
    UnitEntry(AUDIT, "财务审计处", "财审处", "division", DEPARTMENT),
    UnitEntry(TECH, "科技信息处", "科技处", "division", DEPARTMENT),
    UnitEntry(DEVELOPMENT, "示例省交通运输事业发展中心", "省交通运输事业发展中心", "institution", DEPARTMENT),
    UnitEntry(SERVICE, "示例省交通运输事务服务中心", "省交通运输事务服务中心", "institution", DEPARTMENT),
    UnitEntry(SUB_OFFICE, "综合办公室", "办公室", "division", SERVICE),
    UnitEntry(OTHER, "示例省司法厅", "省司法厅", "external"),
    UnitEntry(GONE, "航务管理处", "航务处", "division", DEPARTMENT, valid_until=date(2020, 1, 1)),
)
NAMES = (
    NameEntry(DEPARTMENT, "示例省交通运输厅", "full"),
    NameEntry(DEPARTMENT, "省交通运输厅", "short"),
    NameEntry(DEPARTMENT, "厅", "alias"),
    NameEntry(AUDIT, "财审处", "short", date(2018, 11, 1)),
    NameEntry(AUDIT, "财务处", "short", None, date(2018, 10, 31)),
    NameEntry(TECH, "业务处", "alias"),
    NameEntry(AUDIT, "业务处", "alias"),
)
GROUPS = (
    GroupEntry(
        1,
        ("厅机关各处室", "各处室"),
        frozenset({"office", "division"}),
        DEPARTMENT,
        members=(
            MemberEntry(TECH, True, date(2024, 1, 1)),
            MemberEntry(OTHER, False, None, date(2020, 1, 1)),
        ),
    ),
    GroupEntry(2, ("相关处室",), frozenset({"division"}), DEPARTMENT, is_open=True),
    GroupEntry(3, ("老处室",), frozenset({"division"}), DEPARTMENT, valid_until=date(2019, 1, 1)),
)
DIRECTORY = Directory.build(DAY, UNITS, NAMES, GROUPS)


@pytest.mark.parametrize(
    ("text", "unit", "via"),
    [
        ("厅办公室", OFFICE, "prefix"),
        ("办公室", OFFICE, "scope"),
        ("省交通运输厅办公室", OFFICE, "prefix"),
        ("示例省交通运输厅财务审计处", AUDIT, "prefix"),
        ("财审处", AUDIT, "name"),
        (" 财 审 处\u3000", AUDIT, "name"),
        ("厅财审处", AUDIT, "prefix"),
        ("省交通运输事务服务中心", SERVICE, "name"),
        ("示例省交通运输事务服务中心综合办公室", SUB_OFFICE, "prefix"),
        ("省交通运输事务服务中心办公室", SUB_OFFICE, "prefix"),
        ("厅", DEPARTMENT, "name"),
        ("省司法厅", OTHER, "name"),
    ],
)
def test_a_known_name_means_its_unit(text: str, unit: int, via: str) -> None:
    found = resolve(text, DAY, DIRECTORY)
    assert isinstance(found, Resolved), found
    assert (found.unit_ids, found.via) == ((unit,), via)


@pytest.mark.parametrize(
    ("text", "on", "unit"),
    [
        ("财务处", date(2018, 10, 31), AUDIT),
        ("财务处", date(2018, 11, 1), None),
        ("财审处", date(2018, 10, 31), None),
        ("财审处", date(2018, 11, 1), AUDIT),
        ("航务处", date(2019, 12, 31), GONE),
        ("航务处", date(2020, 1, 1), None),
    ],
)
def test_names_hold_only_on_their_days(text: str, on: date, unit: int | None) -> None:
    found = resolve(text, on, DIRECTORY)
    if unit is None:
        assert isinstance(found, Unknown)
        assert found.suggestions[0].remark, "a name of another day is explained"
    else:
        assert isinstance(found, Resolved)
        assert found.unit_ids == (unit,)


def test_a_name_borne_by_two_is_reported_not_guessed() -> None:
    assert resolve("业务处", DAY, DIRECTORY) == Ambiguous("业务处", (AUDIT, TECH))


@pytest.mark.parametrize("text", ["省公安厅", "交警总队", "示例省", "厅厅", "厅省司法厅", "室", ""])
def test_an_unknown_name_is_never_resolved(text: str) -> None:
    assert isinstance(resolve(text, DAY, DIRECTORY), Unknown)


def test_an_unknown_name_comes_with_similar_ones() -> None:
    found = resolve("科技信息化处", DAY, DIRECTORY)
    assert isinstance(found, Unknown)
    assert found.suggestions[0].unit_id == TECH
    assert GONE not in {one.unit_id for one in found.suggestions}


def test_groups_expand_by_rule_and_list_on_the_day() -> None:
    found = resolve("厅机关各处室", DAY, DIRECTORY)
    assert found == Expanded("厅机关各处室", 1, (OFFICE, AUDIT, TECH))
    later = resolve("各处室", date(2024, 1, 1), DIRECTORY)
    assert isinstance(later, Expanded)
    assert later.unit_ids == (OFFICE, AUDIT)
    earlier = resolve("各处室", date(2019, 6, 1), DIRECTORY)
    assert isinstance(earlier, Expanded)
    assert earlier.unit_ids == (OFFICE, AUDIT, TECH, OTHER, GONE)


def test_an_open_group_says_so_and_a_past_group_is_unknown() -> None:
    found = resolve("相关处室", DAY, DIRECTORY)
    assert isinstance(found, Expanded)
    assert found.is_open
    assert isinstance(resolve("老处室", DAY, DIRECTORY), Unknown)


@pytest.mark.parametrize(
    ("texts", "units"),
    [
        (["省交通运输事业发展中心", "事务服务中心"], [DEVELOPMENT, SERVICE]),
        (["厅办公室", "财审处"], [OFFICE, AUDIT]),
        (["省交通运输事业发展中心", "财审处", "事务服务中心"], [DEVELOPMENT, AUDIT, SERVICE]),
        (["示例省交通运输事务服务中心", "事业发展中心"], [SERVICE, DEVELOPMENT]),
    ],
)
def test_a_run_shares_its_beginning(texts: list[str], units: list[int]) -> None:
    found = resolve_run(texts, DAY, DIRECTORY)
    assert [one.unit_ids[0] for one in found if isinstance(one, Resolved)] == units


@pytest.mark.parametrize(
    "texts", [["事务服务中心"], ["财审处", "事务服务中心"], ["省交通运输事业发展中心", "中心"]]
)
def test_without_a_fitting_beginning_a_name_stays_unknown(texts: list[str]) -> None:
    assert isinstance(resolve_run(texts, DAY, DIRECTORY)[-1], Unknown)


@pytest.mark.parametrize(
    ("text", "pieces", "is_open"),
    [
        ("厅行审处、办公室，厅机关各处室", ["厅行审处", "办公室", "厅机关各处室"], False),
        (
            "厅办公室、科技处、省交通运输事务服务中心等",
            ["厅办公室", "科技处", "省交通运输事务服务中心"],
            True,
        ),
        ("厅办公室等相关处室。", ["厅办公室"], True),
        ("甲处;乙处； 丙处，", ["甲处", "乙处", "丙处"], False),
        ("", [], False),
    ],
)
def test_a_line_is_cut_at_its_stops(text: str, pieces: list[str], is_open: bool) -> None:
    assert split_names(text) == (pieces, is_open)


def test_a_joined_pair_is_parted_only_if_all_parts_are_known() -> None:
    read = read_list("厅办公室及财审处、政策和改革处", DAY, DIRECTORY)
    assert [type(one) for one in read.items] == [Resolved, Resolved, Unknown]
    assert read.items[2].text == "政策和改革处"


@given(st.text(alphabet="厅省示例交通运输办公室财审处科技信息事务服务中心业各、", max_size=16), st.dates())
def test_a_resolved_unit_always_exists_on_the_day(text: str, on: date) -> None:
    for one in read_list(text, on, DIRECTORY).items:
        for unit_id in getattr(one, "unit_ids", ()):
            assert DIRECTORY.units[unit_id].exists_on(on)


@given(st.permutations(UNITS))
def test_meaning_does_not_hang_on_the_order_of_rows(units: list[UnitEntry]) -> None:
    shuffled = Directory.build(DAY, units, NAMES, GROUPS)
    for text in ("办公室", "厅财审处", "事务服务中心办公室", "业务处", "各处室"):
        one, other = resolve(text, DAY, DIRECTORY), resolve(text, DAY, shuffled)
        assert type(one) is type(other)
        ids = "candidates" if isinstance(one, Ambiguous) else "unit_ids"
        assert set(getattr(one, ids, ())) == set(getattr(other, ids, ()))
