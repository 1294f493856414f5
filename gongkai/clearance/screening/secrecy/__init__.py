"""Finders of marks of secrecy, internal addresses and references to documents that are not public. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.folding import MOST_ALIKE, folded
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.parts import Table
from gongkai.clearance.screening.secrecy.addresses import internal_addresses
from gongkai.clearance.screening.secrecy.citing import cited_documents
from gongkai.clearance.screening.secrecy.classification import classification_marks, classified_cells
from gongkai.clearance.screening.secrecy.internal import internal_marks


def find_secrecy(text: str, knowledge: Knowledge) -> Iterator[Finding]:
    """Findings in running text, in any order."""
    for find in (classification_marks, internal_marks, internal_addresses):
        yield from folded(((one.kind + one.level, one) for one in find(text)), most=MOST_ALIKE)
    yield from cited_documents(text, knowledge)


def find_secrecy_in_table(table: Table, knowledge: Knowledge) -> Iterator[Finding]:
    """What the cells of a table say only together; each cell by itself is also scanned as text. Places are the finder's."""
    yield from classified_cells(table)
