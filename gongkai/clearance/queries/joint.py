"""Whether a document may be tied to its companions, and whether it owes them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.release import InterpretationDebt, JointRelease
from gongkai.clearance.queries.gate import open_slip_of
from gongkai.clearance.rules.joint import (
    JointFacts,
    JointMember,
    reasons_against_handling,
    reasons_against_joining,
)
from gongkai.clearance.verbs import SUBMIT
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import works_for
from gongkai.core.reasons import Reason


def joints_with(*pages: BasePage) -> QuerySet[JointRelease]:
    """Joint releases in which any of these pages stands, in whichever place."""
    keys = [page.pk for page in pages]
    return JointRelease.objects.filter(
        Q(policy__in=keys) | Q(interpretation__in=keys) | Q(infographic__in=keys)
    )


def open_debt_of(policy: BasePage) -> InterpretationDebt | None:
    """The interpretation that a document still owes."""
    return InterpretationDebt.objects.filter(policy=policy.pk, paid_at=None).first()


def _works_for_its_unit(user: User, policy: BasePage) -> bool:
    unit: int | None = policy.get_latest_revision_as_object().unit_id
    return works_for(user, unit, timezone.localdate())


def reasons_against_handling_for(user: User, policy: BasePage) -> list[Reason]:
    """Why this person may not see to the joint release of a document at all."""
    return reasons_against_handling(
        title=str(policy),
        may_submit=may(user, SUBMIT),
        works_for_unit=_works_for_its_unit(user, policy),
    )


def reasons_against_joining_for(
    user: User, policy: BasePage, interpretation: BasePage | None, infographic: BasePage | None
) -> list[Reason]:
    """Every reason why this person may not tie these pages; ``None`` is one that is still to be drafted."""
    places = ((ItemRole.INTERPRETATION, interpretation), (ItemRole.INFOGRAPHIC, infographic))
    chosen = [page for _, page in places if page is not None]
    facts = JointFacts(
        may_submit=may(user, SUBMIT),
        works_for_unit=_works_for_its_unit(user, policy),
        policy=_member(policy, policy, ItemRole.POLICY),
        chosen=tuple(_member(page, policy, role) for role, page in places if page is not None),
        are_different=len({policy.pk, *(page.pk for page in chosen)}) == 1 + len(chosen),
        must_stay_in_sync=policy.live and policy.needs_joint and open_debt_of(policy) is None,
    )
    return reasons_against_joining(facts)


def _member(page: BasePage, policy: BasePage, role: ItemRole) -> JointMember:
    slip = open_slip_of(page)
    other = joints_with(page).exclude(policy=policy.pk).select_related("policy").first()
    return JointMember(
        title=str(page),
        is_live=page.live,
        on_open_slip=slip.number if slip else "",
        belongs_to=str(other.policy) if other else "",
        place=role.label,
        fits_place=role == ItemRole.POLICY or page.specific_class.joint_role == role,
    )
