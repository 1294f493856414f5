"""Reading a roster for its preview, and taking it over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
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
from gongkai.core.organisation.usecases.units import set_up_unit
from gongkai.core.organisation.verbs import TAKE_OVER_ROSTER
from gongkai.core.reasons import Reason, refuse_if

ACT = "同步名册"
PostKey = tuple[str, str, str]


@transaction.atomic
def read_roster_in(*, by: User, source: str, sheets: dict[str, Sequence[Sequence[Any]]]) -> RosterDraft:
    """Keep what was read for its preview, in place of an earlier one of the same person."""
    refuse_if(_against_access(by), act=ACT)
    RosterDraft.objects.filter(by=by).delete()
    return RosterDraft.objects.create(by=by, source=source[:200], content=roster_from(sheets).written())


@transaction.atomic
def put_roster_aside(*, by: User) -> None:
    """Forget what was read."""
    RosterDraft.objects.filter(by=by).delete()


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
    _change_units(difference.changed_units)
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


def _change_units(changes: Sequence[Changed]) -> None:
    for one in changes:
        unit = Unit.objects.get(code=one.subject)
        if one.label == "类型":
            unit.kind = one.new
        elif one.label == "上级":
            unit.parent = Unit.objects.get(code=one.new) if one.new else None
        else:
            unit.position = int(one.new)
        unit.save(update_fields=["kind", "parent", "position"])


def _enter_people(by: User, difference: Difference) -> None:
    """New people get an account that nobody can sign in with until an administrator gives roles and a password."""
    for line in difference.new_people:
        user = User(username=line.username, full_name=line.full_name, email=line.email)
        user.set_unusable_password()
        user.save()
        record_event(action="organisation.enter_person", by=by, subject=user)
    for one in difference.changed_people:
        field = "full_name" if one.label == "姓名" else "email"
        User.objects.filter(username=one.subject).update(**{field: one.new})


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
