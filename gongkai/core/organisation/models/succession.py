"""Changes of units by instrument: what became of which unit, and what moved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.core.organisation.enums import ChangeKind, ChangeStatus
from gongkai.core.organisation.models.units import Unit


class Change(models.Model):
    """One change of units (机构调整): by an instrument, from a day on.

    ``plan`` holds the wizard's choices as ``rules.change.Plan`` writes them.
    """

    kind = models.CharField("调整方式", max_length=10, choices=ChangeKind.choices)
    instrument = models.CharField("依据文件", max_length=200)
    effective_on = models.DateField("生效日期")
    note = models.TextField("说明", blank=True)
    plan = models.JSONField("方案", default=dict, editable=False)
    status = models.CharField(
        "状态", max_length=10, choices=ChangeStatus.choices, default=ChangeStatus.DRAFT, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="拟定人"
    )
    created_at = models.DateTimeField("拟定时间", auto_now_add=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )
    done_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = "机构调整"
        verbose_name_plural = "机构调整"
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="unit_change_done_by_someone",
                condition=~Q(status=ChangeStatus.DONE) | Q(done_by__isnull=False, done_at__isnull=False),
                violation_error_message="已生效的机构调整应有确认人和确认时间。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.instrument}）"


class Succession(models.Model):
    """From this day on the successor stands in the predecessor's place.

    After a split only one successor is the main one, so that figures rolled up to successors add up. A
    renamed unit stays the same unit and has no succession.
    """

    change = models.ForeignKey(
        Change, on_delete=models.PROTECT, related_name="successions", verbose_name="机构调整"
    )
    predecessor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="successions_after", verbose_name="原单位"
    )
    successor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="successions_before", verbose_name="承接单位"
    )
    effective_on = models.DateField("生效日期")
    is_main = models.BooleanField("主要承接", default=True)

    class Meta:
        verbose_name = "承接关系"
        verbose_name_plural = "承接关系"
        constraints = [
            models.CheckConstraint(
                name="succession_not_to_self",
                condition=~Q(predecessor=F("successor")),
                violation_error_message="单位不能承接自身。",
            ),
            models.UniqueConstraint(
                fields=["change", "predecessor", "successor"], name="succession_once_per_change"
            ),
            models.UniqueConstraint(
                fields=["change", "predecessor"],
                condition=Q(is_main=True),
                name="succession_one_main_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor}→{self.successor}"


class Move(models.Model):
    """One thing that moved from unit to unit in a change: which kind, its key and how it was called."""

    change = models.ForeignKey(
        Change, on_delete=models.PROTECT, related_name="moves", verbose_name="机构调整"
    )
    holding = models.CharField("类别", max_length=60)
    key = models.CharField("编号", max_length=64)
    label = models.CharField("名称", max_length=300)
    source = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="原单位")
    target = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="承接单位")

    class Meta:
        verbose_name = "移交记录"
        verbose_name_plural = "移交记录"

    def __str__(self) -> str:
        return self.label
