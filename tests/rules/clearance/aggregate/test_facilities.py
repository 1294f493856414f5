"""Places in bulk or too exact, loads in tables, lists of all there is."""

from __future__ import annotations

import pytest

from gongkai.clearance.enums_aggregation import RiskKind
from gongkai.clearance.screening.aggregate import Profile, find_risks, limits_of
from gongkai.clearance.screening.aggregate.limits import ALL_PARAMETERS
from tests.rules.clearance.aggregate.tables import profile

LIMITS = limits_of({})


def bridges(
    count: int, *, start: int = 0, title: str = "维修的桥梁", decimals: int = 3, owner: str = "x:1"
) -> Profile:
    rows = [
        (f"示例{n}桥", f"{120 + n / 100:.{decimals}f}", f"{40 + n / 100:.{decimals}f}")
        for n in range(start, start + count)
    ]
    return profile(["桥梁名称", "经度", "纬度"], rows, title=title, owner=owner)


def kinds(risks: list) -> list[tuple[str, str]]:
    return [(risk.kind, risk.level) for risk in risks]


@pytest.mark.parametrize(("count", "found"), [(30, []), (31, [("coordinates", "justify")])])
def test_the_limit_of_points_is_exact(count: int, found: list) -> None:
    assert kinds(find_risks([bridges(count)], [], LIMITS)) == found


def test_points_add_up_with_what_is_public() -> None:
    (risk,) = find_risks([bridges(16, start=20)], [bridges(20, owner="x:2")], LIMITS)
    assert (risk.kind, risk.count, risk.owners) == ("coordinates", 36, ("x:1", "x:2"))
    assert find_risks([bridges(20)], [bridges(20, owner="x:2")], LIMITS) == []  # the same twenty


@pytest.mark.parametrize(("decimals", "found"), [(4, []), (5, [("precision", "justify")])])
def test_more_than_four_decimals_are_too_exact(decimals: int, found: list) -> None:
    assert kinds(find_risks([bridges(3, decimals=decimals)], [], LIMITS)) == found


def test_points_of_unknown_things_are_a_hint() -> None:
    rows = [(f"站{n}", f"{120 + n / 100}", f"{40 + n / 100}") for n in range(40)]
    stops = profile(["站名", "经度", "纬度"], rows, title="公交停靠")
    assert kinds(find_risks([stops], [], LIMITS)) == [("coordinates", "hint")]


@pytest.mark.parametrize(("count", "found"), [(19, False), (20, True)])
def test_a_list_that_claims_to_be_all(count: int, found: bool) -> None:
    risks = find_risks([bridges(count, title="全省公路桥梁一览表")], [], LIMITS)
    assert (("whole_network", "justify") in kinds(risks)) is found


def test_the_share_of_a_total_that_somebody_told() -> None:
    told = limits_of({"total_bridge": 25})
    assert kinds(find_risks([bridges(19)], [], told)) == []
    (risk,) = find_risks([bridges(5, start=15)], [bridges(15, owner="x:2")], told)
    assert risk.kind == "whole_network"
    assert "占总数 25 处的 80%" in risk.message


def test_facilities_add_up() -> None:
    rows = [(f"示例{n}桥",) for n in range(101)]
    assert kinds(find_risks([profile(["桥梁名称"], rows, title="桥")], [], LIMITS)) == [("growth", "justify")]
    assert kinds(find_risks([profile(["桥梁名称"], rows[:100], title="桥")], [], LIMITS)) == []


def test_loads_in_a_table() -> None:
    rows = [(f"示例{n}桥", "公路-I级") for n in range(31)]
    assert kinds(find_risks([profile(["桥梁名称", "设计荷载"], rows, title="桥")], [], LIMITS)) == [
        ("loads", "justify")
    ]


def test_stakes_of_bridges_are_a_hint() -> None:
    rows = [(f"示例{n}桥", f"K{n}+100") for n in range(31)]
    (risk,) = find_risks([profile(["桥梁名称", "桩号"], rows, title="桥")], [], LIMITS)
    assert (risk.kind, risk.level, "桩号" in risk.message) == (RiskKind.COORDINATES.value, "hint", True)


def test_the_kind_is_told_from_the_names_where_the_title_says_nothing() -> None:
    rows = [(f"示例{n}隧道", "1") for n in range(5)]
    assert profile(["设施名称", "数量"], rows, title="设施").facility == "tunnel"
    assert profile(["设施名称"], [("公交站",)], title="设施").facility == ""


def test_every_number_has_a_name_a_unit_and_room() -> None:
    for one in ALL_PARAMETERS.values():
        assert one.label
        assert one.unit
        assert one.help
        assert one.least <= one.default <= one.most
    assert limits_of({"people": 10}).people == 10
    assert limits_of({"people": 10}).points == 30
