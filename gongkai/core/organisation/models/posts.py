"""Posts: who works in which unit, as what, from when to when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.models.units import Unit


class Post(models.Model):
    """A person's post in a unit, from a day, until a day (inclusive) or open."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts", verbose_name="人员"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts", verbose_name="单位")
    kind = models.CharField("岗位", max_length=10, choices=PostKind.choices)
    title = models.CharField("职务名称", max_length=60, blank=True)
    valid_from = models.DateField("任职日期")
    valid_until = models.DateField("离任日期", null=True, blank=True)

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["unit", "pk"]
        constraints = [
            models.CheckConstraint(
                name="post_dates_in_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="离任日期不得早于任职日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}·{self.user}"
