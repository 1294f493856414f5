"""What the database itself refuses: a number that goes away, changes, or comes back; a history that is rewritten."""

from gongkai.core.triggers import append_only, refusing, register_triggers

_TABLE = "dossiers_issuednumber"
_MESSAGE = "文号只增不改：已用、留号的可以作废，留号的可以启用，登记错的可以退回，其他一律不变。"
_SAME = " AND ".join(
    f"(NEW.{column} = OLD.{column} OR (NEW.{column} IS NULL AND OLD.{column} IS NULL))"
    for column in ("id", "series_id", "year", "serial", "text", "by_id", "at", "is_recorded")
)
_KEPT = "NEW.reason = OLD.reason"
_SAME_DAY = "(NEW.numbered_on = OLD.numbered_on OR (NEW.numbered_on IS NULL AND OLD.numbered_on IS NULL))"
_UNRECORDED = (  # recorded for the wrong paper: it is kept, with the reason, for the right one
    "OLD.state = 'issued' AND OLD.is_recorded AND NEW.state = 'reserved' AND NEW.reason <> '' "
    "AND NEW.numbered_on IS NULL"
)
_USED = "OLD.state = 'reserved' AND NEW.state = 'issued' AND NEW.used_by_id IS NOT NULL"
_VOIDED = (
    "OLD.state IN ('issued', 'reserved') AND NEW.state = 'void' AND NEW.void_by_id IS NOT NULL "
    f"AND NEW.void_reason <> '' AND NEW.title = OLD.title AND {_SAME_DAY} "
    "AND (NEW.dossier_id = OLD.dossier_id OR (NEW.dossier_id IS NULL AND OLD.dossier_id IS NULL))"
)
register_triggers(
    "dossiers",
    refusing(
        "issued_number_changes",
        _TABLE,
        "UPDATE",
        f"NOT ({_SAME} AND (({_KEPT} AND (({_USED}) OR ({_VOIDED}))) OR ({_UNRECORDED})))",
        _MESSAGE,
    ),
)
register_triggers(
    "dossiers", refusing("issued_number_stays", _TABLE, "DELETE", "OLD.id IS NOT NULL", _MESSAGE)
)
register_triggers("dossiers", append_only("dossiers_registerchange", "登记簿的变更记录只能追加。"))
