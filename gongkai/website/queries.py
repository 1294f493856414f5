"""Entries of columns, read for many columns at once; and which columns have had none for too long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Length, RowNumber, Substr

from gongkai.clearance.models import BasePage
from gongkai.core.reasons import Reason
from gongkai.publishing.protocol import Scope
from gongkai.website.archives import Month
from gongkai.website.listing import day_of, listed_pages
from gongkai.website.models import ColumnPage
from gongkai.website.models.shapes import DutyColumnPage
from gongkai.website.rules import reasons_against_resting
from gongkai.website.tree import STEP, structural_models

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


@dataclass(frozen=True, slots=True)
class KeptColumn:
    """A public column with an update duty. ``last_on``: the day of its newest public entry, at any depth below it;
    before the first one the day on which the column itself first went live.
    """

    pk: int
    title: str
    unit_id: int | None
    last_on: date
    within_days: int

    def reasons(self, today: date) -> list[Reason]:
        """Why it may not go on without anything new; empty while it keeps its time."""
        return reasons_against_resting(
            title=self.title, last_on=self.last_on, within_days=self.within_days, today=today
        )


def timed_models() -> list[Any]:
    """Models of columns that may have an update duty: edited columns and those of the duties."""
    return [ColumnPage, *(model for model in apps.get_models() if issubclass(model, DutyColumnPage))]


def columns_without_time() -> int:
    """How many public columns have no update duty; one query for each model."""
    return sum(model.objects.public().filter(update_within_days=None).count() for model in timed_models())


def columns_kept() -> list[KeptColumn]:
    """Public columns with an update duty, by title; one query for each model."""
    kept = [column for model in timed_models() for column in _kept_of(model)]
    return sorted(kept, key=lambda column: (column.title, column.pk))


def _kept_of(model: Any) -> list[KeptColumn]:
    types = ContentType.objects.get_for_models(*structural_models()).values()
    below = (
        BasePage.objects.public()
        .filter(path__startswith=OuterRef("path"), depth__gt=OuterRef("depth"))
        .exclude(content_type__in=list(types))
        .order_by(F("first_published_at").desc(nulls_last=True))
    )
    columns = model.objects.public().filter(update_within_days__isnull=False)
    rows = columns.annotate(newest=Subquery(below.values("first_published_at")[:1]))
    return [
        KeptColumn(
            page.pk, page.title, page.unit_id, day_of(moment) or date.min, page.update_within_days or 0
        )
        for page in rows
        for moment in [page.newest or page.first_published_at]
    ]


def columns_resting(today: date) -> list[KeptColumn]:
    """Those of them that have had nothing new within their days."""
    return [column for column in columns_kept() if column.reasons(today)]
