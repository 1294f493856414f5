"""Groups that expand to units (厅机关各处室), by rule or by list."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.core.organisation.models.units import Unit


class UnitGroup(models.Model):
    """A collective name for units.

    Members are every unit below ``under`` of one of the ``kinds`` (a list of :class:`UnitKind` values), and
    the listed ones, less the listed exceptions. An open group (相关处室) names its members only loosely:
    whoever reads it must have the office say who is meant.
    """

    name = models.CharField("组名", max_length=100, unique=True)
    kinds = models.JSONField("按类型纳入", default=list, blank=True)
    under = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属机构"
    )
    is_open = models.BooleanField("开放式（具体单位由办公室确定）", default=False)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "单位组"
        verbose_name_plural = "单位组"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="unit_group_dates_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message="停用日期不得早于启用日期。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitGroupName(models.Model):
    """Another name of a group (机关各处室)."""

    group = models.ForeignKey(
        UnitGroup, on_delete=models.CASCADE, related_name="other_names", verbose_name="单位组"
    )
    text = models.CharField("别称", max_length=100, unique=True)

    class Meta:
        verbose_name = "单位组别称"
        verbose_name_plural = "单位组别称"

    def __str__(self) -> str:
        return self.text


class UnitGroupMember(models.Model):
    """A unit listed in a group, or excepted from it, from a day up to and including another."""

    group = models.ForeignKey(
        UnitGroup, on_delete=models.CASCADE, related_name="members", verbose_name="单位组"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="group_rows", verbose_name="单位")
    is_excepted = models.BooleanField("不纳入", default=False)
    valid_from = models.DateField("起始日期", null=True, blank=True)
    valid_until = models.DateField("截止日期", null=True, blank=True)

    class Meta:
        verbose_name = "单位组成员"
        verbose_name_plural = "单位组成员"
        constraints = [
            models.UniqueConstraint(
                fields=["group", "unit", "valid_from"],
                name="unit_group_member_once_from",
                violation_error_message="该单位已列入本组。",
            ),
            models.UniqueConstraint(
                fields=["group", "unit"],
                condition=Q(valid_from__isnull=True),
                name="unit_group_member_once",
                violation_error_message="该单位已列入本组。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}·{self.unit}"
