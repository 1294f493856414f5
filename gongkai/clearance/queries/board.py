"""Slips in lists, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from wagtail.models import Task, TaskState, WorkflowState

from gongkai.clearance.enums import SlipState, Step, Urgency
from gongkai.clearance.models.review import DutyShift, FinalReviewTask, ReviewSlip, ReviewTask
from gongkai.clearance.queries.gate import SCOPE_OF_STEP, shift_on
from gongkai.clearance.queries.sealing import sealed_ids
from gongkai.clearance.rules.sealing import SEALED_TITLE
from gongkai.clearance.verbs import REVIEW_FINAL, REVIEW_OFFICE, REVIEW_UNIT
from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.organisation.enums import PostKind, UnitKind
from gongkai.core.organisation.queries import grantors_for, posts_on

_LAMPS = {
    SlipState.GRANTED: "green",
    SlipState.RETURNED: "red",
    SlipState.CANCELLED: "grey",
    SlipState.SUPERSEDED: "grey",
    SlipState.WITHDRAWN: "grey",
}


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One slip in a list: where it waits, whether it waits for this person."""

    slip: ReviewSlip
    step: str
    waits_for_me: bool
    acts_for: int | None
    is_sealed: bool = False

    @property
    def title(self) -> str:
        """The slip's title; of one sealed from the person only that it is."""
        return SEALED_TITLE if self.is_sealed else self.slip.title

    @property
    def step_label(self) -> str:
        """Chinese name of the step, or of the outcome where the review is over."""
        if self.is_sealed:
            return "已封存"
        if self.step:
            return Step(self.step).label
        return "已上线" if self.slip.released_at else self.slip.get_state_display()

    @property
    def lamp(self) -> str:
        """The lamp of where it stands; amber while it is under review."""
        return "grey" if self.is_sealed else _LAMPS.get(SlipState(self.slip.state), "amber")

    @property
    def is_urgent(self) -> bool:
        """Whether it goes another way than the usual one, which its name then tells."""
        return self.slip.urgency != Urgency.NORMAL

    @property
    def waits_for_release(self) -> bool:
        """Cleared and not yet live."""
        return not self.is_sealed and self.slip.state == SlipState.GRANTED and self.slip.released_at is None


def current_runs() -> QuerySet[WorkflowState]:
    """Runs of the workflow engine on slips that wait at a step."""
    runs: QuerySet[WorkflowState] = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(ReviewSlip),
        status=WorkflowState.STATUS_IN_PROGRESS,
        current_task_state__status=TaskState.STATUS_IN_PROGRESS,
    )
    return runs


def _current_tasks(slips: Sequence[ReviewSlip]) -> dict[int, ReviewTask]:
    """The task that each open slip waits at, by slip id."""
    runs = current_runs().filter(object_id__in=[str(slip.pk) for slip in slips])
    task_of = {int(slip): task for slip, task in runs.values_list("object_id", "current_task_state__task_id")}
    tasks = {task.pk: task for task in Task.objects.filter(pk__in=set(task_of.values())).specific()}
    return {slip_id: tasks[task_id] for slip_id, task_id in task_of.items()}


def _task_types(step: Step) -> list[int]:
    """The kinds of task whose step it is."""
    models = [model for model in ReviewTask.__subclasses__() if model.step == step]
    return [kind.pk for kind in ContentType.objects.get_for_models(*models).values()]


