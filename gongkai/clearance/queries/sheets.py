"""Which slips make up the archive of a period."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from gongkai.clearance.models.review import ReviewSlip
from gongkai.core.shanghai import SHANGHAI


def slips_closed_between(first: date, last: date) -> QuerySet[ReviewSlip]:
    """Slips closed from one local day to another, both included, oldest first."""
    begin = datetime.combine(first, time.min, SHANGHAI)
    end = datetime.combine(last + timedelta(days=1), time.min, SHANGHAI)
    slips = ReviewSlip.objects.filter(closed_at__gte=begin, closed_at__lt=end)
    rows: QuerySet[ReviewSlip] = slips.select_related("unit", "submitted_by", "handed_to").order_by(
        "closed_at", "pk"
    )
    return rows
