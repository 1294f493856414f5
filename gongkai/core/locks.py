"""One at a time, on either database, without a lock that outlives a crash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections


@contextmanager
def try_lock(name: str, using: str = DEFAULT_DB_ALIAS) -> Iterator[bool]:
    """Hold the lock ``name`` until the running transaction ends; answers at once whether it could be had.

    PostgreSQL: a transaction-level advisory lock. SQLite: our transactions begin IMMEDIATE, so whoever is
    inside one is the only writer and holds every lock. Raises ``RuntimeError`` outside of a transaction.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise RuntimeError("try_lock must run inside a transaction")
    if connection.vendor != "postgresql":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_key_of(name)])
        row = cursor.fetchone()
    yield bool(row and row[0])


def hold_locks(names: Iterable[str], using: str = DEFAULT_DB_ALIAS) -> None:
    """Wait for these locks, in one order whoever asks, and hold them until the running transaction ends.

    What is read after it shows all that the last holder did. On SQLite there is nothing to wait for, as above.
    Raises ``RuntimeError`` outside of a transaction.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise RuntimeError("hold_locks must run inside a transaction")
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for key in sorted({_key_of(name) for name in names}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _key_of(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
