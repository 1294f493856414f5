"""Many findings that say the same become one with a count. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gongkai.clearance.screening.findings import Finding

MOST_ALIKE = 20
"""Of one term: so many are shown each at its place, the others are counted. A house number."""


def folded(
    findings: Iterable[tuple[str, Finding]], *, most: int = 1, said: str = "文中共 {} 处。"
) -> Iterator[Finding]:
    """The first ``most`` of each key in order of appearance; the first says in its note how many there are in all."""
    kept: dict[str, list[Finding]] = {}
    counts: dict[str, int] = {}
    for key, one in findings:
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= most:
            kept.setdefault(key, []).append(one)
    for key, ones in kept.items():
        first = ones[0]
        if counts[key] > most:
            first = replace(first, note=first.note + said.format(counts[key]))
        yield first
        yield from ones[1:]
