"""What an urgent paper owes is the whole of what was signed, and only that pays it."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone

from gongkai.clearance.enums import ItemRole, PurgeCause, SlipState, Urgency, Verdict
from gongkai.clearance.models import BasePage, DutyShift, ReviewSlip, SlipItem
from gongkai.clearance.queries import package_of
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.full_review import send_full_review
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.policies.enums import DocumentKind
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.gate import (
    Department,
    approve_all,
    clear,
    clear_and_release,
    make_companions,
    make_document,
    submit,
    text,
)
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("explained_ground")]


@pytest.fixture
def group(department: Department, column: BasePage) -> list[Any]:
    """A document, its interpretation and its infographic, signed on duty and public."""
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    words, chart = make_companions(department, policy)
    return [(policy, ItemRole.POLICY), (words, ItemRole.INTERPRETATION), (chart, ItemRole.INFOGRAPHIC)]


@pytest.fixture
def urgent(department: Department, group: list[Any]) -> ReviewSlip:
    return sign_on_duty(department, group)


def sign_on_duty(department: Department, members: list[Any]) -> ReviewSlip:
    checker, leader = make_user(Role.OFFICE), make_user(Role.LEADER)
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=checker)
    slip = submit(department, members, urgency=Urgency.URGENT, urgent_grounds="大桥塌陷，须立即封路")
    for person in (checker, leader):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    release_slip(by=department.web, slip=slip)
    slip.refresh_from_db()
    return slip


def objects_on(slip: ReviewSlip) -> set[tuple[str, str]]:
    return set(slip.items.values_list("role", "object_id"))


def edit(department: Department, page: Any, words: str) -> Any:
    found = page.specific_class.objects.get(pk=page.pk)
    found.body = text(f"<p>{words}</p>")
    found.save_revision(user=department.drafter)
    return found


def codes(refused: Any) -> set[str]:
    return {code.removeprefix("clearance.") for code in refused.value.codes}


def test_the_full_review_carries_the_same_members_and_pays(department, urgent):
    full = send_full_review(by=department.drafter, slip=urgent)
    assert objects_on(full) == objects_on(urgent)
    assert (full.urgency, full.title) == (Urgency.NORMAL, urgent.title)
    event = Event.objects.get(action="clearance.send_full_review")
    assert event.data["full_review"] == full.number
    full = approve_all(department, full)
    urgent.refresh_from_db()
    assert urgent.full_review == full
    with pytest.raises(Refused) as refused:
        send_full_review(by=department.drafter, slip=urgent)
    assert codes(refused) == {"full_review.not_owed"}
    assert full.number in str(refused.value)


def test_what_is_public_already_does_not_wait_for_a_release(department, urgent):
    full = approve_all(department, send_full_review(by=department.drafter, slip=urgent))
    assert (full.state, full.released_at is not None) == (SlipState.GRANTED, True)


def test_what_was_edited_since_waits_for_its_release(department, group, urgent):
    edit(department, group[0][0], "第一条 改过。")
    full = approve_all(department, send_full_review(by=department.drafter, slip=urgent))
    assert objects_on(full) == objects_on(urgent)
    assert full.released_at is None
    release_slip(by=department.web, slip=full)


def test_a_text_that_is_not_public_yet_does_not_pay_for_the_one_that_is(department, group, urgent):
    """What was signed and is public is read by nobody who reads what is to replace it."""
    edit(department, group[0][0], "第一条 改过。")
    full = approve_all(department, send_full_review(by=department.drafter, slip=urgent))
    urgent.refresh_from_db()
    assert urgent.full_review is None
    release_slip(by=department.web, slip=full)
    urgent.refresh_from_db()
    assert urgent.full_review == full


def test_what_was_signed_is_not_signed_on_duty_again(department, urgent, group):
    """The second signature would start the day's grace anew, and so on for ever."""
    again = {"urgency": Urgency.URGENT, "urgent_grounds": "还要封路"}
    with pytest.raises(Refused) as refused:
        submit(department, group, **again)
    assert codes(refused) == {"submit.signed_on_duty"}
    changed = [(edit(department, group[0][0], "封路延长一天。"), ItemRole.POLICY)]
    assert submit(department, changed, **again).urgency == Urgency.URGENT


def test_what_was_purged_is_not_shown_to_reviewers_again(department, group, urgent):
    keeper = make_user(Role.SECRECY)
    purge_document(by=keeper, target=group[1][0], cause=PurgeCause.values[0])
    full = send_full_review(by=department.drafter, slip=urgent)
    assert str(group[1][0].pk) not in {pk for _, pk in objects_on(full)}
    assert len(objects_on(full)) == len(group) - 1
    approve_all(department, full)
    urgent.refresh_from_db()
    assert urgent.full_review == full


