"""The organisation as a roster sees it, for comparing and for handing out as a sheet to fill in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.organisation.enums import PostKind, UnitKind
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries.changes import exists_on
from gongkai.core.organisation.queries.posts import posts_on
from gongkai.core.organisation.rules.roster import Roster, read_roster
from gongkai.core.organisation.rules.roster_diff import Difference, KnownPerson, KnownUnit, compare

UNIT_KINDS = {str(label): str(code) for code, label in UnitKind.choices}
POST_KINDS = {str(label): str(code) for code, label in PostKind.choices}


def roster_from(sheets: dict[str, Sequence[Sequence[Any]]]) -> Roster:
    """What sheets say, in the words of this organisation."""
    return read_roster(sheets, UNIT_KINDS, POST_KINDS)


def difference_from(roster: Roster) -> Difference:
    """What a roster would change today (three queries)."""
    today = timezone.localdate()
    units = list(Unit.objects.select_related("parent"))
    known = [
        KnownUnit(
            unit.code,
            unit.name,
            unit.short_name,
            unit.kind,
            unit.parent.code if unit.parent else "",
            unit.position,
        )
        for unit in units
        if exists_on(unit, today)
    ]
    ended = {unit.code for unit in units if not exists_on(unit, today)}
    return compare(roster, known, _people(), ended)


def _people() -> list[KnownPerson]:
    posts: dict[int, dict[tuple[str, str], str]] = defaultdict(dict)
    for post in posts_on(timezone.localdate()).select_related("unit"):
        posts[post.user_id][post.unit.code, post.kind] = post.title
    return [
        KnownPerson(user.username, user.full_name, user.email, user.is_frozen, posts[user.pk])
        for user in User.objects.order_by("pk")
    ]


def unit_rows() -> Iterator[list[Any]]:
    """The units of today as rows of the sheet 单位."""
    today = timezone.localdate()
    for unit in Unit.objects.select_related("parent"):
        if exists_on(unit, today):
            parent = unit.parent.code if unit.parent else ""
            kind = unit.get_kind_display()
            yield [unit.code, unit.name, unit.short_name, kind, parent, unit.position]


def person_rows() -> Iterator[list[Any]]:
    """The people of today, one row for each post, as rows of the sheet 人员."""
    rows = posts_on(timezone.localdate()).select_related("user", "unit").order_by("user__username", "pk")
    for post in rows:
        user = post.user
        yield [
            user.username,
            user.full_name,
            user.email,
            post.unit.code,
            post.get_kind_display(),
            post.title,
            post.valid_from,
        ]
