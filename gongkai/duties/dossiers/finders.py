"""What the staff search finds of the chain: dossiers; and, for a purge, where their rows say words of content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.finding import Find, register_finder
from gongkai.core.traces import Sought, register_traces, rows_with
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by

_OF_DOSSIER = {
    "dossiers.Dossier": ("pk", "title kind_reason issuer disclosure_reason ended_reason"),
    "dossiers.DossierTrait": ("dossier", "reason"),
    "dossiers.Paper": ("dossier", "title name void_reason"),
    "dossiers.StepRecord": ("dossier", "organ statement link reason"),
    "dossiers.StepReturn": ("dossier", "reason"),
    "dossiers.Exemption": ("dossier", "reason decided_note revoked_reason"),
    "dossiers.SignOff": ("dossier", "leader_name opinion"),
    "dossiers.HistoryWording": ("dossier", "reason changed"),
    "dossiers.DraftVersion": ("dossier", "data note"),
    "dossiers.Archive": ("dossier", "reason receiver"),
}
"""By table: the way to the dossier, and what people write there."""


def find_dossiers(user: User, words: Sequence[str], limit: int) -> Iterable[Find]:
    """Dossiers whose title or code holds every word."""
    wanted = Q()
    for word in words:
        wanted &= Q(title__icontains=word) | Q(code__icontains=word)
    seen = dossiers_seen_by(user, timezone.localdate()).filter(wanted).select_related("unit")
    return [_found(one) for one in seen.order_by("-pk")[:limit]]


def _found(dossier: Dossier) -> Find:
    return Find(dossier.title, reverse("dossiers_show", args=[dossier.pk]), f"{dossier.code}，{dossier.unit}")


def trace_texts(user: User, sought: Sought, limit: int) -> Iterable[Find]:
    """Dossiers in whose rows the words stand."""
    wanted = Q(pk__in=[])
    for model, (way, fields) in _OF_DOSSIER.items():
        wanted |= Q(pk__in=rows_with(sought, model, fields.split()).values(way))
    found = dossiers_seen_by(user, timezone.localdate()).filter(wanted).select_related("unit")
    return [_found(one) for one in found.order_by("-pk")[:limit]]


register_finder("dossiers", 25, "公文卷", find_dossiers)
register_traces(
    "dossiers.texts",
    45,
    "公文卷（立项、文稿、材料、办理记录）",
    trace_texts,
    reads={model: fields for model, (_, fields) in _OF_DOSSIER.items()},
)
