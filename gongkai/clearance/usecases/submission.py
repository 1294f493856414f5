"""Send a package into review, and take it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.enums import ContentKind, ItemRole, SlipState, Urgency
from gongkai.clearance.models import ReviewSlip, SlipItem
from gongkai.clearance.notices import tell_where_it_stands
from gongkai.clearance.packaging import Member, content_reasons, submission_facts, workflow_for
from gongkai.clearance.queries.aggregation import Public
from gongkai.clearance.queries.sealing import reasons_against_sealed
from gongkai.clearance.rules.review import (
    CancelFacts,
    reasons_against_cancelling,
    reasons_against_submitting,
)
from gongkai.clearance.shapes import lock_targets
from gongkai.clearance.usecases.closing import close_slip
from gongkai.clearance.usecases.reports import record_report
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.locks import hold_locks
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import responsible_unit
from gongkai.core.reasons import refuse_if

ACT = "提交审查"


def submit_for_review(
    *,
    by: User,
    members: Sequence[tuple[Any, ItemRole]],
    kind: ContentKind,
    unit: Unit | None,
    title: str = "",
    urgency: Urgency = Urgency.NORMAL,
    urgent_grounds: str = "",
) -> ReviewSlip:
    """Put a package on one slip at its exact digests and start the chain of its kind.

    The objects are locked first: whoever edits, sends or withdraws one of them at the same time waits.
    Raises ``Refused`` with every reason: right, unit, disclosure, companions, open slips, altered files, roster.
    """
    refuse_free_texts(by=by, texts=[FreeText("急件理由", urgent_grounds, "urgent_grounds")], act=ACT)
    with transaction.atomic():
        package = _locked_package(by, members)
        hold_locks(name for one in package if one.version for name in one.version.names_given_once())
        reasons = reasons_against_submitting(
            submission_facts(by, package, kind, unit, urgency, urgent_grounds)
        )
        reasons += content_reasons(package, urgency, with_bytes=True)
        refuse_if(reasons, act=ACT)
        assert unit is not None  # an item without a unit has been refused above
        return _send(by, package, kind, unit, title, urgency, urgent_grounds)


def _locked_package(by: User, members: Sequence[tuple[Any, ItemRole]]) -> list[Member]:
    targets = lock_targets(target for target, _ in members)
    refuse_if(reasons_against_sealed(targets), act=ACT)
    public = Public()
    return [Member(target, role, public, by) for target, (_, role) in zip(targets, members, strict=True)]


def _send(
    by: User,
    package: Sequence[Member],
    kind: ContentKind,
    unit: Unit,
    title: str,
    urgency: Urgency,
    urgent_grounds: str,
) -> ReviewSlip:
    # What is sent keeps the unit that wrote it; its review goes to the one that has its work today (ADR 0007).
    answers = responsible_unit(unit, timezone.localdate())
    slip = _open_slip(by, package, kind, answers, title, urgency, urgent_grounds)
    workflow_for(kind, urgency).start(slip, by)
    tell_where_it_stands(slip)
    record_event(
        action="clearance.submit",
        by=by,
        subject=slip,
        digests=[item.digest for item in slip.items.all()],
        urgency=str(urgency),
    )
    return slip


def _open_slip(
    by: User,
    package: Sequence[Member],
    kind: ContentKind,
    unit: Unit,
    title: str,
    urgency: str,
    urgent_grounds: str,
) -> ReviewSlip:
    now = timezone.now()
    slip = ReviewSlip.objects.create(
        number=uuid4().hex[:30],
        title=title or package[0].title,
        kind=kind,
        unit=unit,
        urgency=urgency,
        urgent_grounds=urgent_grounds.strip(),
        submitted_by=by,
        submitted_at=now,
        previous=queries.slips_of(package[0].target).first(),
    )
    slip.number = f"SC-{timezone.localdate():%Y}-{slip.pk:05d}"
    slip.save(update_fields=["number"])
    for member in package:
        assert member.looked is not None  # what has no content has been refused
        version = member.looked.version
        member.shape.seal(version, now)
        SlipItem.objects.create(
            slip=slip,
            role=member.role,
            content_type=queries.base_type_of(member.target),
            object_id=str(member.target.pk),
            **{version.field: version.row},
            title=version.title,
            digest=version.digest(),
            placement=member.shape.placement(),
        )
        record_report(screening=member.looked.screening)
    slip.save_revision(user=by, clean=False)
    return slip


@transaction.atomic
def cancel_slip(*, by: User, slip: ReviewSlip) -> ReviewSlip:
    """Take a slip back before it is decided; only its submitter, and only while it is in review."""
    slip = ReviewSlip.objects.select_for_update().get(pk=slip.pk)
    facts = CancelFacts(
        is_in_review=slip.state == SlipState.IN_REVIEW, is_caretaker=slip.caretaker_id == by.pk
    )
    refuse_if(reasons_against_cancelling(facts), act="撤回审查单")
    close_slip(slip, SlipState.CANCELLED)
    state = slip.workflow_state
    if state is not None and state.is_active:
        state.cancel(user=by)
    tell_where_it_stands(slip)
    record_event(action="clearance.cancel_slip", by=by, subject=slip)
    return slip
