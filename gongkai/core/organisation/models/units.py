"""Units and their names through time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.core.organisation.enums import NameKind, UnitKind


class Unit(models.Model):
    """A unit of the department. Its names live in :class:`UnitName`; ``name`` is the present full name."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("现用全称", max_length=100)
    short_name = models.CharField("现用简称", max_length=40, blank=True)
    kind = models.CharField("类型", max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级单位",
    )
    supervised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervised_units",
        verbose_name="分管厅领导",
    )
    position = models.PositiveSmallIntegerField("排序", default=0)
    valid_from = models.DateField("设立日期", null=True, blank=True)
    valid_until = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="unit_dates_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                violation_error_message="撤销日期应晚于设立日期。",
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class UnitName(models.Model):
    """A name under which a unit was known from one day up to and including another."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names", verbose_name="单位")
    text = models.CharField("名称", max_length=100, db_index=True)
    kind = models.CharField("类型", max_length=10, choices=NameKind.choices)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_until = models.DateField("停用日期", null=True, blank=True)
    instrument = models.CharField("依据文件", max_length=200, blank=True)

    class Meta:
        verbose_name = "单位名称"
        verbose_name_plural = "单位名称"
        constraints = [
            models.CheckConstraint(
                name="unit_name_dates_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message="停用日期不得早于启用日期。",
            )
        ]

    def __str__(self) -> str:
        return self.text
