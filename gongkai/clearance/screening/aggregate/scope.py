"""What an assessment covers: which contents at which digest, with how many rows and which columns. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongkai.clearance.enums_aggregation import ColumnKind
from gongkai.clearance.screening.aggregate.profiles import Profile


@dataclass(frozen=True, slots=True)
class Listed:
    """One content in a scope: the digest it had, its rows, and the kinds of its columns."""

    digest: str
    rows: int
    columns: tuple[str, ...]


Scope = Mapping[str, Listed]
"""By owner (model label and key)."""


def scope_of(profiles: Iterable[Profile], digests: Mapping[str, str]) -> dict[str, Listed]:
    """Contents with what their tables say; of several versions of one, rows are counted for the largest."""
    by_version: dict[tuple[str, str], tuple[int, set[str]]] = {}
    for profile in profiles:
        key = (profile.source.owner, profile.source.version)
        rows, columns = by_version.get(key, (0, set()))
        by_version[key] = (rows + profile.rows, columns | set(profile.columns))
    found: dict[str, Listed] = {
        owner: Listed(digest, 0, ()) for owner, digest in digests.items()
    }  # a content without a table is there too
    for (owner, _), (rows, columns) in by_version.items():
        known = found.get(owner, Listed(digests.get(owner, ""), 0, ()))
        found[owner] = Listed(known.digest, max(known.rows, rows), tuple(sorted({*known.columns, *columns})))
    return found


def fingerprint_of(scope: Scope) -> str:
    """SHA-256 over which contents at which digests."""
    text = json.dumps(sorted((owner, one.digest) for owner, one in scope.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def growth_of(before: Scope, now: Scope, *, percent: int) -> list[str]:
    """What has come in since, in Chinese: other lists, other columns, more rows than may come in unasked."""
    found = []
    if more := sum(owner not in before and one.rows > 0 for owner, one in now.items()):
        found.append(f"新增 {more} 份相关内容")
    kept = [(before[owner], one) for owner, one in now.items() if owner in before]
    kinds = sorted({kind for old, new in kept for kind in set(new.columns) - set(old.columns)})
    if kinds:
        found.append(f"新增列：{'、'.join(ColumnKind(kind).label for kind in kinds)}")
    rows, was = sum(new.rows for _, new in kept), sum(old.rows for old, _ in kept)
    if rows * 100 > was * (100 + percent):
        found.append(f"行数从 {was} 增到 {rows}，超过 {percent}%")
    return found


def scope_as_data(scope: Scope) -> dict[str, list[object]]:
    """Plain JSON."""
    return {owner: [one.digest, one.rows, list(one.columns)] for owner, one in scope.items()}


def scope_from(data: Mapping[str, list[object]]) -> dict[str, Listed]:
    """A scope as it was recorded."""
    return {
        owner: Listed(str(digest), int(str(rows)), tuple(map(str, columns)))  # type: ignore[call-overload]
        for owner, (digest, rows, columns) in data.items()
    }
