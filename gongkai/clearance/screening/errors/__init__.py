"""Finders of likely errors. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.clearance.screening.errors.dates import dates_in
from gongkai.clearance.screening.errors.sequences import sequences_in
from gongkai.clearance.screening.errors.sums import sums_in_table
from gongkai.clearance.screening.errors.terms import terms_in
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.parts import Table


def find_errors(text: str, knowledge: Knowledge) -> Iterator[Finding]:
    """Findings in running text, in any order."""
    yield from terms_in(text, knowledge)
    yield from dates_in(text)
    yield from sequences_in(text)


def find_errors_in_table(table: Table, knowledge: Knowledge) -> Iterator[Finding]:
    """What the cells of a table say only together; each cell by itself is also scanned as text. Places are the finder's."""
    yield from sums_in_table(table)
