"""The text of the document as it grew: every version kept, with what was said about its clauses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.duties.dossiers.models.dossier import Dossier
from gongkai.duties.dossiers.models.fields import person, unit
from gongkai.duties.dossiers.models.papers import Paper


class DraftVersion(models.Model):
    """文稿: one version of the text, never changed. ``data`` is an ``OfficialText``, ``digest`` its SHA-256."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="versions", verbose_name="公文卷"
    )
    number = models.PositiveIntegerField("稿次")
    data = models.JSONField("文稿")
    digest = models.CharField("摘要值", max_length=64)
    source = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="来源材料"
    )
    note = models.CharField("修改说明", max_length=300, blank=True)
    by = person("提交人")
    at = models.DateTimeField("提交时间", default=timezone.now)

    class Meta:
        verbose_name = "文稿"
        verbose_name_plural = "文稿"
        ordering = ["dossier", "-number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="draft_version_once")]

    def __str__(self) -> str:
        return f"第 {self.number} 稿"


class ClauseComment(models.Model):
    """What somebody says about a clause of a version, and what became of it."""

    version = models.ForeignKey(
        DraftVersion, on_delete=models.PROTECT, related_name="comments", verbose_name="文稿"
    )
    anchor = models.CharField("条款", max_length=40, blank=True)
    label = models.CharField("条款名称", max_length=60, blank=True)
    text = models.TextField("意见", max_length=2000)
    by = person("提出人")
    unit = unit("提出单位", null=True)
    at = models.DateTimeField("提出时间", default=timezone.now)
    outcome = models.CharField(
        "采纳情况",
        max_length=10,
        blank=True,
        choices=[("taken", "采纳"), ("partly", "部分采纳"), ("declined", "未采纳")],
    )
    answer = models.CharField("说明", max_length=500, blank=True)
    answered_by = person("答复人", null=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = "条款意见"
        verbose_name_plural = "条款意见"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="clause_comment_answered_whole",
                condition=Q(outcome="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(outcome="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="clause_comment_declined_with_reason",
                condition=Q(outcome__in=["", "taken"]) | ~Q(answer=""),
                violation_error_message="没有完全采纳的，请说明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label or '全文'}：{self.text[:20]}"
