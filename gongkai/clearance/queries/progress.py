"""审校进度: what every open slip waits for, since when, and who may take it; in a number of queries that does not grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import TaskState

from gongkai.clearance.enums import Queue, SlipState, Step, Verdict
from gongkai.clearance.models.review import ReviewSlip, ReviewTask, ReviewTaskState
from gongkai.clearance.queries.board import current_runs
from gongkai.clearance.queries.parameters import settings_in_force
from gongkai.clearance.queries.people import Office, office_on
from gongkai.clearance.queries.proofreading import SlipTexts, rounds_needed, texts_on
from gongkai.clearance.queries.writers import editors_on
from gongkai.clearance.rules.deciding import DecisionFacts, reasons_against_deciding
from gongkai.clearance.rules.parameters import Settings
from gongkai.clearance.rules.progress import (
    PROOF_QUEUES,
    QUEUE_OF_STEP,
    Waiting,
    nobody_reason,
    waiting_since,
)
from gongkai.clearance.rules.proofreading import (
    ReaderFacts,
    corrections_asked,
    next_round,
    reasons_against_reader,
)
from gongkai.clearance.verbs import PROOFREAD
from gongkai.core.reasons import RULES, Reason
from gongkai.core.workdays.queries import calendar_for
from gongkai.core.workdays.rules import Calendar


class Holder(NamedTuple):
    """Somebody who may take it, and in whose place (None: their own)."""

    person: int
    acts_for: int | None


class Barred(NamedTuple):
    """Somebody whose office it is and who may not take this one, with every reason's rule and its basis."""

    person: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that a slip waits for: a step, a round, or corrections by its sender."""

    queue: Queue
    since: datetime
    waiting: Waiting
    holders: tuple[Holder, ...]
    barred: tuple[Barred, ...]
    nobody: Reason | None

    @property
    def people(self) -> frozenset[int]:
        """Ids of those who may take it."""
        return frozenset(holder.person for holder in self.holders)


class Done(NamedTuple):
    """A step that was approved: by whom and when."""

    step: str
    by: int | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenSlip:
    """An open slip with what was done and what it waits for."""

    slip: ReviewSlip
    done: tuple[Done, ...]
    rounds: int
    texts: SlipTexts
    waits: tuple[Wait, ...]

    @property
    def people(self) -> frozenset[int]:
        """Everybody for whom it waits."""
        return frozenset().union(*(wait.people for wait in self.waits))

    @property
    def is_late(self) -> bool:
        """Whether something on it is past the limit of the house."""
        return any(wait.waiting.is_late for wait in self.waits)

    @property
    def is_stuck(self) -> bool:
        """Whether there is something on it that nobody may take."""
        return any(wait.nobody is not None for wait in self.waits)


class _Run(NamedTuple):
    task: int
    step: Step
    since: datetime


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is loaded once for all slips."""

    today: date
    calendar: Calendar
    settings: Settings
    office: Office
    proofreaders: frozenset[int]


def open_slips(today: date, *, only: Sequence[int] | None = None) -> tuple[list[OpenSlip], Office]:
    """Every slip under review, longest sent first, and who is in office; ``only`` those of these ids."""
    slips = list(_under_review(only))
    office = office_on(today)
    desk = _Desk(today, calendar_for(), settings_in_force(), office, office.holders(PROOFREAD))
    runs, done = _runs_of(slips), _approved_on(slips)
    editors, texts = editors_on(slips), texts_on(slips)
    nothing = SlipTexts((), None)
    found = []
    for slip in slips:
        own = texts.get(slip.pk, nothing)
        taken = done.get(slip.pk, ())
        rounds = rounds_needed(slip, desk.settings)
        step = _wait_for_step(desk, slip, runs.get(slip.pk), taken, editors[slip.pk])
        proof = _wait_for_proof(desk, slip, own, rounds, editors[slip.pk])
        waits = tuple(wait for wait in (step, proof) if wait is not None)
        found.append(OpenSlip(slip, taken, rounds, own, waits))
    return found, office


def _under_review(only: Sequence[int] | None) -> Sequence[ReviewSlip]:
    slips = ReviewSlip.objects.filter(state=SlipState.IN_REVIEW)
    if only is not None:
        slips = slips.filter(pk__in=only)
    return list(slips.select_related("unit", "submitted_by", "handed_to").order_by("submitted_at", "pk"))


def steps_by_task_type() -> dict[int, Step]:
    """The step of each kind of task, by the id of its content type."""
    models: list[type[ReviewTask]] = ReviewTask.__subclasses__()
    kinds = ContentType.objects.get_for_models(*models)
    return {kinds[model].pk: Step(model.step) for model in models}


