"""Who works where, who leads, who may act for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.core.accounts.models import User
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.models import Delegation, Post, Unit
from gongkai.core.organisation.scopes import SCOPES


def posts_on(day: date) -> QuerySet[Post]:
    """Posts held on a day."""
    return Post.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


def units_of(user: User, day: date) -> QuerySet[Unit]:
    """Units in which a person holds a post on a day, the most senior post first."""
    return Unit.objects.filter(posts__in=posts_on(day).filter(user=user)).distinct()


def unit_ids_of(user: User, day: date) -> frozenset[int]:
    """Ids of the units in which a person holds a post on a day (one query)."""
    return frozenset(posts_on(day).filter(user=user).values_list("unit", flat=True))


def own_unit_among(user: User, units: Iterable[Unit], day: date) -> Unit | None:
    """The first of some units in which a person holds a post on a day."""
    mine = unit_ids_of(user, day)
    return next((unit for unit in units if unit.pk in mine), None)


def heads_of(unit: Unit, day: date) -> QuerySet[User]:
    """People who lead a unit on a day."""
    posts = posts_on(day).filter(unit=unit, kind=PostKind.HEAD)
    return User.objects.in_office().filter(posts__in=posts).distinct()


def grantors_for(user: User, scope: str, day: date) -> QuerySet[User]:
    """People in whose place a person may act in a scope on a day; nobody acts for one who has left.

    Whoever has not, or no longer, the standing that the scope asks of a delegate acts for nobody.
    """
    if scope not in SCOPES or not SCOPES[scope].suits(user):
        return User.objects.none()
    held = _in_force(scope, day).filter(delegate=user)
    return User.objects.in_office().filter(delegations_given__in=held).distinct()


def delegates_of(grantors: QuerySet[User], scope: str, day: date) -> QuerySet[User]:
    """People to whom one of ``grantors`` has let a scope on a day; whether they may act is :func:`grantors_for`'s."""
    held = _in_force(scope, day).filter(grantor__in=grantors.values("pk"))
    return User.objects.in_office().filter(pk__in=held.values("delegate"))


def stand_ins_of(grantors: Iterable[int], scope: str, day: date) -> dict[int, list[User]]:
    """Who may act in a scope on a day in the place of each of some people, the mirror of :func:`grantors_for`."""
    if scope not in SCOPES:
        return {}
    rows = _in_force(scope, day).filter(
        grantor__in=list(grantors), delegate__in=User.objects.in_office().values("pk")
    )
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for row in rows.select_related("delegate").order_by("delegate_id"):
        if SCOPES[scope].suits(row.delegate):
            found[row.grantor_id][row.delegate_id] = row.delegate
    return {grantor: list(people.values()) for grantor, people in found.items()}


def _in_force(scope: str, day: date) -> QuerySet[Delegation]:
    return Delegation.objects.filter(
        scope=scope, valid_from__lte=day, valid_until__gte=day, revoked_at__isnull=True
    )
