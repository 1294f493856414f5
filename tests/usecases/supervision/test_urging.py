"""催报: who urges, who is told, how often, and what remains of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.notify.models import Notice
from gongkai.core.notify.registry import KINDS
from gongkai.core.organisation.usecases.delegations import grant_delegation
from gongkai.core.reasons import Refused
from gongkai.demo.people import load_people
from gongkai.duties.supervision.enums import DeadlineType, TaskState
from gongkai.duties.supervision.models import Task, Urging
from gongkai.duties.supervision.queries.tasks import supervised_tasks, task_rows
from gongkai.duties.supervision.queries.urging import reporters_by_unit, units_without_reporters
from gongkai.duties.supervision.usecases.closing import ask_closure, check_closure
from gongkai.duties.supervision.usecases.progress import consolidate_progress, report_progress
from gongkai.duties.supervision.usecases.proving import add_evidence
from gongkai.duties.supervision.usecases.urging import urge_reports
from tests.factories.people import make_unit, make_user, post
from tests.factories.supervision import make_notice, make_task
from tests.usecases.supervision.conftest import House

TODAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def in_may() -> Iterator[None]:
    with time_machine.travel("2026-05-20 09:00+08:00", tick=False):
        yield


@pytest.fixture
def handler(house: House) -> User:
    user = make_user(Role.HANDLER)
    post(user, house.unit("fwzx"))
    return user


@pytest.fixture
def task(house: House, handler: User) -> Task:
    notice = make_notice(is_confirmed=True, issued_on=date(2026, 4, 5))
    return make_task(notice, house.unit("ysc"), house.unit("bgs"), house.unit("fwzx"), house.unit("ghc"))


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return set(refused.value.codes)


def test_the_people_who_may_report_are_told_once_a_day(house: House, task: Task, handler: User) -> None:
    idle = make_user(Role.INSPECTOR)
    post(idle, house.unit("fwzx"))
    frozen = make_user(Role.HANDLER)
    post(frozen, house.unit("fwzx"))
    User.objects.filter(pk=frozen.pk).update(frozen_at=timezone.now())
    report_progress(by=house.head, task=task, unit=house.unit("ysc"), period_start=TODAY, text="办了。")
    rows = urge_reports(by=house.head, task=task, period_start=TODAY)
    assert [(row.unit, row.told) for row in rows] == [(house.unit("bgs"), 2), (house.unit("fwzx"), 1)]
    told = Notice.objects.filter(kind="supervision.urged")
    assert {one.user for one in told} == {house.office, house.checker, handler}
    notice = told.get(user=handler)
    assert notice.text == "任务分解通知第 1 项 2026年第二季度的进展还没有填报，请在 2026-07-10 前填报。"
    assert task.title not in notice.text
    assert task.notice.title not in notice.text
    assert KINDS["supervision.urged"].is_duty
    event = Event.objects.get(action="supervision.urge")
    assert event.data["units"] == [house.unit("bgs").pk, house.unit("fwzx").pk]
    for person in (house.head, house.office):
        with pytest.raises(Refused) as refused:
            urge_reports(by=person, task=task, period_start=TODAY)
    assert codes(refused) == {"supervision.somebody_there"}  # only the unit without people is left
    assert "规划处" in refused.value.reasons[0].message
    assert told.count() == 3
    with time_machine.travel("2026-05-21 09:00+08:00", tick=False):
        assert len(urge_reports(by=house.office, task=task, period_start=TODAY)) == 2
    assert Urging.objects.filter(unit=house.unit("fwzx")).count() == 2


def urgers(house: House, handler: User) -> list[tuple[User, bool]]:
    return [
        (house.head, True),
        (house.drafter, True),
        (house.office, True),
        (handler, False),
        (house.leader, False),
        (make_user(Role.INSPECTOR), False),
        (make_user(Role.UNIT_HEAD), False),
    ]


def test_who_stands_in_is_told_too(house: House, task: Task, handler: User) -> None:
    """Only who may report now, for who may themselves; each person once."""
    outside = make_unit()
    stand_in, late, idle = make_user(Role.DRAFTER), make_user(Role.DRAFTER), make_user(Role.INSPECTOR)
    for user in (stand_in, late, idle):
        post(user, outside)
    for grantor, delegate, days in [
        (handler, stand_in, (TODAY, TODAY)),
        (house.office, stand_in, (TODAY, TODAY)),
        (handler, house.office, (TODAY, TODAY)),
        (handler, late, (date(2026, 5, 21), date(2026, 5, 22))),
    ]:
        grant_delegation(
            by=grantor,
            grantor=grantor,
            delegate=delegate,
            scope="supervision.report",
            valid_from=days[0],
            valid_until=days[1],
            grounds="出差",
        )
    people = reporters_by_unit([house.unit("fwzx"), house.unit("bgs")], TODAY)
    assert people[house.unit("fwzx").pk] == [handler, house.office, stand_in]
    assert people[house.unit("bgs").pk] == [house.office, house.checker, stand_in]
    rows = urge_reports(by=house.office, task=task, period_start=TODAY)
    assert [(row.unit.code, row.told) for row in rows if row.unit.code == "fwzx"] == [("fwzx", 3)]
    assert Notice.objects.filter(kind="supervision.urged", user=stand_in).count() == 2
    assert not Notice.objects.filter(kind="supervision.urged", user__in=[late, idle]).exists()


@pytest.mark.rule("supervision.may_urge")
@pytest.mark.parametrize("index", range(7))
def test_the_gathering_unit_and_the_office_urge(house: House, task: Task, handler: User, index: int) -> None:
    person, may_urge = urgers(house, handler)[index]
    if may_urge:
        assert urge_reports(by=person, task=task, period_start=TODAY)
        return
    with pytest.raises(Refused) as refused:
        urge_reports(by=person, task=task, period_start=TODAY)
    assert "supervision.may_urge" in codes(refused)
    assert not Urging.objects.exists()
    assert not Notice.objects.filter(kind="supervision.urged").exists()


def test_a_delegate_urges_in_the_gathering_units_place(house: House, task: Task, handler: User) -> None:
    grant_delegation(
        by=house.head,
        grantor=house.head,
        delegate=handler,
        scope="supervision.report",
        valid_from=TODAY,
        valid_until=TODAY,
        grounds="出差",
    )
    assert urge_reports(by=handler, task=task, period_start=TODAY)
    assert Event.objects.get(action="supervision.urge").data["acted_for"] == house.head.pk


@pytest.mark.rule("supervision.to_be_urged")
def test_nobody_is_urged_who_told_or_before_the_time(house: House, task: Task, handler: User) -> None:
    with pytest.raises(Refused) as refused:
        urge_reports(by=house.office, task=task, period_start=date(2026, 7, 1))
    assert codes(refused) == {"supervision.period_come"}
    alone = make_task(task.notice, house.unit("ysc"))
    report_progress(by=house.head, task=alone, unit=house.unit("ysc"), period_start=TODAY, text="办了。")
    with pytest.raises(Refused) as refused:
        urge_reports(by=house.office, task=alone, period_start=TODAY)
    assert codes(refused) == {"supervision.to_be_urged"}


def test_telling_settles_the_reminder(house: House, task: Task, handler: User) -> None:
    urge_reports(by=house.head, task=task, period_start=TODAY)
    waiting = Notice.objects.filter(kind="supervision.urged", read_at=None)
    assert waiting.filter(user=handler).exists()
    report_progress(by=handler, task=task, unit=house.unit("fwzx"), period_start=TODAY, is_nil=True)
    assert not waiting.filter(user=handler).exists()
    assert waiting.filter(user=house.office).exists()


def test_a_period_whose_time_is_over_is_urged_without_a_date_to_come(house: House, handler: User) -> None:
    notice = make_notice(is_confirmed=True, issued_on=date(2026, 1, 5))
    old = make_task(notice, house.unit("ysc"), house.unit("fwzx"))
    urge_reports(by=house.head, task=old, period_start=date(2026, 1, 5))
    text = Notice.objects.get(user=handler).text
    assert text == "任务分解通知第 1 项 2026年第一季度的进展还没有填报，已过 2026-04-10 的期限，请尽快补报。"


def test_closing_settles_every_reminder(house: House, handler: User) -> None:
    notice = make_notice(is_confirmed=True, issued_on=date(2026, 4, 5))
    units = house.unit("ysc"), house.unit("fwzx")
    dated = make_task(notice, *units, deadline=DeadlineType.FIXED, due_on=date(2026, 6, 1))
    urge_reports(by=house.head, task=dated, period_start=TODAY)
    add_evidence(by=house.head, task=dated, title="公开页", url="https://example.gov.cn/1")
    closure = ask_closure(by=house.head, task=dated, statement="办完了")
    check_closure(by=house.office, closure=closure, is_accepting=True, opinion="已在网上核对。")
    assert not Notice.objects.filter(kind="supervision.urged", read_at=None).exists()
    with pytest.raises(Refused) as refused:
        urge_reports(by=house.office, task=dated, period_start=TODAY)
    assert codes(refused) == {"supervision.still_open"}


def test_a_summary_without_everybody_is_not_fully_reported(house: House, task: Task, handler: User) -> None:
    def row() -> tuple[TaskState, str, str]:
        outcome = task_rows(supervised_tasks().filter(pk=task.pk), TODAY)[0].outcome
        return outcome.state, outcome.light, outcome.label

    report_progress(by=house.head, task=task, unit=house.unit("ysc"), period_start=TODAY, text="办了。")
    consolidate_progress(by=house.head, task=task, period_start=TODAY, text="先报。", because="明日截止。")
    assert row() == (TaskState.GATHERED_SHORT, "amber", "本期已汇总（缺 3 个单位）")
    report_progress(by=handler, task=task, unit=house.unit("fwzx"), period_start=TODAY, is_nil=True)
    assert row()[2] == "本期已汇总（缺 2 个单位）"


def test_an_institution_reports_through_whoever_undertakes_its_work(
    house: House, task: Task, handler: User
) -> None:
    report = report_progress(
        by=handler, task=task, unit=house.unit("fwzx"), period_start=TODAY, text="办了。"
    )
    assert report.unit == house.unit("fwzx")
    with pytest.raises(Refused) as refused:
        report_progress(by=handler, task=task, unit=house.unit("bgs"), period_start=TODAY, text="代填")
    assert codes(refused) == {"supervision.own_unit"}


def test_each_institution_of_the_demonstration_has_somebody_who_reports(db: None) -> None:
    _, passwords, units = load_people()
    institutions = [units["fwzx"], units["fzzx"]]
    found = reporters_by_unit(institutions, TODAY)
    assert [[one.username for one in found[unit.pk]] for unit in institutions] == [
        ["chengban"],
        ["chengban2"],
    ]
    assert {"chengban", "chengban2"} <= passwords.keys()


def test_units_in_which_nobody_may_report_are_known(house: House, task: Task) -> None:
    assert units_without_reporters(task.notice, TODAY) == [house.unit("ghc")]


def test_the_database_keeps_once_a_day_and_that_somebody_was_told(house: House, task: Task) -> None:
    (row, *_) = urge_reports(by=house.head, task=task, period_start=TODAY)
    same = {name: getattr(row, name) for name in ("task", "unit", "period_start", "urged_by", "urged_at")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Urging.objects.create(**same, day=row.day, told=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Urging.objects.create(**same, day=date(2026, 5, 21), told=0)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_who_urge_at_once_wait_for_each_other(house: House, task: Task) -> None:
    with CaptureQueriesContext(connection) as queries:
        urge_reports(by=house.head, task=task, period_start=TODAY)
    sql = [q["sql"] for q in queries]
    lock = next(i for i, one in enumerate(sql) if "FOR UPDATE" in one and '"supervision_task"' in one)
    assert lock < next(i for i, one in enumerate(sql) if 'FROM "supervision_urging"' in one)
