"""A read notice and the duties' standings as plain data, for ``--json`` (the contract in design §5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gongkai.core.evidence import Standing
from gongkai.duties.supervision.enums import UnitRole
from gongkai.duties.supervision.rules.values import Item, Notice


def notice_data(notice: Notice) -> dict[str, Any]:
    """A notice as ``import_notice --json`` prints it."""
    head = notice.head
    return {
        "title": head.title,
        "doc_number": head.doc_number,
        "issuer": head.issuer,
        "issued_on": head.issued_on.isoformat() if head.issued_on else None,
        "printed_on": head.printed_on.isoformat() if head.printed_on else None,
        "sections": [section.title for section in notice.sections],
        "items": [_item_data(item, notice) for item in notice.items],
        "warnings": list(notice.warnings),
    }


def _item_data(item: Item, notice: Notice) -> dict[str, Any]:
    deadline = item.who.deadline
    return {
        "number": item.number,
        "section": notice.sections[item.section].title if item.section is not None else None,
        "title": item.title,
        "text": item.text,
        "lead_units": item.who.names(UnitRole.LEAD),
        "responsible_units": item.who.names(UnitRole.RESPONSIBLE),
        "cooperating_units": item.who.names(UnitRole.COOPERATING),
        "expanded": {m.text: list(m.expanded) for m in item.who.mentions if m.expanded},
        "open_ended": item.who.open_ended,
        "deadline": {
            "type": deadline.type.value,
            "text": deadline.text,
            "date": deadline.date.isoformat() if deadline.date else None,
            "recurrence": deadline.recurrence or None,
        },
        "flags": [{"code": flag.code.value, "message": flag.message} for flag in item.all_flags],
    }


def duties_data(standings: Iterable[Standing]) -> dict[str, Any]:
    """The fifteen rows as ``duties --json`` prints them."""
    return {
        "duties": [
            {
                "number": row.number,
                "app": row.app,
                "title": row.title,
                "state": row.state.value,
                "figures": [
                    {"name": f.name, "value": f.value, "target": f.target, "url": f.url} for f in row.figures
                ],
                "missing": list(row.missing),
            }
            for row in standings
        ]
    }
