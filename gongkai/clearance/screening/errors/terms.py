"""Terms of the lists in a text. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.knowledge import Knowledge

_MISPRINT_LENGTH = 40


def terms_in(text: str, knowledge: Knowledge) -> Iterator[Finding]:
    """Each hit of a list. A word that is itself not to be seen (a veto) is masked but for its first character."""
    for term, start, end in knowledge.lexicon.find(text):
        level = FindingLevel(term.level)
        note = f"{term.note or '词表里的用语。'}（{term.list_name}）"
        yield found(
            FindingKind(term.kind),
            start,
            end,
            _shown(text[start:end], level),
            level=level,
            suggestion=term.suggestion,
            note=note,
        )


def _shown(hit: str, level: FindingLevel) -> str:
    return hit[0] + "＊" * (len(hit) - 1) if level is FindingLevel.BLOCK else hit[:_MISPRINT_LENGTH]
