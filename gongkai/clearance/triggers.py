"""The last depth of the gate: what the database itself refuses, whoever writes.

A CHECK cannot look into another table; these triggers can. They hold that a live page or snippet is cleared *for
itself* (an alias or a copy would carry its source's clearance along), that it keeps its address, that what was
submitted or cleared never changes, that a clearance says what was on a granted slip, and that clearances,
withdrawals, suppressions, unsealings, proofreadings and acts of upkeep are only ever added; of what stands on the list
of purges the words of three of these records may be emptied, and never refilled. Only the root of the tree, by its
place, needs no clearance.
"""

from __future__ import annotations

from gongkai.clearance.rules.withdrawal import ERASED, PURGED_REASON
from gongkai.core.triggers import append_only, refusing, register_triggers

_ADDED_ONLY = {
    "clearance_clearance": "审定记录只能新增，不能修改或删除。",
    "clearance_refusedbytes": "拒收文件指纹只能新增，不能修改或删除。",
    "clearance_findingdecision": "对查到的问题的说明和放行只能新增，不能修改或删除。",
    "clearance_proofreading": "校对记录只能新增，不能修改或删除。",
    "clearance_proofreaditem": "校对记录只能新增，不能修改或删除。",
    "clearance_reviewlook": "复核记录只能新增，不能修改或删除。",
    "clearance_suppression": "紧急清除记录只能新增，不能修改或删除。",
    "clearance_unsealing": "解除封存记录只能新增，不能修改或删除。",
}


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
            app_label, refusing(name, table, event, condition, "审定记录属于另一件内容，不得据此公开。")
        )


def register_own_clearance(table: str, *, app_label: str, model: str) -> None:
    """Let the database hold that a live row of a gated snippet is cleared for itself; for the app's ``triggers.py``."""
    _cleared_for_itself(table, model, app_label)


_cleared_for_itself("clearance_basepage", "basepage", "clearance")

