"""Plain data for the gate's screens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from wagtail.models import TaskState

from gongkai.clearance.digest import content_of
from gongkai.clearance.enums import SlipState
from gongkai.clearance.models import Clearance, ReviewSlip, ReviewTaskState, SlipItem
from gongkai.clearance.queries.deciding import people_who_may_decide
from gongkai.clearance.queries.gate import reviewers_for
from gongkai.clearance.queries.looked import LookedSlip, looked_on
from gongkai.clearance.rules.difference import Piece, changes_between
from gongkai.clearance.versions import Version, version_of


@dataclass(frozen=True, slots=True)
class Change:
    """One changed field for a reviewer: its Chinese name and the pieces of its text."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ItemChanges:
    """What is new in an item since it was last cleared or, failing that, last sent; ``against`` says which."""

    against: str
    changes: tuple[Change, ...]


def _earlier_version(item: SlipItem) -> tuple[str, Any]:
    """The version that a reviewer has seen before: the last cleared one, else the one last returned."""
    same_object = {"content_type_id": item.content_type_id, "object_id": item.object_id}
    cleared = (
        Clearance.objects.filter(**same_object)
        .exclude(slip_id=item.slip_id)
        .order_by("-pk")
        .select_related("revision", "dataset_version")
        .first()
    )
    if cleared is not None:
        return "上次审定的版本", cleared.revision or cleared.dataset_version
    returned = (
        SlipItem.objects.filter(**same_object, slip_id__lt=item.slip_id)
        .order_by("-pk")
        .select_related("revision", "dataset_version")
        .first()
    )
    if returned is not None:
        return "上次送审的版本", returned.revision or returned.dataset_version
    return "", None


def _content(version: Any) -> dict[str, Any]:
    if hasattr(version, "as_object"):
        return content_of(version.as_object())
    return dict(version.rows.order_by("position").values_list("key", "values"))


def _label(item: SlipItem, name: str) -> str:
    if item.revision is None:
        return name
    model = item.revision.content_type.model_class()
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    verbose = getattr(field, "verbose_name", None)
    return str(verbose or field.related_model._meta.verbose_name)


def changes_of(item: SlipItem, version: Version | None = None) -> ItemChanges | None:
    """What changed in an item since it was last seen; ``None`` where it is seen for the first time.

    Sent again as it was, it has changed in nothing. ``version``: what the item holds, where that was read before.
    """
    return changes_since(item, *_earlier_version(item), version)


def changes_since(
    item: SlipItem, against: str, earlier: Any, version: Version | None = None
) -> ItemChanges | None:
    """What changed in an item since an earlier version, which ``against`` names; ``None`` where there is none."""
    if earlier is None:
        return None
    if earlier == (item.revision or item.dataset_version):
        return ItemChanges(against, ())
    now = dict((version or version_of(item)).content())
    changes = changes_between(_content(earlier), now)
    return ItemChanges(against, tuple(Change(_label(item, c.name), c.pieces) for c in changes))


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One station on the route of a slip; ``mark`` is the station's class in the design system."""

    label: str
    mark: str
    person: str = ""
    acted_for: str = ""
    at: datetime | None = None
    opinion: str = ""
    grounds: str = ""
    awaited: str = ""
    barred: str = ""
    """Who holds the office of the waiting step where none of them may approve, having taken part before."""

    @property
    def is_now(self) -> bool:
        """Whether the slip waits here."""
        return self.mark == "is-now"


_MARKS = {
    TaskState.STATUS_APPROVED: "is-past",
    TaskState.STATUS_IN_PROGRESS: "is-now",
    TaskState.STATUS_REJECTED: "is-bad",
    TaskState.STATUS_CANCELLED: "is-next",
    TaskState.STATUS_SKIPPED: "is-past",
}


def chain_of(slip: ReviewSlip, looked: LookedSlip | None = None) -> list[ChainStep]:
    """The route of a slip: the steps taken with their opinions, the one that waits, those still to come."""
    run = slip.workflow_state
    if run is None:
        return []
    states = ReviewTaskState.objects.filter(workflow_state=run).select_related(
        "task", "finished_by", "acted_for"
    )
    by_task = {state.task_id: state for state in states.order_by("pk")}
    steps = [_step(task.name, by_task.get(task.pk)) for task in run.workflow.tasks]
    return [_waiting(slip, step, looked or looked_on(slip)) if step.is_now else step for step in steps]


def taken_back(slip: ReviewSlip) -> ChainStep | None:
    """Who took a slip back before it was decided, and when."""
    if slip.state != SlipState.CANCELLED or slip.workflow_state is None:
        return None
    states = ReviewTaskState.objects.filter(workflow_state=slip.workflow_state).select_related("finished_by")
    state = states.filter(status=TaskState.STATUS_CANCELLED).order_by("-pk").first()
    who = str(state.finished_by) if state is not None and state.finished_by else ""
    return ChainStep("送审人撤回", "is-past", person=who, at=slip.closed_at)


def returned_before(slip: ReviewSlip) -> ChainStep | None:
    """The step at which the slip before this one was sent back, with what its reviewer asked for."""
    before = slip.previous
    if before is None or before.state != SlipState.RETURNED:
        return None
    return next((step for step in chain_of(before) if step.mark == "is-bad"), None)


def _waiting(slip: ReviewSlip, step: ChainStep, looked: LookedSlip) -> ChainStep:
    """The step with the names of those whose office it is, told apart where none of them may approve."""
    state = slip.current_state()
    if state is None:
        return step
    people = reviewers_for(slip, state.task.specific, timezone.localdate()).order_by("pk")
    names = "、".join(str(person) for person in people)
    if names and not people_who_may_decide(slip, editors=looked.editors):
        return replace(step, barred=names)
    return replace(step, awaited=names)


def _step(name: str, state: ReviewTaskState | None) -> ChainStep:
    if state is None:
        return ChainStep(name, "is-next")
    if state.status == TaskState.STATUS_CANCELLED:  # who took the slip back has reviewed nothing
        return ChainStep(name, "is-next")
    return ChainStep(
        label=f"{name}：退回" if state.status == TaskState.STATUS_REJECTED else name,
        mark=_MARKS[state.status],
        person=str(state.finished_by or ""),
        acted_for=str(state.acted_for or ""),
        at=state.finished_at,
        opinion=state.opinion,
        grounds=state.grounds,
    )
