"""What is known of numbers: series, the next serial, who has a number, which are missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain

from django.db.models import Q
from django.urls import reverse

from gongkai.duties.dossiers.enums import NumberState, SeriesForm, Step
from gongkai.duties.dossiers.joints import Known, register_source
from gongkai.duties.dossiers.models import Dossier, IssuedNumber, NumberSeries, RegisterEntry, SeriesYear
from gongkai.duties.dossiers.rules.series import SeriesFacts, gaps_in, is_of_series, series_rank, spelled
from gongkai.duties.dossiers.rules.track import Done
from gongkai.duties.policies.number_spelling import parse_number


def facts_of_series(series: NumberSeries) -> SeriesFacts:
    """A series, as the rules see it."""
    return SeriesFacts(
        series.prefix,
        SeriesForm(series.form),
        series.is_in_use,
        frozenset(series.kinds),
        frozenset(series.signatures),
    )


def series_for(dossier: Dossier) -> list[NumberSeries]:
    """Series in use, those that serve the paper's signature and kind first. 署名 decides the order, and nothing else."""
    rows = NumberSeries.objects.filter(is_in_use=True)
    return sorted(
        rows,
        key=lambda row: series_rank(facts_of_series(row), kind=dossier.kind, signature=dossier.signature),
    )


def series_of_number(text: str, rows: Iterable[NumberSeries]) -> NumberSeries | None:
    """The series that a number belongs to, in use or not."""
    number = parse_number(text)
    if number is None:
        return None
    return next((row for row in rows if is_of_series(number, facts_of_series(row))), None)


def _head(series: NumberSeries, year: int) -> str:
    return spelled(facts_of_series(series), year, 1).removesuffix("1号")


def given_numbers(series: NumberSeries, year: int) -> dict[int, IssuedNumber]:
    """The numbers of a series and year, by serial (one query).

    What was recorded before the series was set up bears no series, and never will (a number given does not change): it
    is told by its spelling.
    """
    early = Q(series__isnull=True, text__startswith=_head(series, year))
    rows = IssuedNumber.objects.filter(Q(series=series, year=year) | early)
    found = {}
    for row in rows.select_related("dossier__unit", "dossier__page", "by", "void_by"):
        number = parse_number(row.text)
        if number is not None:
            found[number.serial] = row
    return found


def registered_rows(series: NumberSeries, year: int) -> dict[int, RegisterEntry]:
    """The rows of the outside register that bear numbers of a series and year, by serial (one query)."""
    found = {}
    for row in RegisterEntry.objects.filter(number__startswith=_head(series, year)):
        number = parse_number(row.number)
        if number is not None:
            found[number.serial] = row
    return found


def next_serial(series: NumberSeries, year: int) -> int:
    """The serial that comes next: after the last one given, and after the last one that the register knows."""
    row = SeriesYear.objects.filter(series=series, year=year).first()
    known = given_numbers(series, year).keys() | registered_rows(series, year).keys()
    return max(row.last if row else 0, max(known, default=0), series.first_serial - 1) + 1


def next_text(series: NumberSeries, year: int) -> str:
    """The number that a series would give now; another may take it first."""
    return spelled(facts_of_series(series), year, next_serial(series, year))


def holder_of(text: str) -> IssuedNumber | None:
    """What has a number, in its standard spelling."""
    return IssuedNumber.objects.filter(text=text).select_related("dossier").first()


def active_number(dossier: Dossier) -> IssuedNumber | None:
    """The number that a paper has."""
    return IssuedNumber.objects.filter(dossier=dossier, state=NumberState.ISSUED).first()


def numbered(keys: Collection[int]) -> dict[int, Known]:
    """For the track: which dossiers have a number."""
    rows = IssuedNumber.objects.filter(dossier__in=keys, state=NumberState.ISSUED)
    url = reverse("dossiers_numbers")
    return {
        row.dossier_id: Known({Step.NUMBERING: _done(row, url)}) for row in rows if row.dossier_id is not None
    }


def _done(row: IssuedNumber, url: str) -> Done:
    return Done(row.used_at or row.at, row.text, url=f"{url}?q={row.text}", on=row.given_on)


def all_gaps() -> list[tuple[NumberSeries, int, tuple[int, ...]]]:
    """Missing serials of every series and year that has any number (four queries)."""
    series = {row.pk: row for row in NumberSeries.objects.all()}
    known: dict[tuple[int, int], set[int]] = {}
    given = IssuedNumber.objects.filter(series__isnull=False).values_list("series", "year", "serial")
    for key, year, serial in given:
        known.setdefault((key, year or 0), set()).add(serial or 0)
    early = IssuedNumber.objects.filter(series__isnull=True).values_list("text", flat=True)
    listed = RegisterEntry.objects.exclude(number="").values_list("number", flat=True)
    for text in chain(early, listed):
        number, row = parse_number(text), series_of_number(text, series.values())
        if number is not None and number.year and row is not None:
            known.setdefault((row.pk, number.year), set()).add(number.serial)
    found = [
        (series[key], year, gaps_in(serials, series[key].first_serial))
        for (key, year), serials in sorted(known.items())
    ]
    return [one for one in found if one[2]]


register_source("numbered", numbered)
