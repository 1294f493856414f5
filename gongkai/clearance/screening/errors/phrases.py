"""Fixed phrases with a slip in them: a character wrong, missing or too many. Pure.

A phrase is cut into one piece more than it may have slips, so that one piece stands unhurt wherever a slip is (the pigeon
holes). All pieces are looked for in one pass; only around a hit are characters compared. The first and the last character
must be right: without that 本市人民代表大会 would pass for a slip of 全国人民代表大会.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from rapidfuzz.distance import Levenshtein

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.lists import Phrase, shipped_phrases

_HAN = re.compile("[\u4e00-\u9fff]+")
_MOST = 200
"""Slips shown of one text; a house number that keeps time and memory bounded for a text made of slips."""


def phrases_in(text: str) -> Iterator[Finding]:
    """Each slip, with the phrase as it is written."""
    automaton, pieces = _pieces()
    taken: set[int] = set()
    for index, start, _ in automaton.find_matches_as_indexes(text, overlapping=True):
        phrase, offset = pieces[index]
        span = _slip(text, start - offset, phrase)
        if span is None or not taken.isdisjoint(range(*span)):
            continue
        taken.update(range(*span))
        hit = text[span[0] : span[1]]
        yield found(
            FindingKind.FIXED_PHRASE, *span, hit, suggestion=phrase.text, note=f"规范写法是“{phrase.text}”。"
        )
        if len(taken) > _MOST * 20:
            return


def _slip(text: str, begin: int, phrase: Phrase) -> tuple[int, int] | None:
    """The stretch about ``begin`` that is the phrase but for a slip or two; None where it stands right or not at all."""
    whole, edits = phrase.text, phrase.edits
    lowest, highest = max(0, begin - edits), begin + len(whole) + edits
    if text.startswith(whole, max(0, begin)) or _is_right_near(text, lowest, highest, phrase):
        return None
    best: tuple[int, int, int] | None = None
    for start in range(lowest, begin + edits + 1):
        if text[start : start + 1] != whole[0]:
            continue
        for length in range(len(whole) - edits, len(whole) + edits + 1):
            hit = text[start : start + length]
            if len(hit) < length or hit[-1] != whole[-1] or not _HAN.fullmatch(hit):
                continue
            distance = Levenshtein.distance(hit, whole, score_cutoff=edits)
            if distance <= edits and (best is None or distance < best[0]):
                best = (distance, start, start + length)
    return None if best is None else (best[1], best[2])


def _is_right_near(text: str, lowest: int, highest: int, phrase: Phrase) -> bool:
    """Whether the phrase, or a wording that is right itself, stands there after all."""
    return any(text.find(right, max(0, lowest), highest) >= 0 for right in (phrase.text, *phrase.also))


@cache
def _pieces() -> tuple[AhoCorasick, tuple[tuple[Phrase, int], ...]]:
    """An automaton over the pieces of all phrases, and of each piece its phrase and where it begins in it."""
    cuts = [
        (phrase, at, phrase.text[at : at + step])
        for phrase in shipped_phrases()
        for step in (-(-len(phrase.text) // (phrase.edits + 1)),)
        for at in range(0, len(phrase.text), step)
    ]
    automaton = AhoCorasick(
        [piece for _, _, piece in cuts],
        matchkind=MatchKind.Standard,
        implementation=Implementation.ContiguousNFA,
    )
    return automaton, tuple((phrase, at) for phrase, at, _ in cuts)
