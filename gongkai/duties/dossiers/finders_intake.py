"""Where words of content can stand in deliveries from OA, for a purge."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.core.finding import Find
from gongkai.core.traces import trace_rows


def _delivery(row: Any) -> Find:
    return Find(str(row), reverse("dossiers_delivery", args=[row.pk]), "OA 来件")


trace_rows(
    46,
    "OA 来件",
    "dossiers.Delivery",
    "external_id code title number leader_name opinion name told difference reason",
    _delivery,
)
