"""What goes into review together."""

from __future__ import annotations

from typing import Any

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models.dataset import Dataset
from gongkai.clearance.models.gate import Clearance
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.release import JointRelease

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
    """Public at its latest revision."""
    if not page.live or page.latest_revision_id != page.live_revision_id:
        return False
    return Clearance.objects.filter(revision_id=page.live_revision_id).exists()
