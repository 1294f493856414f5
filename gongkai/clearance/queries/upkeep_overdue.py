"""The gate's own finder: public content past its review date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from gongkai.clearance.enums_upkeep import Remedy
from gongkai.clearance.queries.upkeep_dates import due_rows
from gongkai.clearance.rules.upkeep import REVIEW_DUE
from gongkai.clearance.upkeep import Evidence, Finder, Found, register_finder


def find_overdue(as_of: date) -> Iterable[Found]:
    """Pages past their review date, soonest first."""
    for row in due_rows(as_of):
        if row.standing(as_of) == "late":
            last = (
                f"上次复核 {row.looked_on:%Y-%m-%d}"
                if row.looked_on
                else f"{row.cleared_on:%Y-%m-%d} 审定后没有复核过"
            )
            yield Found(
                page=row.pk,
                remedy=Remedy.LOOK,
                reason=f"复核日期是 {row.due_on:%Y-%m-%d}，已经过了。",
                cause=f"{row.due_on}",
                evidence=(Evidence("依据", last, reverse("clearance:upkeep_look", args=[row.pk])),),
            )


register_finder(Finder("clearance.review_overdue", "过了复核日期", REVIEW_DUE, find_overdue))
