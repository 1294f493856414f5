"""Coordinates as people write them: decimal degrees, or degrees, minutes and seconds. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DECIMAL = re.compile(r"[EWNS东西南北经纬:：\s]*(-?\d{1,3}(?:\.(\d+))?)\s*°?\s*[EWNS]?", re.I)
_DMS = re.compile(
    r"[EWNS东西南北经纬:：\s]*(\d{1,3})\s*[°度]\s*(\d{1,2})\s*[′'分](?:\s*(\d{1,2})(?:\.(\d+))?\s*[″\"秒]|\s*(\d{1,2})\s*'')?\s*[EWNS]?",
    re.I,
)
_SPLIT = re.compile(r"[,，;；/]\s*|\s+(?=[-\dEWNS东西南北])")
DECIMALS_OF_SECONDS = 4
"""A whole second is some 30 m, as near as four decimals of a degree tell (some 10 m); rounded to the stricter."""
DECIMALS_OF_MINUTES = 2
# 中国境内, roughly: what lies elsewhere is no coordinate of ours but some other number.
_LONGITUDES, _LATITUDES = (73.0, 136.0), (3.0, 54.0)


@dataclass(frozen=True, slots=True)
class Degrees:
    """One reading: degrees, and how many decimals of a degree it is exact to."""

    value: float
    decimals: int


def degrees_of(text: str) -> Degrees | None:
    """One longitude or latitude; None for what is none."""
    text = text.strip()
    if match := _DMS.fullmatch(text):
        degrees, minutes, seconds, rest, plain = match.groups()
        second = seconds or plain
        value = int(degrees) + int(minutes) / 60 + float(f"{second or 0}.{rest or 0}") / 3600
        exact = DECIMALS_OF_SECONDS + len(rest or "") if second else DECIMALS_OF_MINUTES
        return Degrees(value, exact)
    if match := _DECIMAL.fullmatch(text):
        return Degrees(float(match[1]), len(match[2] or ""))
    return None


def point_of(longitude: str, latitude: str) -> tuple[float, float, int] | None:
    """A place in China as (longitude, latitude, decimals); None where the two are none."""
    east, north = degrees_of(longitude), degrees_of(latitude)
    if east is None or north is None:
        return None
    if not (_LONGITUDES[0] <= east.value <= _LONGITUDES[1] and _LATITUDES[0] <= north.value <= _LATITUDES[1]):
        return None
    return round(east.value, 6), round(north.value, 6), max(east.decimals, north.decimals)


def point_in(text: str) -> tuple[float, float, int] | None:
    """A place written in one cell, in either order."""
    pieces = [piece for piece in _SPLIT.split(text.strip()) if piece]
    if len(pieces) != 2:
        return None
    return point_of(pieces[0], pieces[1]) or point_of(pieces[1], pieces[0])