# A new slug goes live with a newly cleared version of the page; nothing else takes a public page from its address.
register_triggers(
    "clearance",
    refusing(
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


def _emptied(kept: tuple[str, ...], empty: str, listed: str) -> dict[str, str]:
    """An UPDATE that empties the words of a row about something on the list of purges, and changes nothing else."""
    return {
        vendor: " AND ".join(
            [f"NOT (OLD.{column} {operator} NEW.{column})" for column in kept]
            + [empty, f"EXISTS (SELECT 1 FROM clearance_suppression s WHERE {listed})"]
        )
        for vendor, operator in (("sqlite", "IS NOT"), ("postgresql", "IS DISTINCT FROM"))
    }


register_triggers(
    "clearance",
    append_only(
        "clearance_withdrawal",
        "撤下记录只能新增，不能修改或删除。",
        emptied=_emptied(
            ("id", "content_type_id", "object_id", "path", "revision_id", "by_id", "at"),
            f"NEW.title = '' AND NEW.reason = '{PURGED_REASON}' AND NEW.grounds = '' AND NEW.replaced_by = ''",
            "s.content_type_id = OLD.content_type_id AND s.object_id = OLD.object_id",
        ),
    ),
)
register_triggers(
    "clearance",
    append_only(
        "clearance_upkeepact",
        "清理记录只能新增，不能修改或删除。",
        emptied=_emptied(
            ("id", "kind", "content_type_id", "object_id", "unit_name", "by_id", "at"),
            f"NEW.title = '' AND NEW.path = '' AND NEW.reason = '{ERASED}'",
            "s.content_type_id = OLD.content_type_id AND s.object_id = OLD.object_id",
        ),
    ),
)
register_triggers(
    "clearance",
    append_only(
        "clearance_filecleaning",
        "文件清理与遮盖记录只能新增，不能修改或删除。",
        emptied=_emptied(
            ("id", "original_sha256", "sha256", "act", "masked", "basis", "is_new", "by_id", "at"),
            """CAST(NEW.removed AS TEXT) = '[]' AND CAST(NEW."left" AS TEXT) = '[]'""",
            "CAST(s.digests AS TEXT) LIKE '%' || OLD.original_sha256 || '%' "
            "OR CAST(s.digests AS TEXT) LIKE '%' || OLD.sha256 || '%'",
        ),
    ),
)

_FROZEN = (
    "(EXISTS (SELECT 1 FROM clearance_clearance c WHERE c.revision_id = OLD.id) "
    "OR EXISTS (SELECT 1 FROM clearance_slipitem i WHERE i.revision_id = OLD.id))"
)


def _differ(*columns: str, operator: str) -> str:
    return "(" + " OR ".join(f"OLD.{column} {operator} NEW.{column}" for column in columns) + ")"


def _unchanging(name: str, table: str, columns: tuple[str, ...], message: str, *, when: str = "") -> None:
    """Rows of a table (those for which ``when`` holds) keep these columns. NULL is compared in each database's words."""
    also = f" AND {when}" if when else ""
    register_triggers(
        "clearance",
        {
            vendor: refusing(name, table, "UPDATE", _differ(*columns, operator=operator) + also, message)[
                vendor
            ]
            for vendor, operator in (("sqlite", "IS NOT"), ("postgresql", "IS DISTINCT FROM"))
        },
    )


_unchanging(
    "revision_frozen",
    "wagtailcore_revision",
    ("content", "object_id", "content_type_id", "base_content_type_id"),
    "送审或已审定的版本不能改写。",
    when=_FROZEN,
)
_unchanging(
    "page_keeps_first_published",
    "clearance_basepage",
    ("first_published_at",),
    "首次公开时间不能改写。",
    when="OLD.first_published_at IS NOT NULL",
)
_unchanging(
    "slip_item_frozen",
    "clearance_slipitem",
    (
        "slip_id",
        "role",
        "content_type_id",
        "object_id",
        "revision_id",
        "dataset_version_id",
        "digest",
        "placement",
    ),
    "审查单上的内容不能改写。",
)
for _files in ("attachment", "picture"):
    _unchanging(
        f"{_files}_keeps_first_facts",
        f"clearance_{_files}",
        ("first_facts",),
        "文件原有说明的摘要值不能改写。",
    )
    register_triggers(
        "clearance",
        refusing(
            f"{_files}_comes_without_first_facts",
            f"clearance_{_files}",
            "INSERT",
            "NEW.first_facts <> ''",
            "新存入的文件没有原有说明。",
        ),
    )
_unchanging(
    "dataset_version_keeps_seal",
    "clearance_datasetversion",
    ("sealed_at", "dataset_id", "number"),
    "送审后的数据版本不能启封或改作他用。",
    when="OLD.sealed_at IS NOT NULL",
)

_IN_REVIEW = (
    "EXISTS (SELECT 1 FROM clearance_reviewslip s WHERE s.id = NEW.slip_id AND s.state = 'in_review')"
)
_CARRIED = (
    "EXISTS (SELECT 1 FROM clearance_slipitem i JOIN clearance_reviewslip s ON s.id = i.slip_id "
    "WHERE i.slip_id = NEW.slip_id AND s.state = 'granted' AND i.digest = NEW.digest "
    "AND i.content_type_id = NEW.content_type_id AND i.object_id = NEW.object_id "
    "AND COALESCE(i.revision_id, 0) = COALESCE(NEW.revision_id, 0) "
    "AND COALESCE(i.dataset_version_id, 0) = COALESCE(NEW.dataset_version_id, 0))"
)
_SLIP_MOVES_ON = (
    "(OLD.state = 'in_review' OR (OLD.state = 'granted' AND NEW.state IN ('superseded', 'withdrawn')))"
)
# The root is exempt from clearance because of its place; so nothing else takes that place or claims its depth.
_ROOT = "0001"
for _name, _table, _event, _condition, _message in (
    (
        "slip_item_added_late",
        "clearance_slipitem",
        "INSERT",
        f"NOT {_IN_REVIEW}",
        "审查单已办结，不能再加入内容。",
    ),
    (
        "clearance_from_slip",
        "clearance_clearance",
        "INSERT",
        f"NOT {_CARRIED}",
        "审定记录须与已审定的审查单所列内容一致。",
    ),
    (
        "slip_moves_on",
        "clearance_reviewslip",
        "UPDATE",
        f"OLD.state <> NEW.state AND NOT {_SLIP_MOVES_ON}",
        "已办结的审查单不能改回或改判。",
    ),
    (
        "page_keeps_joint",
        "clearance_basepage",
        "UPDATE",
        "OLD.live AND NEW.live AND OLD.live_revision_id = NEW.live_revision_id "
        "AND OLD.needs_joint AND NOT NEW.needs_joint",
        "正在公开的政策文件不能免去与解读、图解同步的要求。",
    ),
    (
        "page_root_insert",
        "clearance_basepage",
        "INSERT",
        f"NEW.depth = 1 AND NEW.path <> '{_ROOT}'",
        "只有站点根页面可以没有审定记录。",
    ),
    (
        "page_root_update",
        "clearance_basepage",
        "UPDATE",
        f"(NEW.depth = 1) <> (NEW.path = '{_ROOT}') OR (OLD.path = '{_ROOT}') <> (NEW.path = '{_ROOT}')",
        "站点根页面的位置不能改变，也不能由其他页面顶替。",
    ),
):
    register_triggers("clearance", refusing(_name, _table, _event, _condition, _message))

for _event, _row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
    register_triggers(
        "clearance",
        refusing(
            f"dataset_row_sealed_{_event.lower()}",
            "clearance_datasetrow",
            _event,
            f"EXISTS (SELECT 1 FROM clearance_datasetversion v WHERE v.id = {_row}.version_id "
            "AND v.sealed_at IS NOT NULL)",
            "送审后的数据版本不能改动，请另起新版本。",
        ),
    )
register_triggers(
    "clearance",
    refusing(
        "assessment_decided_update",
        "clearance_aggregationassessment",
        "UPDATE",
        "OLD.decision <> ''",
        "汇聚评估的结论不能改写。",
    ),
)
register_triggers(
    "clearance",
    refusing(
        "assessment_decided_delete",
        "clearance_aggregationassessment",
        "DELETE",
        "OLD.decision <> ''",
        "汇聚评估的结论不能删除。",
    ),
)
