"""Date fields of the staff side keep what was typed, so that a wrong date is told and not turned into today's."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput


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


for _field, _widget in (
    (models.DateField, DateInput),
    (models.DateTimeField, DateTimeInput),
    (models.TimeField, TimeInput),
):
    register_form_field_override(_field, override={"widget": _widget})
