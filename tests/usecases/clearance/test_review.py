"""The review chain from end to end: who may, who may not, and what is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from gongkai.clearance.enums import ContentKind, ItemRole, SlipState, Urgency, Verdict
from gongkai.clearance.models import BasePage, Clearance, DutyShift, FinalReviewTask, ReviewTaskState
from gongkai.clearance.queries import slip_rows
from gongkai.clearance.queries.deciding import reasons_against_decision_for
from gongkai.clearance.usecases.decision import decide_step, grant_clearance
from gongkai.clearance.usecases.submission import cancel_slip
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.organisation.enums import PostKind, UnitKind
from gongkai.core.organisation.models import Delegation
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument
from tests.factories.gate import (
    Department,
    approve_all,
    clear_and_release,
    make_attachment,
    make_department,
    make_document,
    submit,
    text,
)
from tests.factories.people import make_user, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


@pytest.fixture
def draft(department: Department, column: BasePage) -> PolicyDocument:
    return make_document(department, column)


def approve(by: Any, slip: Any, **options: Any) -> Any:
    return decide_step(by=by, slip=slip, verdict=Verdict.APPROVED, **{"opinion": "同意", **options})


def codes_of(refused: Any) -> set[str]:
    return {code.removeprefix("clearance.") for code in refused.value.codes}


def test_three_levels_by_three_people_clear_the_very_digest(department, draft):
    slip = submit(department, [(draft, ItemRole.POLICY)])
    slip = approve_all(department, slip)
    clearance = Clearance.objects.get(object_id=str(draft.pk))
    assert slip.state == SlipState.GRANTED
    assert clearance.digest == slip.items.get().digest
    assert clearance.granted_by == department.leader
    states = ReviewTaskState.objects.filter(workflow_state=slip.workflow_state)
    assert {state.package_digest for state in states} == {states[0].package_digest}
    actions = list(Event.objects.order_by("pk").values_list("action", flat=True))[-5:]
    assert actions == ["clearance.submit", *["clearance.approve"] * 3, "clearance.grant"] or (
        actions.count("clearance.approve") == 3 and "clearance.grant" in actions
    )


def test_the_steps_cannot_be_taken_out_of_order(department, draft):
    slip = submit(department, [(draft, ItemRole.POLICY)])
    for early in (department.office, department.leader, department.web):
        with pytest.raises(Refused) as refused:
            approve(early, slip)
        assert codes_of(refused) == {"decide.not_reviewer"}
    assert approve(department.head, slip).state == SlipState.IN_REVIEW


def test_the_drafter_with_every_role_still_cannot_review(department, draft):
    department.drafter.groups.set([])
    drafter = department.drafter
    for role in (Role.UNIT_HEAD, Role.OFFICE, Role.DRAFTER):
        from django.contrib.auth.models import Group

        drafter.groups.add(Group.objects.get(name=role.value))
    post(drafter, department.unit, PostKind.HEAD)
    slip = submit(department, [(draft, ItemRole.POLICY)])
    with pytest.raises(Refused) as refused:
        approve(drafter, slip)
    assert codes_of(refused) == {"decide.edited_it", "decide.submitted_it"}


def test_a_reviewer_who_edited_it_cannot_review(department, draft):
    draft.body = text("<p>办公室动手改了一处。</p>")
    draft.save_revision(user=department.office)
    slip = approve(department.head, submit(department, [(draft, ItemRole.POLICY)]))
    with pytest.raises(Refused) as refused:
        approve(department.office, slip)
    assert codes_of(refused) == {"decide.edited_it"}
    assert approve(make_user(Role.SECRECY), slip).state == SlipState.IN_REVIEW


def test_one_person_cannot_take_two_levels(department, draft):
    from django.contrib.auth.models import Group

    department.head.groups.add(Group.objects.get_or_create(name=Role.OFFICE.value)[0])
    department.head._roles = None
    slip = approve(department.head, submit(department, [(draft, ItemRole.POLICY)]))
    with pytest.raises(Refused) as refused:
        approve(department.head, slip)
    assert codes_of(refused) == {"decide.decided_before"}


def test_written_authority_counts_and_four_eyes_still_hold(department, draft):
    deputy = make_user(Role.LEADER, name="另一位厅领导")
    today = timezone.localdate()
    Delegation.objects.create(
        grantor=department.leader,
        delegate=deputy,
        scope="clearance.review_final",
        valid_from=today,
        valid_until=today,
        grounds="出差",
    )
    slip = approve(department.head, submit(department, [(draft, ItemRole.POLICY)]))
    slip = approve(department.office, slip)
    with pytest.raises(Refused):
        approve(deputy, slip)
    slip = approve(deputy, slip, acts_for=department.leader)
    assert slip.state == SlipState.GRANTED
    last = ReviewTaskState.objects.filter(workflow_state=slip.workflow_state).order_by("-pk").first()
    assert last.acted_for == department.leader


def test_authority_of_another_day_does_not_count(department, draft):
    deputy = make_user(Role.LEADER)
    Delegation.objects.create(
        grantor=department.leader,
        delegate=deputy,
        scope="clearance.review_final",
        valid_from=date(2020, 1, 1),
        valid_until=date(2020, 1, 2),
        grounds="旧授权",
    )
    slip = approve(
        department.office, approve(department.head, submit(department, [(draft, ItemRole.POLICY)]))
    )
    with pytest.raises(Refused) as refused:
        approve(deputy, slip, acts_for=department.leader)
    assert codes_of(refused) == {"decide.not_reviewer"}


def test_where_the_office_drafted_the_named_alternate_decides(department, column):
    office = make_department(kind=UnitKind.OFFICE)
    alternate = make_user(Role.LEADER, name="指定终审人")
    FinalReviewTask.objects.update(alternate=alternate)
    page = make_document(office, column)
    slip = approve(office.head, submit(office, [(page, ItemRole.POLICY)]))
    slip = approve(department.office, slip)
    with pytest.raises(Refused):
        approve(office.leader, slip)
    assert approve(alternate, slip).state == SlipState.GRANTED


def test_returning_needs_an_opinion_and_opens_the_page_again(department, draft):
    slip = submit(department, [(draft, ItemRole.POLICY)])
    with pytest.raises(Refused) as refused:
        decide_step(by=department.head, slip=slip, verdict=Verdict.RETURNED)
    assert codes_of(refused) == {"decide.no_opinion"}
    slip = decide_step(by=department.head, slip=slip, verdict=Verdict.RETURNED, opinion="标题改短些")
    assert slip.state == SlipState.RETURNED
    assert PolicyDocument.objects.get(pk=draft.pk).get_lock() is None
    again = submit(department, [(PolicyDocument.objects.get(pk=draft.pk), ItemRole.POLICY)])
    assert again.previous == slip


@pytest.mark.parametrize("opinion", ["", "  ", "。"])
def test_approving_needs_an_opinion_too(department, draft, opinion):
    slip = submit(department, [(draft, ItemRole.POLICY)])
    with pytest.raises(Refused) as refused:
        approve(department.head, slip, opinion=opinion)
    assert codes_of(refused) == {"decide.no_opinion"}
    taken = ReviewTaskState.objects.filter(workflow_state=slip.workflow_state).exclude(finished_at=None)
    assert not taken.exists()
    approve(department.head, slip, opinion="同意")
    assert taken.get().opinion == "同意"


def test_two_people_at_once_one_counts(department, draft):
    slip = approve(department.head, submit(department, [(draft, ItemRole.POLICY)]))
    seen = slip.current_state().pk
    approve(department.office, slip, expected_state=seen)
    with pytest.raises(Refused) as refused:
        approve(make_user(Role.SECRECY), slip, expected_state=seen)
    assert codes_of(refused) == {"decide.not_in_review"}


def test_only_the_submitter_takes_a_slip_back_and_only_in_time(department, draft):
    slip = submit(department, [(draft, ItemRole.POLICY)])
    with pytest.raises(Refused):
        cancel_slip(by=department.head, slip=slip)
    assert cancel_slip(by=department.drafter, slip=slip).state == SlipState.CANCELLED
    with pytest.raises(Refused):
        cancel_slip(by=department.drafter, slip=slip)
    with pytest.raises(Refused):
        approve(department.head, slip)


def test_the_same_thing_is_on_one_open_slip_at_a_time(department, draft):
    submit(department, [(draft, ItemRole.POLICY)])
    with pytest.raises(Refused) as refused:
        submit(department, [(draft, ItemRole.POLICY)])
    assert codes_of(refused) == {"submit.already_open"}


def test_a_stranger_to_the_unit_cannot_submit(department, draft):
    department.drafter.posts.all().delete()
    with pytest.raises(Refused) as refused:
        submit(department, [(draft, ItemRole.POLICY)])
    assert codes_of(refused) == {"submit.right"}


@pytest.mark.rule("clearance.submit.incomplete")
def test_an_unfinished_draft_is_told_field_by_field(department, column):
    page = make_document(department, column)
    page.kind = ""
    page.body = []
    page.save_revision(user=department.drafter, clean=False)
    with pytest.raises(Refused) as refused:
        submit(department, [(page, ItemRole.POLICY)])
    assert "submit.incomplete" in codes_of(refused)
    assert all(one.remedy for one in refused.value.reasons if one.code == "clearance.submit.incomplete")
    assert any("文件类别" in reason.message for reason in refused.value.reasons)


def test_an_urgent_paper_takes_the_duty_roster_and_owes_a_full_review(department, draft):
    checker, leader = make_user(Role.OFFICE), make_user(Role.LEADER)
    grounds = {"urgency": Urgency.URGENT, "urgent_grounds": "大桥塌陷，须立即封路"}
    with pytest.raises(Refused) as refused:
        submit(department, [(draft, ItemRole.POLICY)], **grounds)
    assert codes_of(refused) == {"submit.no_roster"}
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=checker)
    slip = submit(department, [(draft, ItemRole.POLICY)], **grounds)
    with pytest.raises(Refused):
        approve(leader, slip)
    slip = approve(leader, approve(checker, slip))
    assert slip.state == SlipState.GRANTED
    assert Clearance.objects.get(object_id=str(draft.pk)).is_emergency
    assert slip.full_review_due_on is not None
    assert slip.full_review_due_on > timezone.localdate()

    full = submit(department, [(PolicyDocument.objects.get(pk=draft.pk), ItemRole.POLICY)])
    with pytest.raises(Refused):
        approve(department.drafter, full)
    full = approve_all(department, full)
    slip.refresh_from_db()
    assert slip.full_review == full
    assert Clearance.objects.filter(object_id=str(draft.pk)).count() == 1


def test_a_typo_takes_one_second_person_and_nothing_more_than_a_typo(department, draft):
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    page = PolicyDocument.objects.get(pk=draft.pk)
    page.body = text("<p>第一条 为了规范工作, 制定本办法。</p>")
    page.save_revision(user=department.drafter)
    slip = submit(department, [(page, ItemRole.POLICY)], urgency=Urgency.TYPO)
    assert approve(department.office, slip).state == SlipState.GRANTED

    page = PolicyDocument.objects.get(pk=draft.pk)
    page.body = text("<p>第一条 禁止一切工作。</p>")
    page.save_revision(user=department.drafter)
    with pytest.raises(Refused) as refused:
        submit(department, [(page, ItemRole.POLICY)], urgency=Urgency.TYPO)
    assert codes_of(refused) == {"typo.too_much"}


def test_typos_add_up_since_the_last_full_review(department, draft):
    draft.body = text("<p>甲犯乙犯丙犯丁犯，请遵照执行。</p>")
    draft.save_revision(user=department.drafter)
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    refused = None
    for words in ("甲范乙犯丙犯丁犯", "甲范乙范丙犯丁犯", "甲范乙范丙范丁犯", "甲范乙范丙范丁范"):
        page = PolicyDocument.objects.get(pk=draft.pk)
        page.body = text(f"<p>{words}，请遵照执行。</p>")
        page.save_revision(user=department.drafter)
        try:
            approve(department.office, submit(department, [(page, ItemRole.POLICY)], urgency=Urgency.TYPO))
        except Refused as error:
            refused = (words, set(error.codes))
    assert refused == ("甲范乙范丙范丁范", {"clearance.typo.too_much"})


def test_a_file_replaced_under_its_number_takes_a_full_review(department, draft):
    attachment = make_attachment(department.drafter)
    draft.attachments = [PolicyAttachment(attachment=attachment)]
    draft.save_revision(user=department.drafter)
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    attachment.file.save("b.csv", ContentFile(b"name,fee\nA,999\n"), save=False)
    attachment.save()
    page = PolicyDocument.objects.get(pk=draft.pk)
    page.save_revision(user=department.drafter)
    with pytest.raises(Refused) as refused:
        submit(department, [(page, ItemRole.POLICY)], urgency=Urgency.TYPO)
    assert codes_of(refused) == {"typo.too_much"}


def test_finishing_the_workflow_by_hand_clears_nothing(department, draft):
    slip = submit(department, [(draft, ItemRole.POLICY)])
    with pytest.raises(Refused):
        grant_clearance(by=department.leader, slip=slip)
    state = slip.workflow_state
    for _ in range(2):
        state.current_task_state.specific.approve(user=department.leader)
        state.refresh_from_db()
    with pytest.raises(Refused):
        state.current_task_state.specific.approve(user=department.leader)
    assert not Clearance.objects.filter(object_id=str(draft.pk)).exists()


def test_the_board_shows_each_person_what_waits_for_them(department, draft, django_assert_num_queries):
    slip = submit(department, [(draft, ItemRole.POLICY)])
    today = timezone.localdate()
    slips = type(slip).objects.select_related("unit", "submitted_by").filter(pk=slip.pk)
    assert [row.waits_for_me for row in slip_rows(department.head, slips, today)] == [True]
    assert [row.waits_for_me for row in slip_rows(department.office, slips, today)] == [False]
    approve(department.head, slip)
    assert [row.waits_for_me for row in slip_rows(department.office, slips, today)] == [True]


def test_the_board_takes_as_many_queries_for_three_slips_as_for_one(
    department, column, django_assert_max_num_queries
):
    today = timezone.localdate()
    slip = submit(department, [(make_document(department, column), ItemRole.POLICY)])
    slips = type(slip).objects.select_related("unit", "submitted_by").filter(state=SlipState.IN_REVIEW)
    slip_rows(department.head, slips, today)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        slip_rows(department.head, slips.all(), today)
    for _ in range(2):
        submit(department, [(make_document(department, column), ItemRole.POLICY)])
    with django_assert_max_num_queries(len(one)):
        assert len(slip_rows(department.head, slips.all(), today)) == 3


def test_delegation_reaches_across_days(department, draft):
    deputy = make_user(Role.LEADER)
    today = timezone.localdate()
    Delegation.objects.create(
        grantor=department.leader,
        delegate=deputy,
        scope="clearance.review_final",
        valid_from=today - timedelta(days=3),
        valid_until=today + timedelta(days=3),
        grounds="书面授权",
    )
    slip = approve(
        department.office, approve(department.head, submit(department, [(draft, ItemRole.POLICY)]))
    )
    rows = slip_rows(deputy, type(slip).objects.select_related("unit").filter(pk=slip.pk), today)
    assert (rows[0].waits_for_me, rows[0].acts_for) == (True, department.leader.pk)


def test_structure_goes_through_its_own_chain(column):
    assert column.content_kind == ContentKind.STRUCTURE
    assert column.live


def test_with_every_seat_closed_the_reasons_of_all_are_told_once(department, draft):
    """A deputy who edited the paper and stands in for two heads, the first of whom sent it."""
    sender, bystander, deputy = (make_user(Role.UNIT_HEAD) for _ in range(3))
    today = timezone.localdate()
    for head in (sender, bystander):
        post(head, department.unit, PostKind.HEAD)
        Delegation.objects.create(
            grantor=head,
            delegate=deputy,
            scope="clearance.review_unit",
            valid_from=today - timedelta(days=3),
            valid_until=today + timedelta(days=3),
            grounds="书面授权",
        )
    draft.save_revision(user=deputy)
    slip = submit(department, [(draft, ItemRole.POLICY)])
    type(slip).objects.filter(pk=slip.pk).update(submitted_by=sender)
    slip.refresh_from_db()
    codes = [reason.code for reason in reasons_against_decision_for(deputy, slip)]
    assert codes == ["clearance.decide.edited_it", "clearance.decide.grantor_barred"]
