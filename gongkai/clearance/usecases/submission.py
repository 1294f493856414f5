"""Send a package into review, and take it back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.enums import ContentKind, ItemRole, SlipState, Step, Urgency
from gongkai.clearance.models import ReviewChain, ReviewSlip, SlipItem
from gongkai.clearance.notices import tell_where_it_stands
from gongkai.clearance.rules.files import reasons_against_removed_files
from gongkai.clearance.rules.live import CHANGED
from gongkai.clearance.rules.review import (
    CancelFacts,
    ItemFacts,
    SubmissionFacts,
    reasons_against_cancelling,
    reasons_against_submitting,
)
from gongkai.clearance.rules.storing import reasons_against_storing, reasons_against_unread_files
from gongkai.clearance.rules.typo import reasons_against_typo_path
from gongkai.clearance.shapes import lock_targets, shape_of
from gongkai.clearance.usecases.closing import close_slip
from gongkai.clearance.verbs import SUBMIT
from gongkai.clearance.versions import Version, version_of
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import responsible_unit, unit_ids_of
from gongkai.core.reasons import Reason, refuse_if

ACT = "提交审查"


class Member:
    """One member of a package: the object, its role, and the version that is sent."""

    def __init__(self, target: Any, role: ItemRole, by: User | None = None) -> None:
        """The newest version, read only; for the act itself (``by``) one is made where the object has none to send."""
        self.target = target
        self.role = role
        self.shape = shape_of(target)
        self.version = self.shape.latest() if by is None else self.shape.version_to_send(by)

    @property
    def title(self) -> str:
        """As in the version sent."""
        return self.version.title if self.version is not None else str(self.target)


def package_digest(digests: Sequence[str]) -> str:
    """One digest for a whole package, whatever the order of its members."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def _item_facts(member: Member) -> ItemFacts:
    version = member.version
    slip = queries.open_slip_of(member.target)
    needs = version is not None and version.needs_joint and not member.shape.has_companions()
    return ItemFacts(
        title=member.title,
        has_unit=version is None or version.has_unit,
        has_content=version is not None,
        disclosure=version.disclosure if version is not None else "",
        needs_disclosure=version is not None and version.needs_disclosure,
        withheld_ground=version.withheld_ground if version is not None else None,
        on_open_slip=slip.number if slip else "",
        is_cleared_already=_is_cleared(member),
        missing_companions=("解读", "图解") if needs else (),
    )


def _is_cleared(member: Member) -> bool:
    """Whether this very version has been fully reviewed on a slip that still counts.

    One signed in an emergency still owes its review; one withdrawn, or let go with a slip that was overtaken, has to
    come again.
    """
    version = member.version
    if version is None or version.row is None or member.shape.is_spent(version):
        return False
    on_granted = SlipItem.objects.filter(**{version.field: version.row}, slip__state=SlipState.GRANTED)
    return queries.fully_reviewed(version.clearances()).exists() and on_granted.exists()


def _content_reasons(members: Sequence[Member], urgency: str, *, with_bytes: bool) -> list[Reason]:
    reasons: list[Reason] = []
    for member in members:
        version = member.version
        if version is None:
            continue
        reasons += version.reasons_against_sending()
        reasons += reasons_against_unread_files(version.unread_files())
        removed = version.removed_files()
        reasons += reasons_against_removed_files(removed)
        altered = version.altered_files() if with_bytes else []
        for name in (name for name in altered if name not in removed):
            reasons.append(
                CHANGED.reason(f"附件“{name}”的文件与入库时不一致或已丢失。", remedy="请重新上传该附件。")
            )
        if urgency == Urgency.TYPO:
            reasons += _against_typo(member.target, version)
    return reasons


def _against_typo(target: Any, version: Version) -> list[Reason]:
    full = queries.latest_full_review_of(target)
    if full is None:
        return reasons_against_typo_path({}, version.content())
    base = version_of(full)
    is_intact = base.is_at(full.digest)
    return reasons_against_typo_path(base.content(), version.content(), is_base_intact=is_intact)


def reasons_against_package(
    *,
    by: User,
    members: Sequence[tuple[Any, ItemRole]],
    kind: ContentKind,
    unit: Unit | None,
    urgency: Urgency = Urgency.NORMAL,
    urgent_grounds: str = "",
) -> list[Reason]:
    """Every reason why this person could not send this package now; shown before they try.

    Writes nothing and reads no file: the bytes are looked at when it is sent.
    """
    package = [Member(target, role) for target, role in members]
    reasons = reasons_against_submitting(_facts(by, package, kind, unit, urgency, urgent_grounds))
    return reasons + _content_reasons(package, urgency, with_bytes=False)


def _facts(
    by: User, package: Sequence[Member], kind: str, unit: Unit | None, urgency: str, urgent_grounds: str
) -> SubmissionFacts:
    today = timezone.localdate()
    return SubmissionFacts(
        items=tuple(_item_facts(member) for member in package),
        may_submit=may(by, SUBMIT),
        is_member_of_unit=unit is None or responsible_unit(unit, today).pk in unit_ids_of(by, today),
        urgency=urgency,
        urgent_grounds=urgent_grounds,
        has_roster=all(
            queries.people_on_duty(step, today).exists() for step in (Step.DUTY_CHECK, Step.DUTY_LEADER)
        ),
        has_chain=_workflow(kind, urgency) is not None,
    )


@transaction.atomic
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
    targets = lock_targets(target for target, _ in members)
    package = [Member(target, role, by) for target, (_, role) in zip(targets, members, strict=True)]
    reasons = reasons_against_submitting(_facts(by, package, kind, unit, urgency, urgent_grounds))
    reasons += _content_reasons(package, urgency, with_bytes=True)
    reasons += reasons_against_storing([("急件理由", urgent_grounds)])
    refuse_if(reasons, act=ACT)
    assert unit is not None  # an item without a unit has been refused above
    # What is sent keeps the unit that wrote it; its review goes to the one that has its work today (ADR 0007).
    answers = responsible_unit(unit, timezone.localdate())
    slip = _open_slip(by, package, kind, answers, title, urgency, urgent_grounds)
    _workflow(kind, urgency).start(slip, by)
    tell_where_it_stands(slip)
    record_event(
        action="clearance.submit",
        by=by,
        subject=slip,
        digests=[item.digest for item in slip.items.all()],
        urgency=str(urgency),
    )
    return slip


def _workflow(kind: str, urgency: str) -> Any:
    chain = ReviewChain.objects.filter(kind=kind).first()
    if chain is None:
        return None
    by_urgency = {Urgency.URGENT: chain.urgent_workflow, Urgency.TYPO: chain.typo_workflow}
    workflow = by_urgency.get(Urgency(urgency), chain.workflow)
    return workflow if workflow is not None and workflow.active else None


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
        version = member.version
        assert version is not None  # what has no content has been refused
        member.shape.seal(version, now)
        SlipItem.objects.create(
            slip=slip,
            role=member.role,
            content_type=queries.base_type_of(member.target),
            object_id=str(member.target.pk),
            **{version.field: version.row},
            title=version.title,
            digest=version.digest(),
        )
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


__all__ = ["Member", "cancel_slip", "package_digest", "submit_for_review"]
