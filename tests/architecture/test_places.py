"""Of every text in every table somebody has said what becomes of it when what it is of is purged."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from gongkai.core.traces import PLACES, Fate
from tests.architecture.source import ROOT

WORDLESS = (
    models.AutoField,
    models.BooleanField,
    models.DateField,
    models.DecimalField,
    models.DurationField,
    models.FloatField,
    models.ForeignKey,
    models.GenericIPAddressField,
    models.IntegerField,
    models.TimeField,
    models.UUIDField,
)
"""Fields that hold no words; everything else does, a kind of field that is yet to come too."""


def texts() -> Iterator[tuple[str, str]]:
    """Every field of the program that can hold words, of the tables of its frameworks too; not those of choices alone."""
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("tests."):
            continue
        for field in model._meta.local_fields:
            if not isinstance(field, WORDLESS) and not getattr(field, "choices", None):
                yield model._meta.label, field.name


def test_every_text_has_a_fate() -> None:
    missing = sorted(f"{model}.{field}" for model, field in set(texts()) - set(PLACES))
    assert missing == [], "say in a places.py what becomes of it in a purge (gongkai/core/traces.py)"


def test_no_fate_is_of_what_is_not_there() -> None:
    known = {(model._meta.label, field.name) for model in apps.get_models() for field in model._meta.fields}
    assert sorted(set(PLACES) - known) == []


def test_a_place_that_can_hold_nothing_says_why() -> None:
    assert [place.key for place in PLACES.values() if len(place.why) < 3] == []


def test_every_fate_is_in_use() -> None:
    assert {place.fate for place in PLACES.values()} == set(Fate)


def test_the_page_for_operators_names_every_place() -> None:
    page = (ROOT / "docs" / "operate" / "purge-drill.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in page.splitlines() if line.startswith("| `")]
    told = {(model.strip(" `"), field.strip()) for model, fields in rows for field in fields.split(",")}
    held = {(place.model, place.field) for place in PLACES.values() if place.fate != Fate.NEVER}
    assert told == held
