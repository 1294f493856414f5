"""Slips in lists, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Task, TaskState, WorkflowState

from gongkai.clearance.enums import Step
from gongkai.clearance.models.review import DutyShift, FinalReviewTask, ReviewSlip, ReviewTask
from gongkai.clearance.verbs import REVIEW_OFFICE, REVIEW_UNIT
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.enums import PostKind, UnitKind
from gongkai.core.organisation.queries import grantors_for, posts_on


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One slip in a list: where it waits, whether it waits for this person."""

    slip: ReviewSlip
    step: str
    waits_for_me: bool
    acts_for: int | None

    @property
    def step_label(self) -> str:
        """Chinese name of the step, or of the outcome where the review is over."""
        return Step(self.step).label if self.step else self.slip.get_state_display()


def _current_tasks(slips: Sequence[ReviewSlip]) -> dict[int, ReviewTask]:
    """The task that each open slip waits at, by slip id."""
    slip_type = ContentType.objects.get_for_model(ReviewSlip)
    runs = WorkflowState.objects.filter(
        base_content_type=slip_type,
        object_id__in=[str(slip.pk) for slip in slips],
        status=WorkflowState.STATUS_IN_PROGRESS,
        current_task_state__status=TaskState.STATUS_IN_PROGRESS,
    ).values_list("object_id", "current_task_state__task_id")
    task_of = {int(object_id): task_id for object_id, task_id in runs}
    tasks = {task.pk: task for task in Task.objects.filter(pk__in=set(task_of.values())).specific()}
    return {slip_id: tasks[task_id] for slip_id, task_id in task_of.items()}


@dataclass(frozen=True, slots=True)
class _Seats:
    """For one person and day: whose places they may take, and what those people are."""

    people: tuple[int, ...]
    headed: dict[int, set[int]]
    office: frozenset[int]
    shift: DutyShift | None

    def seat(self, slip: ReviewSlip, task: ReviewTask) -> tuple[bool, int | None]:
        """(whether this person may decide the step, in whose place if not their own)."""
        for person in self.people:
            if self._holds(person, slip, task):
                return True, None if person == self.people[0] else person
        return False, None

    def _holds(self, person: int, slip: ReviewSlip, task: ReviewTask) -> bool:
        if task.step == Step.UNIT_HEAD:
            return slip.unit_id in self.headed.get(person, set())
        if task.step == Step.OFFICE:
            return person in self.office
        if task.step == Step.FINAL:
            is_office = slip.unit.kind == UnitKind.OFFICE and isinstance(task, FinalReviewTask)
            return person == (task.alternate_id if is_office else slip.unit.supervised_by_id)
        if self.shift is None:
            return False
        return person == (self.shift.checker_id if task.step == Step.DUTY_CHECK else self.shift.leader_id)


def _seats(user: User, day: date) -> _Seats:
    from gongkai.clearance.queries.gate import REVIEW_SCOPE, shift_on

    grantors = tuple(grantors_for(user, REVIEW_SCOPE, day).values_list("pk", flat=True))
    people = (user.pk, *grantors)
    headed: dict[int, set[int]] = {}
    initial_roles = [role.value for role in REVIEW_UNIT.roles]
    posts = (
        posts_on(day)
        .filter(user__in=people, user__groups__name__in=initial_roles, kind=PostKind.HEAD)
        .values_list("user_id", "unit_id")
    )
    for person, unit in posts:
        headed.setdefault(person, set()).add(unit)
    office_roles = [role.value for role in REVIEW_OFFICE.roles]
    office = User.objects.filter(pk__in=grantors, groups__name__in=office_roles).values_list("pk", flat=True)
    own = {user.pk} if may(user, REVIEW_OFFICE) else set()
    return _Seats(people, headed, frozenset(own | set(office)), shift_on(day))


def slip_rows(user: User, slips: Iterable[ReviewSlip], day: date) -> list[SlipRow]:
    """Rows for a list of slips (give them with ``select_related("unit", "submitted_by")``)."""
    wanted = list(slips)
    tasks = _current_tasks(wanted)
    seats = _seats(user, day)
    rows = []
    for slip in wanted:
        task = tasks.get(slip.pk)
        mine, acts_for = seats.seat(slip, task) if task is not None else (False, None)
        mine = mine and slip.submitted_by_id != user.pk
        rows.append(SlipRow(slip, str(task.step) if task else "", mine, acts_for))
    return rows
