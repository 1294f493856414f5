"""How many working days a countersigning or a review is given: house numbers, never shown as law."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.duties.dossiers.models.fields import person


class ReviewTerm(models.Model):
    """The department's own number for one of the parameters of ``rules.terms``, with where it comes from."""

    code = models.CharField("参数", max_length=30, unique=True)
    days = models.PositiveSmallIntegerField("工作日")
    source = models.CharField("依据", max_length=200)
    set_by = person("设定人")
    set_at = models.DateTimeField("设定时间", default=timezone.now)

    class Meta:
        verbose_name = "办理天数"
        verbose_name_plural = "办理天数"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="review_term_positive", condition=Q(days__gte=1, days__lte=60))
        ]

    def __str__(self) -> str:
        return f"{self.code}：{self.days}个工作日"
