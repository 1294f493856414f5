"""SQLite writers queue for a file lock: held as long as a transaction, by threads and processes."""

from __future__ import annotations

import fcntl
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, connections
from django.db.transaction import Atomic
from django.db.utils import OperationalError

from gongkai.core.db.sqlite.base import DatabaseWrapper

ALIAS = "writers"
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"


def connect(path: Path, timeout: float = 20) -> DatabaseWrapper:
    """A connection of its own, registered under an alias of its own so that ``atomic`` finds it."""
    settings = dict(connections["default"].settings_dict)
    settings |= {
        "ENGINE": "gongkai.core.db.sqlite",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": timeout, "init_command": PRAGMAS},
    }
    connection = DatabaseWrapper(settings, ALIAS)
    connections[ALIAS] = connection
    return connection


def atomic() -> Atomic:
    return Atomic(ALIAS, savepoint=True, durable=False)


@pytest.fixture
def path(tmp_path: Path, django_db_blocker: object) -> Iterator[Path]:
    file = tmp_path / "writers.sqlite3"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection = connect(file)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER NOT NULL UNIQUE)")
            cursor.execute("CREATE TABLE child (parent REFERENCES counter(id) DEFERRABLE INITIALLY DEFERRED)")
            cursor.execute("INSERT INTO counter VALUES (1, 0)")
        connection.close()
        yield file
        connections[ALIAS].close()
        del connections[ALIAS]


def is_held(path: Path) -> bool:
    """Whether somebody holds the write lock, asked through a handle of our own."""
    with open(f"{path}-writelock", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def test_lock_is_held_from_begin_to_the_outermost_commit(path: Path) -> None:
    connection = connect(path)
    with atomic():
        assert is_held(path)
        with atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE counter SET value = 7")
        assert is_held(path)
    assert not is_held(path)


def test_lock_is_given_back_after_a_rollback(path: Path) -> None:
    connect(path)

    @atomic()
    def fail_twice() -> None:
        with pytest.raises(KeyError), atomic():
            raise KeyError
        assert is_held(path)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_twice()
    assert not is_held(path)


def test_lock_is_given_back_when_the_commit_itself_fails(path: Path) -> None:
    connection = connect(path)
    with pytest.raises(IntegrityError), atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO child VALUES (99)")  # found out at COMMIT
    assert not is_held(path)


def test_lock_is_given_back_when_the_connection_is_closed_inside(path: Path) -> None:
    connection = connect(path)
    with atomic():
        connection.close()
        assert not is_held(path)
    assert not is_held(path)


def test_a_write_outside_a_transaction_waits_and_a_read_does_not(path: Path) -> None:
    connection = connect(path, timeout=0.2)
    with open(f"{path}-writelock", "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with connection.cursor() as cursor:
            cursor.execute("SELECT value FROM counter")
            assert cursor.fetchone() == (0,)
            with pytest.raises(OperationalError, match="locked"):
                cursor.execute("UPDATE counter SET value = 1")
            with pytest.raises(OperationalError, match="locked"):
                cursor.executemany("INSERT INTO counter VALUES (%s, %s)", [(5, 5)])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE counter SET value = 1")
    assert not is_held(path)


def test_with_autocommit_off_the_lock_lasts_until_the_commit(path: Path) -> None:
    connection = connect(path)
    connection.set_autocommit(False)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE counter SET value = 3")
        assert is_held(path)
        cursor.execute("UPDATE counter SET value = 4")
    connection.commit()
    assert not is_held(path)
    connection.set_autocommit(True)


def test_a_lock_never_given_back_ends_in_an_error_not_in_a_standstill(path: Path) -> None:
    connect(path, timeout=0.2)
    started = time.monotonic()
    with open(f"{path}-writelock", "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(OperationalError, match="locked"), atomic():
            pytest.fail("entered a transaction without the lock")
    assert time.monotonic() - started < 5


def _add(path: Path, times: int) -> None:
    connection = connect(path)
    for _ in range(times):
        with atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT value FROM counter WHERE id = 1")
            value = cursor.fetchone()[0]
            cursor.execute("UPDATE counter SET value = %s WHERE id = 1", [value + 1])
    connection.close()


def _value(path: Path) -> int:
    with connect(path).cursor() as cursor:
        cursor.execute("SELECT value FROM counter WHERE id = 1")
        return int(cursor.fetchone()[0])


def _in_processes(target: Callable[[Path, int], None], path: Path, number: int, times: int) -> None:
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=target, args=(path, times)) for _ in range(number)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * number


def test_processes_lose_no_update_and_never_see_a_locked_database(path: Path) -> None:
    _in_processes(_add, path, number=6, times=40)
    assert _value(path) == 240


def test_threads_lose_no_update(path: Path) -> None:
    threads = [threading.Thread(target=_add, args=(path, 30)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert _value(path) == 120


def test_a_child_does_not_share_its_parents_lock(path: Path) -> None:
    connection = connect(path)
    with atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE counter SET value = 1")
        child = multiprocessing.get_context("fork").Process(target=_try_in_child, args=(path,))
        child.start()
        child.join(20)
        assert child.exitcode == 0
        assert is_held(path)
    assert not is_held(path)


def _try_in_child(path: Path) -> None:
    lock = connections[ALIAS]._write_lock
    assert lock is not None
    lock.timeout = 0.1
    assert not lock.acquire()
    lock.close()
