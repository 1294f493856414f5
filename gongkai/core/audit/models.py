"""The audit log: events written in the act's transaction, sealed in a chain by a separate job."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class Event(models.Model):
    """One act. Holds ids and digests, never personal data; no foreign key keeps its subject from being
    removed.
    """

    at = models.DateTimeField("时间", db_index=True)
    action = models.CharField("动作", max_length=80, db_index=True)
    actor_id = models.BigIntegerField("人员编号", null=True, db_index=True)
    subject_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="对象类型"
    )
    subject_id = models.CharField("对象编号", max_length=64, blank=True)
    codes = models.JSONField("规则代码", default=list)
    data = models.JSONField("数据", default=dict)

    class Meta:
        verbose_name = "审计事件"
        verbose_name_plural = "审计事件"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_event_subject")]


class Seal(models.Model):
    """One link of the chain: an event's digest bound to the link before. ``id`` is the place in the chain
    from 1.

    No foreign key: if somebody gets rid of an event, its seal stays and says so.
    """

    id = models.BigIntegerField("序号", primary_key=True)
    event_id = models.BigIntegerField("事件编号", unique=True)
    previous = models.CharField("前一摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64)
    sealed_at = models.DateTimeField("封存时间")

    class Meta:
        verbose_name = "封存记录"
        verbose_name_plural = "封存记录"
        ordering = ["pk"]


class Verification(models.Model):
    """One proof of the chain: when, how far, whether it held."""

    at = models.DateTimeField("时间", auto_now_add=True)
    proven = models.BigIntegerField("核对无误的环数")
    ok = models.BooleanField("完好")
    finding = models.JSONField("结果", default=dict)

    class Meta:
        verbose_name = "审计链核对"
        verbose_name_plural = "审计链核对"
        ordering = ["-pk"]
