"""From text and parts of files to findings. Pure; never raises for what is in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import CLEANABLE, found
from gongkai.clearance.screening.errors import find_errors, find_errors_in_table
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.parts import Hidden, Part, Passage, Table, Unread
from gongkai.clearance.screening.personal import find_personal, find_personal_in_table
from gongkai.clearance.screening.secrecy import find_secrecy, find_secrecy_in_table

_IN_TEXT = (find_secrecy, find_personal, find_errors)
_IN_TABLES = (find_secrecy_in_table, find_personal_in_table, find_errors_in_table)


def scan_text(text: str, knowledge: Knowledge, *, place: str = "") -> list[Finding]:
    """Findings in running text, in order of place in it; offsets are characters of ``text``."""
    findings = [one for find in _IN_TEXT for one in find(text, knowledge)]
    findings.sort(key=lambda one: (one.start, -one.end))
    return [replace(one, place=one.place or place) for one in findings] if place else findings


def scan_parts(parts: Iterable[Part], knowledge: Knowledge) -> Iterator[Finding]:
    """Findings of the parts of a file, part by part as they come."""
    for part in parts:
        if isinstance(part, Passage):
            yield from _marked(scan_text(part.text, knowledge, place=part.place), part.hidden)
        elif isinstance(part, Table):
            yield from _marked(_in_table(part, knowledge), part.hidden)
        elif isinstance(part, Hidden):
            note = CLEANABLE if part.can_clean else ""
            yield found(FindingKind(part.kind), 0, 0, part.what, place=part.place, note=note)
        elif isinstance(part, Unread):
            yield found(FindingKind.UNREADABLE, 0, 0, part.why, place=part.place or "文件")


def _in_table(table: Table, knowledge: Knowledge) -> Iterator[Finding]:
    for row, column, text in table.cells():
        yield from scan_text(text, knowledge, place=table.place_of(row, column))
    for find in _IN_TABLES:
        yield from find(table, knowledge)


def _marked(findings: Iterable[Finding], hidden: str) -> Iterator[Finding]:
    """What stands where nobody sees it says so in its note."""
    for one in findings:
        yield replace(one, note=f"{one.note}（{hidden}）") if hidden else one
