"""Columns that nearly every table of a dossier has."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


def person(label: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    """Who did something; people are frozen, never removed."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
        verbose_name=label,
    )


def unit(label: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    """A unit of the department."""
    return models.ForeignKey(
        "organisation.Unit",
        on_delete=models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
        verbose_name=label,
    )
