"""Put a cleared package live, now or at a set time: all members in one transaction and one release batch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from wagtail.actions.publish_revision import PublishRevisionAction

from gongkai.clearance import queries
from gongkai.clearance.digest import digest_of
from gongkai.clearance.enums import BatchKind, ItemRole, ScheduleStatus, SlipState
from gongkai.clearance.models import (
    BasePage,
    BatchItem,
    Clearance,
    Dataset,
    InterpretationDebt,
    JointRelease,
    ReleaseBatch,
    ReviewSlip,
    ScheduledRelease,
    SlipItem,
)
from gongkai.clearance.rules.live import LiveFacts
from gongkai.clearance.rules.release import (
    DUE_IN_PAST,
    NO_RIGHT,
    ReleaseFacts,
    ReleaseItemFacts,
    reasons_against_releasing,
)
from gongkai.clearance.usecases.files import names_of_altered_files
from gongkai.clearance.usecases.submission import version_digest
from gongkai.clearance.verbs import RELEASE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Refused, refuse_if

ACT = "发布已审版本"
# The order in which members go live: a page after the pages above it, the document after what explains it.
_ORDER = {ItemRole.PAGE: 0, ItemRole.SNIPPET: 1, ItemRole.DATASET: 2, ItemRole.INFOGRAPHIC: 3}


def _clearance_of(item: SlipItem) -> Clearance | None:
    if item.dataset_version_id is not None:
        return Clearance.objects.filter(dataset_version_id=item.dataset_version_id).first()
    return Clearance.objects.filter(revision_id=item.revision_id).first()


def _live_facts(item: SlipItem, target: Any, clearance: Clearance | None) -> LiveFacts:
    if isinstance(target, Dataset):
        version: Any = item.dataset_version
        matches = clearance is not None and version_digest(version) == clearance.digest
        return LiveFacts(item.title, clearance is not None, matches, "", False, False, False)
    revision: Any = item.revision
    document = revision.as_object()
    matches = (
        clearance is not None
        and digest_of(document) == clearance.digest
        and not names_of_altered_files(document)
    )
    return LiveFacts(
        title=item.title,
        is_cleared=clearance is not None,
        digest_matches=matches,
        disclosure=document.disclosure,
        needs_joint=document.requires_joint_release(),
        has_joint=_joint_is_ready(target, item.slip),
        has_debt=_owes(target),
    )


def _owes(target: Any) -> bool:
    """Whether an interpretation debt still excuses this object; a paid one excuses nothing more."""
    debt = getattr(target, "interpretation_debt", None)
    return debt is not None and debt.paid_at is None


def _joint_is_ready(target: Any, slip: ReviewSlip) -> bool:
    """Whether the other two of the joint release are live already or go live on this slip."""
    joint = getattr(target, "joint_release", None)
    if joint is None:
        return False
    on_slip = {int(pk) for pk in slip.items.values_list("object_id", flat=True)}
    companions = (joint.interpretation, joint.infographic)
    return all(companion.live or companion.pk in on_slip for companion in companions)


def _item_facts(item: SlipItem, going_live: frozenset[int]) -> ReleaseItemFacts:
    found: Any = item.target
    target = getattr(found, "specific", found)
    clearance = _clearance_of(item)
    latest = queries.latest_clearance_of(target)
    withdrawal = queries.latest_withdrawal_of(target)
    parent_is_live = True
    is_live = False
    if isinstance(target, BasePage):
        parent: Any = target.get_parent()
        parent_is_live = parent.live or parent.pk in going_live
        is_live = target.live and target.live_revision_id == item.revision_id
    elif isinstance(target, Dataset):
        is_live = target.live_version_id == item.dataset_version_id
    else:
        is_live = target.live and target.live_revision_id == item.revision_id
    return ReleaseItemFacts(
        live=_live_facts(item, target, clearance),
        is_latest_clearance=clearance is None or latest is None or clearance.pk == latest.pk,
        is_live_already=is_live,
        withdrawn_at=withdrawal.at if withdrawal else None,
        parent_is_live=parent_is_live,
    )


def release_facts(slip: ReviewSlip, *, may_release: bool) -> ReleaseFacts:
    """What the rule needs to judge a release; also used to show beforehand why it would be refused."""
    items = list(slip.items.select_related("slip", "revision", "dataset_version__dataset"))
    going_live = frozenset(int(item.object_id) for item in items if item.role != ItemRole.DATASET)
    granted = slip.closed_at if slip.state == SlipState.GRANTED else None
    return ReleaseFacts(
        slip_state=slip.state,
        slip_number=slip.number,
        may_release=may_release,
        granted_at=granted,
        items=tuple(_item_facts(item, going_live) for item in items),
    )


@transaction.atomic
def release_slip(*, by: User, slip: ReviewSlip, on_schedule: bool = False) -> ReleaseBatch:
    """Put every member of a granted slip live and hand the publisher one batch. Raises ``Refused`` with all reasons.

    ``on_schedule`` is set by the scheduler, which acts on the right of the person who set the time.
    """
    slip = ReviewSlip.objects.select_for_update().get(pk=slip.pk)
    facts = release_facts(slip, may_release=may(by, RELEASE))
    refuse_if(reasons_against_releasing(facts), act=ACT)
    items = list(slip.items.select_related("revision", "dataset_version__dataset"))
    targets = [(_specific(item), item) for item in items]
    targets.sort(key=lambda pair: (_ORDER.get(ItemRole(pair[1].role), 4), getattr(pair[0], "depth", 0)))
    for target, item in targets:
        _put_live(target, item, by)
    batch = open_batch(kind=BatchKind.RELEASE, by=by, objects=[target for target, _ in targets])
    _settle_debts(targets)
    slip.released_at = timezone.now()
    slip.save(update_fields=["released_at"])
    record_event(
        action="clearance.release",
        by=by,
        subject=slip,
        batch=batch.pk,
        digests=[item.digest for item in items],
        on_schedule=on_schedule,
    )
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
    pages = [target.pk for target, item in targets if item.role != ItemRole.DATASET]
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
    BatchItem.objects.bulk_create(
        BatchItem(batch=batch, content_type=queries.base_type_of(obj), object_id=str(obj.pk))
        for obj in objects
    )
    return batch


@transaction.atomic
def schedule_release(*, by: User, slip: ReviewSlip, due_at: datetime) -> ScheduledRelease:
    """Set the time at which a granted slip goes live. Refused for the same reasons as a release now."""
    slip = ReviewSlip.objects.select_for_update().get(pk=slip.pk)
    reasons = reasons_against_releasing(release_facts(slip, may_release=may(by, RELEASE)))
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
def cancel_schedule(*, by: User, schedule: ScheduledRelease) -> None:
    """Call off a scheduled release that is still waiting."""
    schedule = ScheduledRelease.objects.select_for_update().get(pk=schedule.pk)
    if not may(by, RELEASE):
        raise Refused([NO_RIGHT.reason("您没有取消定时上线的权限。")], act="取消定时上线")
    if schedule.status != ScheduleStatus.DONE:
        schedule.status = ScheduleStatus.CANCELLED
        schedule.save(update_fields=["status"])
        record_event(action="clearance.cancel_schedule", by=by, subject=schedule.slip)
