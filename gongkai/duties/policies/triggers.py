"""What the database itself refuses: one number on two public documents, whoever writes.

The number stands in the document's own table and what is public in that of all pages, so that no constraint can hold
it; both tables are watched. On PostgreSQL two that go live at once wait for each other. What is public twice from before
stays until one of the two is changed.
"""

from gongkai.core.triggers import refusing, register_triggers

_MESSAGE = "一个发文字号只给一份公开的文件。"
_ANOTHER = (
    "EXISTS (SELECT 1 FROM policies_policydocument d JOIN clearance_basepage b ON b.id = d.basepage_ptr_id "
    "WHERE b.live AND d.doc_number = {number} AND d.basepage_ptr_id <> {key})"
)
_IS_LIVE = "EXISTS (SELECT 1 FROM clearance_basepage p WHERE p.id = NEW.basepage_ptr_id AND p.live)"
_OWN = "(SELECT o.doc_number FROM policies_policydocument o WHERE o.basepage_ptr_id = NEW.id)"
_WAIT = "PERFORM pg_advisory_xact_lock(hashtextextended('policies.number ' || {number}, 0));"

for _event, _changed in (("INSERT", ""), ("UPDATE", " AND NEW.doc_number <> OLD.doc_number")):
    register_triggers(
        "policies",
        refusing(
            f"policy_number_once_{_event.lower()}",
            "policies_policydocument",
            _event,
            f"NEW.doc_number <> ''{_changed} AND {_IS_LIVE} "
            f"AND {_ANOTHER.format(number='NEW.doc_number', key='NEW.basepage_ptr_id')}",
            _MESSAGE,
            first=f"IF NEW.doc_number <> '' THEN {_WAIT.format(number='NEW.doc_number')} END IF;",
        ),
    )
register_triggers(
    "policies",
    refusing(
        "policy_number_once_live",
        "clearance_basepage",
        "UPDATE",
        f"NEW.live AND NOT OLD.live AND {_OWN} <> '' AND {_ANOTHER.format(number=_OWN, key='NEW.id')}",
        _MESSAGE,
        first=f"IF NEW.live AND NOT OLD.live AND {_OWN} <> '' THEN {_WAIT.format(number=_OWN)} END IF;",
    ),
)
