"""What is about to be sent into review: its members at their versions, and everything that is against sending them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.enums import ContentKind, ItemRole, SlipState, Step, Urgency
from gongkai.clearance.models import ReviewChain, SlipItem
from gongkai.clearance.queries.aggregation import Public
from gongkai.clearance.queries.chains import chain_facts
from gongkai.clearance.queries.deciding import reasons_beside_others
from gongkai.clearance.queries.looked import Looked
from gongkai.clearance.queries.purged import reasons_against_purged_versions
from gongkai.clearance.queries.screening import reasons_against_findings_in
from gongkai.clearance.queries.sealing import reasons_against_sealed
from gongkai.clearance.rules.chains import ChainFacts
from gongkai.clearance.rules.files import reasons_against_removed_files
from gongkai.clearance.rules.live import CHANGED
from gongkai.clearance.rules.review import ItemFacts, SubmissionFacts, reasons_against_submitting
from gongkai.clearance.rules.storing import reasons_against_unread_files
from gongkai.clearance.rules.typo import reasons_against_typo_path
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.verbs import SUBMIT
from gongkai.clearance.versions import Version, version_of
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import responsible_unit, unit_ids_of
from gongkai.core.reasons import Reason


class Member:
    """One member of a package: the object, its role, and the version that is sent."""

    def __init__(self, target: Any, role: ItemRole, public: Public, by: User | None = None) -> None:
        """The newest version, read only; for the act itself (``by``) one is made where the object has none to send."""
        self.target = target
        self.role = role
        self.shape = shape_of(target)
        self.version = self.shape.latest() if by is None else self.shape.version_to_send(by)
        self.looked = Looked(target, self.version, public) if self.version is not None else None

    @property
    def title(self) -> str:
        """As in the version sent."""
        return self.version.title if self.version is not None else str(self.target)


def package_of(members: Sequence[tuple[Any, ItemRole]]) -> list[Member]:
    """What a page about a package looks at, each member once; writes nothing."""
    public = Public()
    return [Member(target, role, public) for target, role in members]


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
        is_signed_on_duty=_is_signed_on_duty(member),
        missing_companions=("解读", "图解") if needs else (),
    )


def _is_cleared(member: Member) -> bool:
    """Whether this very version has been fully reviewed on a slip that still counts.

    One signed in an emergency still owes its review; one withdrawn, or let go with a slip that was overtaken, has to
    come again.
    """
    standing = _standing_clearances(member)
    return standing is not None and queries.fully_reviewed(standing).exists()


def _is_signed_on_duty(member: Member) -> bool:
    """Whether this very version was signed on duty, on a slip that still counts, and nobody has read all of it since."""
    standing = _standing_clearances(member)
    return standing is not None and standing.exists() and not queries.fully_reviewed(standing).exists()


def _standing_clearances(member: Member) -> Any:
    """The clearance of this very version as a query, while it can still be used; None where it cannot."""
    version = member.version
    if version is None or version.row is None or member.shape.is_spent(version):
        return None
    on_granted = SlipItem.objects.filter(**{version.field: version.row}, slip__state=SlipState.GRANTED)
    return version.clearances() if on_granted.exists() else None


def content_reasons(members: Sequence[Member], urgency: str, *, with_bytes: bool) -> list[Reason]:
    """What is wrong or missing in the versions about to be sent; ``with_bytes`` reads every byte of their files."""
    found = [(member, member.version) for member in members if member.version is not None]
    looked = [member.looked for member in members if member.looked is not None]
    reasons = reasons_beside_others(looked)
    reasons += reasons_against_purged_versions((member.title, version) for member, version in found)
    for member, version in found:
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
    is_urgent = urgency == Urgency.URGENT
    return reasons + reasons_against_findings_in(looked, is_urgent=is_urgent)


def _against_typo(target: Any, version: Version) -> list[Reason]:
    full = queries.latest_full_review_of(target)
    if full is None:
        return reasons_against_typo_path({}, version.content(), is_base_intact=True)
    base = version_of(full)
    is_intact = base.is_at(full.digest)
    return reasons_against_typo_path(base.content(), version.content(), is_base_intact=is_intact)


def reasons_against_package(
    *,
    by: User,
    package: Sequence[Member],
    kind: ContentKind,
    unit: Unit | None,
    urgency: Urgency = Urgency.NORMAL,
    urgent_grounds: str = "",
) -> list[Reason]:
    """Every reason why this person could not send this package now; shown before they try.

    Writes nothing and reads no file: the bytes are looked at when it is sent.
    """
    if sealed := reasons_against_sealed(member.target for member in package):
        return sealed
    reasons = reasons_against_submitting(submission_facts(by, package, kind, unit, urgency, urgent_grounds))
    return reasons + content_reasons(package, urgency, with_bytes=False)


def cautions_of(package: Sequence[Member]) -> list[str]:
    """What to look at before a package is sent; it stands against nothing."""
    return [caution for one in package if one.version is not None for caution in one.version.cautions()]


def submission_facts(
    by: User, package: Sequence[Member], kind: str, unit: Unit | None, urgency: str, urgent_grounds: str
) -> SubmissionFacts:
    """What the rule needs to judge whether a person may send a package this way today."""
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
        chain=_chain(kind, urgency),
    )


def workflow_for(kind: str, urgency: str) -> Any:
    """The workflow that a kind of content goes through on this way; None where there is none in use."""
    chain = ReviewChain.objects.filter(kind=kind).first()
    if chain is None:
        return None
    by_urgency = {Urgency.URGENT: chain.urgent_workflow, Urgency.TYPO: chain.typo_workflow}
    workflow = by_urgency.get(Urgency(urgency), chain.workflow)
    return workflow if workflow is not None and workflow.active else None


def _chain(kind: str, urgency: str) -> ChainFacts | None:
    workflow = workflow_for(kind, urgency)
    return chain_facts(workflow) if workflow is not None else None
