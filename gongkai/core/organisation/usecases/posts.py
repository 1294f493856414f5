"""Appointing people to posts and ending posts."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.models import Post, Unit
from gongkai.core.organisation.queries.posts import heads_of
from gongkai.core.organisation.rules.units import (
    Stretch,
    reasons_against_appointing,
    reasons_against_ending_post,
)
from gongkai.core.organisation.usecases.units import reasons_against_editing
from gongkai.core.reasons import refuse_if


@transaction.atomic
def appoint(
    *,
    by: User,
    user: User,
    unit: Unit,
    kind: str,
    title: str = "",
    valid_from: date,
    valid_until: date | None = None,
) -> Post:
    """Put a person into a post of a unit. Raises :class:`Refused`."""
    user = User.objects.select_for_update().get(pk=user.pk)
    same = [Stretch(p.valid_from, p.valid_until) for p in user.posts.filter(unit=unit, kind=kind)]
    reasons = reasons_against_appointing(
        Stretch(valid_from, valid_until),
        same=same,
        unit_from=unit.valid_from,
        unit_until=unit.valid_until,
        is_in_office=not user.is_frozen,
    )
    refuse_if([*reasons_against_editing(by), *reasons], act="登记任职")
    post = Post.objects.create(
        user=user, unit=unit, kind=kind, title=title, valid_from=valid_from, valid_until=valid_until
    )
    record_event(action="organisation.appoint", by=by, subject=post, user=user.pk, unit=unit.pk, kind=kind)
    return post


@transaction.atomic
def end_post(*, by: User, post: Post, last_day: date) -> Post:
    """End a post with its last day; the only head of a unit needs a successor. Raises :class:`Refused`."""
    row = Post.objects.select_for_update().select_related("unit").get(pk=post.pk)
    reasons = reasons_against_ending_post(
        Stretch(row.valid_from, row.valid_until),
        last_day,
        today=timezone.localdate(),
        is_last_head=_is_last_head(row, last_day),
    )
    refuse_if([*reasons_against_editing(by), *reasons], act="结束任职")
    row.valid_until = last_day
    row.save(update_fields=["valid_until"])
    record_event(action="organisation.end_post", by=by, subject=row, last_day=last_day.isoformat())
    return row


def _is_last_head(post: Post, last_day: date) -> bool:
    if post.kind != PostKind.HEAD:
        return False
    after = date.fromordinal(last_day.toordinal() + 1)
    return not heads_of(post.unit, after).exclude(pk=post.user_id).exists()
