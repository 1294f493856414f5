"""Send a package into review, and take it back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.digest import content_of, digest_of, version_digest
from gongkai.clearance.enums import ContentKind, ItemRole, SlipState, Urgency
from gongkai.clearance.models import (
    Clearance,
    Dataset,
    DatasetVersion,
    GatedMixin,
    ReviewChain,
    ReviewSlip,
    SlipItem,
)
from gongkai.clearance.queries.files import names_of_altered_files
from gongkai.clearance.rules.live import CHANGED
from gongkai.clearance.rules.review import (
    INCOMPLETE,
    NOT_IN_REVIEW,
    NOT_SUBMITTER,
    ItemFacts,
    SubmissionFacts,
    reasons_against_submitting,
)
from gongkai.clearance.rules.storing import reasons_against_storing
from gongkai.clearance.rules.typo import reasons_against_typo_path
from gongkai.clearance.usecases.closing import close_slip
from gongkai.clearance.verbs import SUBMIT
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import units_of
from gongkai.core.reasons import Reason, refuse_if

ACT = "提交审查"


class Member:
    """One member of a package: the object, its role, and the version that is sent."""

    def __init__(self, target: GatedMixin | Dataset, role: ItemRole = ItemRole.PAGE) -> None:
        self.target = target
        self.role = role
        self.version = _version_of(target)

    @property
    def document(self) -> Any:
        """The object as it stands in the version sent (for a dataset: the version itself)."""
        return self.version if isinstance(self.version, DatasetVersion) else self.version.as_object()

    @property
    def title(self) -> str:
        return str(self.document)

    def digest(self) -> str:
        """Digest of the version sent."""
        if isinstance(self.version, DatasetVersion):
            return version_digest(self.version)
        return digest_of(self.document)


def _version_of(target: Any) -> Any:
    if isinstance(target, Dataset):
        return target.versions.order_by("-number").first()
    revision = target.get_latest_revision()
    clearance = Clearance.objects.filter(revision=revision).first() if revision else None
    withdrawal = queries.latest_withdrawal_of(target)
    is_spent = clearance is not None and withdrawal is not None and withdrawal.at >= clearance.granted_at
    if revision is None or is_spent:
        revision = target.get_latest_revision_as_object().save_revision(changed=False, clean=False)
    return revision


def package_digest(digests: Sequence[str]) -> str:
    """One digest for a whole package, whatever the order of its members."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def _item_facts(member: Member) -> ItemFacts:
    target: Any = member.target
    document = member.document
    slip = queries.open_slip_of(target)
    is_dataset = isinstance(target, Dataset)
    has_companions = (
        not is_dataset and (target.joint_release_id or target.interpretation_debt_id)
        if (hasattr(target, "joint_release_id"))
        else True
    )
    needs = not is_dataset and document.requires_joint_release()
    return ItemFacts(
        title=member.title,
        has_unit=target.unit_id is not None if is_dataset else document.unit_id is not None,
        disclosure="" if is_dataset else document.disclosure,
        needs_disclosure=not is_dataset and getattr(document, "needs_disclosure", True),
        on_open_slip=slip.number if slip else "",
        is_cleared_already=_is_cleared(member),
        missing_companions=("解读", "图解") if needs and not has_companions else (),
    )


def _is_cleared(member: Member) -> bool:
    """Whether this very version has been through a full review; one signed in an emergency still owes it."""
    if member.version is None:
        return False
    key = "dataset_version" if isinstance(member.version, DatasetVersion) else "revision"
    return queries.fully_reviewed(Clearance.objects.filter(**{key: member.version})).exists()


def _content_reasons(members: Sequence[Member], urgency: str) -> list[Reason]:
    reasons: list[Reason] = []
    for member in members:
        document = member.document
        if isinstance(document, DatasetVersion):
            texts = [("", str(values)) for values in document.rows.values_list("values", flat=True)]
            reasons.extend(reasons_against_storing(texts))
            continue
        reasons.extend(_unfinished(document))
        for name in names_of_altered_files(document):
            reasons.append(
                CHANGED.reason(f"附件“{name}”的文件与入库时不一致或已丢失。", remedy="请重新上传该附件。")
            )
        if urgency == Urgency.TYPO:
            cleared = queries.latest_clearance_of(member.target)
            before = content_of(cleared.revision.as_object()) if cleared and cleared.revision else {}
            reasons.extend(reasons_against_typo_path(before, content_of(document)))
    return reasons


