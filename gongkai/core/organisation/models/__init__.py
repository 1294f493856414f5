"""Units, their names through time, groups that expand, posts and delegations."""

from gongkai.core.organisation.models.delegation import Delegation
from gongkai.core.organisation.models.groups import UnitGroup, UnitGroupMember, UnitGroupName
from gongkai.core.organisation.models.handover import Handover, HandoverItem
from gongkai.core.organisation.models.posts import Post
from gongkai.core.organisation.models.roster import RosterDraft
from gongkai.core.organisation.models.succession import Change, Move, Succession
from gongkai.core.organisation.models.units import Unit, UnitName

__all__ = [
    "Change",
    "Delegation",
    "Handover",
    "HandoverItem",
    "Move",
    "Post",
    "RosterDraft",
    "Succession",
    "Unit",
    "UnitGroup",
    "UnitGroupMember",
    "UnitGroupName",
    "UnitName",
]
