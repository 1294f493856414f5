"""Cutting a column's entries into years and months, and months into pages numbered from the oldest. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from gongkai.core.shanghai import SHANGHAI

ON_FRONT = 20
PER_PAGE = 50


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month in Shanghai."""

    year: int
    month: int

    @classmethod
    def of(cls, moment: datetime) -> Month:
        local = moment.astimezone(SHANGHAI)
        return cls(local.year, local.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """From ``2026-11``. Raises ``ValueError``."""
        year, month = text.split("-")
        parsed = cls(int(year), int(month))
        date(parsed.year, parsed.month, 1)
        return parsed

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @property
    def folder(self) -> str:
        """Its part of an address."""
        return f"{self.year}/{self.month:02d}/"

    @property
    def label(self) -> str:
        return f"{self.year}年{self.month}月"

    def next(self) -> Month:
        return Month(self.year + 1, 1) if self.month == 12 else Month(self.year, self.month + 1)

    @property
    def starts_at(self) -> datetime:
        """The midnight in Shanghai with which it begins."""
        return datetime.combine(date(self.year, self.month, 1), time(), SHANGHAI)

    @property
    def ends_at(self) -> datetime:
        """The midnight with which the next one begins."""
        return self.next().starts_at


def page_count(total: int, size: int = PER_PAGE) -> int:
    """How many pages ``total`` entries take; at least one."""
    return max(1, -(-total // size))


def slice_of(number: int, total: int, size: int = PER_PAGE) -> tuple[int, int]:
    """Bounds of page ``number`` in a list of ``total`` entries sorted newest first.

    Pages are numbered from the oldest: page 1 holds the oldest ``size`` entries and is never touched again
    once full; the last holds the newest and may be short. Raises ``ValueError`` for a page that does not
    exist.
    """
    if not 1 <= number <= page_count(total, size):
        raise ValueError(f"no page {number} of {total} entries")
    return max(0, total - number * size), total - (number - 1) * size


def page_url(base: str, number: int, count: int) -> str:
    """Address of a page: the newest is the base itself, older ones have their lasting number."""
    return base if number == count else f"{base}p{number}/"


def pager(base: str, number: int, count: int, *, around: int = 3) -> dict[str, object]:
    """Plain data for components/pager.html: numbers near the present page, newest first."""
    shown: Sequence[int] = range(min(count, number + around), max(1, number - around) - 1, -1)
    return {
        "pages": [
            {"number": each, "url": page_url(base, each, count), "is_current": each == number}
            for each in shown
        ],
        "newer_url": page_url(base, number + 1, count) if number < count else "",
        "older_url": page_url(base, number - 1, count) if number > 1 else "",
        "oldest_url": page_url(base, 1, count) if number > around + 1 else "",
    }


def is_kept_for_archives(slug: str) -> bool:
    """Whether a part of an address is one that years, months or numbered pages use, or a column's search."""
    return slug == "find" or re.fullmatch(r"p?[0-9]+", slug) is not None
