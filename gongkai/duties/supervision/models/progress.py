"""What units tell about tasks, what proves them, and how they are struck off the list (销号)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.core.organisation.models import Unit
from gongkai.duties.supervision.enums import ClosureStatus
from gongkai.duties.supervision.models.task import Task

_USER = settings.AUTH_USER_MODEL


class ProgressReport(models.Model):
    """What one unit tells about one task in one period: words, or that nothing of it occurred."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reports", verbose_name="任务")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    period_start = models.DateField("填报期首日")
    period_label = models.CharField("填报期", max_length=30)
    is_nil = models.BooleanField("本期无此事项", default=False)
    text = models.TextField("进展", blank=True)
    reported_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", verbose_name="填报人")
    reported_at = models.DateTimeField("填报时间")

    class Meta:
        verbose_name = "进展填报"
        verbose_name_plural = "进展填报"
        ordering = ["-period_start", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "unit", "period_start"],
                name="report_once_per_unit_and_period",
                violation_error_message="该单位本期已经填报。",
            ),
            models.CheckConstraint(
                name="report_words_or_nil",
                condition=(Q(is_nil=True) & Q(text="")) | (Q(is_nil=False) & ~Q(text="")),
                violation_error_message="填报要写进展，或注明本期无此事项，二者取一。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period_label}"


class Consolidation(models.Model):
    """The gathering unit's word on a task in a period, made of the units' reports."""

    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, related_name="consolidations", verbose_name="任务"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="汇总单位")
    period_start = models.DateField("填报期首日")
    period_label = models.CharField("填报期", max_length=30)
    text = models.TextField("汇总情况")
    silent = models.JSONField("汇总时没有填报的单位", default=list, blank=True)
    because = models.CharField("先行汇总的原因", max_length=300, blank=True, default="")
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", verbose_name="汇总人")
    made_at = models.DateTimeField("汇总时间")

    class Meta:
        verbose_name = "进展汇总"
        verbose_name_plural = "进展汇总"
        ordering = ["-period_start"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "period_start"],
                name="consolidation_once_per_period",
                violation_error_message="本期已经汇总。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.period_label}汇总"


class Urging(models.Model):
    """That the people of a unit were asked for its progress: once for each unit, period and day."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="urgings", verbose_name="任务")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="被催单位")
    period_start = models.DateField("填报期首日")
    period_label = models.CharField("填报期", max_length=30)
    day = models.DateField("催报日期")
    told = models.PositiveSmallIntegerField("提醒人数")
    urged_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", verbose_name="催报人")
    urged_at = models.DateTimeField("催报时间")

    class Meta:
        verbose_name = "催报"
        verbose_name_plural = "催报"
        ordering = ["-urged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "unit", "period_start", "day"],
                name="urging_once_a_day",
                violation_error_message="该单位今天已经催过。",
            ),
            models.CheckConstraint(
                name="urging_reaches_somebody",
                condition=Q(told__gte=1),
                violation_error_message="催报要有人收得到。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.day}"


class EvidenceLink(models.Model):
    """Something that proves a task: a public address, or the number of a paper kept elsewhere.

    What was removed proves nothing any more and stays with who removed it, when and why.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence", verbose_name="任务")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="提供单位"
    )
    title = models.CharField("证据名称", max_length=200)
    url = models.URLField("网址", max_length=500, blank=True)
    # Of its one spelling, which may be longer than an index bears. Empty too for what stood twice before it was asked.
    address_sha256 = models.CharField("网址的指纹", max_length=64, blank=True, default="", editable=False)
    reference = models.CharField("文号或材料编号", max_length=100, blank=True)
    added_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", verbose_name="添加人")
    added_at = models.DateTimeField("添加时间")
    removed_by = models.ForeignKey(
        _USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="移除人"
    )
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)
    removed_because = models.CharField("移除原因", max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "任务证据"
        verbose_name_plural = "任务证据"
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_can_be_found",
                condition=~Q(url="") | ~Q(reference=""),
                violation_error_message="网址和文号（材料编号）至少填一个。",
            ),
            models.UniqueConstraint(
                fields=["task", "address_sha256"],
                condition=Q(removed_at__isnull=True) & ~Q(address_sha256=""),
                name="evidence_address_once",
                violation_error_message="这个网址已经是这项任务的证据。",
            ),
            models.CheckConstraint(
                name="evidence_removed_with_reason",
                condition=Q(removed_by__isnull=True, removed_at__isnull=True, removed_because="")
                | (Q(removed_by__isnull=False, removed_at__isnull=False) & ~Q(removed_because="")),
                violation_error_message="移除证据要有移除人、时间和原因。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Closure(models.Model):
    """A request to strike a task off the list, and the office's answer after its check."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="closures", verbose_name="任务")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="申请单位")
    statement = models.TextField("完成情况")
    status = models.CharField(
        "状态", max_length=10, choices=ClosureStatus.choices, default=ClosureStatus.ASKED
    )
    asked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    opinion = models.TextField("核查意见", blank=True)
    cautions = models.JSONField("通过时系统提示的情况", default=list, blank=True)
    checked_by = models.ForeignKey(
        _USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="核查人"
    )
    checked_at = models.DateTimeField("核查时间", null=True)

    class Meta:
        verbose_name = "销号"
        verbose_name_plural = "销号"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(status__in=["asked", "accepted"]),
                name="closure_one_standing",
                violation_error_message="已有一个销号申请在等核查，或已经销号。",
            ),
            models.CheckConstraint(
                name="closure_checked_when_decided",
                condition=(Q(status="asked") & Q(checked_by__isnull=True) & Q(checked_at__isnull=True))
                | (~Q(status="asked") & Q(checked_by__isnull=False) & Q(checked_at__isnull=False)),
                violation_error_message="核查结论要有核查人和时间。",
            ),
            models.CheckConstraint(
                name="closure_other_eyes",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("asked_by")),
                violation_error_message="申请人不得核查本人的销号申请。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.get_status_display()}"
