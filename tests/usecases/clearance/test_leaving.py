"""Who leaves hands over slips, drafts and planned releases; the sender stays on record as the sender."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.clearance.enums import ItemRole, SlipState, Verdict
from gongkai.clearance.models import BasePage, ReviewSlip, ScheduledRelease
from gongkai.clearance.queries import slips_in_care_of
from gongkai.clearance.todos import load_todos
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.release import schedule_release
from gongkai.clearance.usecases.submission import cancel_slip
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.queries.leaving import open_items_of
from gongkai.core.organisation.rules.leaving import Receivers
from gongkai.core.organisation.usecases.leaving import leave_post
from gongkai.core.reasons import Refused
from tests.factories.gate import approve_all, make_document, submit
from tests.factories.people import make_user, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


def leave(user: User, receiver: User) -> None:
    leave_post(
        by=make_user(Role.ADMIN),
        user=user,
        left_on=timezone.localdate(),
        grounds="调令",
        receivers=Receivers(rest=receiver.pk),
        new_heads={},
    )


def works_of(user: User) -> list[tuple[str, str]]:
    return sorted((item.work, item.key) for item in open_items_of(user))


def test_a_slip_in_review_goes_to_a_colleague_of_the_unit(department, column):
    draft = make_document(department, column)
    slip = submit(department, [(draft, ItemRole.POLICY)])
    leaver, today = department.drafter, timezone.localdate()
    assert works_of(leaver) == [("送审中的审查单", str(slip.pk))]
    colleague, stranger = make_user(Role.DRAFTER), make_user(Role.DRAFTER)
    post(colleague, department.unit)
    with pytest.raises(Refused) as refused:
        leave(leaver, stranger)
    assert refused.value.codes == ("clearance.hand_over.unit",)
    assert not User.objects.get(pk=leaver.pk).is_frozen
    leave(leaver, colleague)
    slip.refresh_from_db()
    assert (slip.submitted_by, slip.handed_to) == (leaver, colleague)
    assert slip not in slips_in_care_of(leaver)
    decide_step(by=department.head, slip=slip, verdict=Verdict.RETURNED, opinion="请改第二条。")
    assert [todo.title for todo in load_todos(colleague, today)] == [f"退回修改：{slip.title}"]
    assert works_of(colleague) == [("退回待改的审查单", str(slip.pk))]


def test_who_took_a_slip_over_may_take_it_back_and_the_sender_no_more(department, column):
    slip = submit(department, [(make_document(department, column), ItemRole.POLICY)])
    colleague = make_user(Role.DRAFTER)
    ReviewSlip.objects.filter(pk=slip.pk).update(handed_to=colleague)
    with pytest.raises(Refused) as refused:
        cancel_slip(by=department.drafter, slip=slip)
    assert refused.value.codes == ("clearance.submit.right",)
    assert cancel_slip(by=colleague, slip=slip).state == SlipState.CANCELLED


def test_drafts_and_changes_go_over_but_not_what_is_done_or_under_review(department, column):
    draft, sent = make_document(department, column), make_document(department, column)
    submit(department, [(sent, ItemRole.POLICY)])
    BasePage.objects.filter(pk=column.pk).update(owner=department.drafter)
    drafts = [key for work, key in works_of(department.drafter) if work == "起草中的页面"]
    assert drafts == [str(draft.pk)]
    column.save_revision(user=department.drafter)
    drafts = [key for work, key in works_of(department.drafter) if work == "起草中的页面"]
    assert drafts == [str(column.pk), str(draft.pk)]
    colleague = make_user(Role.DRAFTER)
    post(colleague, department.unit)
    leave(department.drafter, colleague)
    owners = BasePage.objects.filter(pk__in=[draft.pk, column.pk]).values_list("owner", flat=True)
    assert set(owners) == {colleague.pk}


def test_a_planned_release_goes_to_who_may_release(department, column):
    slip = submit(department, [(make_document(department, column), ItemRole.POLICY)])
    approve_all(department, slip)
    slip.refresh_from_db()
    schedule_release(by=department.web, slip=slip, due_at=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        leave(department.web, department.head)
    assert refused.value.codes == ("leaving.unsuited",)
    other = make_user(Role.WEB)
    leave(department.web, other)
    assert ScheduledRelease.objects.get(slip=slip).set_by == other


def test_an_urgent_slip_that_owes_its_review_lies_open(department, column):
    slip = submit(department, [(make_document(department, column), ItemRole.POLICY)])
    approve_all(department, slip)
    ReviewSlip.objects.filter(pk=slip.pk).update(full_review_due_on=timezone.localdate())
    assert ("急件补审", str(slip.pk)) in works_of(department.drafter)
    ReviewSlip.objects.filter(pk=slip.pk).update(full_review=slip)
    assert works_of(department.drafter) == []
