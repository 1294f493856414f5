"""A slip leaves review, or loses the clearance it was granted: in one place, so that what it carried is free again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.enums import ScheduleStatus, SlipState
from gongkai.clearance.models import BasePage, ReviewSlip, ScheduledRelease, SlipItem
from gongkai.clearance.notices import call_off_release
from gongkai.clearance.queries.joint import joints_with
from gongkai.clearance.shapes import lock_targets
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event

_WAITS = Q(state=SlipState.GRANTED, released_at=None)


def close_slip(slip: ReviewSlip, state: SlipState) -> None:
    """Review is over with this outcome; the objects may go on another slip. The caller holds the slip's lock."""
    slip.state = state
    slip.closed_at = timezone.now()
    slip.save(update_fields=["state", "closed_at", "full_review_due_on", "released_at"])
    slip.items.update(is_open=False)


def lock_waiting_slips(objects: Iterable[Any]) -> list[ReviewSlip]:
    """Granted slips of these objects that have not been released, locked in order of their keys."""
    return _locked_carriers(objects, _WAITS)


def lock_slips_decided_with(objects: Iterable[Any]) -> list[ReviewSlip]:
    """Every slip of these objects that the decision of another may settle: those that wait for release, and urgent ones
    that owe a full review. In the one order of :func:`lock_waiting_slips`, and like them before the objects.
    """
    return _locked_carriers(objects, _WAITS | Q(full_review_due_on__isnull=False, full_review=None))


def _locked_carriers(objects: Iterable[Any], which: Q) -> list[ReviewSlip]:
    carried = Q()
    for target in objects:
        carried |= Q(content_type=queries.base_type_of(target), object_id=str(target.pk))
    if not carried:
        return []
    carries = SlipItem.objects.filter(carried, slip=OuterRef("pk"))
    slips = ReviewSlip.objects.filter(which, Exists(carries))
    return list(slips.select_for_update().order_by("pk"))


def lock_members(slip: ReviewSlip) -> None:
    """Hold what a slip carries and what explains it, so that nobody takes it down between the judgement and the act."""
    targets = [target for item in slip.items.all() if (target := item.target) is not None]
    pages = [target for target in targets if isinstance(target, BasePage)]
    joints = joints_with(*pages).select_related("policy", "interpretation", "infographic")
    groups = [page for joint in joints for page in (joint.policy, joint.interpretation, joint.infographic)]
    lock_targets([*targets, *groups])


def let_go_of_overtaken(
    *, by: User | None, objects: Iterable[Any], state: SlipState, keep: ReviewSlip | None = None
) -> None:
    """Granted slips of these objects that can never be released any more wait for nobody.

    The caller holds the transaction. ``state`` says what overtook them: a later grant (``keep`` is the slip it was
    granted on), or a withdrawal. A package is released as a whole, so one member overtaken is enough; a time set for
    its release is called off.
    """
    for slip in lock_waiting_slips(objects):
        if keep is not None and slip.pk == keep.pk:
            continue
        slip.state = state
        slip.save(update_fields=["state"])
        planned = ScheduledRelease.objects.filter(slip=slip).exclude(status=ScheduleStatus.DONE)
        planned.update(status=ScheduleStatus.CANCELLED)
        call_off_release(slip)
        record_event(
            action="clearance.let_go",
            by=by,
            subject=slip,
            outcome=str(state),
            later_slip=keep.pk if keep else None,
        )
