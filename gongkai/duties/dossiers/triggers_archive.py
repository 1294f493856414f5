"""What the database itself refuses of a dossier that has ended: any row of the chain added, changed or removed.

Of one that was dropped the archive may still take what there is: its number, its packages, and the receipt.
"""

from gongkai.core.triggers import Trigger, append_only, refusing, register_triggers

_MESSAGE = "这一卷已经办结，卷内的记录只能查看。"
_OWN = "{row}.dossier_id"
_OF_VERSION = "(SELECT v.dossier_id FROM dossiers_draftversion v WHERE v.id = {row}.version_id)"
_OF_REQUEST = "(SELECT r.dossier_id FROM dossiers_countersignrequest r WHERE r.id = {row}.request_id)"
_OF_OPINION = (
    "(SELECT r.dossier_id FROM dossiers_countersignopinion o JOIN dossiers_countersignrequest r "
    "ON r.id = o.request_id WHERE o.id = {row}.opinion_id)"
)
_OF_REVIEW = "(SELECT g.dossier_id FROM dossiers_legalityreview g WHERE g.id = {row}.review_id)"
WAYS = {
    "dossiertrait": _OWN,
    "draftversion": _OWN,
    "paper": _OWN,
    "steprecord": _OWN,
    "stepreturn": _OWN,
    "exemption": _OWN,
    "signoff": _OWN,
    "determination": _OWN,
    "countersignrequest": _OWN,
    "legalityreview": _OWN,
    "issuednumber": _OWN,
    "clausecomment": _OF_VERSION,
    "countersignopinion": _OF_REQUEST,
    "countersignruling": _OF_OPINION,
    "legalitypoint": _OF_REVIEW,
    "legalitypause": _OF_REVIEW,
    "legalityconfirmation": _OF_REVIEW,
}
"""By table of the chain, the way from a row to its dossier."""
_RECEIPT = (
    "NEW.kind = 'receipt' AND d.ending = 'dropped' AND EXISTS (SELECT 1 FROM dossiers_archive a "
    "WHERE a.dossier_id = d.id AND a.received_at IS NULL)"
)


def _ended(way: str, row: str, but: str = "") -> str:
    spared = f" AND NOT ({but})" if but else ""
    key = way.format(row=row)
    of = "SELECT 1 FROM dossiers_dossier d WHERE d.id"
    return f"EXISTS ({of} = {key} AND d.ending <> ''{spared})"


def _closed(table: str, way: str) -> list[dict[str, list[Trigger]]]:
    """The three triggers of a table: added, changed (from an ended dossier or into one), removed."""
    name = f"dossiers_{table}"
    added = _ended(way, "NEW", _RECEIPT if table == "paper" else "")
    changed = f"{_ended(way, 'OLD')} OR {_ended(way, 'NEW')}"
    return [
        refusing(f"{name}_ended_insert", name, "INSERT", added, _MESSAGE),
        refusing(f"{name}_ended_update", name, "UPDATE", changed, _MESSAGE),
        refusing(f"{name}_ended_delete", name, "DELETE", _ended(way, "OLD"), _MESSAGE),
    ]


for _table, _way in WAYS.items():
    for _trigger in _closed(_table, _way):
        register_triggers("dossiers", _trigger)
for _event in ("UPDATE", "DELETE"):
    register_triggers(
        "dossiers",
        refusing(f"dossier_ended_{_event.lower()}", "dossiers_dossier", _event, "OLD.ending <> ''", _MESSAGE),
    )

register_triggers("dossiers", append_only("dossiers_archivepackage", "归档包只增不改。"))
register_triggers(
    "dossiers",
    refusing(
        "archive_received_stays",
        "dossiers_archive",
        "UPDATE",
        "OLD.received_at IS NOT NULL OR NEW.year <> OLD.year OR NEW.serial <> OLD.serial "
        "OR NEW.dossier_id <> OLD.dossier_id",
        "档案室已经接收的不能改动，件号不能改。",
    ),
)
register_triggers(
    "dossiers",
    refusing("archive_kept", "dossiers_archive", "DELETE", "OLD.id IS NOT NULL", "归档记录不能删除。"),
)
