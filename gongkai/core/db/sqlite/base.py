"""The backend Django loads for ``ENGINE = "gongkai.core.db.sqlite"``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from gongkai.core.db.sqlite.writelock import WriteLock

_READS = re.compile(
    r"\s*(SELECT|PRAGMA|EXPLAIN|SAVEPOINT|RELEASE|ROLLBACK|COMMIT|END|BEGIN|VALUES)\b", re.IGNORECASE
)
DEFAULT_TIMEOUT = 5.0


class WriteLockedCursor(base.SQLiteCursorWrapper):
    """A cursor whose single writes outside a transaction take the write lock too."""

    wrapper: DatabaseWrapper | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        if self.wrapper is None or self.wrapper.in_atomic_block or _READS.match(query):
            return super().execute(query, params)
        with self.wrapper.writing():
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        if self.wrapper is None or self.wrapper.in_atomic_block:
            return super().executemany(query, param_list)
        with self.wrapper.writing():
            return super().executemany(query, param_list)


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite with a ``flock`` taken before ``BEGIN`` and given back after ``COMMIT`` or ``ROLLBACK``."""

    _write_lock: WriteLock | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.is_in_memory_db():
            timeout = float(conn_params.get("timeout", DEFAULT_TIMEOUT))
            self._write_lock = WriteLock(str(conn_params["database"]), timeout)
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = self.connection.cursor(factory=WriteLockedCursor)
        cursor.wrapper = self
        return cursor

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock for one statement; with autocommit off, until the commit or rollback."""
        already = self._write_lock is not None and self._write_lock.held
        self._take_write_lock()
        try:
            yield
        finally:
            if not already and not self.connection.in_transaction:
                self._give_back_write_lock()

    def _take_write_lock(self) -> None:
        if self._write_lock is not None and not self._write_lock.acquire():
            raise OperationalError("database is locked")

    def _give_back_write_lock(self) -> None:
        if self._write_lock is not None:
            self._write_lock.release()

    def _start_transaction_under_autocommit(self) -> None:
        self._take_write_lock()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._give_back_write_lock()
            raise

    def _commit(self) -> None:
        super()._commit()  # when it fails the transaction is still open, and the rollback gives the lock back
        self._give_back_write_lock()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._give_back_write_lock()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            if self._write_lock is not None:
                self._write_lock.close()
                self._write_lock = None
