"""From a hit in a text to a finding that does not hold it. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding

_BEFORE, _AFTER = (
    12,
    6,
)  # characters of context in an excerpt: enough to say which number, too few to tell a story
_STOPS = re.compile(r"[\r\n\t，。；、,;|]")
_DIGITS = re.compile(r"[0-9０-９]{4,}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a text that says something of a person; ``masked`` is what may be shown of it.

    ``suggestion`` is what could stand there instead, ``masked`` where it is None.
    """

    kind: FindingKind
    start: int
    end: int
    masked: str
    level: FindingLevel | None = None
    note: str = ""
    suggestion: str | None = None


def apart(hits: Iterable[Hit]) -> list[Hit]:
    """Hits in order of place, none across another: of two that share a character the one given first stays."""
    taken: list[Hit] = []
    for hit in hits:
        at = bisect_left(taken, hit.start, key=lambda one: one.start)
        is_free = at == len(taken) or taken[at].start >= hit.end
        if is_free and (at == 0 or taken[at - 1].end <= hit.start):
            taken.insert(at, hit)
    return taken


def findings_of(text: str, hits: Sequence[Hit]) -> Iterator[Finding]:
    """A finding for each of some hits in order of place; no excerpt shows a neighbour."""
    for index, hit in enumerate(hits):
        left = hits[index - 1].end if index else 0
        right = hits[index + 1].start if index + 1 < len(hits) else len(text)
        yield found(
            hit.kind,
            hit.start,
            hit.end,
            _excerpt(text, hit, left, right),
            level=hit.level,
            suggestion=hit.masked if hit.suggestion is None else hit.suggestion,
            note=hit.note,
        )


def _excerpt(text: str, hit: Hit, left: int, right: int) -> str:
    before = text[max(left, hit.start - _BEFORE) : hit.start]
    stops = [stop.end() for stop in _STOPS.finditer(before)]
    before = before[stops[-1] :] if stops else before
    after = text[hit.end : min(right, hit.end + _AFTER)]
    if stop := _STOPS.search(after):
        after = after[: stop.start()]
    return f"{_quiet(before)}{hit.masked}{_quiet(after)}"


def _quiet(context: str) -> str:
    return _DIGITS.sub("…", context)
