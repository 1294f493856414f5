"""三统一登记簿: the numbers of a series and year in order with the gaps between them, or
what is found across them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from django.db.models import Q

from gongkai.duties.dossiers.enums import NumberState
from gongkai.duties.dossiers.models import IssuedNumber, NumberSeries, RegisterEntry
from gongkai.duties.dossiers.queries.numbers import all_gaps, facts_of_series, given_numbers, registered_rows
from gongkai.duties.dossiers.queries.titles import Titles
from gongkai.duties.dossiers.rules.series import gaps_in, is_of_series, spelled
from gongkai.duties.policies.number_spelling import parse_number

MOST_FOUND = 2000


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One line of the unified register: a number given, one that only the outside register knows, or a gap (of which
    series and year).
    """

    serial: int
    text: str
    state: str
    word: str
    title: str
    number: IssuedNumber | None = None
    entry: RegisterEntry | None = None
    is_sealed: bool = False
    series: int | None = None
    year: int | None = None

    @property
    def is_gap(self) -> bool:
        """Whether nobody knows what became of it."""
        return self.state == "gap"

    @property
    def is_settled(self) -> bool:
        """Whether nothing becomes of it any more: it is void, its dossier has ended, or its page is public."""
        dossier = self.number.dossier if self.number else None
        is_public = dossier is not None and dossier.page is not None and dossier.page.live
        return self.state == "void" or is_public or (dossier is not None and not dossier.is_open)


def register_of(series: NumberSeries, year: int, titles: Titles) -> list[NumberRow]:
    """All numbers of a series and year in order, the missing ones marked (two queries)."""
    given, listed = given_numbers(series, year), registered_rows(series, year)
    rows = [_row(titles, serial, given.get(serial), listed.get(serial)) for serial in given | listed]
    rows += [_gap(series, year, serial) for serial in gaps_in(given | listed, series.first_serial)]
    return sorted(rows, key=lambda row: row.serial)


def _gap(series: NumberSeries, year: int, serial: int) -> NumberRow:
    text = spelled(facts_of_series(series), year, serial)
    return NumberRow(serial, text, "gap", "缺号", "", series=series.pk, year=year)


def _row(titles: Titles, serial: int, number: IssuedNumber | None, entry: RegisterEntry | None) -> NumberRow:
    if number is not None:
        title = titles.of(number) or number.reason
        word = NumberState(number.state).label
        return NumberRow(
            serial, number.text, number.state, word, title, number, entry, is_sealed=titles.hides(number)
        )
    assert entry is not None
    state, word = ("void", "登记簿作废") if entry.is_void else ("listed", "仅登记簿")
    return NumberRow(
        serial, entry.number, state, word, titles.of(entry), None, entry, is_sealed=titles.hides(entry)
    )


def years_of(series: NumberSeries | None) -> list[int]:
    """Years in which a series has numbers, or any has, newest first."""
    starts = series.prefix if series else ""
    mine = facts_of_series(series) if series else None
    given = IssuedNumber.objects.filter(text__startswith=starts).order_by().values_list("text", flat=True)
    listed = RegisterEntry.objects.filter(number__startswith=starts).order_by()
    found = set()
    for text in chain(given, listed.values_list("number", flat=True)):
        number = parse_number(text)
        if number is not None and number.year and (mine is None or is_of_series(number, mine)):
            found.add(number.year)
    return sorted(found, reverse=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of numbers shows: of which series and year (none: of all), its rows, what may be chosen, and whether it
    is cut off.
    """

    rows: list[NumberRow]
    series: NumberSeries | None
    year: int | None
    all_series: list[NumberSeries]
    years: list[int]
    is_cut: bool = False

    def count(self, state: str) -> int:
        """How many rows stand so."""
        return sum(row.state == state for row in self.rows)

    @property
    def gaps(self) -> int:
        """How many numbers are missing."""
        return self.count("gap")


ALL = "all"


def numbers_asked(key: str, year: str, words: str, state: str, titles: Titles) -> Asked:
    """The register of a series and year, the newest where none is asked for; with words what they find there, and in all
    where no series or year is asked for.
    """
    every = list(NumberSeries.objects.all())
    named = next((row for row in every if str(row.pk) == key), None)
    is_in_all = key == ALL or (bool(words) and named is None)
    series = None if is_in_all else named or (every[0] if every else None)
    if series is None and not is_in_all:
        return Asked([], None, None, every, [])
    years = years_of(series)
    asked = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None
    if year == ALL or ((words or is_in_all) and asked is None):
        chosen = None
    else:
        chosen = asked if asked in years or (words and asked) else (years[0] if years else None)
    if series is not None and not words and year != ALL:
        rows = register_of(series, chosen, titles) if chosen else []
        return Asked([row for row in rows if state in ("", row.state)], series, chosen, every, years)
    rows, is_cut = _across(words, series, chosen, titles)
    shown = sorted({*years, *([chosen] if chosen else [])}, reverse=True)
    return Asked([row for row in rows if state in ("", row.state)], series, chosen, every, shown, is_cut)


def _across(
    words: str, series: NumberSeries | None, year: int | None, titles: Titles
) -> tuple[list[NumberRow], bool]:
    """Numbers of some series and years, found by number in any spelling or by title, or all of them with the gaps; of the
    register those that only it knows. Whether there are more than are shown.
    """
    starts, about = (series.prefix if series else ""), _of_year(year)
    given = IssuedNumber.objects.filter(about("text"), text__startswith=starts)
    listed = RegisterEntry.objects.filter(about("number"), number__startswith=starts).exclude(number="")
    if words:
        given = titles.found_by(given, words, ("title", "reason"), "text")
        listed = titles.found_by(listed, words, ("title",), "number")
    given = given.select_related("dossier__unit", "dossier__page", "by", "void_by").order_by("-pk")
    numbers, entries = list(given[: MOST_FOUND + 1]), list(listed.order_by("-pk")[: MOST_FOUND + 1])
    known = {row.text for row in numbers}
    rows = [_row(titles, row.serial or 0, row, None) for row in numbers]
    rows += [_row(titles, 0, None, entry) for entry in entries if entry.number not in known]
    rows = [row for row in rows if series is None or _is_in(row, series)]
    if not words:
        rows = sorted(rows + _gaps(series, year), key=_place)
    return rows, max(len(numbers), len(entries)) > MOST_FOUND


def _of_year(year: int | None) -> Callable[[str], Q]:
    """What keeps the numbers of a year, in either form."""
    if year is None:
        return lambda field: Q()
    return lambda field: (
        Q(**{f"{field}__contains": f"〔{year}〕"}) | Q(**{f"{field}__contains": f"{year}年第"})
    )


def _is_in(row: NumberRow, series: NumberSeries) -> bool:
    """Whether a number is of a series, and not of one whose prefix begins the same."""
    number = parse_number(row.text)
    return number is not None and is_of_series(number, facts_of_series(series))


def _gaps(series: NumberSeries | None, year: int | None) -> list[NumberRow]:
    return [
        _gap(row, of, serial)
        for row, of, serials in all_gaps()
        if series in (None, row) and year in (None, of)
        for serial in serials
    ]


def _place(row: NumberRow) -> tuple[str, int, int]:
    number = parse_number(row.text)
    return (number.prefix, -(number.year or 0), number.serial) if number else (row.text, 0, 0)
