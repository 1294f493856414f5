"""Joins across lists, groups too small, lists that grow, versions that differ by one; on generated people."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.clearance.enums_aggregation import RiskKind
from gongkai.clearance.screening.aggregate import find_risks, find_risks_within, limits_of
from gongkai.clearance.screening.aggregate.linking import people_in
from gongkai.clearance.screening.aggregate.profiles import as_data, from_data, normal_of
from gongkai.clearance.screening.aggregate.risks import Risk, risk_from
from tests.rules.clearance.aggregate.tables import id_card, profile

LIMITS = limits_of({})


def of_kind(risks: list[Risk], kind: RiskKind) -> list[Risk]:
    return [risk for risk in risks if risk.kind == kind.value]


def names(count: int, start: int = 0) -> list[str]:
    return [f"甲{n:05}" for n in range(start, start + count)]


@settings(max_examples=40, deadline=None)
@given(shared=st.integers(0, 12), only_here=st.integers(0, 6), only_there=st.integers(0, 6))
def test_everybody_on_both_lists_is_counted_and_nobody_else(
    shared: int, only_here: int, only_there: int
) -> None:
    here = [(name, "运输处", f"1380000{n:04}") for n, name in enumerate(names(shared + only_here))]
    there = [(name, "运输处", f"某路{n}号") for n, name in enumerate(names(shared))]
    there += [(name, "运输处", "某村") for name in names(only_there, start=500)]
    mine = profile(["姓名", "单位", "电话"], here, owner="x:1")
    public = profile(["姓名", "单位", "住址"], there, owner="x:2")
    joins = of_kind(find_risks([mine], [public], LIMITS), RiskKind.JOIN)
    assert [risk.count for risk in joins] == ([shared] if shared else [])
    for risk in joins:
        assert risk.level == "justify"
        assert risk.owners == ("x:1", "x:2")
        assert set(risk.columns) == {"name", "unit", "phone", "address"}
        assert len(risk.rows) == min(shared, 5)


def test_name_phone_and_id_together_stop() -> None:
    """clearance.aggregation: dossier 13.1 Q7 (b)."""
    mine = profile(["姓名", "身份证号", "单位"], [("甲某", id_card(1), "某公司")])
    public = profile(["姓名", "单位", "电话"], [("甲某", "某公司", "13800000001")], owner="x:2")
    (join,) = of_kind(find_risks([mine], [public], LIMITS), RiskKind.JOIN)
    assert (join.level, join.needs_assessment) == ("block", True)
    assert "13800000001" not in join.message
    assert "甲某" not in repr(join)


def test_the_whole_number_meets_its_last_four_and_its_birthday() -> None:
    whole = profile(["姓名", "身份证号"], [("甲某", id_card(7))])
    tail = profile(["姓名", "身份证后四位", "电话"], [("甲某", id_card(7)[-4:], "13800000001")], owner="x:2")
    birth = profile(["姓名", "出生日期", "住址"], [("甲某", "1990年1月1日", "某路1号")], owner="x:3")
    (both,) = of_kind(find_risks([whole], [tail, birth], LIMITS), RiskKind.JOIN)
    assert both.owners == ("x:1", "x:2", "x:3")
    other = profile(["姓名", "身份证后四位", "电话"], [("甲某", "0000", "13800000001")], owner="x:2")
    (weak,) = of_kind(find_risks([whole], [other], LIMITS), RiskKind.JOIN)
    assert weak.level == "hint"


def test_a_name_alone_is_a_hint_and_a_name_borne_twice_is_nothing() -> None:
    mine = profile(["姓名", "职务", "单位"], [("甲某", "科员", "一处")])
    public = profile(["姓名", "性别", "电话"], [("甲某", "男", "13800000001")], owner="x:2")
    (join,) = of_kind(find_risks([mine], [public], LIMITS), RiskKind.JOIN)
    assert (join.level, join.needs_assessment) == ("hint", False)
    assert "可能是同名" in join.message
    twice = profile(["姓名", "性别", "电话"], [("甲某", "男", "1"), ("甲某", "女", "2")], owner="x:2")
    assert of_kind(find_risks([mine], [twice], LIMITS), RiskKind.JOIN) == []


def test_same_name_with_another_phone_is_somebody_else() -> None:
    mine = profile(["姓名", "电话", "职务"], [("甲某", "13800000001", "科员")])
    public = profile(["姓名", "电话", "性别"], [("甲某", "13800000002", "男")], owner="x:2")
    assert of_kind(find_risks([mine], [public], LIMITS), RiskKind.JOIN) == []


def test_unit_and_post_of_somebody_in_office_only_inform() -> None:
    mine = profile(["姓名", "单位", "职务"], [("甲某", "一处", "科员")])
    public = profile(["姓名", "单位", "执法证号"], [("甲某", "一处", "A-1")], owner="x:2")
    assert [risk.level for risk in find_risks([mine], [public], LIMITS)] == ["hint"]


def test_a_list_is_not_joined_with_itself() -> None:
    one = profile(["姓名", "单位", "电话"], [("甲某", "一处", "13800000001")])
    assert find_risks([one], [one], LIMITS) == []
    assert find_risks_within([one], LIMITS) == []


def test_its_own_earlier_version_is_public_too() -> None:
    now = profile(["姓名", "单位", "电话"], [("甲某", "一处", "13800000001")], version="2")
    before = profile(["姓名", "单位", "住址"], [("甲某", "一处", "某路1号")], version="1")
    (join,) = of_kind(find_risks([now], [before], LIMITS), RiskKind.JOIN)
    assert join.owners == ("x:1",)


@pytest.mark.parametrize(("count", "found"), [(500, 0), (501, 1)])
def test_the_limit_of_people_is_exact(count: int, found: int) -> None:
    rows = [(name, "某公司") for name in names(count)]
    mine = profile(["姓名", "单位"], rows)
    growth = of_kind(find_risks([mine], [], LIMITS), RiskKind.GROWTH)
    assert len(growth) == found
    assert all(risk.count == count and risk.needs_assessment for risk in growth)


@pytest.mark.parametrize(("before", "shared", "found"), [(300, 0, True), (300, 101, False), (250, 0, False)])
def test_a_series_grows_by_new_people_only(before: int, shared: int, found: bool) -> None:
    old = profile(
        ["姓名", "单位"], [(n, "某公司") for n in names(before)], owner="x:2", title="2025年第一批名单"
    )
    rows = [(n, "某公司") for n in names(250, start=before - shared)]
    new = profile(["姓名", "单位"], rows, title="2026年第二批名单")
    growth = of_kind(find_risks([new], [old], LIMITS), RiskKind.GROWTH)
    assert bool(growth) is found
    if found:
        assert "本次新增 250 人" in growth[0].message
    other = profile(["姓名", "单位"], rows, title="另一类名单")
    assert of_kind(find_risks([other], [old], LIMITS), RiskKind.GROWTH) == []


@pytest.mark.parametrize(("same", "alone"), [(4, 4), (5, 0)])
def test_rows_without_a_name_that_few_share(same: int, alone: int) -> None:
    rows = [("1990-01-01", "男", "一处", "良好")] * same + [("1991-02-02", "女", "二处", "良好")] * 9
    mine = profile(["出生日期", "性别", "单位", "体检结果"], rows)
    groups = of_kind(find_risks([mine], [], LIMITS), RiskKind.SMALL_GROUP)
    assert [risk.count for risk in groups] == ([alone] if alone else [])


def test_a_table_of_counts_is_no_list_of_people() -> None:
    mine = profile(["单位", "性别", "职务", "人数"], [("一处", "男", "科员", "9")])
    assert mine.people == ()
    assert find_risks([mine], [], LIMITS) == []


@pytest.mark.parametrize(
    ("was", "now", "found"), [(10, 10, 0), (10, 11, 1), (10, 12, 1), (10, 13, 0), (10, 8, 1)]
)
def test_versions_that_differ_by_a_few(was: int, now: int, found: int) -> None:
    old = profile(["单位", "人数"], [("一处", str(was)), ("二处", "40")], version="1", title="处分情况")
    new = profile(["单位", "人数"], [("一处", str(now)), ("二处", "40")], version="2", title="处分情况")
    differences = of_kind(find_risks([new], [old], LIMITS), RiskKind.DIFFERENCE)
    assert [risk.count for risk in differences] == ([found] if found else [])
    elsewhere = profile(["单位", "人数"], [("一处", str(was))], owner="x:9", title="处分情况")
    assert of_kind(find_risks([new], [elsewhere], LIMITS), RiskKind.DIFFERENCE) == []


@pytest.mark.parametrize(("count", "few"), [(0, 0), (1, 1), (2, 1), (3, 0)])
def test_few_people_in_a_cell_are_a_hint(count: int, few: int) -> None:
    mine = profile(["单位", "人数"], [("一处", str(count))])
    assert [(risk.kind, risk.level) for risk in find_risks([mine], [], LIMITS)] == [
        ("small_cell", "hint")
    ] * few


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=0, max_size=5), max_size=12))
def test_no_table_breaks_the_check_and_nothing_of_it_stands_in_a_profile(rows: list[list[str]]) -> None:
    mine = profile(["姓名", "身份证号", "电话", "单位", "人数"], rows)
    find_risks([mine], [mine], LIMITS)
    kept = repr(as_data(profile(["姓名", "电话"], [("甲乙丙丁", "13812345678")])))
    assert "甲乙丙丁" not in kept
    assert "13812345678" not in kept


def test_a_profile_and_a_risk_come_back_as_they_were_stored() -> None:
    mine = profile(["姓名", "身份证号", "单位"], [("甲某", id_card(1), "一处")])
    back = from_data(mine.source, mine.topic, mine.rows, mine.columns, mine.facility, as_data(mine))
    assert back == mine
    public = profile(["姓名", "单位", "电话"], [("甲某", "一处", "13800000001")], owner="x:2")
    (risk,) = find_risks([mine], [public], LIMITS)
    assert risk_from(risk.as_data()).message == risk.message
    assert "rows" not in risk.as_data()


@pytest.mark.parametrize(
    ("kind", "text", "normal"),
    [
        ("phone", "138-0000 0001", "13800000001"),
        ("phone", "+86 13800000001", "13800000001"),
        ("phone", "无", ""),
        ("birth", "1990年1月2日", "19900102"),
        ("id_tail", "9999**********123x", "123X"),
        ("id_tail", "1234", "1234"),
        ("name", "甲 · 某", "甲某"),
        ("unit", "/", ""),
    ],
)
def test_one_form_for_one_value(kind: str, text: str, normal: str) -> None:
    from gongkai.clearance.enums_aggregation import ColumnKind

    assert normal_of(ColumnKind(kind), text) == normal


def test_everybody_stands_once_in_the_count() -> None:
    one = profile(["姓名", "身份证号"], [("甲某", id_card(1)), ("乙某", id_card(2))])
    two = profile(["姓名", "身份证号"], [("乙某", id_card(2)), ("丙某", id_card(3))], owner="x:2")
    assert len(people_in([one, two])) == 3
