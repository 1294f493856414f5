"""Whether a granted slip may go live: what the rule needs, loaded once for the act and for the screen before it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from gongkai.clearance.enums import ScheduleStatus, SlipState, Urgency
from gongkai.clearance.file_keys import FileKey
from gongkai.clearance.models.dataset import Dataset
from gongkai.clearance.models.gate import Clearance
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.release import ScheduledRelease
from gongkai.clearance.models.review import ReviewSlip, SlipItem
from gongkai.clearance.queries.deciding import approved_states, editors_of, is_moved, reasons_in_content
from gongkai.clearance.queries.gate import base_type_of, latest_clearance_of, latest_withdrawal_of
from gongkai.clearance.queries.looked import LookedItem, LookedSlip, looked_on
from gongkai.clearance.queries.screening import files_to_scan, reasons_against_findings_in
from gongkai.clearance.queries.sealing import reasons_against_sealed
from gongkai.clearance.queries.taking_part import without_part_of
from gongkai.clearance.rules.live import LiveFacts
from gongkai.clearance.rules.release import ReleaseFacts, ReleaseItemFacts, reasons_against_releasing
from gongkai.clearance.verbs import RELEASE
from gongkai.clearance.versions import DocumentVersion
from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import delegates_of, grantors_for
from gongkai.core.reasons import Reason

# (content type, key): a key alone names a page as well as a dataset or a snippet.
Key = tuple[int, str]


def reasons_against_release_for(
    user: User, slip: ReviewSlip, looked: LookedSlip | None = None
) -> list[Reason]:
    """Every reason why this person may not put a slip live now."""
    if sealed := reasons_against_sealed(slip.items.all()):
        return sealed
    looked = looked or looked_on(slip)
    reasons = reasons_against_releasing(_release_facts(user, slip, looked)) + reasons_in_content(slip, looked)
    return reasons + _reasons_in_findings(slip, looked)


def _reasons_in_findings(slip: ReviewSlip, looked: LookedSlip) -> list[Reason]:
    """What has come to be stopped since the reviewers decided: a list has grown, and nobody has waived it. What they could
    explain they have read; a file is asked for as far as it can be known today.
    """
    if slip.state != SlipState.GRANTED or slip.released_at is not None:
        return []
    is_urgent = slip.urgency == Urgency.URGENT
    return reasons_against_findings_in(looked.members, is_urgent=is_urgent, only_blocking=True)


def files_to_scan_before(at: datetime) -> list[FileKey]:
    """Files of what is to go live by then that are not known as they should be."""
    due = ScheduledRelease.objects.filter(status=ScheduleStatus.WAITING, due_at__lte=at)
    slips = [schedule.slip for schedule in due.select_related("slip")]
    return files_to_scan(one.screening for slip in slips for one in LookedSlip(slip).members)


def stands_in_for(user: User) -> User | None:
    """In whose place a person releases today; None for those with the right themselves, and for those without any."""
    if may(user, RELEASE):
        return None
    grantors = grantors_for(user, RELEASE.code, timezone.localdate())
    found: User | None = grantors.filter(pk__in=people_with(RELEASE).values("pk")).order_by("pk").first()
    return found


def may_release(user: User) -> bool:
    """Whether a person may release: with the right themselves, or by written authority of somebody who has it."""
    return may(user, RELEASE) or stands_in_for(user) is not None


def may_release_slip(user: User, slip: ReviewSlip) -> bool:
    """Whether it is this person's to release this slip: in another's place, not one in which they took part."""
    return may(user, RELEASE) or (stands_in_for(user) is not None and not _took_part(user, slip))


def slips_to_release(user: User, slips: QuerySet[ReviewSlip], limit: int) -> list[ReviewSlip]:
    """The first of some slips that :func:`may_release_slip` leaves to this person; as many queries for all as for one."""
    if may(user, RELEASE):
        return list(slips[:limit])
    return without_part_of(user, slips, limit) if stands_in_for(user) is not None else []


def people_who_may_release(slip: ReviewSlip) -> list[User]:
    """Those with the right themselves, and those who may release this slip in the place of one of them today."""
    own = people_with(RELEASE)
    lent = delegates_of(own, RELEASE.code, timezone.localdate()).exclude(pk__in=own.values("pk"))
    return [*own, *(user for user in lent if may_release_slip(user, slip))]


def _took_part(user: User, slip: ReviewSlip) -> bool:
    decided = {state.finished_by_id for state in approved_states(slip)}
    return user.pk in editors_of(slip) | decided | {slip.submitted_by_id}


def _release_facts(user: User, slip: ReviewSlip, looked: LookedSlip) -> ReleaseFacts:
    on_slip = frozenset((one.item.content_type_id, one.item.object_id) for one in looked.items)
    return ReleaseFacts(
        slip_state=slip.state,
        slip_number=slip.number,
        may_release=may_release(user),
        stands_in_having_taken_part=not may(user, RELEASE) and may_release(user) and _took_part(user, slip),
        granted_at=slip.closed_at if slip.state == SlipState.GRANTED else None,
        items=tuple(_item_facts(one, on_slip) for one in looked.items),
    )


def _item_facts(one: LookedItem, on_slip: frozenset[Key]) -> ReleaseItemFacts:
    item = one.item
    found: Any = item.target
    target = getattr(found, "specific", found)
    clearance = _clearance_of(item)
    latest = latest_clearance_of(target)
    withdrawal = latest_withdrawal_of(target)
    parent_is_live = True
    if isinstance(target, BasePage):
        parent: Any = target.get_parent()
        parent_is_live = parent.live or _key_of(parent) in on_slip
    if isinstance(target, Dataset):
        is_live = target.live_version_id == item.dataset_version_id
    else:
        is_live = target.live and target.live_revision_id == item.revision_id
    return ReleaseItemFacts(
        live=_live_facts(one, target, clearance, on_slip),
        is_latest_clearance=clearance is None or latest is None or clearance.pk == latest.pk,
        is_live_already=is_live,
        withdrawn_at=withdrawal.at if withdrawal else None,
        parent_is_live=parent_is_live,
        is_moved=is_moved(item),
    )


def _key_of(page: BasePage) -> Key:
    return base_type_of(page).pk, str(page.pk)


def _clearance_of(item: SlipItem) -> Clearance | None:
    if item.dataset_version_id is not None:
        return Clearance.objects.filter(dataset_version_id=item.dataset_version_id).first()
    return Clearance.objects.filter(revision_id=item.revision_id).first()


def _live_facts(
    one: LookedItem, target: Any, clearance: Clearance | None, on_slip: frozenset[Key]
) -> LiveFacts:
    item, version = one.item, one.version
    is_same = clearance is not None and version.is_at(clearance.digest) and not version.altered_files()
    if not isinstance(version, DocumentVersion):
        return LiveFacts(item.title, clearance is not None, is_same, "", False, False, False)
    document = version.document
    return LiveFacts(
        title=item.title,
        is_cleared=clearance is not None,
        digest_matches=is_same,
        disclosure=document.disclosure,
        needs_joint=document.requires_joint_release(),
        has_joint=_joint_is_ready(target, on_slip),
        has_debt=_owes(target),
    )


def _owes(target: Any) -> bool:
    """Whether an interpretation debt still excuses this object; a paid one excuses nothing more."""
    debt = getattr(target, "interpretation_debt", None)
    return debt is not None and debt.paid_at is None


def _joint_is_ready(target: Any, on_slip: frozenset[Key]) -> bool:
    """Whether what explains this very document is live already or goes live on this slip.

    A page that explains another document is excused by that group from nothing.
    """
    joint = getattr(target, "joint_release", None)
    if joint is None or joint.policy_id != target.pk:
        return False
    companions = (joint.interpretation, joint.infographic)
    return all(companion.live or _key_of(companion) in on_slip for companion in companions)
