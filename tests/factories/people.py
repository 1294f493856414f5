"""People and units. Ordinary accounts only: no test signs in as a superuser."""

from __future__ import annotations

from datetime import date
from itertools import count

from django.contrib.auth.models import Group

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.enums import PostKind, UnitKind
from gongkai.core.organisation.models import Post, Unit

_numbers = count(1)


def make_user(*roles: Role, name: str = "") -> User:
    """An ordinary account in the groups of its roles."""
    number = next(_numbers)
    user = User.objects.create_user(username=f"u{number}", password="x", full_name=name or f"人员{number}")
    for role in roles:
        group, _ = Group.objects.get_or_create(name=role.value)
        user.groups.add(group)
    return user


def make_unit(
    short_name: str = "", *, kind: UnitKind = UnitKind.DIVISION, supervised_by: User | None = None
) -> Unit:
    """A unit without history."""
    number = next(_numbers)
    name = short_name or f"处室{number}"
    return Unit.objects.create(
        code=f"unit-{number}", name=name, short_name=name, kind=kind, supervised_by=supervised_by
    )


def post(user: User, unit: Unit, kind: PostKind = PostKind.STAFF) -> Post:
    """Put a person into a unit since long ago."""
    return Post.objects.create(user=user, unit=unit, kind=kind, valid_from=date(2020, 1, 1))
