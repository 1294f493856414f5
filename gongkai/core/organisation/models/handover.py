"""The record of a person's leaving (离岗交接单): what went to whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Handover(models.Model):
    """A person left: from the day after ``left_on`` they hold no post, their account is frozen."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="handovers", verbose_name="离岗人员"
    )
    left_on = models.DateField("离岗日期")
    grounds = models.CharField("离岗原因和依据", max_length=200)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="经办人"
    )
    done_at = models.DateTimeField("办理时间", auto_now_add=True)
    ended_delegations = models.PositiveIntegerField("终止授权", default=0)
    ended_sessions = models.PositiveIntegerField("结束登录", default=0)

    class Meta:
        verbose_name = "离岗交接单"
        verbose_name_plural = "离岗交接单"
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}离岗交接单"


class HandoverItem(models.Model):
    """One open item that went to another person."""

    handover = models.ForeignKey(
        Handover, on_delete=models.CASCADE, related_name="items", verbose_name="离岗交接单"
    )
    work = models.CharField("类别", max_length=60)
    key = models.CharField("编号", max_length=64)
    label = models.CharField("名称", max_length=300)
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="接办人"
    )

    class Meta:
        verbose_name = "移交事项"
        verbose_name_plural = "移交事项"
        ordering = ["work", "pk"]

    def __str__(self) -> str:
        return self.label
