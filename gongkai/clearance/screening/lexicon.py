"""Terms of the lists, found in a text in one pass. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind


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
    """An automaton over all terms in force on a day."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = tuple(terms)
        texts = [term.text for term in self._terms]
        self._automaton = AhoCorasick(texts, matchkind=MatchKind.LeftmostLongest) if texts else None

    def __len__(self) -> int:
        return len(self._terms)

    def find(self, text: str) -> Iterator[tuple[Term, int, int]]:
        """(term, start, end) of each term in a text, in order of place; of overlapping ones the longest."""
        if self._automaton is None:
            return
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            term = self._terms[index]
            if not _is_inside(text, start, end, term.unless):
                yield term, start, end


def _is_inside(text: str, start: int, end: int, longer: tuple[str, ...]) -> bool:
    for word in longer:
        reach = len(word)
        at = text.find(word, max(0, start - reach), end + reach)
        while at >= 0:
            if at <= start and end <= at + reach:
                return True
            at = text.find(word, at + 1, end + reach)
    return False
