"""Units, their names through time, groups that expand, posts and delegations."""

from gongkai.core.organisation.models.delegation import Delegation
from gongkai.core.organisation.models.groups import UnitGroup, UnitGroupMember, UnitGroupName
from gongkai.core.organisation.models.posts import Post
from gongkai.core.organisation.models.units import Unit, UnitName

__all__ = ["Delegation", "Post", "Unit", "UnitGroup", "UnitGroupMember", "UnitGroupName", "UnitName"]
