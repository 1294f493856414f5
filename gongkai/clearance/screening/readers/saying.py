"""Words of the readers: names in places, and what is told of several finds of one kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Table, Unread

_LONGEST_NAME = 60
_LONGEST_PLACE = 200
_PLACES_TOLD = 5
# A name of a sheet or a file may itself be a number of a person; places and labels are kept, numbers are not.
_NUMBER = re.compile(r"(?a:\d{2})(?a:\d{5,})[Xx]?")
_NOT_KEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

METADATA, HIDDEN_DATA, GPS = "metadata", "hidden_data", "gps"


def named(name: str) -> str:
    """A name as it may stand in a place: short, without long numbers."""
    name = _NUMBER.sub(lambda one: one[0][:2] + "…", _NOT_KEPT.sub("", name).strip())
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def plain(text: str) -> str:
    """Text without what no database and no line of a protocol can hold."""
    return _NOT_KEPT.sub("", text)


def tidied(part: Part) -> Part:
    """A part whose texts can be kept and sent on whatever was in the file."""
    place = plain(part.place)[:_LONGEST_PLACE]
    if isinstance(part, Passage):
        return replace(part, place=place, text=plain(part.text))
    if isinstance(part, Table):
        rows = tuple(tuple(plain(cell) for cell in row) for row in part.rows)
        return replace(part, place=place, rows=rows)
    if isinstance(part, Hidden):
        return replace(part, place=place, what=plain(part.what))
    return replace(part, place=place, why=plain(part.why))


def inside(container: str, part: Part) -> Part:
    """A part of a file that lies in another."""
    return replace(part, place=f"{container} › {part.place}" if part.place else container)


@dataclass(slots=True)
class Tally:
    """Counts what is hidden by reason, and tells each reason once with its first places."""

    unit: str = "处"
    places: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, reason: str, place: str) -> None:
        """One more of this reason at a place."""
        found = self.places.setdefault(reason, {})
        found[place] = found.get(place, 0) + 1

    def told(self, kept: frozenset[str] = frozenset()) -> Iterator[Hidden]:
        """One part for each reason; ``kept`` are reasons that no machine cleans."""
        for reason, places in self.places.items():
            first = "、".join(list(places)[:_PLACES_TOLD])
            more = "等" if len(places) > _PLACES_TOLD else ""
            count = sum(places.values())
            what = f"{count} {self.unit}{reason}"
            yield Hidden(HIDDEN_DATA, first + more, what, can_clean=reason not in kept)


def unread(place: str, why: str) -> Unread:
    """A part nobody has read."""
    return Unread(place, why)
