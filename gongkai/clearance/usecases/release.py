"""Put a cleared package live, now or at a set time: all members in one transaction and one release batch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from wagtail.actions.publish_revision import PublishRevisionAction

from gongkai.clearance import queries
from gongkai.clearance.enums import BatchKind, ItemRole, ScheduleStatus, Urgency
from gongkai.clearance.models import (
    BasePage,
    BatchItem,
    Dataset,
    InterpretationDebt,
    JointRelease,
    ReleaseBatch,
    ReviewSlip,
    ScheduledRelease,
    SlipItem,
)
from gongkai.clearance.notices import tell_of_release
from gongkai.clearance.queries.deciding import names_given_once
from gongkai.clearance.queries.looked import LookedSlip
from gongkai.clearance.queries.releasing import may_release, reasons_against_release_for, stands_in_for
from gongkai.clearance.rules.release import DUE_IN_PAST, reasons_against_cancelling_schedule
from gongkai.clearance.usecases.addresses import keep_addresses
from gongkai.clearance.usecases.aggregation_index import forget_public, index_public
from gongkai.clearance.usecases.closing import lock_members, lock_slip
from gongkai.clearance.usecases.settling import settle_full_reviews
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.locks import hold_locks
from gongkai.core.reasons import refuse_if

ACT = "发布已审版本"
# The order in which members go live: a page after the pages above it, the document after what explains it.
_ORDER = {ItemRole.PAGE: 0, ItemRole.SNIPPET: 1, ItemRole.DATASET: 2, ItemRole.INFOGRAPHIC: 3}


@transaction.atomic
def release_slip(*, by: User, slip: ReviewSlip, on_schedule: bool = False) -> ReleaseBatch:
    """Put every member of a granted slip live and hand the publisher one batch. Raises ``Refused`` with all reasons.

    ``on_schedule`` is set by the scheduler, which acts on the right of the person who set the time.
    """
    slip = lock_slip(slip.pk)
    lock_members(slip)
    looked = LookedSlip(slip)
    hold_locks(names_given_once(slip, looked))
    refuse_if(reasons_against_release_for(by, slip, looked), act=ACT)
    # Read anew: what was looked at holds each page as it stood before the pages above it went live.
    items = list(slip.items.select_related("revision", "dataset_version__dataset"))
    targets = [(_specific(item), item) for item in items]
    targets.sort(key=lambda pair: (_ORDER.get(ItemRole(pair[1].role), 4), getattr(pair[0], "depth", 0)))
    for target, item in targets:
        _put_live(target, item, by)
    batch = open_batch(kind=BatchKind.RELEASE, by=by, objects=[target for target, _ in targets])
    _settle_debts(targets)
    slip.released_at = timezone.now()
    slip.save(update_fields=["released_at"])
    if slip.urgency == Urgency.NORMAL:
        settle_full_reviews(slip)
    record_event(
        action="clearance.release",
        by=by,
        subject=slip,
        batch=batch.pk,
        digests=[item.digest for item in items],
        on_schedule=on_schedule,
        acted_for=acted_for.pk if (acted_for := stands_in_for(by)) else None,
    )
    tell_of_release(slip)
    return batch


def _specific(item: SlipItem) -> Any:
    target = item.target
    return getattr(target, "specific", target)


def _put_live(target: Any, item: SlipItem, by: User) -> None:
    if isinstance(target, Dataset):
        target.live_version_id = item.dataset_version_id
        target.cleared_version_id = item.dataset_version_id
        target.save(update_fields=["live_version", "cleared_version"])
        return
    PublishRevisionAction(item.revision, user=by).execute(skip_permission_checks=True)


def _settle_debts(targets: Sequence[tuple[Any, SlipItem]]) -> None:
    """An interpretation debt is paid in the release that brings both interpretation and infographic."""
    pages = [target.pk for target, _ in targets if isinstance(target, BasePage)]
    joints = JointRelease.objects.filter(
        models.Q(interpretation__in=pages) | models.Q(infographic__in=pages) | models.Q(policy__in=pages)
    )
    for joint in joints.select_related("interpretation", "infographic"):
        if joint.interpretation.live and joint.infographic.live:
            InterpretationDebt.objects.filter(policy=joint.policy_id, paid_at=None).update(
                paid_at=timezone.now()
            )


def open_batch(*, kind: BatchKind, by: User | None, objects: Sequence[models.Model]) -> ReleaseBatch:
    """Write the outbox rows of one public change, in the transaction of the change."""
    batch = ReleaseBatch.objects.create(kind=kind, created_at=timezone.now(), created_by=by)
    keep_addresses(objects, at=batch.created_at)
    BatchItem.objects.bulk_create(
        BatchItem(batch=batch, content_type=queries.base_type_of(obj), object_id=str(obj.pk))
        for obj in objects
    )
    if kind == BatchKind.RELEASE:
        index_public(objects)  # in this transaction: the next list is laid beside it at once
    elif kind in (BatchKind.WITHDRAWAL, BatchKind.PURGE):
        forget_public(objects)
    return batch


@transaction.atomic
def schedule_release(*, by: User, slip: ReviewSlip, due_at: datetime) -> ScheduledRelease:
    """Set the time at which a granted slip goes live. Refused for the same reasons as a release now."""
    slip = ReviewSlip.objects.select_for_update().get(pk=slip.pk)
    reasons = reasons_against_release_for(by, slip)
    if due_at <= timezone.now():
        reasons.append(DUE_IN_PAST.reason("上线时间已过，请选将来的时间。", field="due_at"))
    refuse_if(reasons, act="定时上线")
    schedule, _ = ScheduledRelease.objects.update_or_create(
        slip=slip,
        defaults={"due_at": due_at, "status": ScheduleStatus.WAITING, "set_by": by, "failure": []},
    )
    record_event(action="clearance.schedule", by=by, subject=slip, due_at=due_at.isoformat())
    return schedule


@transaction.atomic
def cancel_schedule(*, by: User, slip: ReviewSlip) -> None:
    """Call off the scheduled release of a slip while it still waits; refused with the reason once it does not."""
    slip = ReviewSlip.objects.select_for_update().get(pk=slip.pk)
    schedule = ScheduledRelease.objects.select_for_update().filter(slip=slip.pk).first()
    refuse_if(
        reasons_against_cancelling_schedule(
            slip_number=slip.number,
            may_release=may_release(by),
            status=schedule.status if schedule else "",
        ),
        act="取消定时上线",
    )
    assert schedule is not None  # without one it has been refused above
    schedule.status = ScheduleStatus.CANCELLED
    schedule.save(update_fields=["status"])
    record_event(action="clearance.cancel_schedule", by=by, subject=slip)
