"""Which chain may stand for which way."""

from __future__ import annotations

import pytest

from gongkai.clearance.enums import Step, Urgency
from gongkai.clearance.rules.chains import (
    ChainFacts,
    reasons_against_alternate,
    reasons_against_chain,
    reasons_against_configuring,
)

UNIT, OFFICE, FINAL = Step.UNIT_HEAD, Step.OFFICE, Step.FINAL
CHECK, LEADER = Step.DUTY_CHECK, Step.DUTY_LEADER
THREE, URGENT, TYPO = "clearance.chain.three_levels", "clearance.chain.urgent", "clearance.chain.typo"


@pytest.mark.rule("clearance.chain.inactive")
@pytest.mark.parametrize(
    ("urgency", "steps", "is_active", "expected"),
    [
        (Urgency.NORMAL, (UNIT, OFFICE, FINAL), True, []),
        (Urgency.NORMAL, (FINAL,), True, [THREE]),
        (Urgency.NORMAL, (), True, [THREE]),
        (Urgency.NORMAL, (OFFICE, UNIT, FINAL), True, [THREE]),
        (Urgency.NORMAL, (UNIT, FINAL), True, [THREE]),
        (Urgency.NORMAL, (UNIT, OFFICE, FINAL, OFFICE), True, [THREE]),
        (Urgency.NORMAL, ("", UNIT, OFFICE, FINAL), True, [THREE]),
        (Urgency.NORMAL, (CHECK, LEADER), True, [THREE]),
        (Urgency.NORMAL, (UNIT, OFFICE, FINAL), False, ["clearance.chain.inactive"]),
        (Urgency.URGENT, (CHECK, LEADER), True, []),
        (Urgency.URGENT, (LEADER, CHECK), True, [URGENT]),
        (Urgency.URGENT, (LEADER,), True, [URGENT]),
        (Urgency.URGENT, (UNIT, OFFICE, FINAL), True, [URGENT]),
        (Urgency.TYPO, (OFFICE,), True, []),
        (Urgency.TYPO, (UNIT,), True, [TYPO]),
        (Urgency.TYPO, (), True, [TYPO]),
        (Urgency.TYPO, (FINAL,), False, [TYPO, "clearance.chain.inactive"]),
    ],
)
def test_a_chain_stands_for_its_own_way_only(urgency, steps, is_active, expected):
    reasons = reasons_against_chain(urgency, ChainFacts("某流程", steps, is_active))
    assert [reason.code for reason in reasons] == expected
    assert all("某流程" in reason.message and reason.remedy and reason.field for reason in reasons)


@pytest.mark.rule("clearance.chain.no_right")
@pytest.mark.rule("clearance.alternate.no_right")
def test_who_configures_and_who_is_named():
    assert reasons_against_configuring(may_configure=True) == []
    assert [r.code for r in reasons_against_configuring(may_configure=False)] == ["clearance.chain.no_right"]
    assert reasons_against_alternate(name="甲", may_give_final_review=True) == []
    (reason,) = reasons_against_alternate(name="甲", may_give_final_review=False)
    assert (reason.code, reason.field) == ("clearance.alternate.no_right", "alternate")
