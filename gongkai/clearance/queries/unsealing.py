"""What is sealed, for those who may end it: whether this person may, and the list of what waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from gongkai.clearance.queries.sealing import Key, key_of, open_purges
from gongkai.clearance.rules.sealing import UnsealFacts
from gongkai.clearance.suppression import account_mark, is_purged_by
from gongkai.clearance.verbs import PURGE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One sealed object: the address of its act, when it was purged and by whom (empty where that account is not here any more)."""

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
    purges = purges_of(target)
    return UnsealFacts(
        may_unseal=may(user, PURGE),
        is_sealed=bool(purges),
        is_own=any(is_purged_by(purge, user) for purge in purges),
        reason=reason,
    )


def _people(purges: list[dict[str, Any]]) -> str:
    """Who purged: as the database says, or as the signed list does where that person's account is still here."""
    keys = {purge["by"]: purge["account"] for purge in purges if "account" in purge}
    people = User.objects.filter(pk__in=keys).order_by("pk")
    return "、".join(str(person) for person in people if account_mark(person) == keys[person.pk])


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
        by = _people([entry for entry in entries if entry["at"] == latest])
        yield SealedRow(target, model._meta.label, datetime.fromisoformat(latest), by)
