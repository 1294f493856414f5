"""审校进度: many slips at once say what each says by itself; who stands in; reminders; the middle of what it took."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.clearance.enums import ItemRole, Queue, SlipState, Verdict
from gongkai.clearance.models import BasePage, DutyShift, ReviewReminder, ReviewSlip
from gongkai.clearance.queries.deciding import editors_of, people_who_may_decide
from gongkai.clearance.queries.gate import reviewers_for
from gongkai.clearance.queries.pace import Period, pace_rows, spans_in
from gongkai.clearance.queries.progress import OpenSlip, open_slips
from gongkai.clearance.queries.proofreaders import reasons_against_proofreading_for
from gongkai.clearance.queries.writers import editors_on
from gongkai.clearance.rules.parameters import REMINDER_GAP
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.reminding import remind_of_slip
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.notify.models import Notice
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.models import Delegation
from gongkai.core.reasons import Refused
from gongkai.core.shanghai import SHANGHAI
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.gate import make_attachment, make_document, submit, text
from tests.factories.people import make_unit, make_user, post
from tests.factories.proofreading import ask_for_rounds, make_colleague, read, set_value

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


def lend(grantor: User, delegate: User, scope: str) -> Delegation:
    today = timezone.localdate()
    return Delegation.objects.create(
        grantor=grantor,
        delegate=delegate,
        scope=scope,
        valid_from=today,
        valid_until=today + timedelta(days=3),
        grounds="出差",
    )


def found(slip: ReviewSlip) -> OpenSlip:
    rows, _ = open_slips(timezone.localdate(), only=[slip.pk])
    return rows[0]


def edit(page: Any, by: User, words: str) -> None:
    fresh: Any = BasePage.objects.get(pk=page.pk).specific
    fresh.body = text(f"<p>{words}</p>")
    fresh.save_revision(user=by)


def send(department: Any, page: Any, **options: Any) -> ReviewSlip:
    return submit(department, [(BasePage.objects.get(pk=page.pk).specific, ItemRole.POLICY)], **options)


@pytest.fixture
def slips(department, column) -> list[ReviewSlip]:
    """Slips of every sort: new, edited by a head, cleared before and edited anew, with words and with files of others."""
    new = make_document(department, column)
    by_head = make_document(department, column)
    edit(by_head, department.head, "处长改过。")
    before = make_document(department, column)
    edit(before, department.office, "办公室改过。")
    clear_of(department, before, office=make_user(Role.OFFICE))
    edit(before, department.drafter, "又改了。")
    back = make_document(department, column)
    edit(back, department.head, "回到这里。")
    clear_of(department, back)
    edit(back, department.drafter, "中间改过。")
    edit(back, department.drafter, "回到这里。")
    with_file = make_document(department, column)
    with_file.attachments = [
        PolicyAttachment(attachment=make_attachment(department.office, name="o.csv"), title="附件一")
    ]
    with_file.save_revision(user=department.drafter)
    DutyShift.objects.create(day=timezone.localdate(), leader=department.leader, checker=department.office)
    urgent = make_document(department, column)
    sent = [send(department, page) for page in (new, by_head, before, back, with_file)]
    return [*sent, send(department, urgent, urgency="urgent", urgent_grounds="突发事件")]


def clear_of(department: Any, page: Any, office: User | None = None) -> None:
    """Cleared by people who did not write it."""
    other = make_user(Role.UNIT_HEAD)
    held = post(other, department.unit, PostKind.HEAD)
    slip = send(department, page)
    for person in (other, office or department.office, department.leader):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    held.delete()


def test_the_writers_of_many_are_those_of_each(slips):
    assert editors_on(slips) == {slip.pk: editors_of(slip) for slip in slips}


def test_who_may_take_the_step_of_many_is_who_may_of_each(department, slips):
    ask_for_rounds(3)
    deputy, second = make_user(Role.UNIT_HEAD, name="副处长"), make_user(Role.OFFICE, name="办公室乙")
    lend(department.head, deputy, "clearance.review_unit")
    lend(department.office, second, "clearance.review_office")
    lend(department.leader, make_user(Role.DRAFTER), "clearance.review_final")  # suits nobody
    make_colleague(department)
    for _ in range(3):
        rows, office = open_slips(timezone.localdate())
        assert len(rows) == len(ReviewSlip.objects.filter(state=SlipState.IN_REVIEW))
        for row in rows:
            slip = ReviewSlip.objects.get(pk=row.slip.pk)
            step = next(wait for wait in row.waits if not wait.queue.startswith("proof"))
            assert step.people == {user.pk for user in people_who_may_decide(slip)}, step.queue
            state = slip.current_state()
            assert state is not None
            assert step.since == state.started_at
            own = set(
                reviewers_for(slip, state.task.specific, timezone.localdate()).values_list("pk", flat=True)
            )
            assert office.reviewers(row.slip, state.task.specific.step, state.task_id) == own
            assert (step.nobody is None) is bool(step.holders)
            proof = [wait for wait in row.waits if wait.queue.startswith("proof")]
            may_read = {
                user.pk
                for user in User.objects.in_office()
                if not reasons_against_proofreading_for(user, slip)
            }
            assert not proof or proof[0].people == may_read
            takers = people_who_may_decide(slip)
            if takers and step.queue != Queue.FINAL:  # which waits for the rounds
                acts_for = next(h.acts_for for h in step.holders if h.person == takers[0].pk)
                grantor = User.objects.get(pk=acts_for) if acts_for else None
                decide_step(
                    by=takers[0], slip=slip, verdict=Verdict.APPROVED, opinion="同意", acts_for=grantor
                )


def test_more_slips_cost_no_more_queries(department, column):
    ask_for_rounds(3)
    send(department, make_document(department, column))
    today = timezone.localdate()

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            open_slips(today)
        return len(captured)

    cost()
    before = cost()
    for _ in range(4):
        send(department, make_document(department, column))
    assert cost() == before
    assert before <= 24


def test_what_nobody_may_take_says_why(department, slips):
    by_head = found(slips[1])
    (wait,) = by_head.waits
    assert by_head.is_stuck
    assert wait.nobody is not None
    assert wait.nobody.code == "clearance.progress.nobody"
    names = {one.person: one.texts for one in wait.barred}
    assert "编辑过该内容的人，不得审查它" in names[department.head.pk][0]
    assert not found(slips[0]).is_stuck


def test_a_unit_without_a_head_is_told_what_to_do(department, slips):
    department.unit.posts.filter(kind=PostKind.HEAD).delete()
    wait = found(slips[0]).waits[0]
    assert wait.nobody is not None
    assert "请在“机构与人员”里给起草单位登记负责人" in wait.nobody.remedy


def test_rounds_and_corrections_wait_beside_the_steps(department, slips):
    ask_for_rounds(2)
    slip = slips[0]
    first, second = make_colleague(department), make_colleague(department)

    def queues() -> list[str]:
        return [str(wait.queue) for wait in found(slip).waits]

    assert queues() == [Queue.UNIT_HEAD, Queue.FIRST_PROOF]
    read(first, slip)
    assert queues() == [Queue.UNIT_HEAD, Queue.SECOND_PROOF]
    read(second, slip, corrections=1)
    assert queues() == [Queue.UNIT_HEAD, Queue.CORRECTION]
    assert found(slip).waits[1].people == {department.drafter.pk}
    read(department.office, slip, note="引文原样，不改。")
    assert queues() == [Queue.UNIT_HEAD]


# -- 催一下 ------------------------------------------------------------------------------------------


def codes(refused: Any) -> list[str]:
    return [code.removeprefix("clearance.remind.") for code in refused.value.codes]


def test_a_reminder_goes_to_the_holders_once_a_working_day(department, column):
    friday = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)
    with time_machine.travel(friday, tick=False):
        slip = send(department, make_document(department, column))
    stranger = make_user(Role.DRAFTER)
    post(stranger, make_unit())
    with time_machine.travel(friday + timedelta(days=4), tick=False):
        for person in (stranger, department.leader):
            with pytest.raises(Refused) as refused:
                remind_of_slip(by=person, slip=slip)
            assert codes(refused) == ["right"]
        row = remind_of_slip(by=department.drafter, slip=slip)
        assert row.told == 1
        notice = Notice.objects.get(kind="clearance.reminded")
        assert notice.user == department.head
        assert notice.text == f"审查单 {slip.number} 等初审，已等 2 个工作日，请尽快办理。"
        event = Event.objects.get(action="clearance.remind")
        assert event.data == {"queues": ["unit_head"], "told": 1}
        with pytest.raises(Refused) as refused:
            remind_of_slip(by=department.office, slip=slip)
        assert codes(refused) == ["too_soon"]
    with time_machine.travel(friday + timedelta(days=5), tick=False):
        remind_of_slip(by=department.office, slip=slip)
    assert ReviewReminder.objects.count() == 2
    set_value(REMINDER_GAP, 3)
    with time_machine.travel(friday + timedelta(days=7), tick=False), pytest.raises(Refused) as refused:
        remind_of_slip(by=department.office, slip=slip)
    assert codes(refused) == ["too_soon"]
    decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    assert not Notice.objects.filter(kind="clearance.reminded", read_at=None).exists()


def test_from_friday_to_sunday_is_no_working_day(department, column):
    friday = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)
    with time_machine.travel(friday, tick=False):
        slip = send(department, make_document(department, column))
        remind_of_slip(by=department.drafter, slip=slip)
    with time_machine.travel(friday + timedelta(days=2), tick=False), pytest.raises(Refused) as refused:
        remind_of_slip(by=department.drafter, slip=slip)
    assert codes(refused) == ["too_soon"]
    with time_machine.travel(friday + timedelta(days=3), tick=False):
        remind_of_slip(by=department.drafter, slip=slip)


def test_nobody_to_remind_and_nothing_to_remind_of(department, slips):
    with pytest.raises(Refused) as refused:
        remind_of_slip(by=department.drafter, slip=slips[1])
    assert codes(refused) == ["nobody"]
    back = decide_step(by=department.head, slip=slips[0], verdict=Verdict.RETURNED, opinion="请改")
    with pytest.raises(Refused) as refused:
        remind_of_slip(by=department.drafter, slip=back)
    assert codes(refused) == ["open"]
    assert not ReviewReminder.objects.exists()


# -- how long it took --------------------------------------------------------------------------------


def test_the_middle_of_what_ended_in_the_period(department, column):
    start = datetime(2025, 11, 17, 9, tzinfo=SHANGHAI)
    for days in (0, 1, 4):
        with time_machine.travel(start, tick=False):
            slip = send(department, make_document(department, column))
        with time_machine.travel(start + timedelta(days=days), tick=False):
            decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    with time_machine.travel(start + timedelta(days=1), tick=False):
        read(make_colleague(department), slip)
    today = date(2025, 11, 28)

    def rows(user: User, first: date, last: date, **of: Any) -> dict[str, tuple[float | None, int]]:
        spans = spans_in(user, Period(first, last, of.get("unit"), of.get("kind", "")), today)
        return {str(row.queue): (row.median, row.count) for row in pace_rows(spans)}

    whole = rows(department.office, date(2025, 11, 17), today)
    assert whole["unit_head"] == (1, 3)
    assert whole["proof_1"] == (1, 1)
    assert whole["office"] == (None, 0)
    assert "correction" not in whole
    assert rows(department.office, date(2025, 11, 17), date(2025, 11, 18))["unit_head"] == (0.5, 2)
    assert rows(department.office, date(2025, 11, 21), date(2025, 11, 21))["unit_head"] == (4, 1)
    assert rows(department.drafter, date(2025, 11, 17), today)["unit_head"] == (1, 3)
    assert rows(make_user(Role.DRAFTER), date(2025, 11, 17), today)["unit_head"] == (None, 0)
    assert rows(department.office, date(2025, 11, 17), today, unit=make_unit().pk)["unit_head"] == (None, 0)
    assert rows(department.office, date(2025, 11, 17), today, kind="article")["unit_head"] == (None, 0)
