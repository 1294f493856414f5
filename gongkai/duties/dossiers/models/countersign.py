"""会签: whom a document was sent to, what each said about which version, what a leader ruled."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.core.workdays.models import DeadlineMixin
from gongkai.duties.dossiers.enums_review import Verdict
from gongkai.duties.dossiers.models.dossier import Dossier
from gongkai.duties.dossiers.models.fields import person, unit
from gongkai.duties.dossiers.models.papers import Paper
from gongkai.duties.dossiers.models.versions import DraftVersion


class CountersignRequest(DeadlineMixin):
    """A unit of the department, or an outside organ, asked to countersign. All are asked side by side."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="countersigns", verbose_name="公文卷"
    )
    unit = unit("会签单位", null=True)
    organ = models.CharField("外单位", max_length=100, blank=True)
    note = models.CharField("请会签的事项", max_length=300, blank=True)
    asked_by = person("发起人")
    asked_at = models.DateTimeField("发起时间", default=timezone.now)
    urged_times = models.PositiveIntegerField("催办次数", default=0)
    urged_at = models.DateTimeField("最近催办时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = person("撤回人", null=True)
    withdrawn_reason = models.CharField("撤回原因", max_length=300, blank=True)

    class Meta(DeadlineMixin.Meta):
        verbose_name = "会签"
        verbose_name_plural = "会签"
        ordering = ["pk"]
        constraints = [
            *DeadlineMixin.Meta.constraints,
            models.CheckConstraint(
                name="countersign_unit_or_organ",
                condition=Q(unit__isnull=False, organ="") | (Q(unit__isnull=True) & ~Q(organ="")),
            ),
            models.CheckConstraint(
                name="countersign_withdrawn_with_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
            ),
            models.UniqueConstraint(
                fields=["dossier", "unit"],
                condition=Q(withdrawn_at__isnull=True, unit__isnull=False),
                name="countersign_unit_once",
                violation_error_message="这个单位已经送过会签。",
            ),
            models.UniqueConstraint(
                fields=["dossier", "organ"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(organ=""),
                name="countersign_organ_once",
                violation_error_message="这个外单位已经送过会签。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Who is asked."""
        return str(self.unit) if self.unit_id is not None else str(self.organ)

    @classmethod
    def deadlines_to_recount(cls) -> models.QuerySet[Any]:
        """Those that nobody has withdrawn and nobody has answered, of dossiers that have not ended."""
        return cls._default_manager.filter(
            start_on__isnull=False, withdrawn_at__isnull=True, opinions__isnull=True, dossier__ending=""
        )


class CountersignOpinion(models.Model):
    """What an asked unit said about a version; never changed, the newest counts."""

    request = models.ForeignKey(
        CountersignRequest, on_delete=models.PROTECT, related_name="opinions", verbose_name="会签"
    )
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="+", verbose_name="文稿")
    verdict = models.CharField("会签意见", max_length=20, choices=Verdict.choices)
    text = models.TextField("意见内容", max_length=2000, blank=True)
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="书面意见"
    )
    dated_on = models.DateField("书面意见日期", null=True, blank=True)
    by = person("签署或者登记人")
    acted_for = person("所代签的负责人", null=True)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "会签意见"
        verbose_name_plural = "会签意见"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="countersign_opinion_with_words",
                condition=Q(verdict__in=[Verdict.AGREE, Verdict.NO_COMMENT]) | ~Q(text=""),
                violation_error_message="提修改意见和不同意的，写明意见。",
            ),
            models.CheckConstraint(
                name="countersign_paper_dated",
                condition=Q(paper__isnull=True, dated_on__isnull=True)
                | Q(paper__isnull=False, dated_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}：{Verdict(self.verdict).label}"


class CountersignRuling(models.Model):
    """裁定: a leader lets the document go on against a disagreement, with a reason; listed, never changed."""

    opinion = models.OneToOneField(
        CountersignOpinion, on_delete=models.PROTECT, related_name="ruling", verbose_name="会签意见"
    )
    reason = models.CharField("裁定理由", max_length=500)
    by = person("裁定人")
    at = models.DateTimeField("裁定时间", default=timezone.now)

    class Meta:
        verbose_name = "会签裁定"
        verbose_name_plural = "会签裁定"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="countersign_ruling_with_reason",
                condition=~Q(reason=""),
                violation_error_message="请写明裁定理由。",
            )
        ]

    def __str__(self) -> str:
        return f"裁定：{self.opinion}"
