"""Two people at once, each on a connection of their own: one waits for the other, and then sees what the other did."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gongkai.clearance.enums import (
    ContentKind,
    ItemRole,
    PurgeCause,
    ScheduleStatus,
    SlipState,
    Urgency,
    Verdict,
)
from gongkai.clearance.models import BasePage, Dataset, DutyShift, ReviewSlip, ScheduledRelease, SlipItem
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.full_review import send_full_review
from gongkai.clearance.usecases.release import release_slip, schedule_release
from gongkai.clearance.usecases.roster import set_shift
from gongkai.clearance.usecases.submission import cancel_slip
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.notify.models import Notice
from gongkai.core.reasons import Refused
from gongkai.duties.policies.enums import DocumentKind
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.gate import (
    approve_all,
    clear,
    clear_and_release,
    make_column,
    make_companions,
    make_department,
    make_document,
    submit,
)
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
HOLD = 0.7  # seconds for which the first keeps its transaction open, so that the second has to wait


def while_first_is_open(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """Run ``second`` while the transaction of ``first`` is open; what each answered or raised."""
    done: list[Any] = [None, None]
    has_acted = threading.Event()
    release = threading.Event()

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            with transaction.atomic():
                done[place] = act()
                if place == 0:
                    has_acted.set()
                    release.wait(HOLD)
        except Exception as error:
            done[place] = error
        finally:
            has_acted.set()
            connection.close()

    threads = [threading.Thread(target=run, args=(0, first))]
    threads[0].start()
    has_acted.wait(30)
    threads.append(threading.Thread(target=run, args=(1, second)))
    threads[1].start()
    for thread in threads:
        thread.join(60)
    return done


def codes(error: Any) -> tuple[str, ...]:
    assert isinstance(error, Refused), repr(error)
    return error.codes


def test_two_people_send_one_page_and_one_slip_opens():
    department = make_department()
    draft = make_document(department, make_column(department))
    before = ReviewSlip.objects.count()
    send = lambda: submit(department, [(draft, ItemRole.POLICY)])  # noqa: E731
    slip, refused = while_first_is_open(send, send)
    assert codes(refused) == ("clearance.submit.already_open",)
    assert ReviewSlip.objects.count() == before + 1
    assert SlipItem.objects.get(object_id=str(draft.pk), is_open=True).slip_id == slip.pk


def test_packages_with_common_members_wait_for_each_other_in_one_order():
    department = make_department()
    column = make_column(department)
    one, two = make_document(department, column), make_document(department, column)
    members = [(one, ItemRole.POLICY), (two, ItemRole.POLICY)]
    slip, refused = while_first_is_open(
        lambda: submit(department, members), lambda: submit(department, members[::-1])
    )
    assert codes(refused) == ("clearance.submit.already_open",) * 2
    assert slip.items.count() == 2


def test_a_draft_version_is_not_replaced_while_it_is_sent():
    department = make_department()
    editor = make_user(Role.OFFICE)
    dataset = Dataset.objects.create(key="phones", title="公开电话", unit=department.unit)
    version = create_dataset_version(by=editor, dataset=dataset, rows=[("phone", {"value": "1"})])
    slip, refused = while_first_is_open(
        lambda: submit(department, [(dataset, ItemRole.DATASET)], kind=ContentKind.DATASET),
        lambda: create_dataset_version(by=editor, dataset=dataset, rows=[("phone", {"value": "2"})]),
    )
    assert codes(refused) == ("clearance.dataset.under_review",)
    assert slip.items.get().dataset_version_id == version.pk
    assert dataset.versions.get().rows.get().values == {"value": "1"}


def test_what_explains_a_document_stays_while_the_document_goes_live():
    department = make_department()
    policy = make_document(department, make_column(department), kind=DocumentKind.NORMATIVE)
    words, chart = make_companions(department, policy)
    clear_and_release(department, [(words, ItemRole.INTERPRETATION), (chart, ItemRole.INFOGRAPHIC)])
    slip = clear(department, [(policy, ItemRole.POLICY)])
    _batch, refused = while_first_is_open(
        lambda: release_slip(by=department.web, slip=slip),
        lambda: withdraw_document(by=department.office, target=words, reason="内容有误"),
    )
    assert codes(refused) == ("clearance.withdraw.breaks_sync",)
    live = BasePage.objects.filter(pk__in=[policy.pk, words.pk, chart.pk], live=True)
    assert live.count() == 3


def test_a_document_does_not_go_live_while_what_explains_it_is_taken_down():
    department = make_department()
    policy = make_document(department, make_column(department), kind=DocumentKind.NORMATIVE)
    words, chart = make_companions(department, policy)
    clear_and_release(department, [(words, ItemRole.INTERPRETATION), (chart, ItemRole.INFOGRAPHIC)])
    slip = clear(department, [(policy, ItemRole.POLICY)])
    _row, refused = while_first_is_open(
        lambda: withdraw_document(by=department.office, target=words, reason="内容有误"),
        lambda: release_slip(by=department.web, slip=slip),
    )
    assert codes(refused) == ("clearance.live.not_joint",)
    assert not BasePage.objects.filter(pk=policy.pk, live=True).exists()


def test_two_approvals_at_once_call_the_next_level_once():
    department = make_department()
    second = make_user(Role.OFFICE)
    slip = submit(department, [(make_document(department, make_column(department)), ItemRole.POLICY)])
    slip = decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    state = slip.current_state().pk
    Notice.objects.all().delete()

    def approve(by: Any) -> Callable[[], Any]:
        return lambda: decide_step(
            by=by, slip=slip, verdict=Verdict.APPROVED, opinion="同意", expected_state=state
        )

    _slip, refused = while_first_is_open(approve(department.office), approve(second))
    assert codes(refused) == ("clearance.decide.not_in_review",)
    assert [row.user for row in Notice.objects.filter(kind="clearance.to_review")] == [department.leader]


def released_and_sent_again(department: Any) -> tuple[Any, ReviewSlip]:
    """A public document with a newer version on a slip."""
    page = make_document(department, make_column(department))
    clear_and_release(department, [(page, ItemRole.POLICY)])
    page = BasePage.objects.get(pk=page.pk).specific
    page.save_revision(user=department.drafter)
    return page, submit(department, [(page, ItemRole.POLICY)])


def test_a_grant_and_a_withdrawal_at_once_leave_no_slip_that_waits_in_vain():
    department = make_department()
    page, slip = released_and_sent_again(department)
    for reviewer in (department.head, department.office):
        slip = decide_step(by=reviewer, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    decided, row = while_first_is_open(
        lambda: decide_step(by=department.leader, slip=slip, verdict=Verdict.APPROVED, opinion="同意"),
        lambda: withdraw_document(by=department.office, target=page, reason="内容有误"),
    )
    assert isinstance(decided, ReviewSlip), repr(decided)
    assert row.pk, repr(row)
    slip.refresh_from_db()
    assert slip.state == SlipState.WITHDRAWN


def test_a_slip_is_not_taken_back_while_its_last_approval_clears_it():
    department = make_department()
    slip = submit(department, [(make_document(department, make_column(department)), ItemRole.POLICY)])
    for reviewer in (department.head, department.office):
        slip = decide_step(by=reviewer, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    decided, refused = while_first_is_open(
        lambda: decide_step(by=department.leader, slip=slip, verdict=Verdict.APPROVED, opinion="同意"),
        lambda: cancel_slip(by=department.drafter, slip=slip),
    )
    assert isinstance(decided, ReviewSlip), repr(decided)
    assert codes(refused) == ("clearance.decide.not_in_review",)
    slip.refresh_from_db()
    assert slip.state == SlipState.GRANTED


def test_two_members_read_at_once_pay_what_is_owed_for_both():
    """Each slip brings one of the two; without the lock on what is owed, each would find the other still missing."""
    department = make_department()
    column = make_column(department)
    pages = [make_document(department, column) for _ in range(2)]
    checker, leader = make_user(Role.OFFICE), make_user(Role.LEADER)
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=checker)
    urgent = submit(
        department,
        [(page, ItemRole.PAGE) for page in pages],
        urgency=Urgency.URGENT,
        urgent_grounds="大桥塌陷，须封路",
    )
    for person in (checker, leader):
        urgent = decide_step(by=person, slip=urgent, verdict=Verdict.APPROVED, opinion="同意")
    release_slip(by=department.web, slip=urgent)
    slips = [submit(department, [(BasePage.objects.get(pk=one.pk).specific, ItemRole.PAGE)]) for one in pages]
    for slip in slips:
        for person in (department.head, department.office):
            decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")

    def approve(slip: ReviewSlip) -> Callable[[], Any]:
        return lambda: decide_step(by=department.leader, slip=slip, verdict=Verdict.APPROVED, opinion="同意")

    for done in while_first_is_open(approve(slips[0]), approve(slips[1])):
        assert isinstance(done, ReviewSlip), repr(done)
    urgent.refresh_from_db()
    assert urgent.full_review == slips[1]


def test_a_time_is_not_set_for_what_is_being_taken_down():
    department = make_department()
    page, slip = released_and_sent_again(department)
    slip = approve_all(department, slip)
    plan = lambda: schedule_release(  # noqa: E731
        by=department.web, slip=slip, due_at=timezone.now() + timedelta(hours=1)
    )
    down = lambda: withdraw_document(by=department.office, target=page, reason="内容有误")  # noqa: E731
    _row, refused = while_first_is_open(down, plan)
    assert "clearance.release.not_granted" in codes(refused)
    assert not ScheduledRelease.objects.exists()


def test_a_time_set_while_it_is_taken_down_is_called_off():
    department = make_department()
    page, slip = released_and_sent_again(department)
    slip = approve_all(department, slip)
    planned, row = while_first_is_open(
        lambda: schedule_release(by=department.web, slip=slip, due_at=timezone.now() + timedelta(hours=1)),
        lambda: withdraw_document(by=department.office, target=page, reason="内容有误"),
    )
    assert planned.pk, repr(planned)
    assert row.pk, repr(row)
    planned.refresh_from_db()
    assert planned.status == ScheduleStatus.CANCELLED


def test_two_shifts_for_one_day_at_once_leave_one_and_a_reason():
    office, leader, checker = make_user(Role.OFFICE), make_user(Role.LEADER), make_user(Role.SECRECY)
    day = timezone.localdate() + timedelta(days=1)
    enter = lambda: set_shift(by=office, day=day, leader=leader, checker=checker)  # noqa: E731
    shift, refused = while_first_is_open(enter, enter)
    assert codes(refused) == ("clearance.roster.taken",)
    assert list(DutyShift.objects.values_list("pk", flat=True)) == [shift.pk]


def test_the_last_approval_and_the_full_review_of_an_urgent_paper_do_not_wait_for_each_other():
    department = make_department()
    checker, leader = make_user(Role.OFFICE), make_user(Role.LEADER)
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=checker)
    page = make_document(department, make_column(department))
    urgent = submit(
        department, [(page, ItemRole.POLICY)], urgency=Urgency.URGENT, urgent_grounds="大桥塌陷，须封路"
    )
    for person in (checker, leader):
        urgent = decide_step(by=person, slip=urgent, verdict=Verdict.APPROVED, opinion="同意")
    release_slip(by=department.web, slip=urgent)
    page = BasePage.objects.get(pk=page.pk).specific
    page.save_revision(user=department.drafter)
    slip = submit(department, [(page, ItemRole.POLICY)])
    for person in (department.head, department.office):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")

    def approve() -> Any:
        return decide_step(by=department.leader, slip=slip, verdict=Verdict.APPROVED, opinion="同意")

    def send() -> Any:
        """The urgent slip first and the members after a while, as a slow sender takes them."""
        with transaction.atomic():
            ReviewSlip.objects.select_for_update().get(pk=urgent.pk)
            time.sleep(HOLD)
            return send_full_review(by=department.drafter, slip=urgent)

    answers: list[Any] = []

    def keep(act: Callable[[], Any]) -> None:
        try:
            answers.append(act())
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=keep, args=(send,)), threading.Thread(target=keep, args=(approve,))]
    for thread in threads:
        thread.start()
        time.sleep(HOLD / 3)
    for thread in threads:
        thread.join(60)
    assert all(isinstance(one, ReviewSlip | Refused) for one in answers), answers
    assert any(isinstance(one, ReviewSlip) for one in answers)


def test_nothing_goes_live_below_a_column_that_is_being_purged():
    department = make_department()
    column = make_column(department)
    page = make_document(department, column)
    slip = clear(department, [(page, ItemRole.POLICY)])
    _batch, refused = while_first_is_open(
        lambda: purge_document(
            by=department.office, target=BasePage.objects.get(pk=column.pk).specific, cause=PurgeCause.OTHER
        ),
        lambda: release_slip(by=department.web, slip=slip),
    )
    assert codes(refused)
    assert not BasePage.objects.get(pk=page.pk).live


def test_two_documents_sent_at_once_do_not_get_one_number():
    department = make_department()
    column = make_column(department)
    one, two = (make_document(department, column, doc_number="示交规〔2026〕900号") for _ in range(2))
    slip, refused = while_first_is_open(
        lambda: submit(department, [(one, ItemRole.PAGE)]), lambda: submit(department, [(two, ItemRole.PAGE)])
    )
    assert isinstance(slip, ReviewSlip), repr(slip)
    assert codes(refused) == ("policies.number.taken",)


def test_two_documents_of_one_number_do_not_go_live_at_once(monkeypatch):
    """Both cleared before there was the rule; the database holds it where the code would ask nobody."""
    department = make_department()
    column = make_column(department)
    monkeypatch.setattr(PolicyDocument, "others_of_number", lambda self, number: [])
    monkeypatch.setattr(PolicyDocument, "names_given_once", lambda self: [])
    pages = [make_document(department, column, doc_number="示交规〔2026〕900号") for _ in range(2)]
    slips = [clear(department, [(page, ItemRole.PAGE)]) for page in pages]
    _batch, refused = while_first_is_open(
        *(lambda slip=slip: release_slip(by=department.web, slip=slip) for slip in slips)
    )
    assert isinstance(refused, DatabaseError), repr(refused)
    assert BasePage.objects.filter(pk__in=[page.pk for page in pages], live=True).count() == 1
