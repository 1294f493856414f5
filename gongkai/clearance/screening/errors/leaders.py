"""Names of leaders with titles they did not hold, names one character off, and lists in the wrong order. Pure.

Compared with the dated table of posts. The day that counts is the one in the same sentence, else the day of the text: a
sentence about 2021 is right with the titles of 2021. A title that the table does not know says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.errors.posts import Posts, Said, posts_of
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.knowledge import Knowledge

_ENDS = "。；！？\n"
_LONGEST_SENTENCE = 200
_LONGEST_BETWEEN = 3
_MOST = 200
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")


def leaders_in(text: str, knowledge: Knowledge) -> Iterator[Finding]:
    """Doubtful names and titles, in no order; the first two hundred of a text made of them."""
    if knowledge.offices:
        yield from islice(_all_of(text, knowledge), _MOST)


def _all_of(text: str, knowledge: Knowledge) -> Iterator[Finding]:
    posts = posts_of(knowledge.offices)
    before: Said | None = None
    for said in posts.said_in(text):
        if said.near:
            yield _near(text, said)
        elif said.title and not posts.held(said, days := _days(text, said.start, knowledge.on)):
            yield _wrong_title(posts, said, days)
        if before is not None and _stand_in_one_list(text, before, said):
            days = _days(text, said.start, knowledge.on)
            if posts.is_deputy_of(before.name, said.name, days):
                yield _wrong_order(posts, text, before, said, days)
        before = said


def _days(text: str, at: int, on: date) -> tuple[date, date]:
    """The first and last day that a sentence speaks of."""
    begin = max(text.rfind(sign, max(0, at - _LONGEST_SENTENCE), at) for sign in _ENDS) + 1
    begin = max(begin, at - _LONGEST_SENTENCE, 0)
    ends = [place for sign in _ENDS if (place := text.find(sign, at, at + _LONGEST_SENTENCE)) >= 0]
    stretches = [
        _stretch(match) for match in _DAY.finditer(text, begin, min(ends, default=at + _LONGEST_SENTENCE))
    ]
    dated = [one for one in stretches if one is not None]
    return (min(one[0] for one in dated), max(one[1] for one in dated)) if dated else (on, on)


def _stretch(match: re.Match[str]) -> tuple[date, date] | None:
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        if day:
            return (one := date(year, month, day)), one
        if month:
            return date(year, month, 1), date(year, month, 28)
    except ValueError:
        return None  # the finder of dates tells it
    return date(year, 1, 1), date(year, 12, 31)


def _near(text: str, said: Said) -> Finding:
    note = f"任职时间表里担任{said.title}的是{said.near}；请核对姓名。"
    return found(
        FindingKind.TITLE_ERROR,
        said.start,
        said.end,
        text[said.start : said.end],
        suggestion=said.near,
        note=note,
    )


def _wrong_title(posts: Posts, said: Said, days: tuple[date, date]) -> Finding:
    right = posts.title_on(said.name, days)
    at = "文中所说的时间" if days[0] != days[1] else f"{days[0]:%Y-%m-%d}"
    note = f"任职时间表：{at}{said.name}" + (f"任{right}。" if right else "不在任。") + "请核对职务。"
    return found(
        FindingKind.TITLE_ERROR, said.start, said.end, said.title + said.name, suggestion=right, note=note
    )


def _wrong_order(posts: Posts, text: str, one: Said, other: Said, days: tuple[date, date]) -> Finding:
    note = f"{one.name}是{posts.title_on(one.name, days)}，排在{other.name}之前；请核对次序。"
    return found(FindingKind.TITLE_ERROR, one.start, other.end, text[one.start : other.end][:40], note=note)


def _stand_in_one_list(text: str, one: Said, other: Said) -> bool:
    """甲副厅长、乙厅长: nothing but a mark between them."""
    if one.near or other.near or not 0 < other.start - one.end <= _LONGEST_BETWEEN:
        return False
    return text[one.end : other.start].strip() == "、"
