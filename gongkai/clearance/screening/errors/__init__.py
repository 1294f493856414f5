"""Finders of likely errors. Pure.

Doubtful by nature, so precision goes before recall: each finder was read against 3,475 published laws until its hits there
were rare or right. Of what stands there often, the first twenty are shown and the rest is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.clearance.screening.errors.dates import dates_in
from gongkai.clearance.screening.errors.leaders import leaders_in
from gongkai.clearance.screening.errors.maps import maps_in
from gongkai.clearance.screening.errors.pairs import pairs_in
from gongkai.clearance.screening.errors.phrases import phrases_in
from gongkai.clearance.screening.errors.sequences import sequences_in
from gongkai.clearance.screening.errors.shapes import shapes_in
from gongkai.clearance.screening.errors.sums import sums_in_table
from gongkai.clearance.screening.errors.terms import terms_in
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.folding import MOST_ALIKE, folded
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.parts import Table

_OF_THE_TEXT_ALONE: tuple[Callable[[str], Iterator[Finding]], ...] = (
    dates_in,
    sequences_in,
    phrases_in,
    pairs_in,
    shapes_in,
    maps_in,
)


def find_errors(text: str, knowledge: Knowledge) -> Iterator[Finding]:
    """Findings in running text, in any order."""
    yield from terms_in(text, knowledge)
    yield from folded(((one.kind, one) for one in leaders_in(text, knowledge)), most=MOST_ALIKE)
    for find in _OF_THE_TEXT_ALONE:
        yield from folded(((one.kind + one.note[:8], one) for one in find(text)), most=MOST_ALIKE)


def find_errors_in_table(table: Table, knowledge: Knowledge) -> Iterator[Finding]:
    """What the cells of a table say only together; each cell by itself is also scanned as text. Places are the finder's."""
    yield from sums_in_table(table)
