"""A slip leaves review, or loses the clearance it was granted: in one place, so that what it carried is free again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.enums import ScheduleStatus, SlipState
from gongkai.clearance.models import BasePage, ReviewSlip, ScheduledRelease, SlipItem
from gongkai.clearance.notices import call_off_release
from gongkai.clearance.queries.full_review import OWING
from gongkai.clearance.queries.joint import joints_with
from gongkai.clearance.shapes import lock_targets
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event

_WAITS = Q(state=SlipState.GRANTED, released_at=None)
_SETTLED = _WAITS | OWING


def close_slip(slip: ReviewSlip, state: SlipState) -> None:
    """Review is over with this outcome; the objects may go on another slip. The caller holds the slip's lock."""
    slip.state = state
    slip.closed_at = timezone.now()
    slip.save(update_fields=["state", "closed_at", "full_review_due_on", "released_at"])
    slip.items.update(is_open=False)


def lock_slip(pk: int) -> ReviewSlip:
    """A slip about to be decided or released, locked and read anew, and with it every slip that this may settle.

    Those are the ones of the same objects that wait for release, or owe a full review. All are taken in the one order
    of their keys, and before the objects they carry: whoever decides, releases, withdraws or purges at the same time
    waits, and never for ever. Raises ``ReviewSlip.DoesNotExist``.
    """
    carried = [(item.content_type_id, item.object_id) for item in SlipItem.objects.filter(slip=pk)]
    slips = {slip.pk: slip for slip in _lock_carriers(carried, _SETTLED, Q(pk=pk))}
    if pk not in slips:
        raise ReviewSlip.DoesNotExist(pk)
    return slips[pk]


def lock_waiting_slips(objects: Iterable[Any]) -> list[ReviewSlip]:
    """Granted slips of these objects that have not been released, locked in order of their keys."""
    return _lock_carriers(_keys_of(objects), _WAITS)


def lock_slips_settled_with(objects: Iterable[Any]) -> list[ReviewSlip]:
    """Slips of these objects that a purge may settle: under review, waiting for release, or owing a full review."""
    return _lock_carriers(_keys_of(objects), _SETTLED | Q(state=SlipState.IN_REVIEW))


@transaction.atomic
def end_reviews_of(*, by: User, objects: Iterable[Any]) -> None:
    """What is suspected of a leak is reviewed no further: open slips that carry any of it end, and free the rest of what
    they carry. The caller holds the locks of :func:`lock_slips_settled_with`.
    """
    for slip in _lock_carriers(_keys_of(objects), Q(state=SlipState.IN_REVIEW)):
        close_slip(slip, SlipState.CANCELLED)
        run = slip.workflow_state
        if run is not None and run.is_active:
            run.cancel(user=by)
        record_event(action="clearance.end_review", by=by, subject=slip)


def _keys_of(objects: Iterable[Any]) -> list[tuple[int, str]]:
    return [(queries.base_type_of(one).pk, str(one.pk)) for one in objects]


def _lock_carriers(keys: Iterable[tuple[int, str]], which: Q, *besides: Q) -> list[ReviewSlip]:
    carried = Q(pk__in=[])
    for content_type, object_id in keys:
        carried |= Q(content_type=content_type, object_id=object_id)
    carries = SlipItem.objects.filter(carried, slip=OuterRef("pk"))
    wanted = Q(which, Exists(carries))
    for one in besides:
        wanted |= one
    return list(ReviewSlip.objects.filter(wanted).select_for_update().order_by("pk"))


def lock_members(slip: ReviewSlip) -> None:
    """Hold what a slip carries, what explains it and what it stands below, so that nobody takes any of it down between the
    judgement and the act.
    """
    targets = [target for item in slip.items.all() if (target := item.target) is not None]
    pages = [target for target in targets if isinstance(target, BasePage)]
    joints = joints_with(*pages).select_related("policy", "interpretation", "infographic")
    groups = [page for joint in joints for page in (joint.policy, joint.interpretation, joint.infographic)]
    above = {page.pk: page for one in pages for page in one.get_ancestors().filter(depth__gt=1)}
    lock_targets([*targets, *groups, *above.values()])


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
