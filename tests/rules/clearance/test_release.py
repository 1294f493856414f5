"""Going live, staying live, coming down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gongkai.clearance.enums import Disclosure, SlipState
from gongkai.clearance.rules.live import LiveFacts, reasons_against_being_live
from gongkai.clearance.rules.release import (
    ReleaseFacts,
    ReleaseItemFacts,
    reasons_against_releasing,
)
from gongkai.core.reasons import RULES

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
LIVE = LiveFacts("某办法", True, True, Disclosure.PROACTIVE, False, False, False)
ITEM = ReleaseItemFacts(
    live=LIVE,
    is_latest_clearance=True,
    is_live_already=False,
    withdrawn_at=None,
    parent_is_live=True,
    is_moved=False,
)
FACTS = ReleaseFacts(
    slip_state=SlipState.GRANTED,
    slip_number="SC-1",
    may_release=True,
    granted_at=NOW,
    items=(ITEM,),
    stands_in_having_taken_part=False,
)


def codes(reasons) -> list[str]:
    return [reason.code.removeprefix("clearance.") for reason in reasons]


@pytest.mark.rule("clearance.live.uncleared")
@pytest.mark.rule("clearance.live.changed")
@pytest.mark.rule("clearance.live.not_proactive")
@pytest.mark.rule("clearance.live.not_joint")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"disclosure": ""}, []),
        ({"is_cleared": False, "digest_matches": False}, ["live.uncleared"]),
        ({"digest_matches": False}, ["live.changed"]),
        ({"disclosure": Disclosure.WITHHELD}, ["live.not_proactive"]),
        ({"needs_joint": True}, ["live.not_joint"]),
        ({"needs_joint": True, "has_joint": True}, []),
        ({"needs_joint": True, "has_debt": True}, []),
    ],
)
def test_what_may_be_live(change, expected):
    assert codes(reasons_against_being_live(replace(LIVE, **change))) == expected


@pytest.mark.rule("clearance.release.no_right")
@pytest.mark.rule("clearance.release.not_granted")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"may_release": False}, ["release.no_right"]),
        ({"slip_state": SlipState.IN_REVIEW}, ["release.not_granted"]),
        (
            {"slip_state": SlipState.RETURNED, "may_release": False},
            ["release.no_right", "release.not_granted"],
        ),
    ],
)
def test_which_slip_may_be_released(change, expected):
    assert codes(reasons_against_releasing(replace(FACTS, **change))) == expected


@pytest.mark.parametrize(
    ("code", "basis"),
    [
        ("clearance.release.no_right", "clearance.four_eyes"),
        ("clearance.release.due_in_past", "clearance.scheduling"),
        ("clearance.schedule.not_waiting", "clearance.scheduling"),
    ],
)
def test_a_refusal_cites_what_it_stands_on(code, basis):
    assert RULES[code].basis.code == basis


@pytest.mark.rule("clearance.release.superseded")
@pytest.mark.rule("clearance.release.withdrawn_since")
@pytest.mark.rule("clearance.release.parent_not_live")
@pytest.mark.rule("clearance.release.already_live")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"is_latest_clearance": False}, ["release.superseded"]),
        ({"withdrawn_at": NOW + timedelta(hours=1)}, ["release.withdrawn_since"]),
        ({"withdrawn_at": NOW - timedelta(hours=1)}, []),
        ({"parent_is_live": False}, ["release.parent_not_live"]),
        ({"is_live_already": True}, ["release.already_live"]),
    ],
)
def test_which_member_may_be_released(change, expected):
    facts = replace(FACTS, items=(replace(ITEM, **change),))
    assert codes(reasons_against_releasing(facts)) == expected


def test_a_package_with_one_member_live_already_may_be_released():
    facts = replace(FACTS, items=(ITEM, replace(ITEM, is_live_already=True)))
    assert reasons_against_releasing(facts) == []
