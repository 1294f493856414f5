"""Columns that wait for something new, on the workbench of those who owe it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import unit_ids_worked_for
from gongkai.core.workbench import Shelf, Todo, register_todos
from gongkai.website.queries import columns_resting
from gongkai.website.verbs import SEE_TO_COLUMNS


def load_todos(user: User, today: date) -> Iterable[Todo]:
    """A unit's own columns for its people, all for those who see to them; a fixed number of queries."""
    resting = columns_resting(today)
    if resting and not may(user, SEE_TO_COLUMNS):
        mine = unit_ids_worked_for(user, today)
        resting = [column for column in resting if column.unit_id in mine]
    for column in resting:
        yield Todo(
            Shelf.LATE,
            f"栏目该更新了：{column.title}",
            column.reasons(today)[0].message,
            reverse("wagtailadmin_explore", args=[column.pk]),
            "去更新",
            due_on=column.last_on + timedelta(column.within_days),
            lamp="red",
            lamp_text="超时限",
        )


register_todos("website", load_todos)
