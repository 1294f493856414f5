"""Years, months, and pages numbered from the oldest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.website.archives import (
    Month,
    is_kept_for_archives,
    page_count,
    page_url,
    pager,
    slice_of,
)

FIRST = datetime(1990, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 110 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
SIZES = st.integers(1, 60)


def test_a_month_is_a_month_in_shanghai() -> None:
    assert Month.of(datetime(2026, 10, 31, 16, 0, tzinfo=UTC)) == Month(2026, 11)
    assert Month.of(datetime(2026, 10, 31, 15, 59, tzinfo=UTC)) == Month(2026, 10)


@given(MOMENTS)
def test_a_moment_lies_in_its_month(moment: datetime) -> None:
    month = Month.of(moment)
    assert month.starts_at <= moment < month.ends_at
    assert Month.parse(str(month)) == month


@given(st.integers(0, 1000), SIZES)
def test_pages_hold_every_entry_once(total: int, size: int) -> None:
    held = []
    for number in range(page_count(total, size), 0, -1):
        start, end = slice_of(number, total, size)
        held += range(start, end)
    assert held == list(range(total))


@given(st.integers(1, 1000), st.integers(1, 50), SIZES)
def test_a_full_page_never_changes_again(total: int, more: int, size: int) -> None:
    """Counted from the oldest, page 1 … n-1 hold the same entries after new ones came."""
    for number in range(1, page_count(total, size)):
        start, end = slice_of(number, total, size)
        later_start, later_end = slice_of(number, total + more, size)
        assert (later_start - more, later_end - more) == (start, end)


@pytest.mark.parametrize("number", [0, -1, 3])
def test_no_such_page(number: int) -> None:
    with pytest.raises(ValueError, match="no page"):
        slice_of(number, 100, 50)


def test_addresses_of_pages() -> None:
    assert page_url("/news/2026/11/", 3, 3) == "/news/2026/11/"
    assert page_url("/news/2026/11/", 1, 3) == "/news/2026/11/p1/"


def test_pager_shows_newest_first_and_marks_the_present() -> None:
    shown = pager("/a/", 5, 9)
    assert [page["number"] for page in shown["pages"]] == [8, 7, 6, 5, 4, 3, 2]
    assert [page["number"] for page in shown["pages"] if page["is_current"]] == [5]
    assert (shown["newer_url"], shown["older_url"], shown["oldest_url"]) == ("/a/p6/", "/a/p4/", "/a/p1/")


@pytest.mark.parametrize(
    ("slug", "kept"),
    [("2026", True), ("11", True), ("p3", True), ("p3a", False), ("a1", False), ("p", False)],
)
def test_addresses_kept_for_archives(slug: str, kept: bool) -> None:
    assert is_kept_for_archives(slug) is kept
