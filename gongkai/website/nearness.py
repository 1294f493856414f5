"""Texts that say nearly the same: MinHash over runs of characters finds pairs, a comparison confirms them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SHORTEST = 120
"""Characters below which texts are too short to be told apart (forms, notices of one sentence). House numbers all."""
RUN = 5
COMPARED = 4000
ALIKE = 85.0
_BLANKS = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, by their places in what was given, and how alike they are in percent."""

    one: int
    other: int
    percent: int


def bare(text: str) -> str:
    """A text without blanks and marks, as it is compared."""
    return _BLANKS.sub("", text)


def near_pairs(texts: Sequence[str]) -> Iterator[Pair]:
    """Pairs that are alike, each once. Imports what it needs only here: numbers cost memory in every process."""
    from datasketch import MinHash, MinHashLSH  # heavy (numpy): only in the nightly job
    from rapidfuzz import fuzz  # the same

    index = MinHashLSH(threshold=0.6, num_perm=64)
    bares = [bare(text) for text in texts]
    for number, text in enumerate(bares):
        if len(text) < SHORTEST:
            continue
        held = MinHash(num_perm=64, seed=1)
        held.update_batch(sorted({text[at : at + RUN].encode() for at in range(len(text) - RUN + 1)}))
        for known in sorted(index.query(held)):
            percent = fuzz.ratio(bares[known][:COMPARED], text[:COMPARED])
            if percent >= ALIKE:
                yield Pair(known, number, int(percent))
        index.insert(number, held)
