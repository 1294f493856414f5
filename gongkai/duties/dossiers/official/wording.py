"""Whether two texts say the same letters: a page, a PDF and the text that was signed. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_AROUND = 12
"""Letters shown on either side of the first difference."""
# Letters that a page does not show, and the two code points under which a PDF may give back the same sign.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_ALIKE = str.maketrans("＇＂‘’“”—–―－﹣⼀○•・", "'\"''\"\"-----一〇··")


@dataclass(frozen=True, slots=True)
class SameWords:
    """Whether both say the same; where not, the place in each text and the letters around it."""

    is_same: bool
    at_a: int = 0
    at_b: int = 0
    near_a: str = ""
    near_b: str = ""


def same_words(a: str, b: str) -> SameWords:
    """Whether two texts say the same letters, and where they first differ (places in the texts as given).

    White space, unseen signs and the width of signs (（ and (, ： and :) make no difference; every letter, figure and
    sign does.
    """
    if bare(a) == bare(b):
        return SameWords(True)
    one, two = _letters(a), _letters(b)
    at = next((n for n, (x, y) in enumerate(zip(one, two, strict=False)) if x[0] != y[0]), None)
    if at is None:
        if len(one) == len(two):
            return SameWords(True)
        at = min(len(one), len(two))
    at_a, at_b = _place(one, at, a), _place(two, at, b)
    return SameWords(False, at_a, at_b, _near(a, at_a), _near(b, at_b))


def bare(text: str) -> str:
    """The letters that count, all at once: quick, but without their places."""
    return "".join(
        unicodedata.normalize("NFKC", _UNSEEN.sub("", text).translate(_ALIKE)).translate(_ALIKE).split()
    )


def _letters(text: str) -> list[tuple[str, int]]:
    """Letters as compared, each with its place. Compatibility forms count as what they stand for (⼈ is 人)."""
    return [(part, place) for place, sign in enumerate(text) for part in _folded(sign)]


@lru_cache(maxsize=20_000)
def _folded(sign: str) -> str:
    return bare(sign)


def _place(letters: list[tuple[str, int]], at: int, text: str) -> int:
    return letters[at][1] if at < len(letters) else len(text)


def _near(text: str, at: int) -> str:
    return text[max(at - _AROUND, 0) : at + _AROUND]
