"""认定: rows only added; the newest counts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.duties.dossiers.enums_review import DeterminationResult
from gongkai.duties.dossiers.models.dossier import Dossier
from gongkai.duties.dossiers.models.fields import person


class Determination(models.Model):
    """One word on whether the document is an 行政规范性文件: a proposal with its answers, or the decision on one.

    ``answers`` maps the code of a test to ``{"answer", "reason"}``; a decision carries those of its proposal.
    """

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="determinations", verbose_name="公文卷"
    )
    answers = models.JSONField("逐项回答")
    result = models.CharField("认定结果", max_length=6, choices=DeterminationResult.choices)
    proposal = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decision",
        verbose_name="所确认的意见",
    )
    is_override = models.BooleanField("是否改定", default=False)
    reason = models.CharField("改定理由", max_length=500, blank=True)
    by = person("认定人")
    at = models.DateTimeField("认定时间", default=timezone.now)

    class Meta:
        verbose_name = "规范性文件认定"
        verbose_name_plural = "规范性文件认定"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="determination_override_with_reason",
                condition=Q(is_override=False) | (Q(proposal__isnull=False) & ~Q(reason="")),
                violation_error_message="改定认定结果要写明理由。",
            ),
            models.CheckConstraint(
                name="determination_decided_yes_or_no",
                condition=Q(proposal__isnull=True) | Q(result__in=["yes", "no"]),
                violation_error_message="确认时要定为是或者否。",
            ),
        ]

    def __str__(self) -> str:
        return f"认定：{DeterminationResult(self.result).label}"

    @property
    def is_decision(self) -> bool:
        """Whether the legality office said it."""
        return self.proposal_id is not None
