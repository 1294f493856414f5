"""Submitting and deciding: every reason alone, and all at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.enums import Disclosure, Step, Urgency, Verdict
from gongkai.clearance.rules.chains import ChainFacts
from gongkai.clearance.rules.deciding import DecisionFacts, reasons_against_deciding
from gongkai.clearance.rules.granting import StepTaken, reasons_against_granting
from gongkai.clearance.rules.review import (
    CancelFacts,
    ItemFacts,
    SubmissionFacts,
    reasons_against_cancelling,
    reasons_against_submitting,
    reasons_against_taking_over,
    reasons_against_withholding,
)

ITEM = ItemFacts(
    title="某办法",
    has_unit=True,
    has_content=True,
    disclosure=Disclosure.PROACTIVE,
    needs_disclosure=True,
    on_open_slip="",
    is_cleared_already=False,
    is_signed_on_duty=False,
    missing_companions=(),
    withheld_ground=None,
)
PACKAGE = SubmissionFacts(
    items=(ITEM,),
    may_submit=True,
    is_member_of_unit=True,
    urgency=Urgency.NORMAL,
    urgent_grounds="",
    has_roster=False,
    chain=ChainFacts("三级审查", ("unit_head", "office", "final"), is_active=True),
)


URGENT = {
    "urgency": Urgency.URGENT,
    "urgent_grounds": "塌方",
    "has_roster": True,
    "chain": ChainFacts("急件", ("duty_check", "duty_leader"), is_active=True),
}


def codes(reasons) -> list[str]:
    return [reason.code.removeprefix("clearance.") for reason in reasons]


def test_a_complete_package_may_be_submitted():
    assert reasons_against_submitting(PACKAGE) == []


@pytest.mark.rule("clearance.submit.no_unit")
@pytest.mark.rule("clearance.submit.no_disclosure")
@pytest.mark.rule("clearance.submit.not_for_release")
@pytest.mark.rule("clearance.submit.already_open")
@pytest.mark.rule("clearance.submit.nothing_changed")
@pytest.mark.rule("clearance.submit.package_incomplete")
@pytest.mark.rule("clearance.submit.no_content")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"has_unit": False}, "submit.no_unit"),
        ({"disclosure": ""}, "submit.no_disclosure"),
        ({"disclosure": Disclosure.WITHHELD}, "submit.not_for_release"),
        ({"disclosure": Disclosure.ON_REQUEST}, "submit.not_for_release"),
        ({"on_open_slip": "SC-1"}, "submit.already_open"),
        ({"is_cleared_already": True}, "submit.nothing_changed"),
        ({"missing_companions": ("解读",)}, "submit.package_incomplete"),
        ({"has_content": False, "has_unit": False}, "submit.no_content"),
    ],
)
def test_each_fault_of_an_item_gives_its_reason(change, code):
    assert codes(reasons_against_submitting(replace(PACKAGE, items=(replace(ITEM, **change),)))) == [code]


@pytest.mark.rule("clearance.submit.right")
@pytest.mark.rule("clearance.submit.no_chain")
@pytest.mark.rule("clearance.submit.urgent_grounds")
@pytest.mark.rule("clearance.submit.no_roster")
@pytest.mark.rule("clearance.submit.signed_on_duty")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"may_submit": False}, ["submit.right"]),
        ({"is_member_of_unit": False}, ["submit.right"]),
        ({"chain": None}, ["submit.no_chain"]),
        ({"chain": ChainFacts("只有终审", ("final",), is_active=True)}, ["chain.three_levels"]),
        ({**URGENT, "urgent_grounds": " "}, ["submit.urgent_grounds"]),
        ({**URGENT, "has_roster": False}, ["submit.no_roster"]),
        ({"urgency": Urgency.URGENT, "urgent_grounds": "塌方", "has_roster": True}, ["chain.urgent"]),
        ({**URGENT}, []),
        ({**URGENT, "items": (replace(ITEM, is_signed_on_duty=True),)}, ["submit.signed_on_duty"]),
        ({**URGENT, "items": (replace(ITEM, is_signed_on_duty=True), ITEM)}, []),
        ({"items": (replace(ITEM, is_signed_on_duty=True),)}, []),
    ],
)
def test_each_fault_of_a_package_gives_its_reason(change, expected):
    assert codes(reasons_against_submitting(replace(PACKAGE, **change))) == expected


def test_one_cleared_member_does_not_stop_a_package_with_a_changed_one():
    items = (ITEM, replace(ITEM, is_cleared_already=True))
    assert reasons_against_submitting(replace(PACKAGE, items=items)) == []


def test_all_reasons_are_told_at_once():
    worst = replace(
        ITEM, has_unit=False, disclosure="", on_open_slip="SC-1", missing_companions=("解读", "图解")
    )
    facts = replace(PACKAGE, items=(worst,), is_member_of_unit=False, chain=None)
    assert len(reasons_against_submitting(facts)) == 7


DECISION = DecisionFacts(
    user=1,
    acts_for=None,
    step=Step.OFFICE,
    eligible=frozenset({1, 9}),
    editors=frozenset({5}),
    submitter=5,
    decided=frozenset({2}),
    is_current=True,
    is_unchanged=True,
    verdict=Verdict.APPROVED,
    opinion="同意",
    moved=(),
)


@pytest.mark.rule("clearance.decide.edited_it")
@pytest.mark.rule("clearance.decide.submitted_it")
@pytest.mark.rule("clearance.decide.decided_before")
@pytest.mark.rule("clearance.decide.grantor_barred")
@pytest.mark.rule("clearance.decide.not_reviewer")
@pytest.mark.rule("clearance.decide.not_in_review")
@pytest.mark.rule("clearance.decide.content_moved")
@pytest.mark.rule("clearance.decide.no_opinion")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"editors": frozenset({1})}, ["decide.edited_it"]),
        ({"submitter": 1}, ["decide.submitted_it"]),
        ({"decided": frozenset({1})}, ["decide.decided_before"]),
        ({"user": 7}, ["decide.not_reviewer"]),
        ({"acts_for": 8}, ["decide.not_reviewer"]),
        ({"acts_for": 9}, []),
        ({"acts_for": 9, "editors": frozenset({9})}, ["decide.grantor_barred"]),
        ({"acts_for": 9, "submitter": 9}, ["decide.grantor_barred"]),
        ({"acts_for": 9, "decided": frozenset({9})}, ["decide.grantor_barred"]),
        ({"is_current": False}, ["decide.not_in_review"]),
        ({"is_unchanged": False}, ["decide.content_moved"]),
        ({"moved": ("某办法",)}, ["move.under_review"]),
        ({"moved": ("某办法",), "verdict": Verdict.RETURNED, "opinion": "放错了栏目"}, []),
        ({"verdict": Verdict.RETURNED, "opinion": ""}, ["decide.no_opinion"]),
        ({"verdict": Verdict.RETURNED, "opinion": "。"}, ["decide.no_opinion"]),
        ({"opinion": ""}, ["decide.no_opinion"]),
        ({"opinion": " 。 "}, ["decide.no_opinion"]),
        ({"opinion": None}, []),
        ({"verdict": Verdict.RETURNED, "opinion": "标题不对"}, []),
        ({"verdict": Verdict.RETURNED, "opinion": "改过了", "is_unchanged": False}, []),
    ],
)
def test_each_bar_to_deciding_gives_its_reason(change, expected):
    assert codes(reasons_against_deciding(replace(DECISION, **change))) == expected


@given(st.sets(st.integers(1, 6)), st.integers(1, 6))
def test_nobody_ever_clears_what_they_edited(editors, user):
    facts = replace(DECISION, user=user, editors=frozenset(editors), eligible=frozenset(range(1, 7)))
    if user in editors:
        assert "decide.edited_it" in codes(reasons_against_deciding(facts))


DIGEST = "a" * 64
WALKED = (
    StepTaken(Step.UNIT_HEAD, 1, DIGEST),
    StepTaken(Step.OFFICE, 2, DIGEST),
    StepTaken(Step.FINAL, 3, DIGEST),
)


@pytest.mark.rule("clearance.grant.no_closing_step")
@pytest.mark.rule("clearance.grant.not_by_procedure")
@pytest.mark.rule("clearance.grant.same_person")
@pytest.mark.parametrize(
    ("urgency", "steps", "editors", "expected"),
    [
        (Urgency.NORMAL, WALKED, (), []),
        (Urgency.NORMAL, WALKED[:2], (), ["grant.no_closing_step"]),
        (Urgency.NORMAL, (), (), ["grant.no_closing_step"]),
        (Urgency.URGENT, WALKED, (), ["grant.no_closing_step"]),
        (Urgency.TYPO, WALKED[1:2], (), []),
        (Urgency.NORMAL, (*WALKED[:2], StepTaken(Step.FINAL, 3, "b" * 64)), (), ["grant.not_by_procedure"]),
        (Urgency.NORMAL, (*WALKED[:2], StepTaken(Step.FINAL, 1, DIGEST)), (), ["grant.same_person"]),
        (Urgency.NORMAL, (*WALKED[:2], StepTaken(Step.FINAL, None, DIGEST)), (), ["grant.same_person"]),
        (Urgency.NORMAL, WALKED, (2,), ["grant.same_person"]),
    ],
)
def test_a_chain_not_walked_by_the_rules_clears_nothing(urgency, steps, editors, expected):
    reasons = reasons_against_granting(
        urgency=urgency, steps=steps, package_digest=DIGEST, editors=frozenset(editors)
    )
    assert codes(reasons) == expected


@pytest.mark.rule("clearance.disclosure.no_ground")
@pytest.mark.parametrize(
    ("disclosure", "ground", "fields"),
    [
        (Disclosure.WITHHELD, "", ["withheld_ground"]),
        (Disclosure.WITHHELD, None, []),
        (Disclosure.WITHHELD, "art16_process", []),
        (Disclosure.ON_REQUEST, "", []),
        (Disclosure.PROACTIVE, None, []),
        ("", "", []),
    ],
)
def test_withholding_names_its_legal_ground(disclosure, ground, fields):
    assert [reason.field for reason in reasons_against_withholding(disclosure, ground)] == fields


@pytest.mark.rule("clearance.disclosure.no_ground")
def test_a_package_withheld_without_a_ground_is_told_so():
    item = replace(ITEM, disclosure=Disclosure.WITHHELD, withheld_ground="")
    reasons = reasons_against_submitting(replace(PACKAGE, items=(item,)))
    assert codes(reasons) == ["submit.not_for_release", "disclosure.no_ground"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (CancelFacts(is_in_review=True, is_caretaker=True), []),
        (CancelFacts(is_in_review=False, is_caretaker=True), ["decide.not_in_review"]),
        (CancelFacts(is_in_review=False, is_caretaker=False), ["decide.not_in_review", "submit.right"]),
    ],
)
def test_who_takes_a_slip_back(facts, expected):
    assert codes(reasons_against_cancelling(facts)) == expected


@pytest.mark.rule("clearance.hand_over.unit")
def test_a_slip_is_looked_after_by_who_works_for_its_unit():
    slips = [("SC-1", "运输处", True), ("SC-2", "公路处", False)]
    reasons = reasons_against_taking_over("甲", slips)
    assert [reason.message for reason in reasons] == ["甲不是“公路处”的人员，不能接办审查单 SC-2。"]
    assert reasons_against_taking_over("甲", slips[:1]) == []
