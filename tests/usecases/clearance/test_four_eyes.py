"""Nobody decides on what they wrote, by whichever way their words came in; the roster entitles nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext

from gongkai.clearance.enums import ContentKind, ItemRole, SlipState, Urgency, Verdict
from gongkai.clearance.models import Attachment, BasePage, Dataset, DutyShift
from gongkai.clearance.queries import editors_since_clearance, slip_rows
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.usecases.decision import decide_step
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument
from tests.factories.gate import (
    Department,
    clear_and_release,
    make_attachment,
    make_document,
    submit,
)
from tests.factories.people import make_user
from tests.permissions import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
URGENT = {"urgency": Urgency.URGENT, "urgent_grounds": "大桥塌陷，须立即封路"}


@pytest.fixture
def draft(department: Department, column: BasePage) -> PolicyDocument:
    return make_document(department, column)


def fresh(page: Any) -> Any:
    return PolicyDocument.objects.get(pk=page.pk)


def approve(by: Any, slip: Any) -> Any:
    return decide_step(by=by, slip=slip, verdict=Verdict.APPROVED, opinion="同意。")


def refusal(act: Any) -> set[str]:
    with pytest.raises(Refused) as refused:
        act()
    return {code.removeprefix("clearance.") for code in refused.value.codes}


def test_the_roster_gives_nobody_a_right_they_have_not(department, draft):
    shift = DutyShift.objects.create(
        day=timezone.localdate(), leader=make_user(Role.ADMIN), checker=make_user(Role.ADMIN)
    )
    with pytest.raises(ValidationError) as invalid:
        shift.full_clean()
    assert set(invalid.value.message_dict) == {"leader", "checker"}
    send = lambda: submit(department, [(draft, ItemRole.POLICY)], **URGENT)  # noqa: E731
    assert refusal(send) == {"submit.no_roster"}
    shift.checker, shift.leader = make_user(Role.OFFICE), make_user(Role.LEADER)
    shift.full_clean()
    shift.save()
    assert approve(shift.leader, approve(shift.checker, send())).state == SlipState.GRANTED


@pytest.mark.parametrize("lost", ["role", "account"])
def test_who_lost_role_or_account_signs_no_more_though_the_roster_names_them(department, draft, lost):
    today = timezone.localdate()
    shift = DutyShift.objects.create(day=today, leader=make_user(Role.LEADER), checker=make_user(Role.OFFICE))
    slip = approve(shift.checker, submit(department, [(draft, ItemRole.POLICY)], **URGENT))
    assert slip_rows(shift.leader, [slip], today)[0].waits_for_me
    if lost == "role":
        shift.leader.groups.clear()
    else:
        type(shift.leader).objects.filter(pk=shift.leader.pk).update(frozen_at=timezone.now())
    leader = type(shift.leader).objects.get(pk=shift.leader.pk)
    assert refusal(lambda: approve(leader, slip)) == {"decide.not_reviewer"}
    assert not slip_rows(leader, [slip], today)[0].waits_for_me


def with_file(department: Department, draft: PolicyDocument) -> Attachment:
    attachment = make_attachment(department.drafter)
    draft.attachments = [PolicyAttachment(attachment=attachment)]
    draft.save_revision(user=department.drafter)
    return attachment


def test_who_replaces_a_file_under_its_number_is_an_editor(department, draft):
    attachment = with_file(department, draft)
    other = make_user(Role.OFFICE)
    with LogContext(user=department.office):
        attachment.file.save("b.csv", ContentFile(b"name,fee\nA,999\n"), save=False)
        attachment.save()
    slip = approve(department.head, submit(department, [(fresh(draft), ItemRole.POLICY)]))
    assert refusal(lambda: approve(department.office, slip)) == {"decide.edited_it"}
    assert approve(other, slip).state == SlipState.IN_REVIEW
    assert {department.drafter.pk, department.office.pk} <= editors_since_clearance(fresh(draft))


def test_the_screen_for_files_remembers_who_replaced_the_bytes(department, client):
    attachment = make_attachment(department.drafter)
    client.force_login(department.office, backend=BACKEND)
    data = {"title": "附件", "file": ContentFile(b"name,fee\nA,999\n", name="b.csv"), "tags": ""}
    answer = client.post(reverse("wagtaildocs:edit", args=[attachment.pk]), data)
    assert answer.status_code == 302
    attachment.refresh_from_db()
    assert (attachment.uploaded_by_user, attachment.stored_by) == (department.drafter, department.office)


def test_authors_of_earlier_drafts_of_data_stay_editors(department):
    dataset = Dataset.objects.create(key="fees", title="收费", unit=department.unit)
    for author, value in ((department.office, "办公室写的"), (department.web, "办公室写的")):
        create_dataset_version(by=author, dataset=dataset, rows=[("k", {"value": value})])
    assert editors_since_clearance(dataset) == {department.office.pk, department.web.pk}
    slip = submit(department, [(dataset, ItemRole.DATASET)], kind=ContentKind.DATASET)
    slip = approve(department.head, slip)
    assert refusal(lambda: approve(department.office, slip)) == {"decide.edited_it"}


def test_going_back_to_words_from_before_the_clearance_brings_their_author(department, draft):
    draft.title = "审查人写的"
    old = draft.save_revision(user=department.office)
    draft.title = "别人写的"
    draft.save_revision(user=department.drafter)
    other = make_user(Role.OFFICE)
    slip = submit(department, [(draft, ItemRole.POLICY)])
    for person in (department.head, other, department.leader):
        slip = approve(person, slip)
    page = fresh(draft)
    page.title = "全新的"
    page.save_revision(user=department.drafter)
    assert editors_since_clearance(fresh(draft)) == {department.drafter.pk}
    old.as_object().save_revision(user=department.drafter)
    assert fresh(draft).get_latest_revision_as_object().title == "审查人写的"
    assert editors_since_clearance(fresh(draft)) == {department.drafter.pk, department.office.pk}
    slip = approve(department.head, submit(department, [(fresh(draft), ItemRole.POLICY)]))
    assert refusal(lambda: approve(department.office, slip)) == {"decide.edited_it"}
    assert approve(other, slip).state == SlipState.IN_REVIEW


def test_the_words_cleared_last_are_nobodys_edit(department, draft):
    draft.save_revision(user=department.web)
    draft.save_revision(user=department.drafter)
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    fresh(draft).save_revision(user=department.drafter)
    assert editors_since_clearance(fresh(draft)) == {department.drafter.pk}
