"""One publisher at a time, and one view of the database for the whole of a build."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from gongkai.publishing.front.layout import Layout

_ADVISORY = 0x676B7075


@contextmanager
def publisher_lock(layout: Layout) -> Iterator[bool]:
    """Whether this process may publish now: a file lock, on PostgreSQL an advisory lock too."""
    layout.make()
    handle = os.open(layout.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        if connection.vendor != "postgresql":
            yield True
            return
        with _advisory() as got:
            yield got
    finally:
        os.close(handle)


@contextmanager
def _advisory() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ADVISORY])
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY])


@contextmanager
def snapshot() -> Iterator[None]:
    """Every query inside sees the same state: REPEATABLE READ, or a deferred transaction on SQLite (WAL).

    Inside another transaction (tests) nothing is added to it.
    """
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        # Not ``atomic``: that takes the write lock, and staff could not save while a build goes on.
        cursor.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
