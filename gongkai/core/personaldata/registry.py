"""What apps enter here: why people may read sealed values, and how long records are kept.

Put both into the app's ``retention.py``::

    HANDLE = define_purpose("appeals.handle", "办理诉求", verbs.HANDLE)
    define_retention(
        "appeals.closed", "已办结诉求的诉求人信息", model="appeals.Appeal", since="closed_on",
        period=years(3), basis=..., erase=erase_fields("caller_name", "caller_phone"),
    )
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from gongkai.core.accounts.verbs import Verb
from gongkai.core.basis import Basis
from gongkai.core.workdays.enums import Unit
from gongkai.core.workdays.rules import Duration


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why sealed values are read: a code for the log, Chinese words, and the verb that carries it."""

    code: str
    label: str
    verb: Verb


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """How long one kind of record keeps its personal data, counted from the day in ``since``.

    ``erase`` takes a locked row and removes its personal data; it must save the row, or remove it where the model
    has no ``erased_at`` (:func:`remove_row`). ``unless`` holds back rows
    for which the law or an open procedure forbids erasing. ``at_least`` is a floor that no department may
    go below.
    """

    code: str
    label: str
    model_label: str
    since: str
    period: Duration
    basis: Basis
    erase: Callable[[Any], None]
    unless: Q | None = None
    at_least: Duration | None = None

    @property
    def model(self) -> type[models.Model]:
        """The model whose rows it keeps."""
        return apps.get_model(self.model_label)

    @property
    def removes_rows(self) -> bool:
        """Whether a row goes as a whole, because its model does not note when it was erased."""
        return all(field.name != "erased_at" for field in self.model._meta.get_fields())


PURPOSES: dict[str, Purpose] = {}
RETENTION: dict[str, RetentionClass] = {}


def define_purpose(code: str, label: str, verb: Verb) -> Purpose:
    """Enter a purpose of reading. Raises ``ValueError`` when the code is taken."""
    purpose = Purpose(code, label, verb)
    if PURPOSES.setdefault(code, purpose) != purpose:
        raise ValueError(f"purpose {code!r} is defined twice")
    return purpose


def define_retention(
    code: str,
    label: str,
    *,
    model: str,
    since: str,
    period: Duration,
    basis: Basis,
    erase: Callable[[Any], None],
    unless: Q | None = None,
    at_least: Duration | None = None,
) -> RetentionClass:
    """Enter a retention class. Raises ``ValueError`` when the code is taken or a period counts working days."""
    if Unit.WORKDAY in (period.unit, at_least.unit if at_least else None):
        raise ValueError("records are not kept for working days")
    entry = RetentionClass(code, label, model, since, period, basis, erase, unless, at_least)
    if code in RETENTION:
        raise ValueError(f"retention class {code!r} is defined twice")
    RETENTION[code] = entry
    return entry


def remove_row(row: Any) -> None:
    """An erasing function for rows that are nothing but personal data."""
    row.delete()


def erase_fields(*names: str) -> Callable[[Any], None]:
    """An erasing function that empties fields (null where the column allows it) and notes when."""

    def erase(row: Any) -> None:
        from django.utils import timezone

        for name in names:
            field = row._meta.get_field(name)
            setattr(row, name, None if field.null else "")
        row.erased_at = timezone.now()
        row.save(update_fields=[*names, "erased_at"])

    return erase
