"""The last depth of the gate: what the database itself refuses, whoever writes.

A CHECK cannot look into another table; these triggers can. They hold that a live page or snippet is cleared *for
itself* (an alias or a copy would carry its source's clearance along), that it keeps its address, that what was
submitted or cleared never changes, and that clearances, withdrawals and suppressions are only ever added.
"""

from __future__ import annotations

from gongkai.core.triggers import append_only, register_triggers

_ADDED_ONLY = {
    "clearance_clearance": "审定记录只能新增，不能修改或删除。",
    "clearance_withdrawal": "撤下记录只能新增，不能修改或删除。",
    "clearance_suppression": "紧急清除记录只能新增，不能修改或删除。",
}


def _refusing(
    name: str, table: str, event: str, condition: str, message: str
) -> dict[str, list[tuple[str, str, str]]]:
    """A trigger that refuses the rows for which ``condition`` holds; the SQL is common to both databases."""
    sqlite = (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {condition} '
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
    row = "OLD" if event.startswith("DELETE") else "NEW"
    postgresql = (
        f"CREATE OR REPLACE FUNCTION {name}_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {row}; END $$; "
        f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}_check()'
    )
    return {"sqlite": [(name, table, sqlite)], "postgresql": [(name, table, postgresql)]}


def _cleared_for_itself(table: str, model: str, app_label: str) -> None:
    condition = (
        "NEW.live AND NEW.cleared_revision_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM clearance_clearance c JOIN django_content_type t ON t.id = c.content_type_id "
        "WHERE c.revision_id = NEW.cleared_revision_id AND c.object_id = CAST(NEW.id AS VARCHAR(64)) "
        f"AND t.app_label = '{app_label}' AND t.model = '{model}')"
    )
    for event in ("INSERT", "UPDATE"):
        name = f"{table}_own_clearance_{event.lower()}"
        register_triggers(
            app_label, _refusing(name, table, event, condition, "审定记录属于另一件内容，不得据此公开。")
        )


def register_own_clearance(table: str, *, app_label: str, model: str) -> None:
    """Let the database hold that a live row of a gated snippet is cleared for itself; for the app's ``triggers.py``."""
    _cleared_for_itself(table, model, app_label)


_cleared_for_itself("clearance_basepage", "basepage", "clearance")

# A new slug goes live with a newly cleared version of the page; nothing else takes a public page from its address.
register_triggers(
    "clearance",
    _refusing(
        "page_keeps_address",
        "clearance_basepage",
        "UPDATE",
        "OLD.live AND NEW.live AND OLD.live_revision_id = NEW.live_revision_id "
        "AND (OLD.url_path <> NEW.url_path OR OLD.slug <> NEW.slug)",
        "正在公开的内容不得改变地址。",
    ),
)

for _table, _message in _ADDED_ONLY.items():
    register_triggers("clearance", append_only(_table, _message))

_FROZEN = (
    "(EXISTS (SELECT 1 FROM clearance_clearance c WHERE c.revision_id = OLD.id) "
    "OR EXISTS (SELECT 1 FROM clearance_slipitem i WHERE i.revision_id = OLD.id))"
)
register_triggers(
    "clearance",
    {
        "sqlite": _refusing(
            "revision_frozen",
            "wagtailcore_revision",
            "UPDATE",
            f"OLD.content IS NOT NEW.content AND {_FROZEN}",
            "送审或已审定的版本不能改写。",
        )["sqlite"],
        "postgresql": _refusing(
            "revision_frozen",
            "wagtailcore_revision",
            "UPDATE",
            f"OLD.content IS DISTINCT FROM NEW.content AND {_FROZEN}",
            "送审或已审定的版本不能改写。",
        )["postgresql"],
    },
)

for _event, _row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
    register_triggers(
        "clearance",
        _refusing(
            f"dataset_row_sealed_{_event.lower()}",
            "clearance_datasetrow",
            _event,
            f"EXISTS (SELECT 1 FROM clearance_datasetversion v WHERE v.id = {_row}.version_id "
            "AND v.sealed_at IS NOT NULL)",
            "送审后的数据版本不能改动，请另起新版本。",
        ),
    )
