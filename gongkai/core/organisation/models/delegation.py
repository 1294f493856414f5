"""The one model of delegation (授权代办) for all duties."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Delegation(models.Model):
    """Written authority to act for another (授权代办): who, for whom, which verbs, when, on what grounds."""

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
    revoked_at = models.DateTimeField("撤回时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "授权"
        verbose_name_plural = "授权"
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
