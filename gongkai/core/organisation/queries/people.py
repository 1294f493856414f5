"""Choosing people: who may do a thing, in the order of the units in which they sit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb
from gongkai.core.organisation.queries.posts import posts_on

WITHOUT_UNIT = "没有任职单位"


def people_who_may(*verbs: Verb) -> QuerySet[User]:
    """People in office one of whose roles carries one of some verbs, by name."""
    names = {role.value for verb in verbs for role in verb.roles}
    people = User.objects.in_office().filter(groups__name__in=names)
    return people.distinct().order_by("full_name", "pk")


def people_by_unit(people: Iterable[User], day: date) -> list[tuple[str, list[User]]]:
    """People under the unit of their first post on a day, units in the order of the tree (one query more)."""
    wanted = {person.pk: person for person in people}
    posts = posts_on(day).filter(user__in=wanted).select_related("unit")
    found: dict[str, list[User]] = {}
    seen: set[int] = set()
    for post in posts.order_by("unit__position", "unit__pk", "user__full_name", "user__pk"):
        if post.user_id not in seen:
            seen.add(post.user_id)
            found.setdefault(post.unit.name, []).append(wanted[post.user_id])
    others = [person for pk, person in wanted.items() if pk not in seen]
    return [*found.items(), *([(WITHOUT_UNIT, others)] if others else [])]
