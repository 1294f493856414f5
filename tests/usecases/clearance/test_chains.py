"""Choosing chains and naming the alternate: refused and done from one setup, and what a wrong chain still clears."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Workflow, WorkflowTask

from gongkai.clearance.enums import ContentKind, ItemRole, SlipState, Verdict
from gongkai.clearance.models import Clearance, FinalReviewTask, ReviewChain, ReviewSlip
from gongkai.clearance.usecases.chains import choose_chains, name_alternate
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.setup import FULL_CHAIN, TYPO_CHAIN, URGENT_CHAIN
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.organisation.enums import UnitKind
from gongkai.core.reasons import Refused
from tests.factories.gate import make_department, make_document, submit
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


def workflow(name: str) -> Workflow:
    return Workflow.objects.get(name=name)


@pytest.fixture
def only_final() -> Workflow:
    row = Workflow.objects.create(name="只有终审")
    WorkflowTask.objects.create(workflow=row, task=FinalReviewTask.objects.get().task_ptr, sort_order=0)
    return row


def choose(by: Any, **given: Any) -> ReviewChain:
    usual = {
        "workflow": workflow(FULL_CHAIN),
        "urgent_workflow": workflow(URGENT_CHAIN),
        "typo_workflow": workflow(TYPO_CHAIN),
    }
    return choose_chains(by=by, kind=ContentKind.ARTICLE, **{**usual, **given})


def codes(refused: Any) -> list[str]:
    return [code.removeprefix("clearance.") for code in refused.value.codes]


def test_a_wrong_chain_is_refused_with_all_reasons_and_a_right_one_kept_with_old_and_new(only_final):
    office = make_user(Role.OFFICE)
    with pytest.raises(Refused) as refused:
        choose(
            office,
            workflow=only_final,
            urgent_workflow=workflow(TYPO_CHAIN),
            typo_workflow=workflow(URGENT_CHAIN),
        )
    assert codes(refused) == ["chain.three_levels", "chain.urgent", "chain.typo"]
    row = ReviewChain.objects.get(kind=ContentKind.ARTICLE)
    assert row.workflow.name == FULL_CHAIN
    old = row.typo_workflow_id
    choose(office, typo_workflow=None)
    row.refresh_from_db()
    assert row.typo_workflow is None
    event = Event.objects.get(action="clearance.choose_chains")
    assert event.data == {"kind": "article", "changes": {"typo_workflow": [old, None]}}
    choose(office, typo_workflow=None)
    assert Event.objects.filter(action="clearance.choose_chains").count() == 1


def test_a_step_switched_off_counts_for_nothing():
    FinalReviewTask.objects.update(active=False)
    with pytest.raises(Refused) as refused:
        choose(make_user(Role.OFFICE))
    assert codes(refused) == ["chain.inactive"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICE])
def test_nobody_else_configures(role):
    with pytest.raises(Refused) as refused:
        choose(make_user(role))
    assert codes(refused) == ["chain.no_right"]
    with pytest.raises(Refused) as refused:
        name_alternate(
            by=make_user(role), task=FinalReviewTask.objects.get(), alternate=make_user(Role.LEADER)
        )
    assert codes(refused) == ["chain.no_right"]


def test_a_short_chain_put_into_the_database_still_clears_nothing(only_final, department, column):
    ReviewChain.objects.filter(kind=ContentKind.POLICY).update(workflow=only_final)
    document = make_document(department, column)
    with pytest.raises(Refused) as refused:
        submit(department, [(document, ItemRole.POLICY)])
    assert codes(refused) == ["chain.three_levels"]
    assert "厅办公室" in refused.value.reasons[0].remedy
    assert not ReviewSlip.objects.filter(kind=ContentKind.POLICY).exists()


def test_a_chain_cut_short_while_a_slip_is_under_way_clears_nothing(department, column):
    """What the submission looked at may be changed behind it: the grant looks once more."""
    slip = submit(department, [(make_document(department, column), ItemRole.POLICY)])
    slip.workflow_state.workflow.workflow_tasks.exclude(task__in=FinalReviewTask.objects.all()).delete()
    decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    with pytest.raises(Refused) as refused:
        decide_step(by=department.leader, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    assert codes(refused) == ["grant.no_closing_step"]
    assert not Clearance.objects.filter(slip__kind=ContentKind.POLICY).exists()


def test_a_slip_under_way_goes_on_in_its_chain_when_the_kind_changes_its_own(department, column):
    slip = submit(department, [(make_document(department, column), ItemRole.POLICY)])
    choose_chains(
        by=department.office,
        kind=ContentKind.POLICY,
        workflow=workflow(FULL_CHAIN),
        urgent_workflow=None,
        typo_workflow=None,
    )
    for person in (department.head, department.office, department.leader):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    assert slip.state == SlipState.GRANTED


def test_the_named_alternate_gives_the_final_review_of_what_the_office_drafts(column):
    department = make_department(kind=UnitKind.OFFICE)
    task, alternate = FinalReviewTask.objects.get(), make_user(Role.LEADER)
    for unsuited in (make_user(Role.OFFICE), make_user(Role.ADMIN)):
        with pytest.raises(Refused) as refused:
            name_alternate(by=department.office, task=task, alternate=unsuited)
        assert codes(refused) == ["alternate.no_right"]
    name_alternate(by=department.office, task=task, alternate=department.leader)
    name_alternate(by=department.office, task=task, alternate=alternate)
    events = Event.objects.filter(action="clearance.name_alternate").order_by("pk")
    assert [event.data["changes"]["alternate"] for event in events] == [
        [None, department.leader.pk],
        [department.leader.pk, alternate.pk],
    ]
    document = make_document(department, column)
    slip = submit(department, [(document, ItemRole.POLICY)])
    for person in (department.head, department.office):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    with pytest.raises(Refused) as refused:
        decide_step(by=department.leader, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    assert codes(refused) == ["decide.not_reviewer"]
    slip = decide_step(by=alternate, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    assert slip.state == SlipState.GRANTED
