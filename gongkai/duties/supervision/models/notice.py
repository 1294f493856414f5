"""An imported notice, its sections, and the plan that it becomes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.duties.supervision.enums import NoticeStatus, Recurrence
from gongkai.duties.supervision.rules.states import GRACE_DAYS, NEAR_DAYS


class Notice(models.Model):
    """A task-breakdown notice. ``text`` was screened before it came here; ``spans`` are places in it."""

    title = models.CharField("标题", max_length=300, blank=True)
    doc_number = models.CharField("文号", max_length=60, blank=True)
    issuer = models.CharField("发文机关", max_length=100, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    printed_on = models.DateField("印发日期", null=True, blank=True)
    text = models.TextField("原文", editable=False)
    sha256 = models.CharField("原文指纹", max_length=64, editable=False)
    file_name = models.CharField("来源文件", max_length=200, blank=True, editable=False)
    spans = models.JSONField("各字段在原文中的位置", default=dict, editable=False)
    warnings = models.JSONField("读取时的提示", default=list, editable=False)
    status = models.CharField(
        "状态", max_length=12, choices=NoticeStatus.choices, default=NoticeStatus.DRAFT, editable=False
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="导入人",
    )
    imported_at = models.DateTimeField("导入时间", auto_now_add=True)

    class Meta:
        verbose_name = "任务分解通知"
        verbose_name_plural = "任务分解通知"
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=~Q(status="discarded"),
                name="notice_imported_once",
                violation_error_message="这份通知已经导入过。",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.doc_number or f"通知 {self.pk}"


class Section(models.Model):
    """A heading of a notice over some of its tasks."""

    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, related_name="sections", verbose_name="任务分解通知"
    )
    position = models.PositiveSmallIntegerField("顺序")
    title = models.CharField("标题", max_length=300)

    class Meta:
        verbose_name = "任务分组"
        verbose_name_plural = "任务分组"
        ordering = ["notice", "position"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "position"], name="section_position_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Plan(models.Model):
    """The office's word that a notice was read rightly: from now on its tasks are supervised.

    ``grace_days`` after a period its report may come; ``near_days`` before its date a task is shown as near.
    """

    notice = models.OneToOneField(
        Notice, on_delete=models.PROTECT, related_name="plan", verbose_name="任务分解通知"
    )
    starts_on = models.DateField("计划开始日期")
    cycle = models.CharField(
        "默认填报周期", max_length=12, choices=Recurrence.choices, default=Recurrence.QUARTERLY
    )
    grace_days = models.PositiveSmallIntegerField("期末后宽限天数", default=GRACE_DAYS)
    near_days = models.PositiveSmallIntegerField("临近提醒天数", default=NEAR_DAYS)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间", auto_now_add=True)

    class Meta:
        verbose_name = "任务计划"
        verbose_name_plural = "任务计划"

    def __str__(self) -> str:
        return f"{self.notice} 的任务计划"
