"""What goes into review together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from gongkai.clearance.enums import OPEN_SLIP_STATES, ItemRole
from gongkai.clearance.models.dataset import Dataset
from gongkai.clearance.models.gate import Clearance
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.release import JointRelease
from gongkai.clearance.models.review import ReviewSlip, SlipItem
from gongkai.clearance.queries.gate import fully_reviewed

Package = list[tuple[Any, ItemRole]]


def package_of(target: Any) -> Package:
    """The package that an object is reviewed in: a joint release as a whole, anything else by itself.

    Members of a joint release that are public at their latest version already are left out, unless all are.
    """
    if isinstance(target, Dataset):
        return [(target, ItemRole.DATASET)]
    if not isinstance(target, BasePage):
        return [(target, ItemRole.SNIPPET)]
    joint = _joint_of(target)
    if joint is None:
        return [(target.specific, ItemRole.PAGE)]
    members: Package = [
        (joint.policy.specific, ItemRole.POLICY),
        (joint.interpretation.specific, ItemRole.INTERPRETATION),
        (joint.infographic.specific, ItemRole.INFOGRAPHIC),
    ]
    open_members = [(page, role) for page, role in members if not _is_settled(page)]
    return open_members or members


def _joint_of(page: BasePage) -> JointRelease | None:
    if page.joint_release_id is None:
        return None
    rows = JointRelease.objects.select_related("policy", "interpretation", "infographic")
    return rows.get(pk=page.joint_release_id)


def _is_settled(page: BasePage) -> bool:
    """Public at its latest revision, for which all of it was read: what was signed in an emergency has yet to come."""
    if not page.live or page.latest_revision_id != page.live_revision_id:
        return False
    return fully_reviewed(Clearance.objects.filter(revision_id=page.live_revision_id)).exists()


def members_of(items: Iterable[SlipItem]) -> Package:
    """What items of a slip carry, as the rows are now; members that are no longer there are left out."""
    found = [(item.target, ItemRole(item.role)) for item in items]
    return [(getattr(target, "specific", target), role) for target, role in found if target is not None]


def open_slip_with_any_of(slip: ReviewSlip) -> ReviewSlip | None:
    """The slip on which anything that a slip carries is under review now."""
    carried = Q(pk__in=[])
    for content_type, object_id in slip.items.values_list("content_type", "object_id"):
        carried |= Q(content_type=content_type, object_id=object_id)
    on = SlipItem.objects.filter(carried).values("slip")
    return ReviewSlip.objects.filter(pk__in=on, state__in=OPEN_SLIP_STATES).exclude(pk=slip.pk).first()
