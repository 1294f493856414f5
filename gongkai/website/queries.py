"""Entries of columns, read for many columns at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import F, Max, Min, Q, QuerySet, Window
from django.db.models.functions import Length, RowNumber, Substr

from gongkai.clearance.models import BasePage
from gongkai.publishing.protocol import Scope
from gongkai.website.archives import Month
from gongkai.website.listing import listed_pages
from gongkai.website.tree import STEP

_LAST = "~"  # sorts after every character of a tree path
Span = tuple[datetime, datetime]


def entries_below(
    scope: Scope, places: Iterable[str], spans: Mapping[str, Span] | None = None
) -> QuerySet[BasePage]:
    """Listed pages right below places in the tree (index range on the path), each with its ``parent`` place.

    ``spans`` bounds first publication for a place: from the first moment up to, not including, the second.
    """
    conditions = []
    for place in places:
        condition = Q(path__gt=place, path__lt=place + _LAST, depth=len(place) // STEP + 1)
        if spans is not None:
            start, end = spans[place]
            condition &= Q(first_published_at__gte=start, first_published_at__lt=end)
        conditions.append(condition)
    pages = listed_pages(scope).annotate(parent=Substr("path", 1, Length("path") - STEP))
    return pages.filter(reduce(or_, conditions)) if conditions else pages.none()


def latest_entries(scope: Scope, places: Sequence[str], count: int) -> dict[str, list[BasePage]]:
    """The newest entries of each place, newest first; one query. A single place is not ranked as a whole."""
    order = [F("first_published_at").desc(nulls_last=True), F("pk").desc()]
    if len(places) == 1:
        return {places[0]: list(entries_below(scope, places).order_by(*order)[:count])}
    number = Window(RowNumber(), partition_by=[F("parent")], order_by=order)
    rows = entries_below(scope, places).annotate(number=number).filter(number__lte=count)
    found: dict[str, list[BasePage]] = defaultdict(list)
    for page in rows.order_by("parent", "number"):
        found[page.parent].append(page)
    return found


def years_of(scope: Scope, places: Sequence[str]) -> dict[str, list[int]]:
    """Years from the first to the last entry of each place, newest first; one query."""
    rows = (
        entries_below(scope, places)
        .filter(first_published_at__isnull=False)
        .order_by()
        .values("parent")
        .annotate(first=Min("first_published_at"), last=Max("first_published_at"))
    )
    return {
        row["parent"]: list(range(Month.of(row["last"]).year, Month.of(row["first"]).year - 1, -1))
        for row in rows
    }


def moments_of(scope: Scope, spans: Mapping[str, Span]) -> list[tuple[str, datetime]]:
    """Place and moment of first publication of every entry within the spans; one query."""
    rows = entries_below(scope, spans, spans).order_by()
    return list(rows.values_list("parent", "first_published_at"))
