"""The publisher's own memory of the current release: outputs, what they depend on, when they change.

All of it can be made again by a full build. It names the root it belongs to; where that is not the root being
served (a crash between switch and commit, a rollback), it is not believed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outputs (
  id INTEGER PRIMARY KEY, builder TEXT NOT NULL, ident TEXT NOT NULL, path TEXT NOT NULL UNIQUE,
  status INTEGER NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, view TEXT NOT NULL,
  until INTEGER NOT NULL, search TEXT NOT NULL, UNIQUE (builder, ident));
CREATE INDEX IF NOT EXISTS outputs_until ON outputs (until) WHERE until > 0;
CREATE TABLE IF NOT EXISTS keys (
  key TEXT NOT NULL, output INTEGER NOT NULL, PRIMARY KEY (key, output)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS keys_output ON keys (output);
CREATE TABLE IF NOT EXISTS files (
  path TEXT NOT NULL, output INTEGER NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
  origin TEXT NOT NULL, PRIMARY KEY (path, output)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_output ON files (output);
CREATE TABLE IF NOT EXISTS names (
  owner TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (owner, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ahead (
  view TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blocked (key TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A released file: its address, the hash of the bytes released, their size, the hash of the original."""

    path: str
    sha256: str
    size: int
    origin: str


@dataclass(frozen=True, slots=True)
class OutputRow:
    """One output of the current release."""

    builder: str
    ident: str
    path: str
    status: int
    sha256: str
    size: int
    view: str
    until: int = 0
    search: str = ""
    keys: frozenset[str] = frozenset()
    files: tuple[FileRow, ...] = ()


_COLUMNS = "builder, ident, path, status, sha256, size, view, until, search"
_PIECE = 500


