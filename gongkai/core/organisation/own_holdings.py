"""What of the organisation itself hangs on a unit or lies open with a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.organisation.holdings import Held, register_holding, register_open_work
from gongkai.core.organisation.models import Delegation, Post, Unit, UnitGroupMember
from gongkai.core.organisation.queries.responsible import title_posts
from gongkai.core.organisation.scopes import label_of
from gongkai.core.organisation.verbs import SUPERVISE


def _posts(unit: Unit, day: date) -> list[Held]:
    open_posts = Post.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), unit=unit)
    rows = list(open_posts.select_related("user", "unit"))
    title_posts(rows, timezone.localdate())
    return [Held(str(row.pk), f"{row.user}（{_title_of(row)}）") for row in rows]


def _title_of(post: Post) -> str:
    title: str = post.title_now  # type: ignore[attr-defined]  # given by title_posts
    return title or str(post.get_kind_display())


def _move_posts(keys: Sequence[str], source: Unit, target: Unit, day: date, by: User) -> int:
    """End each post on the eve and begin it anew in the other unit; one that begins later begins there."""
    rows = list(Post.objects.filter(pk__in=keys, unit=source))
    for row in rows:
        if row.valid_from >= day:
            row.unit = target
            row.save(update_fields=["unit"])
            continue
        Post.objects.create(
            user=row.user,
            unit=target,
            kind=row.kind,
            title=row.title,
            valid_from=day,
            valid_until=row.valid_until,
        )
        row.valid_until = day - timedelta(days=1)
        row.save(update_fields=["valid_until"])
    return len(rows)


def _children(unit: Unit, day: date) -> list[Held]:
    rows = Unit.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), parent=unit)
    return [Held(str(row.pk), row.name) for row in rows]


def _move_children(keys: Sequence[str], source: Unit, target: Unit, day: date, by: User) -> int:
    """Put the units below the other unit; one that itself takes over moves up to where the old one stood."""
    Unit.objects.filter(pk=target.pk, parent=source).update(parent=source.parent)
    Unit.objects.filter(pk__in=keys, parent=source).exclude(pk=target.pk).update(parent=target)
    return len(keys)


def _group_rows(unit: Unit, day: date) -> list[Held]:
    rows = UnitGroupMember.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), unit=unit)
    return [
        Held(str(row.pk), f"{row.group}（{'不纳入' if row.is_excepted else '列入'}）")
        for row in rows.select_related("group")
    ]


def _move_group_rows(keys: Sequence[str], source: Unit, target: Unit, day: date, by: User) -> int:
    rows = list(UnitGroupMember.objects.filter(pk__in=keys, unit=source))
    for row in rows:
        there = UnitGroupMember.objects.filter(group=row.group, unit=target).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )
        if not there.exists():
            UnitGroupMember.objects.create(
                group=row.group,
                unit=target,
                is_excepted=row.is_excepted,
                valid_from=max(day, row.valid_from) if row.valid_from else day,
                valid_until=row.valid_until,
            )
        if row.valid_from is not None and row.valid_from >= day:
            row.delete()
        else:
            row.valid_until = day - timedelta(days=1)
            row.save(update_fields=["valid_until"])
    return len(rows)


def _delegations(unit: Unit, day: date) -> list[Held]:
    rows = Delegation.objects.filter(unit=unit, revoked_at=None, valid_until__gte=day)
    return [
        Held(str(row.pk), f"{row.grantor} 授权 {row.delegate}：{label_of(row.scope)}")
        for row in rows.select_related("grantor", "delegate")
    ]


def _move_delegations(keys: Sequence[str], source: Unit, target: Unit, day: date, by: User) -> int:
    return Delegation.objects.filter(pk__in=keys, unit=source).update(unit=target)


def _supervised(user: User) -> list[Held]:
    today = timezone.localdate()
    rows = user.supervised_units.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=today))
    return [Held(str(row.pk), row.name) for row in rows]


def _hand_over_supervised(keys: Sequence[str], leaver: User, receiver: User, by: User) -> int:
    return Unit.objects.filter(pk__in=keys, supervised_by=leaver).update(supervised_by=receiver)


register_holding("organisation.posts", "任职", held=_posts, move=_move_posts)
register_holding("organisation.children", "下级单位", held=_children, move=_move_children)
register_holding("organisation.groups", "单位组", held=_group_rows, move=_move_group_rows)
register_holding("organisation.delegations", "授权", held=_delegations, move=_move_delegations)
register_open_work("分管单位", _supervised, _hand_over_supervised, takes=(SUPERVISE,))
