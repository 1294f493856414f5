"""Who is told when something moves at the gate, who is not, and that no title leaves the house."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from gongkai.clearance.enums import ItemRole, PurgeCause, Step, Urgency, Verdict
from gongkai.clearance.models import BasePage, DutyShift, ReviewSlip
from gongkai.clearance.notices import remind_of_full_reviews
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.full_review import send_full_review
from gongkai.clearance.usecases.release import release_slip, schedule_release
from gongkai.clearance.usecases.submission import cancel_slip
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.clearance.verbs import PURGE
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.notify.models import Notice
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.usecases.delegations import grant_delegation
from tests.factories.gate import (
    Department,
    approve_all,
    clear,
    make_document,
    submit,
)
from tests.factories.people import make_unit, make_user, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
TITLE = "关于某港口安全隐患的通知"


@pytest.fixture
def draft(department: Department, column: BasePage) -> Any:
    page = make_document(department, column, title=TITLE)
    Notice.objects.all().delete()
    return page


def told(kind: str, *, unread: bool = False) -> set[User]:
    rows = Notice.objects.filter(kind=f"clearance.{kind}").select_related("user")
    users = [row.user for row in (rows.filter(read_at=None) if unread else rows)]
    assert len(users) == len(set(users)), "somebody was told twice"
    return set(users)


def texts(kind: str) -> list[str]:
    return list(Notice.objects.filter(kind=f"clearance.{kind}").values_list("text", flat=True))


def frozen(user: User) -> User:
    user.frozen_at = timezone.now()
    user.save()
    return user


def sent(department: Department, draft: Any, **options: Any) -> ReviewSlip:
    return submit(department, [(draft, ItemRole.POLICY)], **options)


def approve(by: User, slip: ReviewSlip) -> ReviewSlip:
    return decide_step(by=by, slip=slip, verdict=Verdict.APPROVED, opinion="同意")


def test_each_step_is_told_to_those_who_may_act_at_it(department: Department, draft: Any) -> None:
    second_head = make_user(Role.UNIT_HEAD)
    post(second_head, department.unit, PostKind.HEAD)
    post(frozen(make_user(Role.UNIT_HEAD)), department.unit, PostKind.HEAD)
    stranger = make_user(Role.UNIT_HEAD)
    post(stranger, make_unit(), PostKind.HEAD)
    editor, colleague = make_user(Role.OFFICE), make_user(Role.OFFICE, Role.SECRECY)
    frozen(make_user(Role.OFFICE))
    draft.save_revision(user=editor)
    slip = sent(department, draft)
    assert told("to_review") == {department.head, second_head}
    approve(department.head, slip)
    assert told("to_review", unread=True) == {department.office, colleague}
    approve(department.office, slip)
    assert told("to_review", unread=True) == {department.leader}
    everybody = {department.head, second_head, department.office, colleague, department.leader}
    assert told("to_review") == everybody  # neither drafter, editor, stranger nor who is frozen


def test_who_decided_before_is_not_asked_again(department: Department, draft: Any) -> None:
    """A head who is also in the office approves as head, and is not called to the second level."""
    both = make_user(Role.UNIT_HEAD, Role.OFFICE)
    post(both, department.unit, PostKind.HEAD)
    approve(both, sent(department, draft))
    assert told("to_review", unread=True) == {department.office}


def test_delegates_are_told_while_their_mandate_holds(department: Department, draft: Any) -> None:
    delegate, later = make_user(Role.OFFICE), make_user(Role.OFFICE)
    today = timezone.localdate()
    deputy, absent = make_user(Role.LEADER), make_user(Role.LEADER)
    for person, start in ((deputy, today), (absent, today + timedelta(days=3))):
        grant_delegation(
            by=department.leader,
            grantor=department.leader,
            delegate=person,
            scope="clearance.review_final",
            valid_from=start,
            valid_until=start + timedelta(days=2),
            grounds="书面授权",
        )
    slip = approve(department.head, sent(department, draft))
    assert told("to_review", unread=True) == {department.office, delegate, later}
    approve(delegate, slip)
    assert told("to_review", unread=True) == {department.leader, deputy}


def test_a_return_is_told_to_the_sender_and_settles_the_step(department: Department, draft: Any) -> None:
    slip = sent(department, draft)
    decide_step(by=department.head, slip=slip, verdict=Verdict.RETURNED, opinion="第二段改日期")
    assert told("returned") == {department.drafter}
    assert told("to_review", unread=True) == set()


def test_a_slip_taken_back_calls_nobody(department: Department, draft: Any) -> None:
    slip = sent(department, draft)
    cancel_slip(by=department.drafter, slip=slip)
    assert told("to_review", unread=True) == set()


def test_who_took_a_slip_over_is_told_in_place_of_the_sender(department: Department, draft: Any) -> None:
    slip = sent(department, draft)
    heir = make_user(Role.DRAFTER)
    ReviewSlip.objects.filter(pk=slip.pk).update(handed_to=heir)
    frozen(department.drafter)
    decide_step(by=department.head, slip=slip, verdict=Verdict.RETURNED, opinion="请改")
    assert told("returned") == {heir}


def test_a_grant_and_a_release(department: Department, draft: Any) -> None:
    second, _gone = make_user(Role.WEB), frozen(make_user(Role.WEB))
    slip = clear(department, [(draft, ItemRole.POLICY)])
    assert told("granted") == {department.drafter}
    assert told("to_release") == {department.web, second}
    schedule_release(by=second, slip=slip, due_at=timezone.now() + timedelta(days=1))
    release_slip(by=department.web, slip=slip)
    assert told("to_release", unread=True) == set()
    assert told("released") == {department.drafter, second}


def test_a_withdrawal_is_told_to_the_unit_and_the_site_by_the_slip_that_cleared(
    department: Department, draft: Any
) -> None:
    stranger = make_user(Role.UNIT_HEAD)
    post(stranger, make_unit(), PostKind.HEAD)
    cleared = clear(department, [(draft, ItemRole.POLICY)])
    release_slip(by=department.web, slip=cleared)
    draft.refresh_from_db()
    draft.save_revision(user=department.drafter)
    cancel_slip(by=department.drafter, slip=sent(department, draft))
    withdraw_document(by=department.office, target=draft, reason="内容有误")
    assert all(cleared.number in text for text in texts("withdrawn"))
    assert told("withdrawn") == {department.drafter, department.head, department.web}
    assert "内容有误" not in Notice.objects.filter(kind="clearance.withdrawn")[0].text


def test_a_purge_is_told_to_those_who_may_purge_and_says_nothing(department: Department, draft: Any) -> None:
    secrecy = make_user(Role.SECRECY)
    frozen(make_user(Role.SECRECY))
    slip = clear(department, [(draft, ItemRole.POLICY)])
    release_slip(by=department.web, slip=slip)
    purge_document(by=department.office, target=draft, cause=PurgeCause.SECRET)
    assert told("purged") == {secrecy, department.leader}
    text = Notice.objects.filter(kind="clearance.purged")[0].text
    assert slip.number not in text
    assert not any(cause.label in text for cause in PurgeCause)


def test_an_urgent_paper_owes_a_full_review(department: Department, draft: Any) -> None:
    checker, chief = make_user(Role.OFFICE), make_user(Role.LEADER)
    DutyShift.objects.create(day=timezone.localdate(), leader=chief, checker=checker)
    slip = sent(department, draft, urgency=Urgency.URGENT, urgent_grounds="塌方")
    assert told("to_review", unread=True) == {checker}
    approve(checker, slip)
    assert told("to_review", unread=True) == {chief}
    slip = approve(chief, slip)
    owing = {department.drafter, department.office, checker}
    assert told("full_review") == owing
    due = slip.full_review_due_on
    assert isinstance(due, date)
    assert remind_of_full_reviews(due - timedelta(days=1)) == 0
    assert remind_of_full_reviews(due) == 0  # all of them still have it unread
    Notice.objects.filter(kind="clearance.full_review").update(read_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        assert remind_of_full_reviews(timezone.localdate()) == len(owing)
        Notice.objects.filter(kind="clearance.full_review").update(read_at=timezone.now())
        sent(department, draft)
        assert remind_of_full_reviews(timezone.localdate()) == 0  # it is under way
    text = Notice.objects.filter(kind="clearance.full_review")[0].text
    assert f"{due:%Y-%m-%d}" in text


def test_no_notice_says_what_it_is_about_and_each_opens(
    department: Department, draft: Any, client: Client
) -> None:
    make_user(Role.SECRECY)
    for person in User.objects.all():  # the names of the factory are those of offices, which steps bear too
        User.objects.filter(pk=person.pk).update(full_name=f"某甲{person.pk}")
    slip = sent(department, draft)
    decide_step(by=department.head, slip=slip, verdict=Verdict.RETURNED, opinion="请改")
    draft.save_revision(user=department.drafter)
    again = approve_all(department, sent(department, draft))
    release_slip(by=department.web, slip=again)
    withdraw_document(by=department.office, target=draft, reason="内容有误")
    purge_document(by=department.office, target=draft, cause=PurgeCause.SECRET)
    kinds = {kind.rsplit(".", 1)[-1] for kind in Notice.objects.values_list("kind", flat=True)}
    assert kinds >= {"to_review", "returned", "granted", "to_release", "released", "withdrawn", "purged"}
    for notice in Notice.objects.select_related("user"):
        assert TITLE not in notice.text
        assert not any(
            name and name in notice.text for name in User.objects.values_list("full_name", flat=True)
        )
        client.force_login(notice.user)
        opens = may(notice.user, PURGE) or "/slips/" not in notice.subject_url  # what was purged is sealed
        answer = client.get(notice.subject_url)
        assert answer.status_code == (200 if opens else 403), (notice.kind, notice.user)
        assert opens or TITLE not in answer.content.decode()
    assert Step.OFFICE.label in " ".join(Notice.objects.values_list("text", flat=True))


def signed_on_duty(department: Department, draft: Any) -> ReviewSlip:
    checker, leader = make_user(Role.OFFICE), make_user(Role.LEADER)
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=checker)
    slip = sent(department, draft, urgency=Urgency.URGENT, urgent_grounds="大桥塌陷，须立即封路")
    for person in (checker, leader):
        slip = approve(person, slip)
    release_slip(by=department.web, slip=slip)
    return slip


def test_a_full_review_of_what_is_public_calls_nobody_and_settles_what_was_owed(
    department: Department, draft: Any
) -> None:
    urgent = signed_on_duty(department, draft)
    assert told("full_review", unread=True)
    Notice.objects.exclude(kind="clearance.full_review").delete()
    approve_all(department, send_full_review(by=department.drafter, slip=urgent))
    assert told("to_release") == set()
    assert told("granted") == {department.drafter}
    assert "等待" not in texts("granted")[0]
    assert told("full_review", unread=True) == set()


def test_nobody_is_called_to_release_what_was_overtaken_or_taken_down(
    department: Department, draft: Any
) -> None:
    first = clear(department, [(draft, ItemRole.POLICY)])
    draft.save_revision(user=department.drafter)
    second = clear(department, [(draft, ItemRole.POLICY)])
    unread = Notice.objects.filter(kind="clearance.to_release", read_at=None)
    assert [row.subject_url for row in unread] == [f"/admin/clearance/slips/{second.pk}/"]
    assert first.pk != second.pk
    release_slip(by=department.web, slip=second)
    page = type(draft).objects.get(pk=draft.pk)
    page.save_revision(user=department.drafter)
    clear(department, [(page, ItemRole.POLICY)])
    assert told("to_release", unread=True) == {department.web}
    withdraw_document(by=department.office, target=type(draft).objects.get(pk=draft.pk), reason="内容有误")
    assert told("to_release", unread=True) == set()


def test_who_releases_by_authority_is_told_unless_they_took_part(department: Department, draft: Any) -> None:
    today = timezone.localdate()
    colleague = make_user(Role.OFFICE)
    for person in (colleague, department.office):
        grant_delegation(
            by=department.web,
            grantor=department.web,
            delegate=person,
            scope="clearance.release",
            valid_from=today,
            valid_until=today,
            grounds="书面授权",
        )
    clear(department, [(draft, ItemRole.POLICY)])
    assert told("to_release") == {department.web, colleague}  # the office decided a step of it
