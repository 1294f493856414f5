"""What the screening engine answers with. Pure.

A finding holds where it is, what kind it is of and a masked excerpt; the hit itself is never kept or shown outside the
text that it stands in (design invariant 8).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    ``start`` and ``end`` are character offsets into the text that was scanned (of a part of a file: of that part's text;
    both 0 where a finding is of no stretch of text). ``rule`` is a code of the rule book. ``place`` names the part in
    Chinese (第3页, 工作表“名单”!B7). ``suggestion`` is what could stand there instead: a masked number, the right word.
    ``note`` is a Chinese sentence for the person who has to decide.
    """

    kind: str
    level: str
    rule: str
    excerpt: str
    start: int
    end: int
    place: str = ""
    suggestion: str = ""
    note: str = ""
