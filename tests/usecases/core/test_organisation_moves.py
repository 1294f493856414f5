"""What the other apps hang on units and people really moves: slips, data, tasks, duty shifts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from gongkai.clearance.enums import ContentKind, SlipState
from gongkai.clearance.models import Dataset, DutyShift, ReviewSlip
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.demo import load_demo_organisation
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.models import Handover, Move, Unit
from gongkai.core.organisation.queries.changes import held_by
from gongkai.core.organisation.rules.leaving import Receivers
from gongkai.core.organisation.usecases.changes import carry_out_change, digest_of_rows, draw_up_change
from gongkai.core.organisation.usecases.leaving import leave_post
from gongkai.core.reasons import Refused
from gongkai.duties.supervision.enums import UnitRole
from gongkai.duties.supervision.models import Closure, ProgressReport
from gongkai.duties.supervision.queries.pages import task_page
from gongkai.duties.supervision.queries.tasks import (
    concerned_units,
    leading_units,
    supervised_tasks,
    unit_tasks,
)
from gongkai.duties.supervision.rules.periods import period_of
from tests.factories.organisation import plan_of
from tests.factories.people import make_user, post
from tests.factories.supervision import make_notice, make_task

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel("2026-11-22 10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def units() -> dict[str, Unit]:
    return load_demo_organisation()


def slip(unit: Unit, state: SlipState, by: User) -> ReviewSlip:
    return ReviewSlip.objects.create(
        number=f"S{state}",
        title="件",
        kind=ContentKind.ARTICLE,
        unit=unit,
        state=state,
        submitted_by=by,
        submitted_at=timezone.now(),
    )


def test_open_slips_data_and_tasks_move_and_closed_ones_stay(units: dict[str, Unit]) -> None:
    office, glc, syc = make_user(Role.OFFICE), units["glc"], units["syc"]
    running, done = slip(glc, SlipState.IN_REVIEW, office), slip(glc, SlipState.GRANTED, office)
    data = Dataset.objects.create(key="fees", title="收费目录", unit=syc)
    notice = make_notice(is_confirmed=True)
    task = make_task(notice, glc, syc, units["csc"])
    struck = make_task(notice, glc)
    Closure.objects.create(
        task=struck,
        unit=glc,
        statement="已完成",
        status="accepted",
        asked_by=make_user(),
        asked_at=timezone.now(),
        checked_by=office,
        checked_at=timezone.now(),
    )
    plan = plan_of([glc, syc], "公路水运处")
    change = draw_up_change(by=office, kind="merge", instrument="示编1号", effective_on=DAY, plan=plan)
    rows = held_by([glc, syc], DAY)
    assert {row.holding.code for row in rows} == {
        "clearance.slips",
        "clearance.datasets",
        "supervision.tasks",
        "supervision.gathered",
    }
    carry_out_change(by=office, change=change, seen=digest_of_rows(rows))
    new = Unit.objects.get(code="new-0")
    for thing in (running, done, data, task, struck):
        thing.refresh_from_db()
    assert (running.unit, done.unit, data.unit) == (new, glc, new)
    assert (task.gatherer, struck.gatherer) == (new, glc)
    meant = {unit for mention in task.mentions.all() for unit in mention.units.all()}
    assert meant == {new, units["csc"]}
    assert Move.objects.filter(change=change).count() == len(rows)


def test_a_merged_unit_stands_once_on_a_task_and_leading_comes_first(units: dict[str, Unit]) -> None:
    office, glc, syc, person = make_user(Role.OFFICE), units["glc"], units["syc"], make_user(Role.UNIT_HEAD)
    task = make_task(make_notice(is_confirmed=True), units["csc"], syc, glc)
    task.mentions.filter(position=2).update(role=UnitRole.LEAD)
    today = timezone.localdate()
    period = period_of(task.cycle, today)
    now = timezone.now()
    ProgressReport.objects.create(
        task=task, unit=glc, period_start=period.start, text="已印发", reported_by=office, reported_at=now
    )
    plan = plan_of([glc, syc], "公路水运处")
    change = draw_up_change(by=office, kind="merge", instrument="示编1号", effective_on=DAY, plan=plan)
    carry_out_change(by=office, change=change, seen=digest_of_rows(held_by([glc, syc], DAY)))
    new = Unit.objects.get(code="new-0")
    post(person, new)
    loaded = supervised_tasks().get(pk=task.pk)
    assert concerned_units(loaded) == [units["csc"], new]
    assert leading_units(loaded) == [units["csc"], new]
    assert [one.role for one in unit_tasks(new, today)] == ["牵头"]
    reports = task_page(loaded, person, today).reports
    told = [(one.unit, one.is_mine, one.report is not None) for one in reports]
    assert told == [(units["csc"], False, False), (new, True, False), (glc, False, True)]


def test_a_duty_shift_goes_to_the_receiver_unless_the_database_forbids(units: dict[str, Unit]) -> None:
    office, leader, other = make_user(Role.OFFICE), make_user(Role.LEADER), make_user(Role.LEADER)
    post(leader, units["jtt"], PostKind.LEADER)
    today = timezone.localdate()
    checker = make_user(Role.LEADER)
    past = DutyShift.objects.create(day=today - timedelta(days=1), leader=leader, checker=checker)
    shift = DutyShift.objects.create(day=today, leader=leader, checker=checker)

    def leave(receiver: User) -> Handover:
        receivers = Receivers(rest=receiver.pk)
        return leave_post(
            by=office, user=leader, left_on=today, grounds="调令", receivers=receivers, new_heads={}
        )

    with pytest.raises(Refused) as refused:
        leave(checker)
    assert refused.value.codes == ("organisation.conflict",)
    assert not User.objects.get(pk=leader.pk).is_frozen
    leave(other)
    shift.refresh_from_db()
    past.refresh_from_db()
    assert (shift.leader, past.leader) == (other, leader)
