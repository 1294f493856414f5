"""Date fields of the staff side keep what was typed, so that a wrong date is told and not turned into today's.

They take days that somebody can mean (``core.days``).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from gongkai.core.forms import DayField, MomentField


class _KeepsWhatWasTyped:
    """Wagtail's picker puts the present moment in place of what it cannot read as soon as the field is left."""

    def get_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().get_config()  # type: ignore[misc]
        return {**config, "validateOnBlur": False}


class DateInput(_KeepsWhatWasTyped, AdminDateInput):
    """A date."""


class DateTimeInput(_KeepsWhatWasTyped, AdminDateTimeInput):
    """A date and a time."""


class TimeInput(_KeepsWhatWasTyped, AdminTimeInput):
    """A time of day."""


_overrides: tuple[tuple[Any, dict[str, Any]], ...] = (
    (models.DateField, {"widget": DateInput, "form_class": DayField}),
    (models.DateTimeField, {"widget": DateTimeInput, "form_class": MomentField}),
    (models.TimeField, {"widget": TimeInput}),
)
for _field, _override in _overrides:
    register_form_field_override(_field, override=_override)
