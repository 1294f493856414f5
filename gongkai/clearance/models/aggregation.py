"""数据汇聚: the index of what is public, the assessments, the bulk exits, the department's own numbers."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q

from gongkai.clearance.enums_aggregation import AggregationDecision, ExitKind
from gongkai.clearance.screening.aggregate.limits import ALL_PARAMETERS


class PublicProfile(models.Model):
    """公开表格索引: what one public table tells, values as keyed hashes only; it goes when the content is taken down.

    Versions that were public before stay while the content is public (``is_current`` false): whoever kept a copy can
    still lay it beside the next.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField("对象编号", max_length=64)
    version = models.CharField("版本", max_length=32)
    digest = models.CharField("内容摘要值", max_length=64)
    place = models.CharField("位置", max_length=200)
    is_current = models.BooleanField("正在公开的版本", default=True)
    title = models.CharField("标题", max_length=300)
    topic = models.CharField("同类名称", max_length=300)
    rows = models.PositiveIntegerField("行数")
    columns = models.JSONField("列", default=list)
    facility = models.CharField("设施", max_length=12, blank=True)
    data = models.JSONField("带密钥的摘要", default=dict)
    key_mark = models.CharField("所用密钥的标记", max_length=16)
    made_at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = "公开表格索引"
        verbose_name_plural = "公开表格索引"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "version", "place"], name="public_profile_once"
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="public_profile_object")]


class FileTables(models.Model):
    """附件表格索引: what the tables of a file tell, as keyed hashes only, so that no request reads the file for it.

    Of the bytes with this hash under names of this ending, this title (a title says what a list is of) and this key.
    ``profiles`` are plain data in the order of the file; ``is_whole`` whether every part of the file was read. Where the
    reading was stopped (``is_stopped``: too long, too large, a crash) it is tried again, ``attempts`` times under one
    ``engine`` at the most.
    """

    sha256 = models.CharField("SHA-256", max_length=64)
    suffix = models.CharField("文件名的后缀", max_length=100, blank=True, default="")
    title = models.CharField("标题", max_length=300)
    key_mark = models.CharField("所用密钥的标记", max_length=16)
    profiles = models.JSONField("带密钥的摘要", default=list, blank=True)
    is_whole = models.BooleanField("机器读完全部内容", default=True)
    is_stopped = models.BooleanField("没有读到底", default=False)
    engine = models.CharField("读取程序版本", max_length=64, blank=True, default="")
    attempts = models.PositiveSmallIntegerField("已试次数", default=1)
    made_at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = "附件表格索引"
        verbose_name_plural = "附件表格索引"
        constraints = [
            models.UniqueConstraint(fields=["sha256", "suffix", "title", "key_mark"], name="file_tables_once")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class AggregationParameter(models.Model):
    """汇聚评估参数: a number that the department set in place of the default, with its grounds."""

    code = models.CharField("参数", max_length=30, unique=True)
    value = models.PositiveIntegerField("数值")
    grounds = models.CharField("依据", max_length=300)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="设定人"
    )
    set_at = models.DateTimeField("设定时间")

    class Meta:
        verbose_name = "汇聚评估参数"
        verbose_name_plural = "汇聚评估参数"

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The parameter's Chinese name."""
        return ALL_PARAMETERS[self.code].label if self.code in ALL_PARAMETERS else self.code


class OpenExit(models.Model):
    """批量出口: a way by which much goes out at once. Whether it stands open is computed, never stored."""

    kind = models.CharField("方式", max_length=12, choices=ExitKind.choices)
    title = models.CharField("名称", max_length=100)
    datasets = models.ManyToManyField(
        "clearance.Dataset", blank=True, verbose_name="数据集", related_name="+"
    )
    is_whole = models.BooleanField("含全部公开的表格", default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="开放人"
    )
    opened_at = models.DateTimeField("开放时间", null=True)
    closed_at = models.DateTimeField("关闭时间", null=True)

    class Meta:
        verbose_name = "批量出口"
        verbose_name_plural = "批量出口"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class AggregationAssessment(models.Model):
    """汇聚评估单: who asked, what combines, what was decided and by whom. Of one content, or of one bulk exit.

    ``scope`` is what it covers: by owner the digest, rows and kinds of columns; ``risks`` what was found, without a
    title or a value. Once decided it never changes (triggers refuse it).
    """

    number = models.CharField("评估单号", max_length=30, unique=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    object_id = models.CharField("对象编号", max_length=64, blank=True)
    target = GenericForeignKey("content_type", "object_id")
    exit = models.ForeignKey(
        OpenExit, on_delete=models.PROTECT, null=True, related_name="assessments", verbose_name="批量出口"
    )
    digest = models.CharField("内容摘要值", max_length=64, blank=True)
    fingerprint = models.CharField("评估范围摘要值", max_length=64)
    scope = models.JSONField("评估范围", default=dict)
    risks = models.JSONField("发现的风险", default=list)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="提出人"
    )
    requested_at = models.DateTimeField("提出时间")
    purpose = models.TextField("公开的必要性")
    decision = models.CharField("结论", max_length=10, choices=AggregationDecision.choices, blank=True)
    grounds = models.TextField("理由", blank=True)
    conditions = models.TextField("要求", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="评估人",
    )
    decided_at = models.DateTimeField("评估时间", null=True)

    class Meta:
        verbose_name = "汇聚评估单"
        verbose_name_plural = "汇聚评估单"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="aggregation_of_content_or_exit",
                condition=Q(content_type__isnull=False, exit__isnull=True)
                | Q(content_type__isnull=True, exit__isnull=False),
            ),
            models.CheckConstraint(
                name="aggregation_decided_whole",
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(decision="") & ~Q(grounds="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="aggregation_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                violation_error_message="提出评估的人不得自己评估。",
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(decision="", exit__isnull=True),
                name="aggregation_one_waiting_of_content",
            ),
            models.UniqueConstraint(
                fields=["exit"], condition=Q(decision=""), name="aggregation_one_waiting_of_exit"
            ),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="aggregation_object")]

    def __str__(self) -> str:
        return self.number
