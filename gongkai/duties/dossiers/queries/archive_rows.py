"""All rows of a dossier in words, in a fixed order: what the archive keeps of the tables."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Seal
from gongkai.core.audit.queries import events_about
from gongkai.core.audit.registry import action_label
from gongkai.core.audit.sealing import content_of
from gongkai.duties.dossiers.models import Archive, Dossier

WAYS = {
    "DossierTrait": "dossier",
    "DraftVersion": "dossier",
    "ClauseComment": "version__dossier",
    "Paper": "dossier",
    "StepRecord": "dossier",
    "StepReturn": "dossier",
    "Exemption": "dossier",
    "Determination": "dossier",
    "CountersignRequest": "dossier",
    "CountersignOpinion": "request__dossier",
    "CountersignRuling": "opinion__request__dossier",
    "LegalityReview": "dossier",
    "LegalityPoint": "review__dossier",
    "LegalityPause": "review__dossier",
    "LegalityConfirmation": "review__dossier",
    "SignOff": "dossier",
    "HistoryWording": "dossier",
    "IssuedNumber": "dossier",
}
"""By table of the chain, the way from a row to its dossier."""
_LEFT_OUT = {("DraftVersion", "data"), ("Paper", "file")}
"""What stands in the package as files of its own, or says nothing outside of this system."""
OF_THE_ARCHIVE = (
    "dossiers.close_archive",
    "dossiers.pack_archive",
    "dossiers.take_package",
    "dossiers.receive_archive",
)
"""Acts on the package itself, which cannot hold the record of its own making."""


def rows_in_words(dossier: Dossier, archive: Archive) -> dict[str, Any]:
    """By Chinese name of the table: its rows, each by Chinese name of the column."""
    found: dict[str, Any] = {
        "公文卷": _words(dossier),
        "归档": {
            "件号": archive.number,
            "保管期限": archive.get_retention_display(),
            "缩短保管期限的理由": archive.reason,
        },
    }
    for name, way in WAYS.items():
        model = apps.get_model("dossiers", name)
        related = [
            field.name
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model is not Dossier
        ]
        rows = model._default_manager.filter(**{way: dossier}).select_related(*related).order_by("pk")
        found[str(model._meta.verbose_name)] = [_words(row) for row in rows]
    return found


def _words(row: models.Model) -> dict[str, Any]:
    name = type(row).__name__
    return {
        "编号" if field.primary_key else str(field.verbose_name): _value(row, field)
        for field in row._meta.concrete_fields
        if (name, field.name) not in _LEFT_OUT
    }


def _value(row: models.Model, field: Any) -> Any:
    value = getattr(row, field.attname)
    if value is None:
        return None
    if field.is_relation:
        other = getattr(row, field.name)
        return str(other) if isinstance(other, User) else f"{other}（{value}）"
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%dT%H:%M:%S%z}"
    return value.isoformat() if isinstance(value, date) else value


def audit_extract(dossier: Dossier) -> list[dict[str, Any]]:
    """The events about a dossier, oldest first: each as it was sealed, who did what in words, and its link of the chain."""
    events = list(events_about(dossier).exclude(action__in=OF_THE_ARCHIVE).order_by("pk"))
    seals = Seal.objects.in_bulk([one.pk for one in events], field_name="event_id")
    people = User.objects.in_bulk({one.actor_id for one in events if one.actor_id is not None})
    return [
        {
            "event": content_of(event),
            "act": action_label(event.action),
            "person": str(people.get(event.actor_id, "系统")),
            "seal": _seal(seals.get(event.pk)),
        }
        for event in events
    ]


def _seal(seal: Seal | None) -> dict[str, Any] | None:
    if seal is None:
        return None
    return {"place": seal.pk, "previous": seal.previous, "digest": seal.digest}
