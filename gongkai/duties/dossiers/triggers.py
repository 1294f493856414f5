"""What the database itself refuses: a version, a paper or a record changed or removed; a document live without a dossier.

A record is overtaken once; a paper is made void once; a signature is confirmed once: only the columns for that move.
"""

from gongkai.core.triggers import append_only, refusing, register_triggers
from gongkai.duties.dossiers import triggers_archive, triggers_numbers, triggers_review

__all__ = ["triggers_archive", "triggers_numbers", "triggers_review"]

_DELETED = "卷内的记录不能删除。"


def _kept(table: str, *frozen: str) -> None:
    """Rows of a table are never removed, and of these columns none changes."""
    register_triggers("dossiers", refusing(f"{table}_kept", table, "DELETE", "TRUE", _DELETED))
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in frozen)
    sqlite = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in frozen)
    message = "卷内的记录不能改动。"
    one = refusing(f"{table}_frozen", table, "UPDATE", changed, message)
    other = refusing(f"{table}_frozen", table, "UPDATE", sqlite, message)
    register_triggers("dossiers", {"sqlite": other["sqlite"], "postgresql": one["postgresql"]})


register_triggers("dossiers", append_only("dossiers_draftversion", "文稿只增不改。"))
register_triggers("dossiers", append_only("dossiers_stepreturn", "退回记录只增不改。"))
register_triggers("dossiers", append_only("dossiers_reviewterm", "办理天数只增不改：改了的另记一条。"))
register_triggers("dossiers", append_only("dossiers_historywording", "历史文件原文只增不改。"))
_kept("dossiers_paper", "dossier_id", "kind", "title", "file", "sha256", "added_by_id", "added_at")
_kept(
    "dossiers_steprecord", "dossier_id", "step", "version_id", "done_on", "statement", "holds", "by_id", "at"
)
_kept(
    "dossiers_signoff",
    "dossier_id",
    "version_id",
    "medium",
    "leader_id",
    "leader_name",
    "opinion",
    "signed_at",
    "recorded_by_id",
    "scan_id",
    "due_on",
)
_kept(
    "dossiers_delivery",
    "source",
    "external_id",
    "kind",
    "code",
    "title",
    "number",
    "leader_name",
    "opinion",
    "signed_at",
    "name",
    "sha256",
    "received_at",
    "received_by_id",
)
register_triggers(
    "dossiers",
    refusing(
        "dossiers_delivery_settled_once",
        "dossiers_delivery",
        "UPDATE",
        "OLD.state <> 'waiting'",
        "已经办结的来件不能改动。",
    ),
)
_kept("dossiers_exemption", "dossier_id", "step", "ground", "reason", "asked_by_id", "asked_at", "version_id")
register_triggers(
    "dossiers",
    refusing(
        "dossiers_exemption_overtaken_once",
        "dossiers_exemption",
        "UPDATE",
        "OLD.overtaken_at IS NOT NULL",
        "失去效力的免办不能改动。",
    ),
)

_IS_DOCUMENT = "EXISTS (SELECT 1 FROM policies_policydocument p WHERE p.basepage_ptr_id = NEW.id)"
_MAY_BE_PUBLIC = (
    "EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.page_id = NEW.id AND d.ending <> 'dropped' "
    "AND (d.route = 'history' OR (EXISTS (SELECT 1 FROM dossiers_signoff s WHERE s.dossier_id = d.id "
    "AND s.overtaken_at IS NULL) AND EXISTS (SELECT 1 FROM dossiers_issuednumber n WHERE n.dossier_id = d.id "
    "AND n.state = 'issued'))))"
)
register_triggers(
    "dossiers",
    refusing(
        "policy_live_needs_dossier",
        "clearance_basepage",
        "UPDATE",
        f"NEW.live AND NOT OLD.live AND {_IS_DOCUMENT} AND NOT {_MAY_BE_PUBLIC}",
        "没有公文卷、没有签发或者没有文号的文件不能上线。",
    ),
)
