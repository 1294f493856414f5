"""What the outside register and the last number of a series say against a number that is about to be recorded."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.reasons import Reason
from gongkai.duties.dossiers.models import Dossier, NumberSeries, RegisterEntry
from gongkai.duties.dossiers.queries.numbers import next_serial, series_of_number
from gongkai.duties.dossiers.queries.titles import titles_for
from gongkai.duties.dossiers.rules.number_clashes import Registered, reasons_against_registered
from gongkai.duties.policies.number_spelling import parse_number


def against_registered(by: User, text: str, dossier: Dossier) -> list[Reason]:
    """What the register says against a number (in its standard spelling) for a dossier."""
    entry = RegisterEntry.objects.filter(number=text).order_by("pk").first() if text else None
    if entry is None:
        return reasons_against_registered(text, dossier.title, None)
    titles = titles_for(by)
    url = "" if titles.hides(entry) else reverse("dossiers_register_entry", args=[entry.pk])
    row = Registered(entry.title, titles.of(entry), entry.written_on, entry.is_void, url)
    return reasons_against_registered(text, dossier.title, row)


def skipped_before(text: str, rows: Iterable[NumberSeries]) -> range:
    """The serials between the last one of a number's series and year, and the number; empty for one of no series."""
    number, series = parse_number(text), series_of_number(text, rows)
    if number is None or number.year is None or series is None:
        return range(0)
    return range(next_serial(series, number.year), number.serial)
