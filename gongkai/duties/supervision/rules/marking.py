"""The source text cut at the places that fields were read from, so that a field can show where it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A range of the source and the key of the field that was read there."""

    start: int
    end: int
    key: str
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source; with a key if a field was read there."""

    text: str
    key: str = ""
    kind: str = ""


def pieces_of(text: str, places: Iterable[Place]) -> list[Piece]:
    """Cut the text at the places; together the pieces are the text. Of overlapping places the first counts."""
    out: list[Piece] = []
    at = 0
    for place in sorted(places, key=lambda p: (p.start, p.end)):
        if place.start < at or place.end > len(text) or place.start >= place.end:
            continue
        if place.start > at:
            out.append(Piece(text[at : place.start]))
        out.append(Piece(text[place.start : place.end], place.key, place.kind))
        at = place.end
    if at < len(text):
        out.append(Piece(text[at:]))
    return out
