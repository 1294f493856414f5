"""Remind whoever owes a column something new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.notify.models import Notice
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all
from gongkai.core.organisation.queries import posts_on, responsible_ids
from gongkai.website.queries import KeptColumn, columns_resting
from gongkai.website.verbs import SEE_TO_COLUMNS

RESTING_COLUMN = define_kind("website.resting_column", "栏目超过更新时限")
AGAIN_AFTER = timedelta(days=7)
"""Nobody is reminded of the same column twice within this time."""


@transaction.atomic
def remind_of_resting_columns(*, today: date) -> int:
    """Tell the people of each unit whose column has had nothing new in its time; how many notices were stored.

    A unit that is no more is its successor here. Where no unit is named, or nobody holds a post in it, those who see
    to all columns are told.
    """
    resting = columns_resting(today)
    told = set(
        Notice.objects.filter(
            kind=RESTING_COLUMN.code, created_at__gt=timezone.now() - AGAIN_AFTER
        ).values_list("user", "subject_url")
    )
    heirs = responsible_ids(today) if resting else {}
    return sum(_remind(column, heirs, today, told) for column in resting)


def _remind(column: KeptColumn, heirs: Mapping[int, int], today: date, told: set[tuple[int, str]]) -> int:
    url = reverse("wagtailadmin_explore", args=[column.pk])
    unit = heirs.get(column.unit_id, column.unit_id) if column.unit_id else None
    users = [user for user in _people_of(unit, today) if (user.pk, url) not in told]
    days = (today - column.last_on).days
    text = f"“{column.title[:40]}”{days} 天没有新内容，时限 {column.within_days} 天。请发布新内容。"
    return notify_all(users=users, kind=RESTING_COLUMN, subject_url=url, text=text)


def _people_of(unit: int | None, today: date) -> Iterable[User]:
    posts = posts_on(today).filter(unit=unit)
    people = User.objects.in_office().filter(posts__in=posts).distinct()
    return list(people) or people_with(SEE_TO_COLUMNS)
