"""三统一登记簿: the numbers of a series and year in order with the gaps between them, or what a search finds in all."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any

from gongkai.duties.dossiers.enums import NumberState
from gongkai.duties.dossiers.models import IssuedNumber, NumberSeries, RegisterEntry
from gongkai.duties.dossiers.queries.numbers import facts_of_series, given_numbers, registered_rows
from gongkai.duties.dossiers.queries.titles import Titles
from gongkai.duties.dossiers.rules.series import gaps_in, is_of_series, spelled
from gongkai.duties.policies.number_spelling import parse_number

MOST_FOUND = 500


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One line of the unified register: a number given, one that only the outside register knows, or a gap."""

    serial: int
    text: str
    state: str
    word: str
    title: str
    number: IssuedNumber | None = None
    entry: RegisterEntry | None = None
    is_sealed: bool = False

    @property
    def is_gap(self) -> bool:
        """Whether nobody knows what became of it."""
        return self.state == "gap"


def register_of(series: NumberSeries, year: int, titles: Titles) -> list[NumberRow]:
    """All numbers of a series and year in order, the missing ones marked (two queries)."""
    given, listed = given_numbers(series, year), registered_rows(series, year)
    facts = facts_of_series(series)
    rows = [_row(titles, serial, given.get(serial), listed.get(serial)) for serial in given | listed]
    rows += [
        NumberRow(serial, spelled(facts, year, serial), "gap", "缺号", "")
        for serial in gaps_in(given | listed, series.first_serial)
    ]
    return sorted(rows, key=lambda row: row.serial)


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


def years_of(series: NumberSeries) -> list[int]:
    """Years in which a series has numbers, newest first."""
    years: Any = IssuedNumber.objects.filter(series=series).order_by().values_list("year", flat=True)
    found = {year for year in years.distinct() if year}
    mine = facts_of_series(series)
    early = IssuedNumber.objects.filter(series__isnull=True, text__startswith=series.prefix).order_by()
    listed = RegisterEntry.objects.filter(number__startswith=series.prefix).order_by()
    for text in chain(early.values_list("text", flat=True), listed.values_list("number", flat=True)):
        number = parse_number(text)
        if number is not None and number.year and is_of_series(number, mine):
            found.add(number.year)
    return sorted(found, reverse=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of numbers shows: of which series and year (none: a search in all), its rows, and what may be chosen."""

    rows: list[NumberRow]
    series: NumberSeries | None
    year: int | None
    all_series: list[NumberSeries]
    years: list[int]

    def count(self, state: str) -> int:
        """How many rows stand so."""
        return sum(row.state == state for row in self.rows)

    @property
    def gaps(self) -> int:
        """How many numbers are missing."""
        return self.count("gap")


def numbers_asked(key: str, year: str, words: str, state: str, titles: Titles) -> Asked:
    """The register of a series and year, the newest where none is asked for; with words what they find in all."""
    every = list(NumberSeries.objects.all())
    if words:
        rows = _searched(words, titles)
        return Asked([row for row in rows if state in ("", row.state)], None, None, every, [])
    series = next((row for row in every if str(row.pk) == key), every[0] if every else None)
    if series is None:
        return Asked([], None, None, every, [])
    years = years_of(series)
    asked = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else 0
    chosen = asked if asked in years else (years[0] if years else None)
    rows = register_of(series, chosen, titles) if chosen else []
    return Asked([row for row in rows if state in ("", row.state)], series, chosen, every, years)


def _searched(words: str, titles: Titles) -> list[NumberRow]:
    """Numbers found by number in any spelling, or title; of the register those that only it knows."""
    given = titles.found_by(IssuedNumber.objects.all(), words, ("title", "reason"), "text")
    given = given.select_related("dossier__unit", "by", "void_by").order_by("-pk")
    rows = [_row(titles, row.serial or 0, row, None) for row in given[:MOST_FOUND]]
    known = {row.text for row in rows}
    listed = titles.found_by(RegisterEntry.objects.exclude(number=""), words, ("title",), "number")
    return rows + [
        _row(titles, 0, None, entry)
        for entry in listed.order_by("-pk")[:MOST_FOUND]
        if entry.number not in known
    ]
