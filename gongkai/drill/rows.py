"""Rows of any model, made with nothing but what the database asks for: a new model is planted without a word here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from gongkai.clearance.models import BasePage
from gongkai.clearance.queries import base_type_of
from gongkai.core.organisation.models import Unit
from gongkai.drill.scene import Leak, Scene
from gongkai.drill.shapes import BESIDES

_numbers = count(2100)
_COUNTED = ("position", "number", "year")


def make_row(scene: Scene, leak: Leak, model: type[models.Model], given: dict[str, Any]) -> Any:
    """A row of a model with these values, and something harmless in whatever else has to be filled."""
    besides = BESIDES.get(model._meta.label)
    values = (besides(scene, leak) if besides else {}) | given
    for field in model._meta.concrete_fields:
        if field.name in values or _is_filled(field):
            continue
        values[field.name] = _value(scene, leak, field)
    return model._default_manager.create(**values)


def _is_filled(field: Any) -> bool:
    is_parent = field.remote_field is not None and getattr(field.remote_field, "parent_link", False)
    return bool(
        isinstance(field, models.AutoField)
        or is_parent
        or field.has_default()
        or field.null
        or (field.blank and isinstance(field, models.CharField | models.TextField | models.JSONField))
        or getattr(field, "auto_now_add", False)
        or getattr(field, "auto_now", False)
    )


_HARMLESS: tuple[tuple[Any, Callable[[], Any]], ...] = (
    (models.UUIDField, uuid4),
    (models.DateTimeField, timezone.now),
    (models.DateField, lambda: date(2026, 11, 1)),
    (models.IntegerField | models.DecimalField | models.FloatField, lambda: 1),
    (models.BooleanField, lambda: False),
    (models.JSONField, list),
)


def _value(scene: Scene, leak: Leak, field: Any) -> Any:
    if field.is_relation:
        return _related(scene, leak, field)
    if field.name == "object_id":
        return str(leak.other_page.pk)
    if field.choices:
        return field.choices[0][0]
    if field.name in _COUNTED:
        return next(_numbers)
    for kinds, make in _HARMLESS:
        if isinstance(field, kinds):
            return make()
    text = f"drill-{next(_numbers)}"
    return f"/{text}/" if field.name == "path" else text[: field.max_length]


def _related(scene: Scene, leak: Leak, field: Any) -> Any:
    model = field.related_model
    if model is ContentType:
        return base_type_of(leak.other_page)
    if model is BasePage:
        return leak.other_page
    if model is Unit:
        return scene.cast.units["ysc"]
    if model is type(scene.office):
        return leak.person
    if model is type(leak.other_slip):
        return leak.other_slip
    if field.unique or model not in leak.made:
        leak.made[model] = make_row(scene, leak, model, {})
    return leak.made[model]
