"""Telephones that the site tells the public, for the screening engine: they are nobody's personal data."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from django.db.models import F

from gongkai.clearance.models import Dataset, DatasetRow
from gongkai.core.published import register_phones
from gongkai.website.facts import DATASET

PHONE_FACTS = ("phone", "hotline")


def _stamp() -> Hashable:
    return Dataset.objects.filter(key=DATASET).values_list("live_version", flat=True).first()


def _phones(on: date) -> frozenset[str]:
    """Those of the live version."""
    rows = DatasetRow.objects.filter(
        version__dataset__key=DATASET, version=F("version__dataset__live_version"), key__in=PHONE_FACTS
    )
    return frozenset(str(values.get("value", "")) for values in rows.values_list("values", flat=True)) - {""}


register_phones("website.facts", stamp=_stamp, find=_phones)