def _runs_of(slips: Sequence[ReviewSlip]) -> dict[int, _Run]:
    step_of = steps_by_task_type()
    rows = current_runs().filter(object_id__in=[str(slip.pk) for slip in slips])
    at = "current_task_state__"
    return {
        int(slip): _Run(task, step_of[kind], since)
        for slip, task, kind, since in rows.values_list(
            "object_id", f"{at}task", f"{at}task__content_type", f"{at}started_at"
        )
        if kind in step_of
    }


def _approved_on(slips: Sequence[ReviewSlip]) -> dict[int, tuple[Done, ...]]:
    step_of = steps_by_task_type()
    rows = ReviewTaskState.objects.filter(
        workflow_state__base_content_type=ContentType.objects.get_for_model(ReviewSlip),
        workflow_state__object_id__in=[str(slip.pk) for slip in slips],
        status=TaskState.STATUS_APPROVED,
    ).order_by("finished_at", "pk")
    found: dict[int, list[Done]] = defaultdict(list)
    for slip, kind, by, at in rows.values_list(
        "workflow_state__object_id", "task__content_type", "finished_by", "finished_at"
    ):
        found[int(slip)].append(Done(str(step_of.get(kind, "")), by, at))
    return {pk: tuple(steps) for pk, steps in found.items()}


def _waiting(desk: _Desk, queue: Queue, since: datetime) -> Waiting:
    day = timezone.localdate(since)
    return waiting_since(day, desk.today, limit=desk.settings.limit(queue), calendar=desk.calendar)


def _wait_for_step(
    desk: _Desk, slip: ReviewSlip, run: _Run | None, done: Sequence[Done], editors: frozenset[int]
) -> Wait | None:
    """The step of the chain: the rule that judges the act judges who may take it, asked whether they may return it."""
    if run is None:
        return None
    own = desk.office.reviewers(slip, run.step, run.task)
    base = DecisionFacts(
        user=0,
        acts_for=None,
        step=run.step,
        eligible=own,
        editors=editors,
        submitter=slip.submitted_by_id,
        decided=frozenset(one.by for one in done if one.by is not None),
        is_current=True,
        is_unchanged=True,
        verdict=Verdict.RETURNED,
        opinion=None,
        moved=(),
    )
    holders, barred = [], []
    for person, seats in desk.office.seats(own, run.step).items():
        against = {
            seat: reasons_against_deciding(replace(base, user=person, acts_for=seat)) for seat in seats
        }
        free = [Holder(person, seat) for seat, reasons in against.items() if not reasons]
        holders += free[:1]
        if not free:
            barred.append(Barred(person, _rules_of([one for reasons in against.values() for one in reasons])))
    queue = QUEUE_OF_STEP[run.step]
    return _wait(desk, queue, run.since, holders, barred, sorted(own))


def _wait_for_proof(
    desk: _Desk, slip: ReviewSlip, own: SlipTexts, rounds: int, editors: frozenset[int]
) -> Wait | None:
    """The round that is read next where its kind asks for it, or the corrections that the last one asked for."""
    due = next_round(own.texts)
    if not due or due > rounds:
        return None
    since = own.waits_since(slip)
    if corrections_asked(own.texts):
        keeper = slip.caretaker_id
        holders = [Holder(keeper, None)] if keeper in desk.office.names else []
        return _wait(desk, Queue.CORRECTION, since, holders, [], [])
    holders, barred = [], []
    for person in sorted(desk.proofreaders):
        if not desk.office.works_for(person, slip.unit_id):
            continue
        reasons = reasons_against_reader(_reader(desk, slip, own, person, editors))
        if reasons:
            barred.append(Barred(person, _rules_of(reasons)))
        else:
            holders.append(Holder(person, None))
    return _wait(desk, PROOF_QUEUES[due], since, holders, barred, [one.person for one in barred])


def _reader(
    desk: _Desk, slip: ReviewSlip, own: SlipTexts, person: int, editors: frozenset[int]
) -> ReaderFacts:
    return ReaderFacts(
        user=person,
        may_proofread=True,
        works_for_unit=True,
        editors=editors,
        submitter=slip.submitted_by_id,
        is_open=True,
        is_unchanged=True,
        texts=own.texts,
        may_repeat=desk.settings.may_repeat,
    )


def _rules_of(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """The rules behind some reasons, as said of anybody: a reason speaks to the person it is about."""
    return tuple(dict.fromkeys(f"{RULES[one.code].text}（{one.basis.citation}）" for one in reasons))


def _wait(
    desk: _Desk,
    queue: Queue,
    since: datetime,
    holders: Sequence[Holder],
    barred: Sequence[Barred],
    held_by: Sequence[int],
) -> Wait:
    names = [desk.office.name(person) for person in held_by]
    return Wait(
        queue,
        since,
        _waiting(desk, queue, since),
        tuple(holders),
        tuple(barred),
        None if holders else nobody_reason(queue, names),
    )
