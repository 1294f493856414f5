"""Renaming, merging, splitting and ending units."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.organisation.rules.change import (
    ChangeFacts,
    Plan,
    Target,
    UnitFacts,
    digest_of_held,
    reasons_against_carrying_out,
    reasons_against_change,
)

DAY = date(2026, 11, 1)
A = UnitFacts(1, "公路管理处", "公路处", "division", valid_from=None, valid_until=None, changed_on=None)
B = UnitFacts(2, "水运管理处", "水运处", "division", valid_from=None, valid_until=None, changed_on=None)
C = UnitFacts(3, "科技信息处", "科技处", "division", valid_from=None, valid_until=None, changed_on=None)
ROOT = UnitFacts(9, "厅", "", "department", valid_from=None, valid_until=None, changed_on=None)
NEW = Target(code="glsyc", name="公路水运处", short_name="路水处")
MERGE = ChangeFacts(
    "merge",
    "示编〔2026〕1号",
    DAY,
    DAY,
    Plan((1, 2), (NEW,)),
    (A, B),
    {},
    taken_names={},
    taken_codes=frozenset(),
)
SPLIT = replace(MERGE, kind="split", plan=Plan((1,), (Target(1), NEW)), sources=(A,), existing_targets={1: A})
END = replace(MERGE, kind="end", plan=Plan((1,), (Target(3),)), sources=(A,), existing_targets={3: C})
RENAME = replace(
    MERGE,
    kind="rename",
    plan=Plan((1,), (Target(1, name="公路处", short_name="公路处"),)),
    sources=(A,),
    existing_targets={1: A},
)


def codes(facts: ChangeFacts) -> list[str]:
    return [reason.code for reason in reasons_against_change(facts)]


@pytest.mark.parametrize("facts", [MERGE, SPLIT, END, RENAME])
def test_a_sound_change_has_nothing_against_it(facts: ChangeFacts) -> None:
    assert codes(facts) == []
    same = digest_of_held([("tasks", "1")])
    assert reasons_against_carrying_out(facts, [("tasks", "1")], seen=same, now=same) == []


def _ended(unit: UnitFacts) -> UnitFacts:
    return replace(unit, valid_until=DAY - timedelta(days=1))


CASES: list[tuple[ChangeFacts, dict[str, Any], str]] = [
    (MERGE, {"instrument": " "}, "change.no_instrument"),
    (MERGE, {"sources": (A,)}, "change.source_count"),
    (SPLIT, {"plan": Plan((1,), (NEW,))}, "change.target_count"),
    (SPLIT, {"plan": Plan((1,), (Target(1), Target(1), NEW))}, "change.target_count"),
    (
        END,
        {"plan": Plan((1,), (Target(1),)), "existing_targets": {1: A}},
        "change.target_count",
    ),
    (MERGE, {"sources": (A, _ended(B))}, "change.source_gone"),
    (MERGE, {"sources": (A, replace(B, valid_from=DAY))}, "change.source_gone"),
    (END, {"existing_targets": {}}, "change.target_gone"),
    (END, {"existing_targets": {3: replace(C, valid_until=DAY)}}, "change.target_gone"),
    (
        RENAME,
        {"plan": Plan((1,), (Target(1, name="公路管理处", short_name="公路处"),))},
        "change.not_itself",
    ),
    (RENAME, {"plan": Plan((1,), (Target(1, drops_short_name=True),))}, "change.not_itself"),
    (RENAME, {"plan": Plan((1,), (Target(1, name="公路一处"),))}, "change.short_name_left_open"),
    (
        RENAME,
        {"plan": Plan((1,), (Target(1, name="公路一处", short_name=" "),))},
        "change.short_name_left_open",
    ),
    (MERGE, {"plan": Plan((1, 2), (Target(code="", name="新处"),))}, "change.name_missing"),
    (MERGE, {"taken_codes": frozenset({"glsyc"})}, "change.code_taken"),
    (MERGE, {"taken_names": {"路水处": "航务处"}}, "change.name_taken"),
    (RENAME, {"taken_names": {"公路处": "航务处"}}, "change.name_taken"),
    (MERGE, {"sources": (A, B, ROOT)}, "change.root_stays"),
    (MERGE, {"sources": (A, replace(B, changed_on=DAY))}, "change.later_change"),
]


@pytest.mark.parametrize(
    ("facts", "change", "code"),
    [pytest.param(*case, marks=pytest.mark.rule(case[2])) for case in CASES],
)
def test_each_defect_is_refused_by_its_rule(facts: ChangeFacts, change: dict, code: str) -> None:
    assert codes(replace(facts, **change)) == [code]


@pytest.mark.parametrize(
    ("unit", "target"),
    [
        (A, Target(1, name="公路一处", short_name="公路处")),
        (A, Target(1, name="公路一处", short_name="路处")),
        (A, Target(1, name="公路一处", drops_short_name=True)),
        (replace(A, short_name=""), Target(1, name="公路一处")),
    ],
)
def test_a_short_name_goes_on_changes_or_is_said_to_end(unit: UnitFacts, target: Target) -> None:
    assert codes(replace(RENAME, sources=(unit,), plan=Plan((1,), (target,)))) == []


def test_the_refusal_names_the_short_name_and_the_ways_out() -> None:
    (reason,) = reasons_against_change(replace(RENAME, plan=Plan((1,), (Target(1, name="公路一处"),))))
    assert reason.field == "short_name"
    assert "“公路处”" in reason.message
    assert "简称不再使用" in reason.remedy


def test_two_new_units_may_not_share_a_name_or_code() -> None:
    twice = replace(SPLIT, plan=Plan((1,), (NEW, NEW)), existing_targets={})
    assert codes(twice) == ["change.code_taken", "change.name_taken", "change.name_taken"]


@pytest.mark.rule("change.not_yet")
def test_nothing_is_carried_out_before_its_day() -> None:
    early = replace(MERGE, today=DAY - timedelta(days=1))
    assert codes(early) == []
    found = reasons_against_carrying_out(early, [], seen="x", now="x")
    assert [reason.code for reason in found] == ["change.not_yet"]


@pytest.mark.rule("change.unplaced")
def test_everything_must_find_its_place() -> None:
    lost = replace(SPLIT, plan=replace(SPLIT.plan, choices={"tasks:1": 2}))
    found = reasons_against_carrying_out(lost, [("tasks", "1"), ("tasks", "2")], seen="x", now="x")
    assert [reason.code for reason in found] == ["change.unplaced"]
    assert "1 个" in found[0].message


@pytest.mark.rule("change.moved_on")
def test_only_the_list_that_was_seen_is_confirmed() -> None:
    seen, now = digest_of_held([("tasks", "1")]), digest_of_held([("tasks", "1"), ("tasks", "2")])
    found = reasons_against_carrying_out(MERGE, [("tasks", "1"), ("tasks", "2")], seen=seen, now=now)
    assert [reason.code for reason in found] == ["change.moved_on"]


@given(st.permutations([("a", "1"), ("a", "2"), ("b", "1")]))
def test_the_digest_does_not_hang_on_the_order(rows: list[tuple[str, str]]) -> None:
    assert digest_of_held(rows) == digest_of_held(sorted(rows))


def test_a_plan_survives_being_stored() -> None:
    plan = Plan((1,), (Target(1, drops_short_name=True), NEW), {"tasks": 1}, {"tasks:7": 0})
    assert Plan.read(plan.written()) == plan
    assert (plan.place_of("tasks", "7"), plan.place_of("tasks", "8"), plan.place_of("pages", "8")) == (
        0,
        1,
        0,
    )


def test_a_plan_stored_before_short_names_were_asked_for_is_still_read() -> None:
    stored = {"unit_id": 1, "code": "", "name": "公路一处", "short_name": "", "kind": "division"}
    assert Plan.read({"sources": [1], "targets": [stored]}).targets == (Target(1, name="公路一处"),)
