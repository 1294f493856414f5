"""Terms of the lists in a text. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.folding import MOST_ALIKE
from gongkai.clearance.screening.knowledge import Knowledge, Term

_LONGEST_SHOWN = 40


def terms_in(text: str, knowledge: Knowledge) -> Iterator[Finding]:
    """The first hits of each term, the first of them with the count of all. A veto is masked but for its first character."""
    counts: Counter[int] = Counter()
    shown: dict[int, list[tuple[Term, int, int]]] = {}
    for term, start, end in knowledge.lexicon.find(text):
        counts[id(term)] += 1
        if counts[id(term)] <= MOST_ALIKE:
            shown.setdefault(id(term), []).append((term, start, end))
    for key, hits in shown.items():
        more = f"文中共 {counts[key]} 处。" if counts[key] > MOST_ALIKE else ""
        for number, (term, start, end) in enumerate(hits):
            yield _told(term, start, end, text[start:end], more if number == 0 else "")


def _told(term: Term, start: int, end: int, hit: str, more: str) -> Finding:
    level = FindingLevel(term.level)
    return found(
        FindingKind(term.kind),
        start,
        end,
        _shown(hit, level),
        level=level,
        suggestion=term.suggestion,
        note=f"{term.note or '词表里的用语。'}（{term.list_name}）{more}",
    )


def _shown(hit: str, level: FindingLevel) -> str:
    return hit[0] + "＊" * (len(hit) - 1) if level is FindingLevel.BLOCK else hit[:_LONGEST_SHOWN]
