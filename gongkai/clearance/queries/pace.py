"""How long steps and rounds took that ended within a period: the middle of their working days, with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import TaskState

from gongkai.clearance.enums import Queue
from gongkai.clearance.models.proofreading import Proofreading
from gongkai.clearance.models.review import ReviewSlip, ReviewTaskState
from gongkai.clearance.queries.progress import steps_by_task_type
from gongkai.clearance.queries.progress_rows import hidden_titles
from gongkai.clearance.rules.progress import PROOF_QUEUES, QUEUE_OF_STEP, median_of, taken_workdays
from gongkai.clearance.verbs import READ_ALL_PROGRESS
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import unit_ids_worked_for
from gongkai.core.shanghai import SHANGHAI
from gongkai.core.workdays.queries import calendar_for
from gongkai.core.workdays.rules import Calendar

_ENDED = (TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED)


@dataclass(frozen=True, slots=True)
class Span:
    """One step or round that ended: on which slip, from when to when, and what came of it."""

    queue: Queue
    slip: ReviewSlip
    title: str
    since: datetime
    until: datetime
    outcome: str
    days: int | None


@dataclass(frozen=True, slots=True)
class PaceRow:
    """One queue: the middle of the working days it took, how many that rests on, how many could not be counted."""

    queue: Queue
    median: float | None
    count: int
    uncounted: int


@dataclass(frozen=True, slots=True)
class Period:
    """Which steps and rounds are wanted: those that ended on these days, of a unit and a kind (None and empty for all)."""

    first: date
    last: date
    unit: int | None
    kind: str

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first one after it."""
        return (
            datetime.combine(self.first, time.min, SHANGHAI),
            datetime.combine(self.last + timedelta(days=1), time.min, SHANGHAI),
        )


def spans_in(user: User, period: Period, today: date) -> list[Span]:
    """Steps and rounds that ended in a period, latest first, of the units that a person sees (a fixed number of queries)."""
    found = [*_steps(period), *_rounds(period)]
    slips = _slips(user, {slip for _, slip, *_ in found}, period, today)
    hidden = hidden_titles(user, list(slips.values()))
    calendar = calendar_for()
    spans = [
        Span(
            queue,
            slips[slip],
            hidden.get(slip, slips[slip].title),
            since,
            until,
            outcome,
            _days(since, until, calendar),
        )
        for queue, slip, since, until, outcome in found
        if slip in slips
    ]
    return sorted(spans, key=lambda span: span.until, reverse=True)


def pace_rows(spans: Sequence[Span]) -> list[PaceRow]:
    """Every queue that ends by an act of its own, in order."""
    rows = []
    for queue in Queue:
        if queue != Queue.CORRECTION:
            of_queue = [span for span in spans if span.queue == queue]
            days = [span.days for span in of_queue if span.days is not None]
            rows.append(PaceRow(queue, median_of(days), len(days), len(of_queue) - len(days)))
    return rows


_Found = tuple[Queue, int, datetime, datetime, str]


def _steps(period: Period) -> Iterator[_Found]:
    queue_of = {kind: QUEUE_OF_STEP[step] for kind, step in steps_by_task_type().items()}
    first, after = period.bounds
    rows = ReviewTaskState.objects.filter(
        workflow_state__base_content_type=ContentType.objects.get_for_model(ReviewSlip),
        status__in=_ENDED,
        finished_at__gte=first,
        finished_at__lt=after,
    )
    for slip, kind, since, until, status in rows.values_list(
        "workflow_state__object_id", "task__content_type", "started_at", "finished_at", "status"
    ):
        if kind in queue_of:
            outcome = "通过" if status == TaskState.STATUS_APPROVED else "退回"
            yield queue_of[kind], int(slip), since, until, outcome


def _rounds(period: Period) -> Iterator[_Found]:
    first, after = period.bounds
    for row in Proofreading.objects.filter(read_at__gte=first, read_at__lt=after):
        found = row.get_result_display() + (f" {row.corrections} 处" if row.corrections else "")
        yield PROOF_QUEUES[row.round], row.slip_id, row.waited_since, row.read_at, found


def _slips(user: User, wanted: set[int], period: Period, today: date) -> dict[int, ReviewSlip]:
    slips = ReviewSlip.objects.filter(pk__in=wanted)
    if period.unit is not None:
        slips = slips.filter(unit=period.unit)
    if period.kind:
        slips = slips.filter(kind=period.kind)
    if not may(user, READ_ALL_PROGRESS):
        slips = slips.filter(unit__in=unit_ids_worked_for(user, today))
    return {slip.pk: slip for slip in slips.select_related("unit")}


def _days(since: datetime, until: datetime, calendar: Calendar) -> int | None:
    days = taken_workdays([(timezone.localdate(since), timezone.localdate(until))], calendar)
    return days[0] if days else None
