"""The State Council's yearly arrangement of holidays and make-up days."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.core.workdays.enums import DayKind


class HolidayYear(models.Model):
    """One year's arrangement with its source.

    ``digest`` is SHA-256 over its days, so that a changed table is known to be another value.
    """

    year = models.PositiveSmallIntegerField("年份", unique=True)
    instrument = models.CharField("来源文件", max_length=200)
    digest = models.CharField("内容摘要", max_length=64, editable=False)
    imported_at = models.DateTimeField("导入时间", null=True, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="导入人",
    )

    class Meta:
        verbose_name = "年度放假安排"
        verbose_name_plural = "年度放假安排"
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}年放假安排"


class Day(models.Model):
    """One day that differs from the plain week. A day has one meaning, whichever year's notice gave it."""

    table = models.ForeignKey(
        HolidayYear, on_delete=models.CASCADE, related_name="days", verbose_name="年度放假安排"
    )
    date = models.DateField("日期", unique=True)
    kind = models.CharField("类型", max_length=10, choices=DayKind.choices)
    name = models.CharField("节日", max_length=20, blank=True)

    class Meta:
        verbose_name = "放假或调休日"
        verbose_name_plural = "放假或调休日"
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"
