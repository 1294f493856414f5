"""Notices, plans and tasks of supervision."""

from __future__ import annotations

from datetime import date
from itertools import count

from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.models import Unit
from gongkai.duties.supervision.enums import DeadlineType, NoticeStatus, UnitRole
from gongkai.duties.supervision.models import Notice, Plan, Section, Task, UnitMention
from tests.factories.people import make_user

_numbers = count(1)


def make_notice(*, is_confirmed: bool = False, issued_on: date = date(2026, 3, 5)) -> Notice:
    """A notice with one section; with a plan from its own day if confirmed."""
    number = next(_numbers)
    notice = Notice.objects.create(
        title=f"关于印发任务分工的通知{number}",
        doc_number=f"示交办〔2026〕{number}号",
        issuer="示例省交通运输厅",
        issued_on=issued_on,
        text=f"通知{number}",
        sha256=f"{number:064x}",
        status=NoticeStatus.CONFIRMED if is_confirmed else NoticeStatus.DRAFT,
    )
    Section.objects.create(notice=notice, position=0, title="主动公开")
    if is_confirmed:
        Plan.objects.create(notice=notice, starts_on=issued_on, confirmed_by=make_user(Role.OFFICE))
    return notice


def make_task(
    notice: Notice,
    lead: Unit | None = None,
    *responsible: Unit,
    deadline: DeadlineType = DeadlineType.CONTINUOUS,
    due_on: date | None = None,
    duty: int | None = None,
) -> Task:
    """A task whose lead gathers the others' progress."""
    position = notice.tasks.count()
    task = Task.objects.create(
        notice=notice,
        section=notice.sections.first(),
        position=position,
        number=position + 1,
        title=f"任务{position + 1}",
        deadline_type=deadline,
        due_on=due_on,
        duty=duty,
        gatherer=lead,
    )
    units = [(UnitRole.LEAD, lead)] if lead else []
    for index, (role, unit) in enumerate([*units, *((UnitRole.RESPONSIBLE, unit) for unit in responsible)]):
        mention = UnitMention.objects.create(task=task, role=role, position=index, written=unit.name)
        mention.units.add(unit)
    return task


def closed_by(task: Task, asker: User, checker: User) -> None:
    """Strike a task off the list."""
    now = timezone.now()
    task.closures.create(
        unit=task.gatherer,
        statement="已办结",
        status="accepted",
        asked_by=asker,
        asked_at=now,
        checked_by=checker,
        checked_at=now,
    )
