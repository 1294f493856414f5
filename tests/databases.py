"""Migrated template databases: built once for each set of migrations, cached, copied for each worker."""

from __future__ import annotations

import ast
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import django
import wagtail
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections

from tools.clusters import find_bin

ROOT = Path(__file__).resolve().parents[1]
CACHE = Path(os.environ.get("GONGKAI_CACHE", ROOT / ".cache")) / "testdb"
SHAPING_ROOMS = ("apps.py", "signals.py", "triggers.py")  # may register post_migrate work
TEMPLATE = "gongkai_template"
KEPT = 6


def migrations_hash() -> str:
    """Digest of what shapes a freshly migrated database: migrations, what they import, library versions."""
    files: set[Path] = set()
    for app in apps.get_app_configs():
        folder = Path(app.path) / "migrations"
        files.update(folder.glob("*.py"))
        if app.name.startswith("gongkai."):
            files.update(Path(app.path) / room for room in SHAPING_ROOMS)
            files.update(Path(app.path).glob("triggers_*.py"))
        if app.label == "accounts":
            files.update(Path(app.path).glob("*.py"))  # roles become groups
    files.update(_imported_by({file for file in files if "gongkai" in file.parts[-5:]}))
    digest = hashlib.sha256(f"{django.VERSION}{wagtail.VERSION}{sys.version_info[:2]}".encode())
    for file in sorted(file for file in files if file.is_file()):
        digest.update(str(file.relative_to(file.parents[3])).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:24]


def _imported_by(files: set[Path]) -> Iterator[Path]:
    """Our own modules that a migration imports (triggers' SQL and the like), one step deep."""
    for file in files:
        if file.parent.name != "migrations" or not file.is_file():
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if module and module.startswith("gongkai.") and not module.endswith(".models"):
                spec = find_spec(module)
                if spec and spec.origin:
                    yield Path(spec.origin)


@contextmanager
def _locked(name: str) -> Iterator[None]:
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _migrate_into(name: str) -> None:
    """Migrate an empty database of this name on the default connection's server."""
    connection.close()
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    call_command("createcachetable")
    connection.close()


def _forget_old(pattern: str) -> None:
    files = sorted(CACHE.glob(pattern), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[KEPT:]:
        file.unlink(missing_ok=True)


class SQLiteTemplates:
    """A template is a file; a worker's database is a copy of it."""

    def prepare(self) -> None:
        self.target = str(connection.settings_dict["NAME"])
        self.template = CACHE / f"sqlite-{migrations_hash()}.sqlite3"
        with _locked("sqlite"):
            if not self.template.exists():
                self._build()
                _forget_old("sqlite-*.sqlite3")
        connection.close()
        connection.settings_dict["NAME"] = self.target
        shutil.copy(self.template, self.target)

    def _build(self) -> None:
        unfinished = Path(self.target).with_name("template.sqlite3")
        _migrate_into(str(unfinished))
        with sqlite3.connect(unfinished) as database:
            database.execute("PRAGMA journal_mode=DELETE")
        database.close()
        beside = self.template.with_suffix(f".{os.getpid()}")
        shutil.move(unfinished, beside)
        beside.replace(self.template)

    def restore(self) -> None:
        """Put the database back as migrated; other connections to the file see it at once."""
        source = sqlite3.connect(f"file:{self.template}?mode=ro", uri=True)
        target = sqlite3.connect(self.target, timeout=20)
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode=WAL")
        finally:
            target.close()
            source.close()


class PostgreSQLTemplates:
    """A template is a database filled from a cached dump; the server copies it for each worker."""

    def __init__(self) -> None:
        self.target = "test_" + os.environ.get("PYTEST_XDIST_WORKER", "main")

    def prepare(self) -> None:
        dump = CACHE / f"postgresql-{migrations_hash()}.sql"
        with _locked("postgresql"):
            if not self._exists(TEMPLATE):
                self._make_template(dump)
        self.restore()

    def _make_template(self, dump: Path) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{TEMPLATE}_new"')
        self._run(f'CREATE DATABASE "{TEMPLATE}_new"')
        if dump.exists():
            self._client("psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", f"{TEMPLATE}_new", "-f", str(dump))
        else:
            _migrate_into(f"{TEMPLATE}_new")
            beside = dump.with_suffix(f".{os.getpid()}")
            self._client("pg_dump", "--no-owner", "-d", f"{TEMPLATE}_new", "-f", str(beside))
            beside.replace(dump)
            _forget_old("postgresql-*.sql")
        self._run(f'ALTER DATABASE "{TEMPLATE}_new" RENAME TO "{TEMPLATE}"')

    def restore(self) -> None:
        """Drop the worker's database and make it again from the template."""
        connections.close_all()
        self._run(f'DROP DATABASE IF EXISTS "{self.target}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{self.target}" TEMPLATE "{TEMPLATE}"')
        connection.settings_dict["NAME"] = self.target

    def _exists(self, name: str) -> bool:
        out = self._client("psql", "-Atd", "postgres", "-c", "SELECT datname FROM pg_database")
        return name in out.split()

    def _run(self, sql: str) -> None:
        self._client("psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-c", sql)

    def _client(self, program: str, *arguments: str) -> str:
        settings = connection.settings_dict
        where = ("-h", settings["HOST"], "-p", str(settings["PORT"]), "-U", settings["USER"])
        done = subprocess.run(
            [find_bin() / program, *where, *arguments], check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")
        return done.stdout


def templates() -> SQLiteTemplates | PostgreSQLTemplates:
    """The template keeper of the database this run uses."""
    return PostgreSQLTemplates() if connection.vendor == "postgresql" else SQLiteTemplates()
