"""What is sealed, for those who may end it: whether this person may, and the list of what waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from gongkai.clearance.models.release import Suppression
from gongkai.clearance.queries.gate import base_type_of
from gongkai.clearance.queries.sealing import Key, key_of, open_purges
from gongkai.clearance.rules.sealing import UnsealFacts
from gongkai.clearance.verbs import PURGE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One sealed object: the address of its act, when it was purged and by whom (empty where only a copy knows)."""

    target: Any
    label: str
    at: datetime
    by: str


def purges_of(target: Any) -> list[dict[str, Any]]:
    """The purges on which an object's own seal stands, less those ended."""
    key = key_of(target)
    return open_purges().get(key, []) if key is not None else []


def unseal_facts(user: User, target: Any, *, reason: str | None = None) -> UnsealFacts:
    """What the rule needs; without ``reason``, before one has been given."""
    times = {purge["at"] for purge in purges_of(target)}
    return UnsealFacts(
        may_unseal=may(user, PURGE),
        is_sealed=bool(times),
        is_own=any(row.by_id == user.pk and row.at.isoformat() in times for row in _rows_of(target)),
        reason=reason,
    )


def _rows_of(target: Any) -> Any:
    key = {"content_type": base_type_of(target), "object_id": str(target.pk)}
    return Suppression.objects.filter(**key).select_related("by")


def sealed_rows() -> list[SealedRow]:
    """Everything purged for a suspected leak and not unsealed, newest first; what is gone from the database left out."""
    return sorted(_rows(open_purges()), key=lambda row: row.at, reverse=True)


def _rows(purges: dict[Key, list[dict[str, Any]]]) -> Iterator[SealedRow]:
    for (label, key), entries in purges.items():
        model: Any = apps.get_model(label)
        target = model._base_manager.filter(pk=key).first()
        if target is None or key_of(target) is None:
            continue
        latest = max(entry["at"] for entry in entries)
        people = {str(row.by) for row in _rows_of(target) if row.at.isoformat() == latest}
        yield SealedRow(target, model._meta.label, datetime.fromisoformat(latest), "、".join(people))
