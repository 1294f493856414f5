"""撤下 and 紧急清除: two different acts (design invariant 7)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish import UnpublishAction

from gongkai.clearance import queries
from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.basis import NO_SECRETS
from gongkai.clearance.digest import files_used
from gongkai.clearance.enums import BatchKind, ScheduleStatus
from gongkai.clearance.models import (
    BasePage,
    Clearance,
    JointRelease,
    ReleaseBatch,
    ScheduledRelease,
    Suppression,
    Withdrawal,
)
from gongkai.clearance.queries.withdrawing import reasons_against_withdrawal_for
from gongkai.clearance.rules.storing import reasons_against_storing
from gongkai.clearance.suppression import sign_suppression, write_suppression_file
from gongkai.clearance.usecases.release import open_batch
from gongkai.clearance.verbs import PURGE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import define_rule, refuse_if

NO_RIGHT_TO_PURGE = define_rule(
    "clearance.purge.right", 13, "紧急清除由厅办公室、保密审查人员或厅领导办理。", NO_SECRETS
)


@transaction.atomic
def withdraw_document(
    *, by: User, target: Any, reason: str, grounds: str = "", replaced_by: str = ""
) -> Withdrawal:
    """Take a document down and leave a notice with the public reason at its address. Raises ``Refused``.

    A policy takes its interpretation and infographic down with it: they explain nothing without it.
    """
    target = type(target)._default_manager.select_for_update().get(pk=target.pk)
    target = getattr(target, "specific", target)
    screened = reasons_against_storing((("撤下理由", reason), ("依据", grounds)))
    refuse_if([*reasons_against_withdrawal_for(by, target, reason=reason), *screened], act="撤下")
    group = [target, *_companions_of(target)]
    rows = [_take_down(member, by, reason, grounds, replaced_by) for member in group]
    open_batch(kind=BatchKind.WITHDRAWAL, by=by, objects=group)
    record_event(action="clearance.withdraw", by=by, subject=target, members=[str(m.pk) for m in group])
    return rows[0]


def _companions_of(target: Any) -> list[BasePage]:
    joint = JointRelease.objects.filter(policy=target.pk).first() if isinstance(target, BasePage) else None
    if joint is None:
        return []
    return [page.specific for page in (joint.interpretation, joint.infographic) if page.live]


def _take_down(target: Any, by: User, reason: str, grounds: str, replaced_by: str) -> Withdrawal:
    row = Withdrawal.objects.create(
        content_type=queries.base_type_of(target),
        object_id=str(target.pk),
        title=str(target)[:300],
        path=public_path_of(target),
        reason=reason.strip(),
        grounds=grounds.strip(),
        replaced_by=replaced_by.strip(),
        revision_id=target.live_revision_id,
        by=by,
        at=timezone.now(),
    )
    _unpublish(target, by)
    return row


def _unpublish(target: Any, by: User) -> None:
    UnpublishAction(target, user=by).execute(skip_permission_checks=True)
    target.public_since = None
    target.save(update_fields=["public_since"])
    waiting = ScheduledRelease.objects.filter(
        slip__items__content_type=queries.base_type_of(target),
        slip__items__object_id=str(target.pk),
        status=ScheduleStatus.WAITING,
    )
    waiting.update(status=ScheduleStatus.CANCELLED)


@transaction.atomic
def purge_document(*, by: User, target: Any, cause: str) -> ReleaseBatch:
    """紧急清除: one act that takes content out of everything public, now and in what is kept of the past.

    No public reason, no grounds, no second person: a leak does not wait. ``cause`` is a code (secret, personal,
    other), never a description. The signed suppression outlives rollback and restore. Raises ``Refused``.
    """
    refuse_if([] if may(by, PURGE) else [NO_RIGHT_TO_PURGE.reason("您没有紧急清除的权限。")], act="紧急清除")
    target = type(target)._default_manager.select_for_update().get(pk=target.pk)
    target = getattr(target, "specific", target)
    group = [target, *_companions_of(target)]
    rows = [_suppress(member, by, cause) for member in group]
    for member in group:
        if member.live:
            _unpublish(member, by)
        _record_purge_as_withdrawal(member, by)
    batch = open_batch(kind=BatchKind.PURGE, by=by, objects=group)
    record_event(
        action="clearance.purge", by=by, subject=target, cause=cause, suppressions=[r.pk for r in rows]
    )
    transaction.on_commit(write_suppression_file)
    return batch


def _suppress(target: Any, by: User, cause: str) -> Suppression:
    clearances = Clearance.objects.filter(
        content_type=queries.base_type_of(target), object_id=str(target.pk)
    ).select_related("revision")
    digests = {clearance.digest for clearance in clearances}
    for clearance in clearances:
        revision: Any = clearance.revision
        digests |= _file_hashes(revision.as_object())
    row = Suppression(
        content_type=queries.base_type_of(target),
        object_id=str(target.pk),
        path=public_path_of(target),
        digests=sorted(digests),
        cause=cause,
        by=by,
        at=timezone.now(),
    )
    row.signature = sign_suppression(row)
    row.save()
    return row


def _file_hashes(document: Any) -> set[str]:
    from django.apps import apps

    hashes = set()
    for label, pk in files_used(document):
        hashes |= set(apps.get_model(label)._default_manager.filter(pk=pk).values_list("sha256", flat=True))
    return hashes - {""}


def _record_purge_as_withdrawal(target: Any, by: User) -> None:
    """The clearance is spent: coming back needs a new review. The public sees 该内容已撤下 and nothing more."""
    Withdrawal.objects.create(
        content_type=queries.base_type_of(target),
        object_id=str(target.pk),
        title="",
        path=public_path_of(target),
        reason="该内容已撤下。",
        revision_id=None,
        by=by,
        at=timezone.now(),
    )
