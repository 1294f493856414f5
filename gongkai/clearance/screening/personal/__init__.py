"""Finders of personal information. Pure.

One prefilter takes out the stretches in which a number may stand (:mod:`zones`); checksums, shapes and the words around
judge them. What takes its place in a text is a masked form; the number itself is in no finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.parts import Table
from gongkai.clearance.screening.personal.hits import Hit, apart, findings_of
from gongkai.clearance.screening.personal.identity import half_masked_in
from gongkai.clearance.screening.personal.mails import mails_in
from gongkai.clearance.screening.personal.numbers import numbers_in
from gongkai.clearance.screening.personal.people import conditions_in, homes_in
from gongkai.clearance.screening.personal.plates import plates_in
from gongkai.clearance.screening.personal.rosters import findings_in_roster
from gongkai.clearance.screening.personal.zones import prepared

__all__ = ["find_personal", "find_personal_in_table"]


def find_personal(text: str, knowledge: Knowledge) -> Iterator[Finding]:
    """Findings in running text, in order of place; those of numbers, addresses and conditions do not overlap."""
    laid_down = prepared(text)
    hits: list[Hit] = [
        *numbers_in(laid_down, knowledge),
        *plates_in(laid_down),
        *mails_in(laid_down, knowledge),
        *half_masked_in(text),
        *homes_in(laid_down),
        *conditions_in(laid_down, knowledge),
    ]
    if hits:
        yield from findings_of(text, apart(hits))


def find_personal_in_table(table: Table, knowledge: Knowledge) -> Iterator[Finding]:
    """What the cells of a table say only together; each cell by itself is also scanned as text. Places are the finder's."""
    yield from findings_in_roster(table, knowledge)
