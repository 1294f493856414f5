"""A long title in lines of about the same length, broken between words. Pure; GB/T 9704-2012, 7.3.1."""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba

MOST = 19
"""Letters of 二号 in 156 mm, one less so that nothing touches the edges."""
_LONGEST = 200
"""Letters of a title that is one; what is longer is cut without care for words, since the time grows squared."""
_OPENING, _CLOSING = "《〈“‘（(〔[", "》〉”’）)〕]、，。：；！？"
_STAYING = ("的", "和", "与", "及")
"""Small words that stay with what stands before (的) or after (和, 与, 及) them."""


@lru_cache(maxsize=256)
def balanced_lines(title: str, most: int = MOST) -> tuple[str, ...]:
    """The lines of a title; one that fits into one line stays whole. Nothing is lost but room at the ends of lines."""
    title = re.sub(r"\s+", " ", title.strip())
    if _width(title) <= most:
        return (title,) if title else ()
    if len(title) > _LONGEST:
        return tuple(_pieces(title, most))
    words = [piece for word in _words(title) for piece in _pieces(word, most)]
    fewest = -(-int(_width(title) * 2) // (most * 2))
    for count in range(fewest, len(words) + 1):
        if lines := _best(words, count, most):
            return tuple(line.strip() for line in lines)
    return tuple(words)


def _width(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1 for sign in text)


def _words(title: str) -> list[str]:
    """Words with the signs that belong to them."""
    words: list[str] = []
    ahead = ""
    for word in rjieba.cut(title):
        if word in _OPENING or word in _STAYING[1:]:
            ahead += word
        elif words and not ahead and (word in _CLOSING or word == _STAYING[0]):
            words[-1] += word
        else:
            words.append(ahead + word)
            ahead = ""
    return [*words, ahead] if ahead else words


def _pieces(word: str, most: int) -> list[str]:
    return [word[at : at + most] for at in range(0, len(word), most)]


def _best(words: list[str], count: int, most: int) -> list[str]:
    """So many lines, each as near to the mean as can be; nothing where they do not fit."""
    mean = sum(map(_width, words)) / count
    best: dict[tuple[int, int], tuple[float, list[str]]] = {(0, 0): (0.0, [])}
    for end in range(1, len(words) + 1):
        for start in range(end):
            line = "".join(words[start:end])
            if _width(line) > most:
                continue
            for lines in range(1, count + 1):
                if (before := best.get((start, lines - 1))) is None:
                    continue
                cost = before[0] + (_width(line) - mean) ** 2 + _inside_marks(words, end)
                if (end, lines) not in best or cost < best[end, lines][0]:
                    best[end, lines] = cost, [*before[1], line]
    return best.get((len(words), count), (0.0, []))[1]


def _inside_marks(words: list[str], end: int) -> float:
    """A break just behind an opening mark's first word or before the closing one's last reads badly."""
    before, after = words[end - 1], words[end] if end < len(words) else ""
    return 4.0 if before[:1] in tuple(_OPENING) or after[-1:] in ("》", "〉") else 0.0
