"""Dates as notices write them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from gongkai.core.days import FIRST_DAY, LAST_YEAR_READ
from gongkai.duties.supervision.rules.text import cjk_digits, cjk_number

_ARABIC = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_DASHED = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_CJK = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or none where the calendar has no such day, or no paper can mean it."""
    if not FIRST_DAY.year <= year <= LAST_YEAR_READ:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date | None:
    """The last day of a month; none for a month or year that does not exist."""
    if not (1 <= month <= 12 and FIRST_DAY.year <= year <= LAST_YEAR_READ):
        return None
    return date(year, month, monthrange(year, month)[1])


def find_date(form: str) -> tuple[date, int, int] | None:
    """The first full date in a text in reading form, with its place."""
    found = [m for pattern in (_ARABIC, _DASHED, _CJK) if (m := pattern.search(form))]
    for match in sorted(found, key=lambda m: m.start()):
        if day := _date_of(match):
            return day, match.start(), match.end()
    return None


def _date_of(match: re.Match[str]) -> date | None:
    year, month, day = match.groups()
    if match.re is _CJK:
        return safe_date(int(cjk_digits(year)), cjk_number(month), cjk_number(day))
    return safe_date(int(year), int(month), int(day))


def is_only_date(form: str) -> date | None:
    """The date, if the line holds nothing but one."""
    found = find_date(form)
    if found and not (form[: found[1]] + form[found[2] :]).strip(" （）"):
        return found[0]
    return None
