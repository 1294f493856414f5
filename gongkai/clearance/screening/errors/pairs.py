"""Brackets, quotation marks and title marks that lack their other half, or are nested wrongly. Pure.

GB/T 15834—2011: 4.9 (brackets), 4.8 (quotation marks), 4.15 (title marks; inside them 〈〉). A half is looked for in the
whole text, because converters break lines anywhere; what a cut at the end of a page leaves open is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding

_PAIRS = {
    "（": "）",
    "(": "）",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "〔": "〕",
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
}
_CLOSING = {sign: sign for sign in _PAIRS.values()} | {")": "）"}
_SIGNS = re.compile("[（(）)《》〈〉【】〔〕“”‘’「」『』]|\n[^\\S\n]*\n")
_ENUMERATED = re.compile(r"(?:^|[\s，。；：、（(])[0-9A-Za-z一二三四五六七八九十①-⑳]{1,3}\Z")
_CUT = 80
"""Characters at either end of a text in which half a pair may come from the cut of a page; a house number."""
_SHORT = 100
"""A text up to this long is a title or a cell, and whole."""
_DEEPEST = 12
_MOST = 20
_QUOTES = "“‘「『"
_NAMES = {"（": "括号", "(": "括号", "《": "书名号", "〈": "书名号", "【": "方括号", "〔": "六角括号"}


@dataclass(frozen=True, slots=True)
class _Half:
    sign: str
    at: int
    breaks: int  # how many paragraphs had ended before it


def pairs_in(text: str) -> Iterator[Finding]:
    """Each half without its other half, and 《》 within 《》; twenty at most."""
    yield from islice(_halves(text), _MOST)


def _halves(text: str) -> Iterator[Finding]:
    open_ones: list[_Half] = []
    breaks = 0
    for match in _SIGNS.finditer(text):
        sign, at = match.group(), match.start()
        if sign.startswith("\n"):
            breaks += 1
            # A title at the head of a paper runs over lines with blanks between; over ends of sentences and two of
            # paragraphs only quotations run.
            lost = [one for one in open_ones if _is_lost(text, one, at, breaks)]
            yield from (_lacks_end(text, one) for one in lost)
            open_ones = [one for one in open_ones if one not in lost]
        elif sign in _PAIRS:
            if sign == "《" and _innermost_title(open_ones) == "《":
                yield _told(
                    text, at, "书名号里再用书名号，里面的应为单书名号〈〉；若不是，前一个书名号没有合上。"
                )
            # Each paragraph of a quotation opens it anew.
            if not (sign in "“‘" and open_ones and open_ones[-1].sign == sign):
                open_ones.append(_Half(sign, at, breaks))
            if len(open_ones) > _DEEPEST:
                return
        else:
            yield from _closed(text, open_ones, sign, at)
    yield from _left_open(text, open_ones)


def _is_lost(text: str, one: _Half, at: int, breaks: int) -> bool:
    return one.sign not in _QUOTES and one.breaks <= breaks - 2 and text.find("。", one.at, at) >= 0


def _innermost_title(open_ones: list[_Half]) -> str:
    return next((one.sign for one in reversed(open_ones) if one.sign in "《〈"), "")


def _closed(text: str, open_ones: list[_Half], sign: str, at: int) -> Iterator[Finding]:
    wanted = _CLOSING[sign]
    depth = next((n for n in range(len(open_ones) - 1, -1, -1) if _PAIRS[open_ones[n].sign] == wanted), None)
    if depth is not None:
        between = [one for one in open_ones[depth + 1 :] if one.sign not in _QUOTES]
        del open_ones[depth:]
        yield from (_lacks_end(text, one) for one in between)
    elif sign in "”’」』" or _is_enumeration(text, sign, at) or (at < _CUT and len(text) > _SHORT):
        return
    else:
        yield _told(text, at, "标点只有后一半，缺前一半。")


def _is_enumeration(text: str, sign: str, at: int) -> bool:
    """1） 一) ①）: the half bracket behind a number of a list; and a smile or an emoticon is no error either."""
    return sign in "）)" and bool(_ENUMERATED.search(text[max(0, at - 5) : at]))


def _left_open(text: str, ones: list[_Half]) -> Iterator[Finding]:
    for one in ones:
        if one.sign not in _QUOTES and (len(text) <= _SHORT or len(text) - one.at > _CUT * 3):
            yield _lacks_end(text, one)


def _lacks_end(text: str, one: _Half) -> Finding:
    return _told(text, one.at, f"{_NAMES.get(one.sign, '标点')}只有前一半。")


def _told(text: str, at: int, note: str) -> Finding:
    return found(FindingKind.FORMAT, at, at + 1, text[at : at + 12].split("\n")[0], note=note)
