"""Database triggers that outlive migrations.

An app registers its triggers in ``AppConfig.ready``; they are dropped before every ``migrate`` and made again
after it, because SQLite rebuilds a table for most changes and loses its triggers silently, and because a data
migration may have to touch what they protect. :func:`missing_triggers` tells whether all of them stand
(``gongkai audit verify`` and the system checks ask it), so that a migration broken off half-way is noticed.

    register_triggers("audit", append_only("audit_event", "审计事件只能追加，不能修改或删除。"))
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate


class Trigger(NamedTuple):
    """One trigger: its name (unique in the database), its table and the SQL that makes it.

    On SQLite ``create_sql`` is one ``CREATE TRIGGER`` statement; on PostgreSQL it may hold several, such as
    ``CREATE OR REPLACE FUNCTION …; CREATE TRIGGER …``. It is run without parameters, so ``%`` is itself.
    """

    name: str
    table: str
    create_sql: str


TRIGGERS: dict[str, dict[str, list[Trigger]]] = {}
"""App label → database vendor (``sqlite``, ``postgresql``) → its triggers."""


def register_triggers(app_label: str, triggers: Mapping[str, Sequence[tuple[str, str, str]]]) -> None:
    """Add triggers to those an app keeps; calling it again with the same definitions changes nothing.

    Raises ``ValueError`` when a trigger's name is taken by another definition.
    """
    kept = TRIGGERS.setdefault(app_label, {})
    for vendor, rows in triggers.items():
        for trigger in (Trigger(*row) for row in rows):
            same_name = [t for t in _all_for(vendor) if t.name == trigger.name]
            if any(t != trigger for t in same_name):
                raise ValueError(f"trigger {trigger.name!r} is defined twice")
            if not same_name:
                kept.setdefault(vendor, []).append(trigger)


def append_only(
    table: str, message: str, *, emptied: Mapping[str, str] | None = None
) -> dict[str, list[Trigger]]:
    """Triggers for both databases that let rows be added to a table and nothing else.

    ``emptied`` is a condition on OLD and NEW, by vendor, under which an UPDATE is let through all the same: one that
    takes words out of a row and puts none in.

    UPDATE, DELETE, TRUNCATE and SQLite's INSERT OR REPLACE end in ``IntegrityError`` with ``message``
    (Chinese, without quotes). Whoever owns the database can drop them: the seal chain shows that.
    """
    return {
        "sqlite": _append_only_sqlite(table, message, emptied["sqlite"] if emptied else ""),
        "postgresql": _append_only_postgresql(table, message, emptied["postgresql"] if emptied else ""),
    }


def _append_only_sqlite(table: str, message: str, emptied: str) -> list[Trigger]:
    refuse = f"SELECT RAISE(ABORT, '{message}')"
    rows = {
        "no_update": ("UPDATE", f"WHEN NOT ({emptied}) " if emptied else ""),
        "no_delete": ("DELETE", ""),
        "no_replace": ("INSERT", f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id) '),
    }
    return [
        Trigger(f"{table}_{name}", table, _sqlite(f"{table}_{name}", verb, table, refuse, when))
        for name, (verb, when) in rows.items()
    ]


def _append_only_postgresql(table: str, message: str, emptied: str) -> list[Trigger]:
    let_through = (
        f"IF TG_OP = 'UPDATE' THEN IF {emptied} THEN RETURN NEW; END IF; END IF; " if emptied else ""
    )
    return [
        Trigger(
            f"{table}_append_only",
            table,
            f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {let_through}RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END $$; "
            f'CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        ),
        Trigger(
            f"{table}_no_truncate",
            table,
            f'CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON "{table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
        ),
    ]


def refusing(
    name: str, table: str, event: str, condition: str, message: str, *, first: str = ""
) -> dict[str, list[Trigger]]:
    """A trigger that refuses the rows for which ``condition`` holds; the SQL is common to both databases.

    ``first`` is a PL/pgSQL statement to run before the condition is judged, which then sees what it waited for.
    """
    sqlite = (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {condition} '
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
    row = "OLD" if event.startswith("DELETE") else "NEW"
    postgresql = (
        f"CREATE OR REPLACE FUNCTION {name}_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {first} "
        f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {row}; END $$; "
        f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}_check()'
    )
    return {
        "sqlite": [Trigger(name, table, sqlite)],
        "postgresql": [Trigger(name, table, postgresql)],
    }


def _sqlite(name: str, verb: str, table: str, body: str, when: str = "") -> str:
    return f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" {when}BEGIN {body}; END'


def _all_for(vendor: str) -> list[Trigger]:
    return [trigger for by_vendor in TRIGGERS.values() for trigger in by_vendor.get(vendor, [])]


def install_triggers(app_label: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """Make an app's triggers anew on the tables that exist."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for trigger in TRIGGERS.get(app_label, {}).get(connection.vendor, []):
            if trigger.table in tables:
                cursor.execute(_drop_sql(connection, trigger))
                cursor.execute(trigger.create_sql)


def drop_triggers(app_label: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop an app's triggers; those that do not exist are passed over."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for trigger in TRIGGERS.get(app_label, {}).get(connection.vendor, []):
            if trigger.table in tables:
                cursor.execute(_drop_sql(connection, trigger))


def missing_triggers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of registered triggers that the database does not have, in order of name."""
    connection = connections[using]
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    return sorted(trigger.name for trigger in _all_for(connection.vendor) if trigger.name not in standing)


@contextmanager
def triggers_lifted(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Work without any registered trigger, then make them all again. For emptying test databases only."""
    for app_label in TRIGGERS:
        drop_triggers(app_label, using)
    try:
        yield
    finally:
        for app_label in TRIGGERS:
            install_triggers(app_label, using)


def _drop_sql(connection: BaseDatabaseWrapper, trigger: Trigger) -> str:
    name = connection.ops.quote_name(trigger.name)
    on_table = f" ON {connection.ops.quote_name(trigger.table)}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {name}{on_table}"


def _before_migrate(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    drop_triggers(app_config.label, using)


def _after_migrate(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    install_triggers(app_config.label, using)


pre_migrate.connect(_before_migrate, dispatch_uid="gongkai.core.triggers.before")
post_migrate.connect(_after_migrate, dispatch_uid="gongkai.core.triggers.after")
