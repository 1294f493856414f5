"""Whose filing runs: the open dossiers of kinds that are filed, with their clocks."""

from __future__ import annotations

from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.standing import Standing, standings_of
from gongkai.duties.dossiers.rules.applies import FILED_KINDS


def running_filings() -> list[Standing]:
    """Those that are public and not filed yet."""
    rows = Dossier.objects.filter(ending="", kind__in=FILED_KINDS)
    rows = rows.select_related("unit__supervised_by", "drafter").order_by("pk")
    return [one for one in standings_of(list(rows)) if one.filing is not None and one.filing.is_running]
