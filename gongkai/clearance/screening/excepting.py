"""A lexicon less what is excepted for one unit or one column: the automaton is shared, only hits are dropped. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from gongkai.clearance.screening.lexicon import Lexicon, Term


@dataclass(frozen=True, slots=True)
class Excepted:
    """What is excepted: words in one list, as (list name, word), and words in every list but the closed ones."""

    named: frozenset[tuple[str, str]] = frozenset()
    general: frozenset[str] = frozenset()
    closed_lists: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.named or self.general)

    def holds(self, term: Term) -> bool:
        """Whether a hit of this term is none."""
        if (term.list_name, term.text) in self.named:
            return True
        return term.text in self.general and term.list_name not in self.closed_lists


class ExceptingLexicon(Lexicon):
    """Finds what the lexicon inside finds, less the excepted."""

    def __init__(self, inner: Lexicon, excepted: Excepted) -> None:
        self._inner, self._excepted = inner, excepted

    @property
    def _terms(self) -> tuple[Term, ...]:  # type: ignore[override]  # whoever hands the terms to another process
        return tuple(term for term in self._inner._terms if not self._excepted.holds(term))

    def __len__(self) -> int:
        return len(self._inner)

    def find(self, text: str) -> Iterator[tuple[Term, int, int]]:
        return (hit for hit in self._inner.find(text) if not self._excepted.holds(hit[0]))


def less(terms: Collection[Term], excepted: Excepted) -> tuple[Term, ...]:
    """The terms that are not excepted."""
    return tuple(term for term in terms if not excepted.holds(term)) if excepted else tuple(terms)
