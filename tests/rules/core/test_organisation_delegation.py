"""When a right may be delegated, and when one may act for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.organisation.rules.delegation import (
    Acting,
    Grant,
    Granting,
    overlapping,
    reasons_against_acting_for,
    reasons_against_granting,
    reasons_against_revoking,
)

TODAY = date(2026, 11, 22)
LEADER, DEPUTY, THIRD, CLERK = 1, 2, 3, 4
WANTED = Grant(LEADER, DEPUTY, "sign", TODAY, TODAY + timedelta(days=10), revoked_on=None)
GOOD = Granting(
    WANTED,
    "出差委托书",
    TODAY,
    LEADER,
    False,
    True,
    grantor_is_in_office=True,
    delegate_is_in_office=True,
    delegate_is_suited=True,
    existing=(),
)


def codes(facts: Granting) -> list[str]:
    return [reason.code for reason in reasons_against_granting(facts)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(c, code, marks=pytest.mark.rule(code))
        for c, code in [
            ({"by_id": THIRD}, "delegation.not_yours"),
            ({"by_id": DEPUTY, "by_may_record": True}, "delegation.self_recorded"),
            ({"wanted": replace(WANTED, delegate_id=LEADER)}, "delegation.to_self"),
            ({"grantor_holds_right": False}, "delegation.right_not_held"),
            (
                {
                    "grantor_holds_right": False,
                    "existing": (replace(WANTED, grantor_id=THIRD, delegate_id=LEADER),),
                },
                "delegation.no_redelegation",
            ),
            ({"wanted": replace(WANTED, valid_until=TODAY - timedelta(days=1))}, "delegation.dates"),
            ({"wanted": replace(WANTED, valid_from=TODAY - timedelta(days=1))}, "delegation.backdated"),
            ({"wanted": replace(WANTED, valid_until=TODAY + timedelta(days=366))}, "delegation.too_long"),
            ({"grounds": " \n"}, "delegation.no_grounds"),
            ({"grantor_is_in_office": False}, "delegation.not_in_office"),
            ({"delegate_is_in_office": False}, "delegation.not_in_office"),
            ({"delegate_is_suited": False}, "delegation.not_suited"),
            ({"existing": (WANTED,)}, "delegation.twice"),
        ]
    ],
)
def test_each_defect_of_a_delegation_is_refused_by_its_rule(change: dict, code: str) -> None:
    assert codes(GOOD) == []
    assert codes(replace(GOOD, **change)) == [code]


def test_every_reason_is_named_at_once() -> None:
    bad = replace(GOOD, by_id=THIRD, grounds="", grantor_holds_right=False)
    assert codes(bad) == ["delegation.not_yours", "delegation.right_not_held", "delegation.no_grounds"]


@pytest.mark.parametrize(
    "change",
    [
        {"by_id": CLERK, "by_may_record": True},
        {"wanted": replace(WANTED, valid_until=TODAY + timedelta(days=365))},
        {"wanted": replace(WANTED, valid_until=TODAY)},
        {"existing": (replace(WANTED, revoked_on=TODAY),)},
        {"existing": (replace(WANTED, delegate_id=THIRD),)},
        {"existing": (replace(WANTED, grantor_id=THIRD, delegate_id=LEADER),)},
    ],
)
def test_what_may_be_done(change: dict) -> None:
    assert codes(replace(GOOD, **change)) == []


def test_overlaps_with_other_delegates_are_listed() -> None:
    other = replace(WANTED, delegate_id=THIRD, valid_from=TODAY + timedelta(days=10))
    later = replace(other, valid_from=TODAY + timedelta(days=11), valid_until=TODAY + timedelta(days=12))
    revoked = replace(other, revoked_on=TODAY)
    assert overlapping(WANTED, [other, later, revoked, replace(other, scope="else")]) == [
        replace(other, valid_until=other.valid_until)
    ]


ACTING = Acting(
    DEPUTY,
    LEADER,
    "sign",
    TODAY,
    (WANTED,),
    True,
    delegate_is_suited=True,
    editors=frozenset(),
    opined=frozenset(),
)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(c, code, marks=pytest.mark.rule(code))
        for c, code in [
            ({"grants": ()}, "delegation.not_in_force"),
            ({"day": TODAY - timedelta(days=1)}, "delegation.not_in_force"),
            ({"day": TODAY + timedelta(days=11)}, "delegation.not_in_force"),
            ({"grants": (replace(WANTED, revoked_on=TODAY),)}, "delegation.not_in_force"),
            ({"grants": (replace(WANTED, scope="else"),)}, "delegation.not_in_force"),
            ({"grants": (replace(WANTED, delegate_id=THIRD),)}, "delegation.not_in_force"),
            ({"grantor_holds_right": False}, "delegation.right_not_held"),
            ({"editors": {DEPUTY}}, "delegation.four_eyes"),
            ({"editors": {LEADER}}, "delegation.grantor_edited"),
            ({"opined": {DEPUTY}}, "delegation.opined_already"),
        ]
    ],
)
def test_each_reason_against_acting_for_another(change: dict, code: str) -> None:
    assert reasons_against_acting_for(ACTING) == []
    found = reasons_against_acting_for(replace(ACTING, **change))
    assert [reason.code for reason in found] == [code]
    assert all(reason.remedy for reason in found)


@pytest.mark.rule("delegation.four_eyes")
@given(st.sets(st.integers(1, 4)), st.sets(st.integers(1, 4)))
def test_four_eyes_hold_whatever_was_delegated(editors: set[int], opined: set[int]) -> None:
    allowed = not reasons_against_acting_for(replace(ACTING, editors=editors, opined=opined))
    assert allowed == (not editors & {LEADER, DEPUTY} and DEPUTY not in opined)


@pytest.mark.parametrize(
    ("grant", "by", "may_record", "expected"),
    [
        (WANTED, LEADER, False, []),
        (WANTED, CLERK, True, []),
        pytest.param(
            WANTED,
            DEPUTY,
            False,
            ["delegation.revoke_not_yours"],
            marks=pytest.mark.rule("delegation.revoke_not_yours"),
        ),
        pytest.param(
            replace(WANTED, revoked_on=TODAY),
            LEADER,
            False,
            ["delegation.already_over"],
            marks=pytest.mark.rule("delegation.already_over"),
        ),
        (
            replace(WANTED, valid_until=TODAY - timedelta(days=1)),
            LEADER,
            False,
            ["delegation.already_over"],
        ),
    ],
)
def test_taking_back(grant: Grant, by: int, may_record: bool, expected: list[str]) -> None:
    found = reasons_against_revoking(grant, by_id=by, by_may_record=may_record, today=TODAY)
    assert [reason.code for reason in found] == expected
