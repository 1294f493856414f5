"""Registrations in one line, for the ordinary case: a field of a model names the unit or the person.

``rows`` answers what is open on a day; it is asked inside the act's transaction, so it may use any model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb
from gongkai.core.organisation.holdings import (
    Group,
    Held,
    Holding,
    OpenWork,
    register_holding,
    register_open_work,
)
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.rules.access import CONFLICT
from gongkai.core.organisation.verbs import SERVE
from gongkai.core.reasons import Refused

Rows = Callable[[date], "QuerySet[Any]"]
LabelOf = Callable[[Any], str]
GroupOf = Callable[[Any], Group | None]


def _alone(row: Any) -> None:
    """For things that belong to nothing that would have to be named."""


def hold_by_field(
    code: str,
    label: str,
    rows: Rows,
    field: str,
    label_of: LabelOf = str,
    *,
    group_of: GroupOf = _alone,
) -> Holding:
    """Rows whose foreign key ``field`` names the unit; moving writes the other unit into it."""

    def held(unit: Unit, day: date) -> list[Held]:
        return _held(rows(day).filter(**{field: unit}), label_of, group_of)

    def move(keys: Sequence[str], source: Unit, target: Unit, day: date, by: User) -> int:
        return _written(rows(day).filter(pk__in=keys, **{field: source}), field, target)

    return register_holding(code, label, held=held, move=move)


def hold_by_relation(
    code: str,
    label: str,
    rows: Rows,
    field: str,
    label_of: LabelOf = str,
    *,
    group_of: GroupOf = _alone,
) -> Holding:
    """Rows whose many-to-many ``field`` contains the unit; moving puts the other unit in its place."""

    def held(unit: Unit, day: date) -> list[Held]:
        return _held(rows(day).filter(**{field: unit}).distinct(), label_of, group_of)

    def move(keys: Sequence[str], source: Unit, target: Unit, day: date, by: User) -> int:
        found = list(rows(day).filter(pk__in=keys, **{field: source}).distinct())
        for row in found:
            getattr(row, field).remove(source)
            getattr(row, field).add(target)
        return len(found)

    return register_holding(code, label, held=held, move=move)


def open_by_field(
    label: str, rows: Rows, field: str, label_of: LabelOf = str, *, takes: tuple[Verb, ...] = (SERVE,)
) -> OpenWork:
    """Rows whose foreign key ``field`` names the person; handing over writes the receiver into it."""

    def items(user: User) -> list[Held]:
        return _held(rows(timezone.localdate()).filter(**{field: user}), label_of)

    def reassign(keys: Sequence[str], leaver: User, receiver: User, by: User) -> int:
        found = rows(timezone.localdate()).filter(pk__in=keys, **{field: leaver})
        return _written(found, field, receiver)

    return register_open_work(label, items, reassign, takes=takes)


def _held(found: QuerySet[Any], label_of: LabelOf, group_of: GroupOf = _alone) -> list[Held]:
    return [Held(str(row.pk), label_of(row), group=group_of(row)) for row in found]


def _written(found: QuerySet[Any], field: str, value: Unit | User) -> int:
    """Write the new holder; what the database forbids is refused with its reason, not broken off."""
    try:
        with transaction.atomic():
            return found.update(**{field: value})
    except IntegrityError:
        message = f"{found.model._meta.verbose_name}不能交给“{value}”：与已有记录冲突。"
        raise Refused([CONFLICT.reason(message, remedy="请另选接办的单位或人员。")]) from None
