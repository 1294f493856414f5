"""How many days a countersigning, a review or a filing is given, as it was set from one day to the next."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.duties.dossiers.models.fields import person


class ReviewTerm(models.Model):
    """The department's own number for one of the parameters of ``rules.terms``, with where it comes from; the unit is the
    parameter's. Rows are only added: the last one of a code is in force, earlier ones say what held before.
    """

    code = models.CharField("参数", max_length=30)
    days = models.PositiveSmallIntegerField("天数")
    source = models.CharField("依据", max_length=200)
    set_by = person("设定人")
    set_at = models.DateTimeField("设定时间", default=timezone.now)

    class Meta:
        verbose_name = "办理天数"
        verbose_name_plural = "办理天数"
        ordering = ["code", "pk"]
        constraints = [
            models.CheckConstraint(name="review_term_positive", condition=Q(days__gte=1, days__lte=60))
        ]

    def __str__(self) -> str:
        return f"{self.code}：{self.days}"
