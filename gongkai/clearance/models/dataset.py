"""The second publishable shape: immutable rows under a version id."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.clearance.models.gate import Clearance


class Dataset(models.Model):
    """A set of public rows (site facts, fees, contacts, …) of which one cleared version is live."""

    key = models.SlugField("代码", max_length=60, unique=True)
    title = models.CharField("名称", max_length=100)
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", verbose_name="负责单位"
    )
    live_version = models.ForeignKey(
        "clearance.DatasetVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="公开版本",
    )
    cleared_version = models.ForeignKey(
        Clearance,
        to_field="dataset_version",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="已审版本",
    )
    public_since = models.DateTimeField("公开时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "数据集"
        verbose_name_plural = "数据集"
        constraints = [
            models.CheckConstraint(
                name="dataset_live_only_if_cleared",
                condition=Q(live_version__isnull=True)
                | Q(cleared_version__isnull=False, cleared_version=F("live_version")),
                violation_error_message="该数据版本尚未通过发布前审查，不得公开。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def words_to_trace(self) -> tuple[str, ...]:
        """As of a document: its title."""
        return (self.title,)


class DatasetVersion(models.Model):
    """One version of a dataset. Its rows never change once it has been submitted for review."""

    dataset = models.ForeignKey(
        Dataset, on_delete=models.PROTECT, related_name="versions", verbose_name="数据集"
    )
    number = models.PositiveIntegerField("版本号")
    note = models.CharField("改动说明", max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="编制人"
    )
    created_at = models.DateTimeField("编制时间")
    sealed_at = models.DateTimeField("送审封存时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "数据版本"
        verbose_name_plural = "数据版本"
        ordering = ["dataset", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="dataset_version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.dataset} 第{self.number}版"


class DatasetRow(models.Model):
    """One row of a version: a key within the dataset, and plain JSON values."""

    version = models.ForeignKey(
        DatasetVersion, on_delete=models.CASCADE, related_name="rows", verbose_name="版本"
    )
    position = models.PositiveIntegerField("序号")
    key = models.CharField("行键", max_length=100)
    values = models.JSONField("内容")

    class Meta:
        verbose_name = "数据行"
        verbose_name_plural = "数据行"
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="dataset_row_key_once")]