@dataclass(frozen=True, slots=True)
class _Seats:
    """Whose places a person may take on a day, the own one first, at which steps, and what those people are."""

    steps: dict[int, frozenset[Step]]
    headed: dict[int, set[int]]
    office: frozenset[int]
    leaders: frozenset[int]
    shift: DutyShift | None

    def whens(self) -> Iterator[When]:
        """For each of the people: the slips whose current step is theirs to decide."""
        kinds = {step: _task_types(step) for step in Step}
        for person, steps in self.steps.items():
            for step, condition in self._conditions(person):
                if step not in steps:
                    continue
                yield When(condition & Q(waits_at_type__in=kinds[step]), then=Value(person))

    def _conditions(self, person: int) -> Iterator[tuple[Step, Q]]:
        if person in self.headed:
            yield Step.UNIT_HEAD, Q(unit__in=self.headed[person])
        if person in self.office:
            yield Step.OFFICE, Q()
        if person in self.leaders:
            drafted_by_office = Q(unit__kind=UnitKind.OFFICE)
            own = FinalReviewTask.objects.filter(alternate=person).values("pk")
            yield Step.FINAL, drafted_by_office & Q(waits_at__in=own)
            yield Step.FINAL, ~drafted_by_office & Q(unit__supervised_by=person)
        if self.shift is not None and person == self.shift.checker_id and person in self.office:
            yield Step.DUTY_CHECK, Q()
        if self.shift is not None and person == self.shift.leader_id and person in self.leaders:
            yield Step.DUTY_LEADER, Q()


def _steps_open_to(user: User, day: date) -> dict[int, frozenset[Step]]:
    """For the person and each of their grantors: the steps at which they may sit in that place."""
    steps: dict[int, frozenset[Step]] = {user.pk: frozenset(Step)}
    for scope in dict.fromkeys(SCOPE_OF_STEP.values()):
        covered = frozenset(step for step, code in SCOPE_OF_STEP.items() if code == scope)
        for grantor in grantors_for(user, scope, day).values_list("pk", flat=True):
            steps[grantor] = steps.get(grantor, frozenset()) | covered
    return steps


def _seats(user: User, day: date) -> _Seats:
    steps = _steps_open_to(user, day)
    people = tuple(steps)
    heads = people_with(REVIEW_UNIT).filter(pk__in=people)
    posts = posts_on(day).filter(user__in=heads.values("pk"), kind=PostKind.HEAD)
    headed: dict[int, set[int]] = {}
    for person, unit in posts.values_list("user_id", "unit_id"):
        headed.setdefault(person, set()).add(unit)
    office, leaders = (
        frozenset(people_with(verb).filter(pk__in=people).values_list("pk", flat=True))
        for verb in (REVIEW_OFFICE, REVIEW_FINAL)
    )
    return _Seats(steps, headed, office, leaders, shift_on(day))


def slips_waiting_for(user: User, day: date) -> QuerySet[ReviewSlip]:
    """Slips whose current step a person may decide, each with ``seat``: the id of the person in whose place.

    One's own place comes before a grantor's; what a person has sent does not wait for them.
    """
    run = current_runs().filter(object_id=Cast(OuterRef("pk"), CharField()))
    slips = ReviewSlip.objects.filter(state=SlipState.IN_REVIEW).exclude(submitted_by=user)
    waiting: QuerySet[ReviewSlip] = slips.annotate(
        waits_at=Subquery(run.values("current_task_state__task")[:1]),
        waits_at_type=Subquery(run.values("current_task_state__task__content_type")[:1]),
    ).annotate(seat=Case(*_seats(user, day).whens(), output_field=IntegerField()))
    return waiting.filter(seat__isnull=False)


def slip_rows(user: User, slips: Iterable[ReviewSlip], day: date) -> list[SlipRow]:
    """Rows for a list of slips (give them with ``select_related("unit", "submitted_by")``)."""
    wanted = list(slips)
    tasks = _current_tasks(wanted)
    mine = slips_waiting_for(user, day).filter(pk__in=[slip.pk for slip in wanted])
    seats = dict(mine.values_list("pk", "seat"))
    sealed = set(sealed_ids(user, ReviewSlip))
    return [
        SlipRow(
            slip=slip,
            step=str(tasks[slip.pk].step) if slip.pk in tasks else "",
            waits_for_me=slip.pk in seats and slip.pk not in sealed,
            acts_for=None if seats.get(slip.pk) == user.pk else seats.get(slip.pk),
            is_sealed=slip.pk in sealed,
        )
        for slip in wanted
    ]
