"""Series of document numbers, the last number of a year, and every number that was ever given."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.duties.dossiers.enums import NumberState, SeriesForm
from gongkai.duties.dossiers.models.dossier import Dossier
from gongkai.duties.dossiers.models.fields import person


class NumberSeries(models.Model):
    """文号系列: a 代字 (or 机关公告、令) under which papers are counted through a year.

    ``kinds`` and ``signatures`` say for which papers it is offered first; 署名 never follows from it.
    """

    prefix = models.CharField("机关代字", max_length=40, unique=True)
    form = models.CharField("写法", max_length=8, choices=SeriesForm.choices, default=SeriesForm.BRACKET)
    name = models.CharField("名称", max_length=60)
    kinds = models.JSONField("文件类别", default=list, blank=True)
    signatures = models.JSONField("署名", default=list, blank=True)
    first_serial = models.PositiveIntegerField("每年起始序号", default=1)
    is_in_use = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "文号系列"
        verbose_name_plural = "文号系列"
        ordering = ["prefix"]
        constraints = [
            models.CheckConstraint(name="number_series_starts_at_one", condition=Q(first_serial__gte=1))
        ]

    def __str__(self) -> str:
        return f"{self.prefix}（{self.name}）"


class SeriesYear(models.Model):
    """The last serial of a series in a year: the row that two who number at once wait for."""

    series = models.ForeignKey(
        NumberSeries, on_delete=models.PROTECT, related_name="years", verbose_name="文号系列"
    )
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后序号", default=0)

    class Meta:
        verbose_name = "年度序号"
        verbose_name_plural = "年度序号"
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="series_year_once")]

    def __str__(self) -> str:
        return f"{self.series.prefix} {self.year}：{self.last}"


class IssuedNumber(models.Model):
    """A number once given: used, kept back (留号) or void (作废), never deleted and never given again.

    The number of another organ stands without a series. ``is_recorded`` where OA or another organ gave it; then
    ``numbered_on`` is the day it bears, empty where nobody said (OA hands none over).
    """

    series = models.ForeignKey(
        NumberSeries,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="numbers",
        verbose_name="文号系列",
    )
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    serial = models.PositiveIntegerField("序号", null=True, blank=True)
    text = models.CharField("发文字号", max_length=60, unique=True)
    state = models.CharField("状态", max_length=8, choices=NumberState.choices)
    dossier = models.ForeignKey(
        Dossier,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="numbers",
        verbose_name="公文卷",
    )
    title = models.CharField("登记标题", max_length=255, blank=True)
    is_recorded = models.BooleanField("系统外编号", default=False)
    numbered_on = models.DateField("编号日期", null=True, blank=True)
    reason = models.CharField("留号原因", max_length=300, blank=True)
    by = person("编号人")
    at = models.DateTimeField("编号时间", default=timezone.now)
    used_by = person("启用人", null=True)
    used_at = models.DateTimeField("启用时间", null=True, blank=True)
    void_by = person("作废人", null=True)
    void_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "发文字号"
        verbose_name_plural = "发文字号"
        ordering = ["series", "year", "serial", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "serial"], name="issued_number_once"),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(state=NumberState.ISSUED),
                name="issued_number_one_for_dossier",
                violation_error_message="这件公文已经有文号。",
            ),
            models.CheckConstraint(
                name="issued_number_in_series_whole",
                condition=Q(series__isnull=True)
                | Q(series__isnull=False, year__isnull=False, serial__isnull=False, serial__gte=1),
            ),
            models.CheckConstraint(
                name="issued_number_belongs",
                condition=(Q(state=NumberState.ISSUED, dossier__isnull=False) & ~Q(title=""))
                | (Q(state=NumberState.RESERVED, dossier__isnull=True) & ~Q(reason=""))
                | Q(state=NumberState.VOID),
            ),
            models.CheckConstraint(
                name="issued_number_void_with_reason",
                condition=(~Q(state=NumberState.VOID) & Q(void_at__isnull=True, void_by__isnull=True))
                | (
                    Q(state=NumberState.VOID, void_at__isnull=False, void_by__isnull=False)
                    & ~Q(void_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def given_on(self) -> date | None:
        """The day on which the paper got it: the day of the act here, or the one recorded of what was given elsewhere."""
        return self.numbered_on if self.is_recorded else timezone.localdate(self.used_at or self.at)

    def give(self, dossier: Dossier, by: Any, numbered_on: date | None = None) -> None:
        """Give a number that was kept back to a paper; whoever calls it has judged that."""
        self.state, self.dossier, self.title = NumberState.ISSUED, dossier, dossier.title
        self.used_by, self.used_at, self.numbered_on = by, timezone.now(), numbered_on
        self.save(update_fields=["state", "dossier", "title", "used_by", "used_at", "numbered_on"])
