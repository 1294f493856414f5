"""Finders of marks of secrecy, internal addresses and references to documents that are not public. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.parts import Table


def find_secrecy(text: str, knowledge: Knowledge) -> Iterator[Finding]:
    """Findings in running text, in any order."""
    yield from ()


def find_secrecy_in_table(table: Table, knowledge: Knowledge) -> Iterator[Finding]:
    """What the cells of a table say only together; each cell by itself is also scanned as text. Places are the finder's."""
    yield from ()
