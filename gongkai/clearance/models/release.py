"""What follows clearance: joint release, schedule, withdrawal, purge, and the batches the publisher takes."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q

from gongkai.clearance.enums import BatchKind, BatchStatus, PurgeCause, ScheduleStatus


class JointRelease(models.Model):
    """同步发布组: a document with its interpretation and infographic; they go live together or not at all.

    An interpretation or infographic belongs to one document.
    """

    policy = models.OneToOneField(
        "clearance.BasePage",
        on_delete=models.PROTECT,
        related_name="joint_as_policy",
        verbose_name="政策文件",
    )
    interpretation = models.OneToOneField(
        "clearance.BasePage",
        on_delete=models.PROTECT,
        related_name="joint_as_interpretation",
        verbose_name="解读",
    )
    infographic = models.OneToOneField(
        "clearance.BasePage",
        on_delete=models.PROTECT,
        related_name="joint_as_infographic",
        verbose_name="图解",
    )
    created_at = models.DateTimeField("组建时间")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="组建人"
    )

    class Meta:
        verbose_name = "同步发布组"
        verbose_name_plural = "同步发布组"
        constraints = [
            models.CheckConstraint(
                name="joint_release_three_pages",
                condition=~Q(policy=F("interpretation"))
                & ~Q(policy=F("infographic"))
                & ~Q(interpretation=F("infographic")),
            )
        ]

    def __str__(self) -> str:
        return f"同步发布组 {self.pk}"


class InterpretationDebt(models.Model):
    """解读欠账: an emergency document released ahead of its interpretation; due in three working days, red until paid.

    A document has one open debt at a time; paid ones stay for the record.
    """

    policy = models.ForeignKey(
        "clearance.BasePage", on_delete=models.PROTECT, related_name="debts", verbose_name="政策文件"
    )
    emergency = models.CharField("突发事件", max_length=200)
    summary = models.TextField("文字摘要")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="批准人"
    )
    approved_at = models.DateTimeField("批准时间")
    due_on = models.DateField("补发期限", null=True, blank=True)
    paid_at = models.DateTimeField("补发时间", null=True, blank=True)

    class Meta:
        verbose_name = "解读欠账"
        verbose_name_plural = "解读欠账"
        constraints = [
            models.CheckConstraint(
                name="debt_has_emergency_and_summary", condition=~Q(emergency="") & ~Q(summary="")
            ),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(paid_at__isnull=True), name="debt_one_open_per_policy"
            ),
        ]


class ScheduledRelease(models.Model):
    """定时上线: a granted slip to be released at a time by :mod:`release_due`, each in its own transaction."""

    slip = models.OneToOneField(
        "clearance.ReviewSlip", on_delete=models.PROTECT, related_name="schedule", verbose_name="审查单"
    )
    due_at = models.DateTimeField("上线时间", db_index=True)
    status = models.CharField(
        "状态", max_length=10, choices=ScheduleStatus.choices, default=ScheduleStatus.WAITING
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="设定人"
    )
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    tried_at = models.DateTimeField("最近尝试", null=True, blank=True)
    failure = models.JSONField("受阻原因", default=list, blank=True)

    class Meta:
        verbose_name = "定时上线"
        verbose_name_plural = "定时上线"
        ordering = ["due_at"]


class Withdrawal(models.Model):
    """撤下: taken down with a public notice and reason at the old address. Nothing vanishes."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField("对象编号", max_length=64)
    title = models.CharField("标题", max_length=300)
    path = models.CharField("原地址", max_length=500)
    reason = models.TextField("公开说明的理由")
    grounds = models.CharField("依据", max_length=300, blank=True)
    replaced_by = models.CharField("替代内容地址", max_length=500, blank=True)
    revision_id = models.BigIntegerField("撤下的版本", null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="撤下人"
    )
    at = models.DateTimeField("撤下时间")

    class Meta:
        verbose_name = "撤下记录"
        verbose_name_plural = "撤下记录"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(name="withdrawal_has_reason", condition=~Q(reason="")),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="withdrawal_object")]


class Suppression(models.Model):
    """紧急清除: an address and digests that may never be served again, signed so that a restore cannot forget them."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField("对象编号", max_length=64)
    path = models.CharField("地址", max_length=500, db_index=True)
    digests = models.JSONField("内容与文件摘要值", default=list)
    cause = models.CharField("原因类别", max_length=20, choices=PurgeCause.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="清除人"
    )
    at = models.DateTimeField("清除时间")
    signature = models.CharField("签名", max_length=128)

    class Meta:
        verbose_name = "紧急清除记录"
        verbose_name_plural = "紧急清除记录"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(name="suppression_cause_known", condition=Q(cause__in=PurgeCause.values))
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="suppression_object")]


class Unsealing(models.Model):
    """解除封存: ends the seal of a staff copy. It names the purges it ends by their time: a later one seals anew."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField("对象编号", max_length=64)
    purges = models.JSONField("所解除的紧急清除（时间）", default=list)
    reason = models.TextField("解除理由")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="解除人"
    )
    at = models.DateTimeField("解除时间")

    class Meta:
        verbose_name = "解除封存记录"
        verbose_name_plural = "解除封存记录"
        ordering = ["-at"]
        constraints = [models.CheckConstraint(name="unsealing_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id}（{self.at:%Y-%m-%d}）"


class ReleaseBatch(models.Model):
    """The outbox: objects that change publicly in one instant. The publisher takes whole batches."""

    kind = models.CharField("类型", max_length=12, choices=BatchKind.choices)
    status = models.CharField(
        "状态", max_length=10, choices=BatchStatus.choices, default=BatchStatus.PENDING, db_index=True
    )
    created_at = models.DateTimeField("提交时间")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="提交人"
    )
    published_at = models.DateTimeField("公开时间", null=True, blank=True)
    release = models.CharField("发布版次", max_length=40, blank=True)
    failure = models.TextField("受阻原因", blank=True)

    class Meta:
        verbose_name = "发布批次"
        verbose_name_plural = "发布批次"
        ordering = ["-pk"]


class BatchItem(models.Model):
    """One object of a batch."""

    batch = models.ForeignKey(ReleaseBatch, on_delete=models.CASCADE, related_name="items")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField("对象编号", max_length=64)

    class Meta:
        verbose_name = "批次内容"
        verbose_name_plural = "批次内容"
        indexes = [models.Index(fields=["content_type", "object_id"], name="batch_item_object")]


class ReleasedAddress(models.Model):
    """公开地址: an address at which a page has stood, or stands. The old ones lead on; 紧急清除 reaches every one."""

    page = models.ForeignKey(
        "clearance.BasePage", on_delete=models.PROTECT, related_name="released_addresses", verbose_name="页面"
    )
    path = models.CharField("地址", max_length=500, db_index=True)
    is_former = models.BooleanField("已不在此地址", default=False)
    since = models.DateTimeField("启用时间")

    class Meta:
        verbose_name = "公开地址"
        verbose_name_plural = "公开地址"
        constraints = [models.UniqueConstraint(fields=["page", "path"], name="released_address_once")]

    def __str__(self) -> str:
        return self.path