def test_nothing_is_owed_where_a_purge_left_nothing(department, column):
    policy = make_document(department, column)
    urgent = sign_on_duty(department, [(policy, ItemRole.POLICY)])
    purge_document(by=make_user(Role.SECRECY), target=policy, cause=PurgeCause.values[0])
    urgent.refresh_from_db()
    assert urgent.full_review_due_on is None
    assert Event.objects.filter(action="clearance.lift_full_review").count() == 1
    with pytest.raises(Refused) as refused:
        send_full_review(by=department.drafter, slip=urgent)
    assert codes(refused) == {"full_review.not_owed"}


def test_nothing_is_owed_once_what_was_not_read_is_purged(department, column):
    read, leaked = make_document(department, column), make_document(department, column)
    urgent = sign_on_duty(department, [(leaked, ItemRole.POLICY), (read, ItemRole.PAGE)])
    approve_all(department, submit(department, [(BasePage.objects.get(pk=read.pk).specific, ItemRole.PAGE)]))
    purge_document(by=make_user(Role.SECRECY), target=leaked, cause=PurgeCause.PERSONAL)
    urgent.refresh_from_db()
    assert urgent.full_review_due_on is None


def test_a_member_that_is_gone_does_not_keep_the_rest_in_debt(department, group, urgent):
    """Nothing that was sent can be deleted; should it happen behind the house, the rest is still read."""
    members = list(urgent.items.order_by("pk"))
    with patch.object(SlipItem, "target", property(lambda item: _target_unless(item, members[2]))):
        full = send_full_review(by=department.drafter, slip=urgent)
        assert {item.object_id for item in full.items.all()} == {item.object_id for item in members[:2]}
        approve_all(department, full)
    urgent.refresh_from_db()
    assert urgent.full_review == full


def _target_unless(item: SlipItem, gone: SlipItem) -> Any:
    if item.object_id == gone.object_id:
        return None
    return item.content_type.get_object_for_this_type(pk=item.object_id)


def test_one_member_alone_does_not_pay_for_the_others(department, group, urgent):
    page = edit(department, group[1][0], "解读改过。")
    clear(department, [(page, ItemRole.INTERPRETATION)])
    urgent.refresh_from_db()
    assert urgent.full_review is None


def test_members_read_one_by_one_pay_with_the_last(department, group, urgent):
    for number, (member, role) in enumerate(group, start=1):
        page = BasePage.objects.get(pk=member.pk).specific
        page.save_revision(user=department.drafter)
        last = approve_all(department, submit(department, [(page, role)]))
        urgent.refresh_from_db()
        assert urgent.full_review == (last if number == len(group) else None)


def test_the_editor_sends_the_whole_group_while_its_full_review_is_owed(department, group, urgent):
    page = edit(department, group[1][0], "解读改过。")
    assert {(role.value, str(member.pk)) for member, role in package_of(page)} == objects_on(urgent)


def test_a_group_made_afterwards_does_not_hold_the_full_review_up(department, column):
    """A document let go ahead alone owes its full review before its interpretation is due."""
    policy = make_document(department, column)
    urgent = sign_on_duty(department, [(policy, ItemRole.POLICY)])
    make_companions(department, PolicyDocument.objects.get(pk=policy.pk))
    assert len(package_of(BasePage.objects.get(pk=policy.pk))) == 3
    full = send_full_review(by=department.drafter, slip=urgent)
    assert objects_on(full) == objects_on(urgent)


def test_it_is_sent_once_and_by_the_unit_that_drafted(department, urgent):
    with pytest.raises(Refused) as refused:
        send_full_review(by=make_user(Role.DRAFTER), slip=urgent)
    assert codes(refused) == {"submit.right"}
    full = send_full_review(by=department.drafter, slip=urgent)
    with pytest.raises(Refused) as refused:
        send_full_review(by=department.drafter, slip=urgent)
    assert codes(refused) == {"submit.already_open"}
    assert full.number in str(refused.value)


def test_a_paper_that_was_read_in_full_owes_nothing(department, column):
    slip = clear_and_release(department, [(make_document(department, column), ItemRole.POLICY)])
    with pytest.raises(Refused) as refused:
        send_full_review(by=department.drafter, slip=slip)
    assert codes(refused) == {"full_review.not_owed"}
