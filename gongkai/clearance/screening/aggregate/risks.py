"""What the check finds, without a title or a value in it: those are looked up for whoever may see them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongkai.clearance.enums import FindingLevel
from gongkai.clearance.enums_aggregation import RiskKind


@dataclass(frozen=True, slots=True)
class Risk:
    """One thing that becomes known.

    ``message`` is a Chinese sentence with the figures; ``count`` what it is about (people, points, rows), ``limit`` the
    number it is held against (0 for none); ``columns`` the kinds of columns together; ``owners`` and ``versions`` what
    combines, the assessed content first; ``rows`` a few rows of the assessed table ``table`` to show masked.
    """

    kind: str
    level: str
    message: str
    count: int
    limit: int
    columns: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    table: int = 0
    rows: tuple[int, ...] = ()

    @property
    def label(self) -> str:
        """Its kind in Chinese."""
        return str(RiskKind(self.kind).label)

    @property
    def level_label(self) -> str:
        """Its level in Chinese."""
        return str(FindingLevel(self.level).label)

    @property
    def needs_assessment(self) -> bool:
        """Whether it keeps the content from going on without an assessment; a hint only informs."""
        return self.level != FindingLevel.HINT

    def as_data(self) -> dict[str, Any]:
        """Plain data for the sheet's record: which rows is left out, for it may say who."""
        return {
            "kind": self.kind,
            "level": self.level,
            "message": self.message,
            "count": self.count,
            "limit": self.limit,
            "columns": list(self.columns),
            "owners": list(self.owners),
        }


def risk_from(data: dict[str, Any]) -> Risk:
    """A risk as it was recorded."""
    return Risk(
        kind=data["kind"],
        level=data["level"],
        message=data["message"],
        count=data["count"],
        limit=data["limit"],
        columns=tuple(data["columns"]),
        owners=tuple(data["owners"]),
    )
