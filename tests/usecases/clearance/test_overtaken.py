"""A granted slip that can never go live any more waits for nobody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.enums import (
    Disclosure,
    ItemRole,
    PurgeCause,
    ScheduleStatus,
    SlipState,
    Urgency,
    Verdict,
)
from gongkai.clearance.models import Clearance, DutyShift, SlipItem, Withdrawal
from gongkai.clearance.packaging import package_of, reasons_against_package
from gongkai.clearance.queries.deciding import reasons_against_decision_for
from gongkai.clearance.todos import load_todos
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.release import release_slip, schedule_release
from gongkai.clearance.usecases.submission import cancel_slip
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument
from tests.factories.gate import (
    Department,
    approve_all,
    clear,
    clear_and_release,
    make_attachment,
    make_document,
    submit,
    text,
)
from tests.factories.people import make_user
from tests.permissions import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


@pytest.fixture
def draft(department: Department, column: Any) -> PolicyDocument:
    return make_document(department, column)


def edit(department: Department, page: Any, words: str) -> PolicyDocument:
    page = PolicyDocument.objects.get(pk=page.pk)
    page.body = text(f"<p>{words}</p>")
    page.save_revision(user=department.drafter)
    return PolicyDocument.objects.get(pk=page.pk)


def waits(department: Department, slip: Any) -> bool:
    today = timezone.localdate()
    client = Client()
    client.force_login(department.web, backend=BACKEND)
    board = client.get(reverse("clearance:board"), {"tab": "granted"}).content.decode()
    url = reverse("clearance:slip", args=[slip.pk])
    in_todos = any(todo.url == url for todo in load_todos(department.web, today))
    assert in_todos == (slip.number in board)
    return in_todos


def test_a_later_grant_closes_the_earlier_slip(department, draft):
    first = clear(department, [(draft, ItemRole.POLICY)])
    schedule = schedule_release(by=department.web, slip=first, due_at=timezone.now() + timedelta(days=1))
    page = edit(department, draft, "第二版")
    second = clear(department, [(page, ItemRole.POLICY)])
    first.refresh_from_db()
    schedule.refresh_from_db()
    assert (first.state, second.state) == (SlipState.SUPERSEDED, SlipState.GRANTED)
    assert schedule.status == ScheduleStatus.CANCELLED
    assert (waits(department, first), waits(department, second)) == (False, True)
    assert Event.objects.filter(action="clearance.let_go").count() == 1
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=first)
    assert "clearance.release.not_granted" in refused.value.codes
    release_slip(by=department.web, slip=second)
    second.refresh_from_db()
    assert second.state == SlipState.GRANTED


@pytest.mark.parametrize("act", ["withdraw", "purge"])
def test_a_withdrawal_closes_the_slip_that_waited(department, draft, act):
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    page = edit(department, draft, "第二版")
    second = clear(department, [(page, ItemRole.POLICY)])
    assert waits(department, second)
    if act == "withdraw":
        withdraw_document(by=department.office, target=page, reason="内容有误")
    else:
        purge_document(by=department.office, target=page, cause=PurgeCause.SECRET)
    second.refresh_from_db()
    assert second.state == SlipState.WITHDRAWN
    assert not waits(department, second)


def test_a_member_of_an_overtaken_package_comes_again(department, column, draft):
    other = make_document(department, column)
    clear(department, [(draft, ItemRole.POLICY), (other, ItemRole.POLICY)])
    clear(department, [(edit(department, draft, "第二版"), ItemRole.POLICY)])
    slip = clear_and_release(department, [(PolicyDocument.objects.get(pk=other.pk), ItemRole.POLICY)])
    assert slip.state == SlipState.GRANTED
    assert PolicyDocument.objects.get(pk=other.pk).live


def test_an_urgent_slip_overtaken_before_its_release_still_gets_its_full_review(department, draft):
    checker, leader = make_user(Role.OFFICE), make_user(Role.LEADER)
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=checker)
    slip = submit(department, [(draft, ItemRole.POLICY)], urgency=Urgency.URGENT, urgent_grounds="大桥塌陷")
    for person in (checker, leader):
        decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    full = clear(department, [(PolicyDocument.objects.get(pk=draft.pk), ItemRole.POLICY)])
    slip.refresh_from_db()
    assert (slip.state, slip.full_review) == (SlipState.SUPERSEDED, full)
    release_slip(by=department.web, slip=full)


# -- one open slip ---------------------------------------------------------------------------------


def test_the_database_holds_one_open_slip_for_an_object(department, draft):
    slip = submit(department, [(draft, ItemRole.POLICY)])
    item = slip.items.get()
    assert item.is_open
    cancel_slip(by=department.drafter, slip=slip)
    item.refresh_from_db()
    assert not item.is_open
    second = submit(department, [(draft, ItemRole.POLICY)])
    with pytest.raises(DatabaseError), transaction.atomic():
        SlipItem.objects.filter(pk=item.pk).update(is_open=True)
    second = approve_all(department, second)
    assert not second.items.get().is_open
    returned = submit(department, [(edit(department, draft, "第二版"), ItemRole.POLICY)])
    decide_step(by=department.head, slip=returned, verdict=Verdict.RETURNED, opinion="请改标题")
    assert not returned.items.get().is_open


# -- looking writes nothing ------------------------------------------------------------------------


def test_looking_at_a_withdrawn_document_makes_no_revision(department, draft):
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    page = PolicyDocument.objects.get(pk=draft.pk)
    withdraw_document(by=department.office, target=page, reason="内容有误")
    before = Revision.objects.count()
    page = PolicyDocument.objects.get(pk=draft.pk)
    members = [(page, ItemRole.POLICY)]
    with CaptureQueriesContext(connection) as looked:
        reasons = reasons_against_package(
            by=department.drafter, package=package_of(members), kind=page.content_kind, unit=department.unit
        )
    assert reasons == []
    assert [q["sql"] for q in looked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert Revision.objects.count() == before
    slip = submit(department, members)
    revision: Any = slip.items.get().revision
    assert revision.user == department.drafter
    assert revision.pk > Clearance.objects.latest("pk").revision_id


# -- bytes -----------------------------------------------------------------------------------------


def test_bytes_are_read_when_somebody_acts_and_not_when_they_look(department, column):
    file = make_attachment(department.drafter)
    page = make_document(department, column)
    page.attachments = [PolicyAttachment(attachment=file)]
    page.save_revision(user=department.drafter)
    slip = submit(department, [(page, ItemRole.POLICY)])
    Path(file.file.path).write_bytes(b"changed on the disk")
    assert reasons_against_decision_for(department.head, slip) == []
    with pytest.raises(Refused) as refused:
        decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    assert refused.value.codes == ("clearance.decide.content_moved",)


def test_bytes_are_read_when_clearance_is_granted(department, column):
    file = make_attachment(department.drafter)
    page = make_document(department, column)
    page.attachments = [PolicyAttachment(attachment=file)]
    page.save_revision(user=department.drafter)
    slip = submit(department, [(page, ItemRole.POLICY)])
    for person in (department.head, department.office):
        decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    Path(file.file.path).write_bytes(b"changed on the disk")
    state = slip.current_state()
    state.package_digest = slip.workflow_state.task_states.first().specific.package_digest
    state.save()
    with pytest.raises(Refused) as refused, transaction.atomic():
        state.approve(user=department.leader)
    assert "clearance.live.changed" in refused.value.codes
    assert not Clearance.objects.filter(object_id=str(page.pk)).exists()


# -- the rest --------------------------------------------------------------------------------------


def test_a_notice_points_at_no_script(department, draft):
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    page = PolicyDocument.objects.get(pk=draft.pk)
    with pytest.raises(Refused) as refused:
        withdraw_document(
            by=department.office, target=page, reason="内容有误", replaced_by="javascript:alert(1)"
        )
    assert refused.value.codes == ("clearance.withdraw.replacement_address",)
    client = Client()
    client.force_login(department.office, backend=BACKEND)
    url = reverse("clearance:withdraw", args=["clearance.BasePage", page.pk])
    response = client.post(url, {"reason": "内容有误", "replaced_by": "javascript:alert(1)"})
    assert "替代内容的地址不是可公开的网址" in response.context["form"].errors["replaced_by"][0]
    assert PolicyDocument.objects.get(pk=page.pk).live
    column = public_path_of(page.get_parent())
    own = settings.WAGTAILADMIN_BASE_URL
    for nothing_there in (
        "/zcwj/no-such-page/",
        public_path_of(page),
        f"{own}/zcwj/no-such-page/".replace("http:", "https:"),
    ):
        response = client.post(url, {"reason": "内容有误", "replaced_by": nothing_there})
        assert "现在没有公开内容" in response.context["form"].errors["replaced_by"][0]
        assert PolicyDocument.objects.get(pk=page.pk).live
    client.post(url, {"reason": "内容有误", "replaced_by": column})
    assert Withdrawal.objects.get().replaced_by == column


def test_a_document_withheld_without_a_ground_is_refused_at_the_gate(department, draft):
    draft.disclosure = Disclosure.WITHHELD
    draft.save_revision(user=department.drafter)
    with pytest.raises(Refused) as refused:
        submit(department, [(draft, ItemRole.POLICY)])
    assert "clearance.disclosure.no_ground" in refused.value.codes