def _unfinished(document: Any) -> list[Reason]:
    """What a draft was allowed to leave open and a paper for review is not."""
    reasons = list(document.reasons_against_sending())
    try:
        document.full_clean(exclude=["slug"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            label = _label_of(document, name)
            reasons.append(INCOMPLETE.reason(f"《{document}》的“{label}”：{'；'.join(messages)}", field=name))
    return reasons


def _label_of(document: Any, name: str) -> str:
    try:
        return str(document._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return "内容"


def reasons_against_package(
    *,
    by: User,
    members: Sequence[tuple[Any, ItemRole]],
    kind: ContentKind,
    unit: Unit | None,
    urgency: Urgency = Urgency.NORMAL,
    urgent_grounds: str = "",
) -> list[Reason]:
    """Every reason why this person could not send this package now; shown before they try."""
    package = [Member(target, role) for target, role in members]
    return _reasons(by, package, kind, unit, urgency, urgent_grounds)


def _reasons(
    by: User, package: Sequence[Member], kind: str, unit: Unit | None, urgency: str, urgent_grounds: str
) -> list[Reason]:
    today = timezone.localdate()
    facts = SubmissionFacts(
        items=tuple(_item_facts(member) for member in package),
        is_member_of_unit=unit is None or units_of(by, today).filter(pk=unit.pk).exists(),
        urgency=urgency,
        urgent_grounds=urgent_grounds,
        has_roster=queries.shift_on(today) is not None,
        has_chain=_workflow(kind, urgency) is not None,
    )
    right = [] if may(by, SUBMIT) else [NOT_SUBMITTER.reason("您没有送审的权限。")]
    return [*right, *reasons_against_submitting(facts), *_content_reasons(package, urgency)]


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

    Raises ``Refused`` with every reason: right, unit, disclosure, companions, open slips, altered files, roster.
    """
    package = [Member(target, role) for target, role in members]
    reasons = _reasons(by, package, kind, unit, urgency, urgent_grounds)
    reasons += reasons_against_storing([("急件理由", urgent_grounds)])
    refuse_if(reasons, act=ACT)
    assert unit is not None  # an item without a unit has been refused above
    slip = _open_slip(by, package, kind, unit, title, urgency, urgent_grounds)
    _workflow(kind, urgency).start(slip, by)
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
        is_dataset = isinstance(member.version, DatasetVersion)
        if is_dataset:
            DatasetVersion.objects.filter(pk=member.version.pk, sealed_at=None).update(sealed_at=now)
        SlipItem.objects.create(
            slip=slip,
            role=member.role,
            content_type=queries.base_type_of(member.target),
            object_id=str(member.target.pk),
            revision=None if is_dataset else member.version,
            dataset_version=member.version if is_dataset else None,
            title=member.title,
            digest=member.digest(),
        )
    slip.save_revision(user=by, clean=False)
    return slip


@transaction.atomic
def cancel_slip(*, by: User, slip: ReviewSlip) -> ReviewSlip:
    """Take a slip back before it is decided; only its submitter, and only while it is in review."""
    slip = ReviewSlip.objects.select_for_update().get(pk=slip.pk)
    reasons = []
    if slip.state != SlipState.IN_REVIEW:
        reasons.append(NOT_IN_REVIEW.reason("审查单已办结，不能撤回。"))
    if slip.submitted_by_id != by.pk:
        reasons.append(NOT_SUBMITTER.reason("只有送审人可以撤回审查单。"))
    refuse_if(reasons, act="撤回审查单")
    close_slip(slip, SlipState.CANCELLED)
    state = slip.workflow_state
    if state is not None and state.is_active:
        state.cancel(user=by)
    record_event(action="clearance.cancel_slip", by=by, subject=slip)
    return slip


__all__ = ["Member", "cancel_slip", "package_digest", "submit_for_review"]
