"""Whether a text is about something that ended long ago: told from its own words and dates. Pure; precision first.

A page is named only where a sentence says until when something ran (报名, 征集, 活动 …) and no date in the whole text
is later than that: what is also about the future, or bears no year, is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.core.days import FIRST_DAY, LAST_YEAR_READ

GRACE = timedelta(days=30)
"""Days after the end from which a page is named; a house number."""
_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})\s*[年.\-/]\s*)?(?P<month>\d{1,2})\s*[月.\-/]\s*(?P<day>\d{1,2})(?!\d)\s*[日号]?"
)
_NEAR = 16
_WORDS = re.compile(
    r"报名|征集|征求意见|意见反馈|活动时间|招聘|考试时间|面试|公示期|公示时间|投标|开标|截止|截至|即日起至|培训时间|会议时间"
    r"|施工期|封闭施工|交通管制|绕行|停运|暂停办理|放假"
)
_UNTIL = re.compile(r"截止|截至|至|到|止|时间|期间|为期")


@dataclass(frozen=True, slots=True)
class Ended:
    """The last day that a text speaks of, and the sentence that says so."""

    on: date
    words: str


def _days_in(text: str) -> list[tuple[date, int]]:
    """Days written in a text with their places; one without a year has that of a day written right before it."""
    found: list[tuple[date, int]] = []
    last_end, year = -_NEAR - 1, 0
    for match in _DAY.finditer(text):
        if match["year"]:
            year = int(match["year"])
        elif match.start() - last_end > _NEAR:
            continue
        try:
            day = date(year, int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        last_end = match.end()
        if day >= FIRST_DAY and day.year <= LAST_YEAR_READ:
            found.append((day, match.start()))
    return found


def ended(title: str, body: str, today: date) -> Ended | None:
    """The end of what a text announces, where it is more than :data:`GRACE` ago and nothing in the text is later."""
    text = f"{title}\n{body}"
    days = _days_in(text)
    if not days or max(day for day, _ in days) > today - GRACE:
        return None
    last: Ended | None = None
    for sentence in re.split(r"[。；;\n]", text):
        inside = [day for day, _ in _days_in(sentence)]
        if inside and _WORDS.search(sentence) and _UNTIL.search(sentence):
            day = max(inside)
            if last is None or day > last.on:
                last = Ended(day, sentence.strip()[:80])
    return last
