"""The organisation as a tree on a day, with who leads and how many work where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from gongkai.core.accounts.models import User
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.models import Post, Unit
from gongkai.core.organisation.queries.changes import exists_on
from gongkai.core.organisation.queries.posts import posts_on


@dataclass(slots=True)
class TreeRow:
    """A unit in its place: how deep it stands, who leads it, how many hold a post in it."""

    unit: Unit
    depth: int
    heads: list[User] = field(default_factory=list)
    count: int = 0
    exists: bool = True

    @property
    def inset(self) -> str:
        """The style class of its depth, at most four deep."""
        return f"org-in-{min(self.depth, 4)}"


def tree_on(day: date, *, only: frozenset[int] | None = None) -> list[TreeRow]:
    """Units on a day in the order of the tree (two queries); ended and future ones come without ``exists``.

    ``only`` limits the rows to some units, shown flat.
    """
    units = list(Unit.objects.select_related("supervised_by"))
    below: dict[int | None, list[Unit]] = defaultdict(list)
    known = {unit.pk for unit in units}
    for unit in units:
        below[unit.parent_id if unit.parent_id in known else None].append(unit)
    rows: list[TreeRow] = []
    _walk(below, None, 0, day, rows)
    if only is not None:
        rows = [TreeRow(row.unit, 0, exists=row.exists) for row in rows if row.unit.pk in only]
    _count(rows, day)
    return rows


def _walk(
    below: dict[int | None, list[Unit]], parent: int | None, depth: int, day: date, rows: list[TreeRow]
) -> None:
    for unit in below.get(parent, ()):
        rows.append(TreeRow(unit, depth, exists=exists_on(unit, day)))
        _walk(below, unit.pk, depth + 1, day, rows)


def _count(rows: list[TreeRow], day: date) -> None:
    by_unit = {row.unit.pk: row for row in rows}
    people: dict[int, set[int]] = defaultdict(set)
    posts: list[Post] = list(posts_on(day).select_related("user"))
    for post in posts:
        row = by_unit.get(post.unit_id)
        if row is None:
            continue
        people[post.unit_id].add(post.user_id)
        if post.kind in (PostKind.HEAD, PostKind.LEADER):
            row.heads.append(post.user)
    for pk, row in by_unit.items():
        row.count = len(people[pk])
