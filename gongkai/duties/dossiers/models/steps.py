"""What was done at a step that has no room of its own, what was sent back, what was let off."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.duties.dossiers.enums import ExemptionGround, Step
from gongkai.duties.dossiers.models.dossier import Dossier
from gongkai.duties.dossiers.models.fields import person
from gongkai.duties.dossiers.models.papers import Paper
from gongkai.duties.dossiers.models.versions import DraftVersion


class StepRecord(models.Model):
    """办理记录: that a step was done, where, on what day, by which paper. Overtaken by a return, never removed."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="records", verbose_name="公文卷"
    )
    step = models.CharField("步骤", max_length=14, choices=Step.choices)
    version = models.ForeignKey(
        DraftVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文稿"
    )
    organ = models.CharField("办理机关、会议", max_length=200, blank=True)
    began_on = models.DateField("开始日期", null=True, blank=True)
    done_on = models.DateField("办结日期")
    statement = models.CharField("结果", max_length=500)
    holds = models.BooleanField("是否通过", default=True)
    reason = models.CharField("期限不足的理由", max_length=300, blank=True)
    link = models.URLField("网址", max_length=500, blank=True)
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="凭据"
    )
    by = person("登记人")
    at = models.DateTimeField("登记时间", default=timezone.now)
    overtaken_at = models.DateTimeField("因退回失去效力的时间", null=True, blank=True)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "step"],
                condition=Q(overtaken_at__isnull=True),
                name="step_recorded_once",
                violation_error_message="这一步已经登记过了。",
            )
        ]

    def __str__(self) -> str:
        return f"{Step(self.step).label}（{self.done_on:%Y-%m-%d}）"


class StepReturn(models.Model):
    """退回: from which step to which, why; everything done at the later steps has to be done again."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="returns", verbose_name="公文卷"
    )
    from_step = models.CharField("退回步骤", max_length=14, choices=Step.choices)
    to_step = models.CharField("退到步骤", max_length=14, choices=Step.choices)
    reason = models.TextField("退回理由", max_length=1000)
    by = person("退回人")
    at = models.DateTimeField("退回时间", default=timezone.now)

    class Meta:
        verbose_name = "退回记录"
        verbose_name_plural = "退回记录"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"退回{Step(self.to_step).label}"


class Exemption(models.Model):
    """免办: a needed step that is left out, on a typed ground, asked for by one person and approved by another.

    Of a change of words alone it holds for the ``version`` it was asked for; overtaken when revoked, or when asked anew.
    """

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="exemptions", verbose_name="公文卷"
    )
    step = models.CharField("步骤", max_length=14, choices=Step.choices)
    ground = models.CharField("事由", max_length=10, choices=ExemptionGround.choices)
    reason = models.CharField("理由", max_length=500)
    asked_by = person("申请人")
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    is_granted = models.BooleanField("是否批准", null=True)
    decided_by = person("审批人", null=True)
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decided_note = models.CharField("审批意见", max_length=300, blank=True)
    version = models.ForeignKey(
        DraftVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="申请时的文稿",
    )
    overtaken_at = models.DateTimeField("失去效力的时间", null=True, blank=True)
    revoked_by = person("撤销人", null=True)
    revoked_reason = models.CharField("撤销原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "免办"
        verbose_name_plural = "免办"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="exemption_decided_whole",
                condition=Q(is_granted__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(is_granted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="exemption_by_two",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                violation_error_message="申请人不能批准自己的申请。",
            ),
            models.UniqueConstraint(
                fields=["dossier", "step"],
                condition=(Q(is_granted__isnull=True) | Q(is_granted=True)) & Q(overtaken_at__isnull=True),
                name="exemption_once",
                violation_error_message="这一步已经申请或者批准免办。",
            ),
            models.CheckConstraint(
                name="exemption_revoked_with_reason",
                condition=Q(revoked_by__isnull=True, revoked_reason="")
                | (Q(revoked_by__isnull=False, overtaken_at__isnull=False) & ~Q(revoked_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"免办{Step(self.step).label}"
