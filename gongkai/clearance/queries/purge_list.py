"""The signed list of purges and the seals of today: what was purged, and which bytes are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from gongkai.clearance.queries.sealing import about_what_is_here, sealed_now
from gongkai.clearance.suppression import suppressed, suppressed_entries


def purges_of_objects() -> list[tuple[int, str, datetime]]:
    """(content type, key, time) of every purge: of the database and of the signed list, which a restored backup leaves.

    What merely bears the key of something purged, because keys were given anew since, is not it.
    """
    entries = about_what_is_here(suppressed_entries())
    kinds = (
        {f"{kind.app_label}.{kind.model}": kind.pk for kind in ContentType.objects.all()} if entries else {}
    )
    owners = [(*entry["owner"].split(":", 1), datetime.fromisoformat(entry["at"])) for entry in entries]
    return [(kinds[label], key, at) for label, key, at in owners if label in kinds]


@dataclass(frozen=True, slots=True)
class PurgedObject:
    """Something here that was purged: all its digests on the list, and when it was purged last."""

    target: Any
    digests: frozenset[str]
    at: datetime


def objects_purged() -> list[PurgedObject]:
    """Every object here that was purged, as the database and the signed list tell."""
    entries: dict[str, list[dict[str, Any]]] = {}
    for entry in about_what_is_here(suppressed_entries()):
        entries.setdefault(entry["owner"], []).append(entry)
    found = []
    for owner, held in sorted(entries.items()):
        label, _, key = owner.partition(":")
        row = apps.get_model(label)._default_manager.filter(pk=key).first()
        if row is not None:
            digests = frozenset(digest for entry in held for digest in entry["digests"])
            at = max(datetime.fromisoformat(entry["at"]) for entry in held)
            found.append(PurgedObject(getattr(row, "specific", row), digests, at))
    return found


def hashes_closed() -> frozenset[str]:
    """Hashes of files that were purged, or are sealed: nothing is computed from them any more."""
    return suppressed()[1] | sealed_now().hashes


def is_left_open(key: tuple[str, str] | None) -> bool:
    """Whether an object was purged and its staff copy is not sealed: its unit has to correct it, and its records stay."""
    if key is None or key in sealed_now().keys:
        return False
    entries = (entry for entry in suppressed_entries() if entry["owner"] == ":".join(key))
    return bool(about_what_is_here(list(entries)))
