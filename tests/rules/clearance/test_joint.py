"""Tying three pages, and owing two of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gongkai.clearance.rules.joint import (
    DebtFacts,
    JointFacts,
    JointMember,
    reasons_against_joining,
    reasons_against_owing,
)

DRAFT = JointMember("某解读", is_live=False, on_open_slip="", belongs_to="", place="", fits_place=True)
LIVE = JointMember("某图解", is_live=True, on_open_slip="", belongs_to="", place="", fits_place=True)
FACTS = JointFacts(
    may_submit=True,
    works_for_unit=True,
    policy=JointMember("某办法", is_live=False, on_open_slip="", belongs_to="", place="", fits_place=True),
    chosen=(DRAFT, LIVE),
    are_different=True,
    must_stay_in_sync=False,
)
DEBT = DebtFacts("某通知", True, "暴雪", "今晚封路。", is_needed=True, has_open_debt=False, open_until="")


def codes(reasons: list[Any]) -> list[str]:
    return [reason.code.removeprefix("clearance.") for reason in reasons]


@pytest.mark.rule("clearance.joint.right", "clearance.joint.three_different", "clearance.joint.taken")
@pytest.mark.rule("clearance.joint.wrong_kind")
@pytest.mark.rule("clearance.joint.under_review", "clearance.live.not_joint")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"chosen": ()}, []),
        ({"may_submit": False}, ["joint.right"]),
        ({"works_for_unit": False}, ["joint.right"]),
        ({"are_different": False}, ["joint.three_different"]),
        ({"chosen": (replace(DRAFT, on_open_slip="SC-1"), LIVE)}, ["joint.under_review"]),
        ({"chosen": (DRAFT, replace(LIVE, belongs_to="另一办法"))}, ["joint.taken"]),
        (
            {
                "policy": JointMember(
                    "某办法",
                    is_live=False,
                    on_open_slip="SC-1",
                    belongs_to="另一办法",
                    place="",
                    fits_place=True,
                )
            },
            ["joint.under_review", "joint.taken"],
        ),
        ({"chosen": (replace(DRAFT, place="解读", fits_place=False), LIVE)}, ["joint.wrong_kind"]),
        ({"must_stay_in_sync": True}, ["live.not_joint"]),
        ({"must_stay_in_sync": True, "chosen": (LIVE,)}, ["live.not_joint"]),
        ({"must_stay_in_sync": True, "chosen": (LIVE, LIVE)}, []),
        (
            {"may_submit": False, "are_different": False, "must_stay_in_sync": True},
            ["joint.right", "joint.three_different", "live.not_joint"],
        ),
    ],
)
def test_reasons_against_joining(change: dict[str, Any], expected: list[str]) -> None:
    assert codes(reasons_against_joining(replace(FACTS, **change))) == expected


@pytest.mark.rule("clearance.debt.typed", "clearance.debt.unneeded", "clearance.debt.open")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"may_approve": False}, ["debt.typed"]),
        ({"emergency": " ", "summary": ""}, ["debt.typed", "debt.typed"]),
        ({"is_needed": False}, ["debt.unneeded"]),
        ({"has_open_debt": True}, ["debt.open"]),
        ({"may_approve": False, "has_open_debt": True}, ["debt.typed", "debt.open"]),
    ],
)
def test_reasons_against_owing(change: dict[str, Any], expected: list[str]) -> None:
    assert codes(reasons_against_owing(replace(DEBT, **change))) == expected


def test_the_reason_names_the_day_the_open_debt_is_due() -> None:
    (reason,) = reasons_against_owing(replace(DEBT, has_open_debt=True, open_until="2026-11-05"))
    assert "2026-11-05" in reason.message
    assert reason.remedy
