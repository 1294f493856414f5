"""Proofreadings of what is on a slip, what the office set for them, and reminders of slips that wait."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.clearance.enums import ProofreadResult
from gongkai.clearance.models.review import ReviewSlip, SlipItem


class Proofreading(models.Model):
    """校对: one round read on a slip by one person. A record of what was said; it is never changed."""

    slip = models.ForeignKey(
        ReviewSlip, on_delete=models.PROTECT, related_name="proofreadings", verbose_name="审查单"
    )
    round = models.PositiveSmallIntegerField("第几校")
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="校对人"
    )
    read_at = models.DateTimeField("校对时间")
    # From when this round could have been read: what its readers took is counted from there.
    waited_since = models.DateTimeField("等待起始时间")
    result = models.CharField("结果", max_length=10, choices=ProofreadResult.choices)
    corrections = models.PositiveSmallIntegerField("改动处数")
    note = models.TextField("说明", blank=True)
    package_digest = models.CharField("校对的内容摘要值", max_length=64)

    class Meta:
        verbose_name = "校对记录"
        verbose_name_plural = "校对记录"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="proofreading_round_known",
                condition=Q(round__gte=1, round__lte=3),
                violation_error_message="校对只有一校、二校、三校。",
            ),
            models.CheckConstraint(
                name="proofreading_result_counts",
                condition=Q(result=ProofreadResult.CLEAN, corrections=0)
                | Q(result=ProofreadResult.CORRECTED, corrections__gt=0),
                violation_error_message="无误的没有改动，有改动的写明几处。",
            ),
        ]


class ProofreadItem(models.Model):
    """One text that a proofreading read, at the digest it had: a reading counts for it there and nowhere else."""

    proofreading = models.ForeignKey(
        Proofreading, on_delete=models.CASCADE, related_name="items", verbose_name="校对记录"
    )
    item = models.ForeignKey(
        SlipItem, on_delete=models.PROTECT, related_name="readings", verbose_name="审查内容"
    )
    digest = models.CharField("内容摘要值", max_length=64, db_index=True)
    corrections = models.PositiveSmallIntegerField("改动处数", default=0)

    class Meta:
        verbose_name = "校对内容"
        verbose_name_plural = "校对内容"
        constraints = [
            models.UniqueConstraint(
                fields=["proofreading", "item"],
                name="proofread_item_once",
                violation_error_message="一次校对里每件内容只记一次。",
            )
        ]


class ReviewParameter(models.Model):
    """What the office set in place of a default of this system (``rules.parameters``), and on what grounds."""

    code = models.CharField("参数", max_length=60, unique=True)
    value = models.PositiveSmallIntegerField("值")
    source = models.CharField("依据", max_length=300)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="设定人"
    )
    set_at = models.DateTimeField("设定时间")

    class Meta:
        verbose_name = "审校参数"
        verbose_name_plural = "审校参数"

    def __str__(self) -> str:
        return self.code


class ReviewReminder(models.Model):
    """催办: who was asked to get on with a slip, and when."""

    slip = models.ForeignKey(
        ReviewSlip, on_delete=models.PROTECT, related_name="reminders", verbose_name="审查单"
    )
    day = models.DateField("日期")
    told = models.PositiveSmallIntegerField("通知人数")
    reminded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="催办人"
    )
    reminded_at = models.DateTimeField("催办时间")

    class Meta:
        verbose_name = "审校催办"
        verbose_name_plural = "审校催办"
        constraints = [
            models.UniqueConstraint(
                fields=["slip", "day"],
                name="review_reminder_once_a_day",
                violation_error_message="同一张审查单一天只催一次。",
            )
        ]
