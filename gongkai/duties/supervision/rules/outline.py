"""Headings of a notice: which lines head sections, which head tasks, and where the closing lines begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from gongkai.duties.supervision.rules.clauses import LABELLED, looks_responsible
from gongkai.duties.supervision.rules.dates import find_date, is_only_date
from gongkai.duties.supervision.rules.text import CELL, Line, cjk_number

_CJK = r"[一二三四五六七八九十]{1,3}"


class Level(IntEnum):
    """Depth of a heading: 一、 then （一） then 1."""

    MAJOR = 1
    MIDDLE = 2
    MINOR = 3


_PATTERNS = (
    (Level.MAJOR, re.compile(rf"({_CJK})\s*、\s*")),
    (Level.MIDDLE, re.compile(rf"（\s*({_CJK})\s*）\s*")),
    (Level.MINOR, re.compile(r"(\d{1,3})\s*[.、](?!\d)\s*")),
)
_TAIL = re.compile(
    r"^(?:抄\s*送|抄\s*报|附\s*件|附\s*表|主题词|公开属性|信息公开选项|公开方式|联系人|共印|（共印|（?此件)"
    r"|印发$|^[-—_=＿\s]{3,}$"
)
_ISSUER = re.compile(
    r"^[\u4e00-\u9fff（）]{2,30}(?:厅|局|委员会|委|政府|办公室|部|中心|集团|公司|学院|管委会)$"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered line: its level, its number and where its words begin."""

    level: Level
    number: int
    label: str
    line: int
    start: int
    words_from: int


def heading_of(line: Line, index: int) -> Heading | None:
    """The heading that a line is, if it is one."""
    if CELL in line.text:
        return None
    for level, pattern in _PATTERNS:
        match = pattern.match(line.text)
        if match and match.end() < len(line.text):
            number = int(match[1]) if level is Level.MINOR else cjk_number(match[1])
            label = match[0].strip()
            return Heading(level, number, label, index, line.start, line.start + match.end())
    return None


def headings_of(lines: list[Line]) -> list[Heading]:
    """All headings of a text, in order."""
    return [found for i, line in enumerate(lines) if (found := heading_of(line, i))]


def is_tail(line: Line, issuer: str) -> bool:
    """Whether a line belongs to the end of a document: signature, date, copies, printing."""
    words = re.sub(r"\s", "", line.text)
    if issuer and words in {issuer, issuer + "办公室"}:
        return True
    if is_only_date(words) or _TAIL.search(words):
        return True
    found = find_date(words)
    return bool(found and _ISSUER.match(words[: found[1]]) and found[2] == len(words))


def is_signature(lines: list[Line], index: int) -> bool:
    """Whether a line is an organ's name alone, followed by a date or another name: a signature."""
    words = re.sub(r"\s", "", lines[index].text)
    if not _ISSUER.match(words) or index + 1 >= len(lines):
        return False
    return bool(is_only_date(lines[index + 1].text))


def task_level(form: str, lines: list[Line], headings: list[Heading], end: int) -> Level | None:
    """The level at which tasks stand: the deepest at which most headings carry a responsibility clause."""
    best: tuple[int, Level] | None = None
    for level in (Level.MINOR, Level.MIDDLE, Level.MAJOR):
        mine = [h for h in headings if h.level == level]
        carrying = sum(1 for h in mine if _carries(form, h, headings, end))
        if mine and carrying * 2 >= len(mine):
            return level
        if carrying and (best is None or carrying > best[0]):
            best = (carrying, level)
    if best:
        return best[1]
    return max((h.level for h in headings), default=None)


def extent_end(heading: Heading, headings: list[Heading], end: int) -> int:
    """Where the text under a heading ends: at the next heading of its level or above."""
    later = (h.start for h in headings if h.start > heading.start and h.level <= heading.level)
    return next(later, end)


def _carries(form: str, heading: Heading, headings: list[Heading], end: int) -> bool:
    words = form[heading.words_from : extent_end(heading, headings, end)]
    if LABELLED.search(words):
        return True
    brackets = re.finditer(r"（([^（）]{2,300})）[ 。；]*(?:\n|$)", words)
    return any(looks_responsible(m[1]) for m in brackets)
