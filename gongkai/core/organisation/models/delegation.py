"""The one model of delegation (授权代办) for all duties."""

from __future__ import annotations

from pathlib import PurePath
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.core.organisation.models.units import Unit
from gongkai.core.private_files import keep_private

MANDATES = keep_private("mandates")
"""Folder of the written mandates; private files are not served from it by their name."""


def place_of_mandate(row: Delegation, name: str) -> str:
    """Where a mandate is kept: under a name that says nothing."""
    return f"{MANDATES}/{uuid4().hex}{PurePath(name).suffix.lower()}"


class Delegation(models.Model):
    """Written authority to act for another (授权代办): who, for whom, which right, when, on what grounds.

    ``scope`` is a code of :mod:`gongkai.core.organisation.scopes`; both dates are inclusive. ``unit`` is the
    unit for which the grantor holds the right, where it hangs on one. ``recorded_by`` is set when the office
    entered a delegation given on paper.
    """

    grantor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="delegations_given",
        verbose_name="授权人",
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="delegations_held",
        verbose_name="被授权人",
    )
    scope = models.CharField("授权事项", max_length=60)
    valid_from = models.DateField("起始日期")
    valid_until = models.DateField("截止日期")
    grounds = models.TextField("授权依据")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在单位"
    )
    # Kept under a name that says nothing, below a folder that only the delegation's own address opens.
    mandate = models.FileField(
        "授权书", upload_to=place_of_mandate, max_length=120, blank=True, editable=False
    )
    mandate_name = models.CharField("授权书文件名", max_length=200, blank=True, editable=False)
    mandate_sha256 = models.CharField("授权书 SHA-256", max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="补录人",
    )
    revoked_at = models.DateTimeField("撤回时间", null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="撤回人",
    )
    revoked_because = models.CharField("撤回原因", max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = "授权"
        verbose_name_plural = "授权"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="delegation_not_to_self",
                condition=~Q(grantor=F("delegate")),
                violation_error_message="不能授权给本人。",
            ),
            models.CheckConstraint(
                name="delegation_dates_in_order",
                condition=Q(valid_until__gte=F("valid_from")),
                violation_error_message="截止日期不得早于起始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grantor}→{self.delegate}"
