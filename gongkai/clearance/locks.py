"""The lock on what is under review."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from wagtail.locks import BaseLock

from gongkai.clearance.queries import open_slip_of


class ReviewLock(BaseLock):
    """Closed to everybody while a slip carries it; the submitter may take the slip back."""

    def __init__(self, obj: models.Model, slip: Any) -> None:
        super().__init__(obj)
        self.slip = slip

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        return format_html(
            '本内容正随审查单 <a href="{}">{}</a> 审查，审查期间任何人（含审查人）不能修改。',
            reverse("clearance:slip", args=[self.slip.pk]),
            self.slip.number,
        )

    def get_locked_by(self, user: Any) -> str:
        return "审查中"

    def get_description(self, user: Any) -> str:
        return "需要修改时，由审查人退回，或由送审人撤回审查单。"


def review_lock_for(obj: models.Model) -> ReviewLock | None:
    """The lock of the open slip that carries an object, or None."""
    slip = open_slip_of(obj) if obj.pk else None
    return ReviewLock(obj, slip) if slip is not None else None
