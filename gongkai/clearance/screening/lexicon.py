"""Terms of the lists, found in a text in one pass. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from gongkai.clearance.enums import FindingLevel

# The layers of a list: A veto, B warning, C style. Of two terms over the same stretch the graver one counts.
GRAVITY: dict[str, int] = {FindingLevel.BLOCK: 2, FindingLevel.JUSTIFY: 1, FindingLevel.HINT: 0}


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a list.

    ``kind`` and ``level`` are values of ``FindingKind`` and ``FindingLevel``; ``suggestion`` is what is written instead;
    ``unless`` are longer words in which it is right (a hit inside one is none); ``list_name`` names the list in Chinese.
    """

    text: str
    kind: str
    level: str
    list_name: str
    suggestion: str = ""
    note: str = ""
    unless: tuple[str, ...] = ()


class Lexicon:
    """An automaton over all terms in force on a day; empty terms are left out.

    A contiguous NFA: 50,000 terms build in a fifth of a second, and a DFA, slower to build and larger, reads no faster.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = tuple(term for term in terms if term.text)
        texts = [term.text for term in self._terms]
        self._automaton = (
            AhoCorasick(texts, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)
            if texts
            else None
        )

    def __len__(self) -> int:
        return len(self._terms)

    def __reduce__(self) -> tuple[type[Lexicon], tuple[tuple[Term, ...]]]:
        """Handed to another process as its terms: the automaton is made anew there."""
        return Lexicon, (self._terms,)

    def find(self, text: str) -> Iterator[tuple[Term, int, int]]:
        """(term, start, end) of each term in a text, in order of place.

        A hit inside a longer one is left out unless it is graver; terms that only overlap are all found, and a longer
        term that ``unless`` excuses hides nothing.
        """
        if self._automaton is None:
            return
        hits = [
            (start, -end, -GRAVITY.get(self._terms[index].level, 0), index)
            for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
        ]
        reached = [0] * len(GRAVITY)  # how far kept hits of this gravity or a greater one reach
        for start, minus_end, minus_gravity, index in sorted(hits):
            term, end, gravity = self._terms[index], -minus_end, -minus_gravity
            if end <= reached[gravity] or is_inside(text, start, end, term.unless):
                continue
            for lower in range(gravity + 1):
                reached[lower] = max(reached[lower], end)
            yield term, start, end


def is_inside(text: str, start: int, end: int, longer: tuple[str, ...]) -> bool:
    """Whether a stretch lies inside one of the longer words, each of which stands in the text around it."""
    for word in longer:
        reach = len(word)
        at = text.find(word, max(0, start - reach), end + reach)
        while at >= 0:
            if at <= start and end <= at + reach:
                return True
            at = text.find(word, at + 1, end + reach)
    return False
