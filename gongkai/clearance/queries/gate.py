"""The read side of the gate."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet

from gongkai.clearance.enums import OPEN_SLIP_STATES, SlipState, Step, Urgency
from gongkai.clearance.models.dataset import Dataset
from gongkai.clearance.models.gate import Clearance
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.release import Withdrawal
from gongkai.clearance.models.review import DutyShift, FinalReviewTask, ReviewSlip, ReviewTask, SlipItem
from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.organisation.enums import UnitKind
from gongkai.core.organisation.queries import grantors_for, heads_of

SCOPE_OF_STEP = {
    Step.UNIT_HEAD: "clearance.review_unit",
    Step.OFFICE: "clearance.review_office",
    Step.FINAL: "clearance.review_final",
    Step.DUTY_CHECK: "clearance.review_office",
    Step.DUTY_LEADER: "clearance.review_final",
}
"""The delegable right that covers a step."""


def base_type_of(obj: Any) -> ContentType:
    """The content type under which the gate keeps an object: the base page for every page."""
    if isinstance(obj, Dataset):
        return ContentType.objects.get_for_model(Dataset)
    kind: ContentType = obj.get_base_content_type()
    return kind


def slips_of(obj: models.Model) -> QuerySet[ReviewSlip]:
    """Slips that carry or carried an object, newest first."""
    return ReviewSlip.objects.filter(
        items__content_type=base_type_of(obj), items__object_id=str(obj.pk)
    ).order_by("-pk")


def slips_in_care_of(user: User) -> QuerySet[ReviewSlip]:
    """Slips that a person looks after: those they sent, and those taken over from a sender who left."""
    return ReviewSlip.objects.filter(Q(handed_to=user) | Q(handed_to__isnull=True, submitted_by=user))


def open_slip_of(obj: models.Model) -> ReviewSlip | None:
    """The slip on which an object is under review now."""
    return slips_of(obj).filter(state__in=OPEN_SLIP_STATES).first()


def slips_of_pages(keys: Collection[int]) -> dict[int, ReviewSlip]:
    """By key of pages, the newest slip on which each is under review or waits to go live; one query, none for no pages."""
    if not keys:
        return {}
    items = SlipItem.objects.filter(
        content_type=ContentType.objects.get_for_model(BasePage),
        object_id__in=[str(key) for key in keys],
        slip__state__in=[*OPEN_SLIP_STATES, SlipState.GRANTED],
    )
    return {int(item.object_id): item.slip for item in items.select_related("slip").order_by("slip")}


def latest_clearance_of(obj: models.Model) -> Clearance | None:
    """The most recent clearance of an object."""
    return (
        Clearance.objects.filter(content_type=base_type_of(obj), object_id=str(obj.pk))
        .order_by("-pk")
        .first()
    )


def fully_reviewed(clearances: QuerySet[Clearance]) -> QuerySet[Clearance]:
    """Without those signed in an emergency whose full review is still owed."""
    return clearances.exclude(is_emergency=True, slip__full_review=None)


def latest_full_review_of(obj: models.Model) -> Clearance | None:
    """The most recent clearance of an object for which all of it was read: by the whole chain, not as a typo."""
    of_object = Clearance.objects.filter(content_type=base_type_of(obj), object_id=str(obj.pk))
    return fully_reviewed(of_object).exclude(slip__urgency=Urgency.TYPO).order_by("-pk").first()


def latest_withdrawal_of(obj: models.Model) -> Withdrawal | None:
    """The most recent withdrawal of an object."""
    return (
        Withdrawal.objects.filter(content_type=base_type_of(obj), object_id=str(obj.pk))
        .order_by("-pk")
        .first()
    )


def shift_on(day: date) -> DutyShift | None:
    """The duty roster's row for a day."""
    return DutyShift.objects.filter(day=day).first()


def people_on_duty(step: Step, day: date) -> QuerySet[User]:
    """Who is on the roster of a day for a step of an urgent paper: the roster names, the verb entitles."""
    from gongkai.clearance.verbs import REVIEW_FINAL, REVIEW_OFFICE

    shift = shift_on(day)
    if shift is None:
        return User.objects.none()
    if step == Step.DUTY_CHECK:
        return people_with(REVIEW_OFFICE).filter(pk=shift.checker_id)
    return people_with(REVIEW_FINAL).filter(pk=shift.leader_id)


def reviewers_for(slip: ReviewSlip, task: ReviewTask, day: date) -> QuerySet[User]:
    """The people whose own office it is to decide a step of a slip on a day (delegates not included)."""
    from gongkai.clearance.verbs import REVIEW_FINAL, REVIEW_OFFICE, REVIEW_UNIT

    step = task.step
    if step == Step.UNIT_HEAD:
        return heads_of(slip.unit, day).filter(pk__in=people_with(REVIEW_UNIT))
    if step == Step.OFFICE:
        return people_with(REVIEW_OFFICE)
    if step == Step.FINAL:
        return people_with(REVIEW_FINAL).filter(pk=_final_reviewer(slip, task))
    return people_on_duty(step, day)


def _final_reviewer(slip: ReviewSlip, task: ReviewTask) -> int | None:
    """The leader in charge of the unit; where the office drafted, the named alternate instead."""
    if slip.unit.kind == UnitKind.OFFICE and isinstance(task, FinalReviewTask):
        alternate: int | None = task.alternate_id
        return alternate
    leader: int | None = slip.unit.supervised_by_id
    return leader


def seats_of(user: User, slip: ReviewSlip, task: ReviewTask, day: date) -> list[int | None]:
    """In whose place a person may decide a step: ``None`` for their own office, else the grantor's id."""
    eligible = set(reviewers_for(slip, task, day).values_list("pk", flat=True))
    seats: list[int | None] = [None] if user.pk in eligible else []
    grantors = grantors_for(user, SCOPE_OF_STEP[Step(task.step)], day).values_list("pk", flat=True)
    return seats + [pk for pk in grantors if pk in eligible]


def specific_targets(slip: ReviewSlip) -> Iterable[models.Model]:
    """The live rows of the objects on a slip, as their own classes."""
    for item in slip.items.all():
        target = item.target
        if target is not None:
            yield getattr(target, "specific", target)
