"""Reading a roster for its preview, and taking it over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.usecases import correct_person, enter_person
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.organisation.enums import UnitKind
from gongkai.core.organisation.models import Post, RosterDraft, Unit
from gongkai.core.organisation.queries.posts import posts_on
from gongkai.core.organisation.queries.roster import difference_from, roster_from
from gongkai.core.organisation.rules.access import NOT_ALLOWED
from gongkai.core.organisation.rules.roster import PersonLine, Roster, UnitLine
from gongkai.core.organisation.rules.roster_diff import Changed, Difference, reasons_against_taking_over
from gongkai.core.organisation.usecases.posts import appoint, end_post
from gongkai.core.organisation.usecases.units import edit_unit, set_up_unit
from gongkai.core.organisation.verbs import TAKE_OVER_ROSTER
from gongkai.core.reasons import Reason, refuse_if

ACT = "同步名册"
PostKey = tuple[str, str, str]


@transaction.atomic
def read_roster_in(*, by: User, source: str, sheets: dict[str, Sequence[Sequence[Any]]]) -> RosterDraft:
    """Keep what was read for its preview, in place of an earlier one of the same person."""
    refuse_if(_against_access(by), act=ACT)
    RosterDraft.objects.filter(by=by).delete()
    roster = roster_from(sheets)
    draft = RosterDraft.objects.create(by=by, source=source[:200], content=roster.written())
    record_event(
        action="organisation.read_roster",
        by=by,
        subject=draft,
        units=len(roster.units),
        people=len(roster.people),
        flaws=len(roster.flaws),
    )
    return draft


@transaction.atomic
def put_roster_aside(*, by: User) -> None:
    """Forget what was read."""
    removed, _ = RosterDraft.objects.filter(by=by).delete()
    record_event(action="organisation.put_roster_aside", by=by, removed=removed)


@transaction.atomic
def take_over_roster(
    *, by: User, draft: RosterDraft, seen: str, ended_posts: Collection[PostKey] = ()
) -> Difference:
    """Take over what is new and changed, and end the chosen posts that are gone; all of it or nothing.

    Nobody and nothing is removed. Raises :class:`Refused` with every flaw of the roster and its cell.
    """
    roster = Roster.read(draft.content)
    difference = difference_from(roster)
    chosen = [key for key in difference.gone_posts if key in set(ended_posts)]
    reasons = reasons_against_taking_over(difference, seen=seen, ended=len(chosen))
    refuse_if([*_against_access(by), *reasons], act=ACT)
    _set_up(by, difference.new_units)
    _change_units(by, difference.changed_units)
    _enter_people(by, difference)
    _appoint(by, difference.new_posts)
    for username, unit, kind in chosen:
        for post in posts_on(timezone.localdate()).filter(
            user__username=username, unit__code=unit, kind=kind
        ):
            end_post(by=by, post=post, last_day=max(timezone.localdate(), post.valid_from))
    record_event(
        action="organisation.take_over_roster",
        by=by,
        new_units=len(difference.new_units),
        changed_units=len(difference.changed_units),
        new_people=len(difference.new_people),
        changed_people=len(difference.changed_people),
        new_posts=len(difference.new_posts),
        ended_posts=len(chosen),
    )
    RosterDraft.objects.filter(pk=draft.pk).delete()
    return difference


def _set_up(by: User, lines: Sequence[UnitLine]) -> None:
    """New units, those above before those below; without a column for it they stand below the department."""
    roots = list(Unit.objects.filter(kind=UnitKind.DEPARTMENT, valid_until=None)[:2])
    root = roots[0] if len(roots) == 1 else None
    waiting = list(lines)
    codes = {line.code for line in waiting}
    while waiting:
        ready = [line for line in waiting if line.parent not in codes]
        for line in ready:
            set_up_unit(
                by=by,
                code=line.code,
                name=line.name,
                short_name=line.short_name or "",
                kind=line.kind or UnitKind.DIVISION,
                parent=Unit.objects.get(code=line.parent) if line.parent else _without_parent(line, root),
                position=line.position or 0,
            )
        codes -= {line.code for line in ready}
        waiting = [line for line in waiting if line.code in codes]


def _without_parent(line: UnitLine, root: Unit | None) -> Unit | None:
    """At the top where the roster says so, else below the department."""
    return root if line.parent is None else None


def _change_units(by: User, changes: Sequence[Changed]) -> None:
    """Changed units, those above before those below, so that none stands below itself on the way."""
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    for one in changes:
        wanted[one.subject][one.label] = one.new
    above = dict(Unit.objects.values_list("code", "parent__code"))
    above |= {code: new["上级"] or None for code, new in wanted.items() if "上级" in new}
    for code in sorted(wanted, key=lambda code: _depth(code, above)):
        unit, new = Unit.objects.select_related("parent", "supervised_by").get(code=code), wanted[code]
        parent = unit.parent
        if "上级" in new:
            parent = Unit.objects.get(code=new["上级"]) if new["上级"] else None
        edit_unit(
            by=by,
            unit=unit,
            kind=new.get("类型", unit.kind),
            parent=parent,
            supervised_by=unit.supervised_by,
            position=int(new.get("排序", unit.position)),
        )


def _depth(code: str, above: Mapping[str, str | None]) -> int:
    """How many units stand above one; a roster that goes in a circle was refused before."""
    parent = above.get(code)
    return 1 + _depth(parent, above) if parent else 0


def _enter_people(by: User, difference: Difference) -> None:
    for line in difference.new_people:
        enter_person(by=by, username=line.username, full_name=line.full_name, email=line.email)
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    for one in difference.changed_people:
        wanted[one.subject]["full_name" if one.label == "姓名" else "email"] = one.new
    for username, new in wanted.items():
        user = User.objects.get(username=username)
        correct_person(by=by, user=user, **{"full_name": user.full_name, "email": user.email} | new)


def _appoint(by: User, lines: Sequence[PersonLine]) -> list[Post]:
    today = timezone.localdate()
    return [
        appoint(
            by=by,
            user=User.objects.get(username__iexact=line.username),
            unit=Unit.objects.get(code=line.unit),
            kind=line.kind,
            title=line.title,
            valid_from=date.fromisoformat(line.valid_from) if line.valid_from else today,
        )
        for line in lines
    ]


def _against_access(by: User) -> list[Reason]:
    return [] if may(by, TAKE_OVER_ROSTER) else [NOT_ALLOWED.reason(remedy="请联系厅办公室。")]
