"""Proposals, motions and acts of 内容清理, for the screens, the acts and the publisher."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.clearance.enums import ContentKind
from gongkai.clearance.enums_upkeep import MotionAct, MotionState, ProposalState
from gongkai.clearance.models import Archiving, BasePage, Motion, Proposal, UpkeepAct
from gongkai.clearance.queries.gate import base_type_of
from gongkai.clearance.queries.purge_list import purges_of_objects
from gongkai.clearance.queries.sealing import about_sealed, sealed_ids
from gongkai.clearance.queries.withdrawing import reasons_against_withdrawal_for
from gongkai.clearance.rules.upkeep import (
    DecisionFacts,
    MotionFacts,
    reasons_against_asking,
    reasons_against_deciding_motion,
    reasons_against_words,
)
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.verbs import DECIDE_UPKEEP, PROPOSE_UPKEEP
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import responsible_ids, unit_ids_worked_for, units_of, works_for
from gongkai.core.organisation.verbs import WORK_FOR_ANY_UNIT
from gongkai.core.reasons import Reason

OFFICE_NAME = "厅办公室"
AGES = {"week": 7, "month": 30, "quarter": 90}
"""Days from which a proposal counts as so old."""


def archived_ids() -> frozenset[int]:
    """Keys of the pages that are archived now."""
    return frozenset(Archiving.objects.filter(ended_at=None).values_list("page", flat=True))


def open_archiving_of(page: BasePage) -> Archiving | None:
    """The archiving that a page is under now."""
    return Archiving.objects.filter(page=page.pk, ended_at=None).select_related("act").first()


@dataclass(frozen=True, slots=True)
class Sought:
    """What the list of proposals is asked for; empty means everything still to be dealt with."""

    finder: str = ""
    unit: int | None = None
    state: str = ""
    age: str = ""
    page: int | None = None


def proposals_shown_to(user: User) -> QuerySet[Proposal]:
    """Proposals about what is public, less those that name something sealed from a person."""
    rows = Proposal.objects.filter(page__live=True).filter(Q(other=None) | Q(other__live=True))
    sealed = sealed_ids(user, BasePage)
    return rows.exclude(page__in=sealed).exclude(other__in=sealed) if sealed else rows


def proposals_asked(user: User, sought: Sought, today: date) -> QuerySet[Proposal]:
    """The list: oldest first."""
    rows = proposals_shown_to(user).select_related("page", "other", "page__unit", "motion", "answered_by")
    rows = rows.filter(state=sought.state or ProposalState.OPEN)
    if sought.finder:
        rows = rows.filter(finder=sought.finder)
    if sought.page:
        rows = rows.filter(page=sought.page)
    if sought.unit is not None:
        rows = rows.filter(page__unit__in=_with_former([sought.unit], today))
    if sought.age in AGES:
        rows = rows.filter(found_on__lte=today - timedelta(AGES[sought.age]))
    return rows.order_by("found_on", "pk")


def _with_former(units: Iterable[int], today: date) -> set[int]:
    own = set(units)
    return own | {pk for pk, heir in responsible_ids(today).items() if heir in own}


def proposals_of_units_of(user: User, today: date) -> QuerySet[Proposal]:
    """Proposals that are a person's to deal with: of their units, of all with the verb for any unit."""
    rows = proposals_shown_to(user)
    if may(user, WORK_FOR_ANY_UNIT):
        return rows
    return rows.filter(page__unit__in=unit_ids_worked_for(user, today))


def motions_waiting(user: User) -> QuerySet[Motion]:
    """Motions that wait for the office, oldest first, less what is sealed from a person."""
    rows = Motion.objects.filter(state=MotionState.WAITING)
    return rows.exclude(page__in=sealed_ids(user, BasePage)).order_by("pk")


def reasons_against_motion_for(
    user: User, page: Any, *, act: str, reason: str | None, own: Motion | None = None
) -> list[Reason]:
    """Why a person may not ask for an act on a page (its specific row); for a withdrawal, what the gate has against it
    too. ``reason`` is None while they have not been asked; ``own`` is the motion that is being decided.
    """
    waiting = Motion.objects.filter(page=page.pk, state=MotionState.WAITING).exclude(
        pk=own.pk if own else None
    )
    today = timezone.localdate()
    facts = MotionFacts(
        title=str(page),
        act=act,
        is_own=own is not None or (may(user, PROPOSE_UPKEEP) and works_for(user, page.unit_id, today)),
        is_live=page.live,
        is_structure=page.content_kind == ContentKind.STRUCTURE,
        is_archived=page.pk in archived_ids(),
        has_open_motion=waiting.exists(),
        supports_live_policy=shape_of(page).supported_live_policy(),
        against_page=tuple(page.reasons_against_archiving(today)),
    )
    reasons = reasons_against_asking(facts)
    if reason is not None:
        reasons += reasons_against_words(reason, field="reason")
    if act == MotionAct.WITHDRAW and page.live:
        reasons += _of_withdrawal(user, page)
    return reasons


def _of_withdrawal(user: User, page: Any) -> list[Reason]:
    """What the gate has against it, less that it is the office's to do: that is what is being asked for."""
    found = reasons_against_withdrawal_for(user, page)
    return [one for one in found if one.code != "clearance.withdraw.right"]


def reasons_against_decision_for(user: User, motion: Motion) -> list[Reason]:
    """Why a person may not decide a motion."""
    facts = DecisionFacts(
        title=str(motion.page),
        may_decide=may(user, DECIDE_UPKEEP),
        is_waiting=motion.state == MotionState.WAITING,
        asked_it=motion.asked_by_id == user.pk,
    )
    return reasons_against_deciding_motion(facts)


def unit_name_of(user: User, day: date) -> str:
    """The unit under which the public is told of a person's decision: where they hold a post, or the office."""
    unit = units_of(user, day).first()
    return unit.name if unit is not None else OFFICE_NAME


def acts_shown_to(user: User) -> QuerySet[UpkeepAct]:
    """What was done, newest first, less what was purged since and what is sealed from a person."""
    rows = UpkeepAct.objects.exclude(about_sealed(user, kind="content_type", key="object_id"))
    return rows.exclude(pk__in=_purged_acts()).select_related("by", "content_type")


def _purged_acts() -> list[int]:
    """Acts on what was purged: its title may be what leaked."""
    purged = {(kind, key) for kind, key, _ in purges_of_objects()}
    if not purged:
        return []
    keys = UpkeepAct.objects.filter(object_id__in={key for _, key in purged})
    rows = keys.values_list("pk", "content_type", "object_id")
    return [pk for pk, kind, key in rows if (kind, key) in purged]


def acts_told() -> QuerySet[UpkeepAct]:
    """What the public is told was done, newest first; nothing of what was purged."""
    return UpkeepAct.objects.exclude(pk__in=_purged_acts())


def acts_of(page: BasePage) -> QuerySet[UpkeepAct]:
    """What was done about one page."""
    return UpkeepAct.objects.filter(content_type=base_type_of(page), object_id=str(page.pk))