def _pieces(items: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(set(items))
    for start in range(0, len(ordered), _PIECE):
        yield ordered[start : start + _PIECE]


def _marks(items: Sequence[str]) -> str:
    return ",".join("?" * len(items))


def _row(values: Sequence[Any], files: tuple[FileRow, ...]) -> OutputRow:
    fields: dict[str, Any] = dict(zip(_COLUMNS.split(", "), values, strict=True))
    return OutputRow(**fields, files=files)


class State:
    """The state database. Reading is free; writing happens in one transaction with the root it leads to."""

    def __init__(self, place: Path) -> None:
        self._db = sqlite3.connect(place, isolation_level=None, timeout=10)
        self._db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;" + _SCHEMA
        )

    def close(self) -> None:
        self._db.close()

    def meta(self, name: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE name=?", (name,)).fetchone()
        return row[0] if row else ""

    def ids_by_keys(self, keys: Iterable[str]) -> set[tuple[str, str]]:
        """(builder, id) of outputs that depend on any of the keys."""
        found: set[tuple[str, str]] = set()
        for piece in _pieces(keys):
            sql = f"SELECT DISTINCT builder, ident FROM keys JOIN outputs ON outputs.id=output WHERE key IN ({_marks(piece)})"  # noqa: S608
            found.update(self._db.execute(sql, piece))
        return found

    def ids_due(self, now: int) -> set[tuple[str, str]]:
        """(builder, id) of outputs whose bytes may be wrong at ``now`` (epoch seconds)."""
        sql = "SELECT builder, ident FROM outputs WHERE until > 0 AND until <= ?"
        return set(self._db.execute(sql, (now,)))

    def all_ids(self) -> set[tuple[str, str]]:
        return set(self._db.execute("SELECT builder, ident FROM outputs"))

    def count(self) -> int:
        """How many outputs the release has."""
        number: int = self._db.execute("SELECT count(*) FROM outputs").fetchone()[0]
        return number

    def output_at(self, path: str) -> tuple[str, str] | None:
        """(builder, id) of the output at an address."""
        found: tuple[str, str] | None = self._db.execute(
            "SELECT builder, ident FROM outputs WHERE path=?", (path,)
        ).fetchone()
        return found

    def rows(self, ids: Iterable[tuple[str, str]]) -> dict[tuple[str, str], OutputRow]:
        """What is known of outputs, files included, keys not."""
        by_builder: dict[str, list[str]] = {}
        for builder, ident in ids:
            by_builder.setdefault(builder, []).append(ident)
        rows: dict[tuple[str, str], OutputRow] = {}
        for builder, idents in by_builder.items():
            for piece in _pieces(idents):
                sql = f"SELECT id, {_COLUMNS} FROM outputs WHERE builder=? AND ident IN ({_marks(piece)})"  # noqa: S608
                for number, *values in self._db.execute(sql, [builder, *piece]).fetchall():
                    rows[builder, values[1]] = _row(values, self._files_of(number))
        return rows

    def _files_of(self, number: int) -> tuple[FileRow, ...]:
        sql = "SELECT path, sha256, size, origin FROM files WHERE output=?"
        return tuple(FileRow(*row) for row in self._db.execute(sql, (number,)))

    def file_at(self, path: str) -> FileRow | None:
        row = self._db.execute(
            "SELECT path, sha256, size, origin FROM files WHERE path=? LIMIT 1", (path,)
        ).fetchone()
        return FileRow(*row) if row else None

    def file_holders(self, path: str) -> set[tuple[str, str]]:
        """(builder, id) of outputs that release a file at an address."""
        sql = "SELECT builder, ident FROM files JOIN outputs ON outputs.id=output WHERE files.path=?"
        return set(self._db.execute(sql, (path,)))

    def ids_of_origins(self, origins: Iterable[str]) -> set[tuple[str, str]]:
        """(builder, id) of outputs that release a file whose original has one of these hashes."""
        found: set[tuple[str, str]] = set()
        for piece in _pieces(origins):
            sql = f"SELECT DISTINCT builder, ident FROM files JOIN outputs ON outputs.id=output WHERE origin IN ({_marks(piece)})"  # noqa: S608
            found.update(self._db.execute(sql, piece))
        return found

    def names_of(self, owners: Iterable[str]) -> set[str]:
        """Keys that these objects named when they were last public."""
        found: set[str] = set()
        for piece in _pieces(owners):
            sql = f"SELECT key FROM names WHERE owner IN ({_marks(piece)})"  # noqa: S608
            found.update(row[0] for row in self._db.execute(sql, piece))
        return found

    def blocked(self) -> dict[str, str]:
        """Objects stopped by a recheck, with the reason."""
        return dict(self._db.execute("SELECT key, reason FROM blocked"))

    def ahead(self, view: str) -> tuple[str, int] | None:
        """(SHA-256, size) of bytes made ahead for a view."""
        found: tuple[str, int] | None = self._db.execute(
            "SELECT sha256, size FROM ahead WHERE view=?", (view,)
        ).fetchone()
        return found

    def searchable(self) -> Iterator[tuple[str, str]]:
        """(address, search entry as JSON) of every output that the public search knows."""
        yield from self._db.execute("SELECT path, search FROM outputs WHERE search<>'' ORDER BY path")

    def searched(self) -> list[tuple[str, str, str, str]]:
        """(builder, id, address, search entry as JSON) of every output that the public search knows."""
        rows = self._db.execute(
            "SELECT builder, ident, path, search FROM outputs WHERE search<>'' ORDER BY path"
        )
        return list(rows)

    def paths(self) -> Iterator[tuple[str, str]]:
        """(address, SHA-256) of every output."""
        yield from self._db.execute("SELECT path, sha256 FROM outputs ORDER BY path")

    def forget_traces(self) -> None:
        """Leave nothing of removed rows in the database file or its log."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield Writer(self._db)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


class Writer:
    """Changes to the state inside :meth:`State.writing`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def forget_except(self, kept: set[tuple[str, str]]) -> None:
        """Forget every output but these; names and blocks stay."""
        if not kept:
            for table in ("outputs", "keys", "files"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608
            return
        known = set(self._db.execute("SELECT builder, ident FROM outputs"))
        self.remove(known - kept)

    def set_meta(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def remove(self, ids: Iterable[tuple[str, str]]) -> None:
        """Forget outputs."""
        for builder, ident in ids:
            sql = "SELECT id FROM outputs WHERE builder=? AND ident=?"
            for (number,) in self._db.execute(sql, (builder, ident)).fetchall():
                self._db.execute("DELETE FROM keys WHERE output=?", (number,))
                self._db.execute("DELETE FROM files WHERE output=?", (number,))
                self._db.execute("DELETE FROM outputs WHERE id=?", (number,))

    def put(self, rows: Sequence[OutputRow]) -> None:
        """Enter outputs; what was known of them goes first."""
        self.remove((row.builder, row.ident) for row in rows)
        for row in rows:
            values = [getattr(row, name) for name in _COLUMNS.split(", ")]
            sql = f"INSERT INTO outputs ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)"  # noqa: S608
            number = self._db.execute(sql, values).lastrowid
            self._db.executemany("INSERT INTO keys VALUES (?, ?)", [(key, number) for key in row.keys])
            self._db.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
                [(file.path, number, file.sha256, file.size, file.origin) for file in row.files],
            )

    def empty(self, builder: str, ident: str, sha256: str, size: int) -> None:
        """Other bytes in place of an output, until it is made again: it is due, and nothing of it is believed."""
        sql = "UPDATE outputs SET sha256=?, size=?, view='', search='', until=1 WHERE builder=? AND ident=?"
        self._db.execute(sql, (sha256, size, builder, ident))

    def set_names(self, owner: str, keys: Iterable[str]) -> None:
        self._db.execute("DELETE FROM names WHERE owner=?", (owner,))
        self._db.executemany("INSERT INTO names VALUES (?, ?)", [(owner, key) for key in sorted(set(keys))])

    def set_ahead(self, made: dict[str, tuple[str, int]]) -> None:
        self._db.execute("DELETE FROM ahead")
        self._db.executemany(
            "INSERT INTO ahead VALUES (?, ?, ?)", [(view, *row) for view, row in made.items()]
        )

    def set_blocked(self, blocked: dict[str, str]) -> None:
        self._db.execute("DELETE FROM blocked")
        self._db.executemany("INSERT INTO blocked VALUES (?, ?)", sorted(blocked.items()))
