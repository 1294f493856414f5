"""An infographic's facts as the blocks of the design system; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from gongkai.core.shanghai import SHANGHAI
from gongkai.duties.interpretations.enums import FactKind
from gongkai.website.head import View

HEADINGS = {
    FactKind.NUMBER: "先记这几个数",
    FactKind.CHANGE: "原来和现在",
    FactKind.STEP: "怎么办",
    FactKind.SCOPE: "管谁，不管谁",
    FactKind.DATE: "要记住的日子",
}


def words_of(value: Mapping[str, Any]) -> str:
    return " ".join(str(each) for each in value.values() if isinstance(each, str) and each)


def next_change(facts: Sequence[tuple[str, Any]], today: date) -> datetime | None:
    """The next midnight at which another date becomes the present one."""
    days = [date.fromisoformat(str(value["date"])) for kind, value in facts if kind == FactKind.DATE]
    coming = [day for day in days if day > today]
    return datetime.combine(min(coming), datetime.min.time(), SHANGHAI) if coming else None


def fact_blocks(facts: Sequence[tuple[str, Any]], today: date) -> list[View]:
    """Facts grouped by kind in the order of the design system, each block with its clauses."""
    blocks: list[View] = []
    for kind in HEADINGS:
        rows = [dict(value) for each, value in facts if each == kind]
        if not rows:
            continue
        clauses = sorted({row.get("clause") or "" for row in rows} - {""}, key=_clause_order(rows))
        block: View = {
            "kind": kind.value,
            "title": HEADINGS[kind],
            "number": len(blocks) + 1,
            "source": "、".join(clauses),
            "rows": rows,
        }
        if kind is FactKind.SCOPE:
            block["applies"] = [row["who"] for row in rows if row.get("applies")]
            block["not"] = [row["who"] for row in rows if not row.get("applies")]
        if kind is FactKind.DATE:
            block["rows"] = _dates(rows, today)
        blocks.append(block)
    return blocks


def _clause_order(rows: Sequence[Mapping[str, Any]]) -> Any:
    order = {row.get("clause"): position for position, row in reversed(list(enumerate(rows)))}
    return lambda clause: order[clause]


def _dates(rows: Sequence[Mapping[str, Any]], today: date) -> list[View]:
    """Dates in order; the latest one that has come is the present."""
    days = sorted((date.fromisoformat(str(row["date"])), row["what"]) for row in rows)
    present = max((day for day, _ in days if day <= today), default=None)
    return [{"date": day, "what": what, "is_now": day == present} for day, what in days]
