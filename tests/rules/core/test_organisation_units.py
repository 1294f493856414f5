"""What speaks against a unit, a name, a post or a group as entered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.organisation.rules import Directory, GroupEntry, NameEntry, UnitEntry
from gongkai.core.organisation.rules.units import (
    Stretch,
    meets,
    reasons_against_appointing,
    reasons_against_ending_post,
    reasons_against_group,
    reasons_against_names,
    reasons_against_parent,
)
from gongkai.core.reasons import Reason

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
UNITS = (
    UnitEntry(1, "厅", "厅", "department"),
    UnitEntry(2, "财务审计处", "财审处", "division", 1),
    UnitEntry(3, "服务中心", "服务中心", "institution", 1),
    UnitEntry(4, "综合办公室", "综合办", "division", 3),
    UnitEntry(5, "航务处", "航务处", "division", 1, None, date(2020, 1, 1)),
)
NAMES = (
    NameEntry(2, "财务处", "full", None, date(2018, 10, 31)),
    NameEntry(2, "财务审计处", "full", date(2018, 11, 1)),
)
DIRECTORY = Directory.build(TODAY, UNITS, NAMES, [GroupEntry(1, ("各处室", "机关处室"))])


def codes(reasons: list[Reason]) -> list[str]:
    return [reason.code for reason in reasons]


@pytest.mark.rule("names.taken")
@pytest.mark.parametrize(
    ("text", "options", "is_taken"),
    [
        ("财审处", {}, True),
        ("财审处", {"unit_id": 2}, False),
        ("财 审 处", {}, True),
        ("财务处", {"valid_from": date(2018, 11, 1)}, False),
        ("财务处", {"valid_from": date(2018, 10, 31)}, True),
        ("财务处", {}, True),
        ("航务处", {"valid_from": date(2020, 1, 1)}, False),
        ("航务处", {"valid_from": date(2019, 12, 31)}, True),
        ("综合办", {"scope_id": 1}, False),
        ("综合办", {"scope_id": 3}, True),
        ("机关处室", {"scope_id": 3}, True),
        ("机关处室", {"group_id": 1}, False),
        ("综合办", {"group_id": 0}, True),
        ("新处", {}, False),
    ],
)
def test_names_taken_in_the_same_days(text: str, options: dict[str, Any], is_taken: bool) -> None:
    found = reasons_against_names([text], DIRECTORY, **options)
    assert codes(found) == (["names.taken"] if is_taken else [])


@pytest.mark.parametrize(
    ("unit", "parent", "expected"),
    [
        (2, 1, []),
        (None, 1, []),
        (2, None, []),
        pytest.param(3, 3, ["units.loop"], marks=pytest.mark.rule("units.loop")),
        (3, 4, ["units.loop"]),
        (1, 4, ["units.loop"]),
        pytest.param(2, 5, ["units.parent_gone"], marks=pytest.mark.rule("units.parent_gone")),
    ],
)
def test_where_a_unit_may_stand(unit: int | None, parent: int | None, expected: list[str]) -> None:
    assert codes(reasons_against_parent(unit, parent, DIRECTORY, TODAY)) == expected


GOOD: dict[str, Any] = {"same": [], "unit_from": None, "unit_until": None, "is_in_office": True}


@pytest.mark.parametrize(
    ("wanted", "change", "expected"),
    [
        (Stretch(TODAY), {}, []),
        (Stretch(TODAY), {"same": [Stretch(TODAY - DAY, TODAY - DAY)]}, []),
        pytest.param(Stretch(TODAY, TODAY - DAY), {}, ["posts.dates"], marks=pytest.mark.rule("posts.dates")),
        pytest.param(
            Stretch(TODAY), {"is_in_office": False}, ["posts.frozen"], marks=pytest.mark.rule("posts.frozen")
        ),
        pytest.param(
            Stretch(TODAY),
            {"unit_from": TODAY + DAY},
            ["posts.unit_gone"],
            marks=pytest.mark.rule("posts.unit_gone"),
        ),
        (Stretch(TODAY), {"unit_until": TODAY + DAY}, ["posts.unit_gone"]),
        (Stretch(TODAY, TODAY), {"unit_until": TODAY + DAY}, []),
        (Stretch(TODAY, TODAY), {"unit_until": TODAY}, ["posts.unit_gone"]),
        pytest.param(
            Stretch(TODAY),
            {"same": [Stretch(TODAY - DAY)]},
            ["posts.twice"],
            marks=pytest.mark.rule("posts.twice"),
        ),
    ],
)
def test_appointing(wanted: Stretch, change: dict[str, Any], expected: list[str]) -> None:
    assert codes(reasons_against_appointing(wanted, **{**GOOD, **change})) == expected


@pytest.mark.parametrize(
    ("post", "last_day", "is_last_head", "expected"),
    [
        (Stretch(TODAY - DAY), TODAY, False, []),
        pytest.param(
            Stretch(TODAY - 3 * DAY, TODAY - DAY),
            TODAY,
            False,
            ["posts.ended"],
            marks=pytest.mark.rule("posts.ended"),
        ),
        (Stretch(TODAY), TODAY - DAY, False, ["posts.dates"]),
        pytest.param(
            Stretch(TODAY - DAY), TODAY, True, ["posts.last_head"], marks=pytest.mark.rule("posts.last_head")
        ),
    ],
)
def test_ending_a_post(post: Stretch, last_day: date, is_last_head: bool, expected: list[str]) -> None:
    found = reasons_against_ending_post(post, last_day, today=TODAY, is_last_head=is_last_head)
    assert codes(found) == expected


@pytest.mark.rule("groups.empty")
def test_a_group_reaches_somebody() -> None:
    assert codes(reasons_against_group([], [])) == ["groups.empty"]
    assert reasons_against_group(["division"], []) == []
    assert reasons_against_group([], [1]) == []


_days = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2020, 2, 1)))


@given(_days, _days, _days, _days)
def test_meeting_is_mutual_and_means_a_common_day(
    start: date | None, end: date | None, other_start: date | None, other_end: date | None
) -> None:
    met = meets(start, end, other_start, other_end)
    assert met == meets(other_start, other_end, start, end)
    ordered = (start is None or end is None or start <= end) and (
        other_start is None or other_end is None or other_start <= other_end
    )
    low = max(start or date.min, other_start or date.min)
    high = min(end or date.max, other_end or date.max)
    assert not ordered or met == (low <= high)
