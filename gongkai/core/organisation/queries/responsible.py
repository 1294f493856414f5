"""Who answers today for what names a unit that is no more (ADR 0007).

What is cleared, told or counted keeps the unit of its time; whose work it is follows the main succession. Nothing is
written when a unit ends, so nothing that was cleared changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.enums import NameKind
from gongkai.core.organisation.models import Post, Succession, Unit, UnitName
from gongkai.core.organisation.queries.changes import line_of_units
from gongkai.core.organisation.queries.posts import unit_ids_of
from gongkai.core.organisation.rules.directory import is_within
from gongkai.core.organisation.rules.titles import BorneName, present_title
from gongkai.core.organisation.verbs import WORK_FOR_ANY_UNIT


def responsible_unit(unit: Unit, day: date) -> Unit:
    """The unit that has on a day what a unit had in hand: itself, or its main successor (after a split there are more).

    A unit that ended without a successor answers for itself: nobody holds a post in it, so it is the office's to settle.
    """
    heir = responsible_ids(day).get(unit.pk)
    return unit if heir is None else Unit.objects.get(pk=heir)


def responsible_ids(day: date) -> dict[int, int]:
    """For every unit that is no more the one that answers for it (three queries; one where nothing ever changed)."""
    if not Succession.objects.exists():
        return {}
    line = line_of_units()
    found = {pk: line.main(pk, day) for pk in line.after}
    return {pk: heir for pk, heir in found.items() if heir != pk}


def with_predecessors(units: Iterable[int], day: date) -> frozenset[int]:
    """Ids of units together with those whose work is theirs on a day."""
    own = frozenset(units)
    return own | {pk for pk, heir in responsible_ids(day).items() if heir in own}


def unit_ids_worked_for(user: User, day: date) -> frozenset[int]:
    """Ids of the units for which a person works on a day: where they hold a post, and those these answer for.

    For pages and columns, whose unit stays written. What is moved with a merger asks for the posts alone.
    """
    return with_predecessors(unit_ids_of(user, day), day)


def works_for(user: User, unit: int | None, day: date) -> bool:
    """Whether what a unit (by id; ``None`` is nobody's) has in hand is this person's to work on.

    It is theirs in the units where they hold a post and in those these answer for, and everywhere with the verb
    办理任何单位的内容. The units of a person and day are kept on the user object for the request.
    """
    if unit is None or may(user, WORK_FOR_ANY_UNIT):
        return True
    kept: tuple[date, frozenset[int]] | None = getattr(user, "_units_on", None)
    if kept is None or kept[0] != day:
        kept = (day, unit_ids_worked_for(user, day))
        user._units_on = kept  # type: ignore[attr-defined]  # a per-request cache
    return unit in kept[1]


def title_posts(posts: Iterable[Post], day: date) -> None:
    """Give each post ``title_now``: its title with the name that its unit bears on a day (four queries for any number).

    A post that has ended by then is called by the name of its last day. The title as it was given stays in ``title``.
    """
    given = list(posts)
    for post in given:
        post.title_now = post.title  # type: ignore[attr-defined]  # read by the templates alone
    titled = [post for post in given if post.title]
    if not titled:
        return
    heirs = responsible_ids(day)
    borne: dict[int, list[UnitName]] = {}
    for name in UnitName.objects.exclude(kind=NameKind.ALIAS).order_by("pk"):
        borne.setdefault(heirs.get(name.unit_id, name.unit_id), []).append(name)
    for post in titled:
        post.title_now = _title_on(  # type: ignore[attr-defined]
            post, min(day, post.valid_until or day), borne.get(post.unit_id, [])
        )


def _title_on(post: Post, day: date, names: Iterable[UnitName]) -> str:
    """The title of a post with what its unit was called on a day, of all the names that it ever bore."""
    begun = [name for name in names if name.valid_from is None or name.valid_from <= day]
    called = {NameKind.FULL: post.unit.name, NameKind.SHORT: post.unit.short_name}
    own = [name for name in begun if name.unit_id == post.unit_id]
    called |= {
        NameKind(name.kind): name.text for name in own if is_within(day, name.valid_from, name.valid_until)
    }
    return present_title(
        post.title,
        [BorneName(name.text, name.kind, not is_within(day, None, name.valid_until)) for name in begun],
        full=called[NameKind.FULL],
        short=called[NameKind.SHORT],
    )
