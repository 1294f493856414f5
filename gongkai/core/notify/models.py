"""What people are told: notices in the system, one digest a day, its way out through each channel."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.core.notify.enums import DeliveryState


class Digest(models.Model):
    """What a person is told outside of the system on one day: once, whatever happened."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests", verbose_name="收件人"
    )
    day = models.DateField("日期")
    built_at = models.DateTimeField("汇总时间", auto_now_add=True)
    # Numbers only, by shelf of the 工作台: the lines themselves name documents, which do not leave the house.
    todos = models.JSONField("待办件数", default=dict)

    class Meta:
        verbose_name = "每日提醒"
        verbose_name_plural = "每日提醒"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"],
                name="digest_once_a_day",
                violation_error_message="此人当天的提醒已经汇总。",
            )
        ]


class Notice(models.Model):
    """One thing a person should know, with the address where to deal with it; no personal data."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices", verbose_name="收件人"
    )
    kind = models.CharField("类别", max_length=60)
    text = models.CharField("内容", max_length=200)
    subject_url = models.CharField("办理地址", max_length=300)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    digest = models.ForeignKey(
        Digest,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="每日提醒",
    )

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notice_of_user"),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at__isnull=True)),
        ]


class Delivery(models.Model):
    """A digest on its way through one channel, tried again with growing pauses."""

    digest = models.ForeignKey(
        Digest, on_delete=models.CASCADE, related_name="deliveries", verbose_name="每日提醒"
    )
    channel = models.CharField("渠道", max_length=20)
    state = models.CharField(
        "状态", max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    next_attempt_at = models.DateTimeField("下次发送时间")
    sent_at = models.DateTimeField("送达时间", null=True, blank=True)
    receipt = models.CharField("回执", max_length=100, blank=True)
    error = models.CharField("原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "提醒投递"
        verbose_name_plural = "提醒投递"
        constraints = [
            models.UniqueConstraint(fields=["digest", "channel"], name="delivery_once_a_channel"),
            models.CheckConstraint(
                name="delivery_sent_has_time",
                condition=~Q(state=DeliveryState.SENT) | Q(sent_at__isnull=False),
                violation_error_message="已送达的投递须有送达时间。",
            ),
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="delivery_due")]


class Preference(models.Model):
    """What a person does not want: a kind of notice in the digest, or a channel. No row means wanted."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="人员"
    )
    what = models.CharField("项目", max_length=80)

    class Meta:
        verbose_name = "提醒偏好"
        verbose_name_plural = "提醒偏好"
        constraints = [models.UniqueConstraint(fields=["user", "what"], name="preference_once")]
