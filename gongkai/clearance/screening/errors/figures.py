"""Figures as they stand in cells. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_FIGURE = re.compile(
    r"([-−+]?)(\d{1,3}(?:,\d{3})+|\d{1,18})(\.\d{1,9})?\s{0,2}((?![年月日号时分点])[^\d\s.,]{0,4})"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and the unit behind it, empty where there is none."""

    value: Decimal
    unit: str


@lru_cache(maxsize=8192)
def figure(cell: str) -> Figure | None:
    """1,234.50 万元 as a figure; None for anything else, such as 约 3 or 2023年8月."""
    text = unicodedata.normalize("NFKC", cell.strip()) if len(cell) <= 60 else ""
    match = _FIGURE.fullmatch(text)
    if match is None:
        return None
    sign = "-" if match[1] in ("-", "−") else ""
    return Figure(Decimal(sign + match[2].replace(",", "") + (match[3] or "")), match[4])


def difference_allowed(values: list[Decimal]) -> Decimal:
    """How far a sum of rounded figures may be off: half a unit of the last place for each; whole numbers are exact."""
    places = max(-int(value.as_tuple().exponent) for value in values)
    return Decimal(len(values)) * Decimal(5).scaleb(-places - 1) if places > 0 else Decimal(0)
