"""归档: the number, the period of keeping, the packages that were made, the receipt of the archive."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.duties.dossiers.enums_archive import Retention
from gongkai.duties.dossiers.models.dossier import Dossier
from gongkai.duties.dossiers.models.fields import person
from gongkai.duties.dossiers.models.papers import Paper, place_of_paper


class ArchiveYear(models.Model):
    """The last 件号 of a year: the row that two who close at once wait for."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    last = models.PositiveIntegerField("最后件号", default=0)

    class Meta:
        verbose_name = "年度件号"
        verbose_name_plural = "年度件号"

    def __str__(self) -> str:
        return f"{self.year}：{self.last}"


class Archive(models.Model):
    """立卷: one for each dossier that is kept. Received once; nothing in it changes after that."""

    dossier = models.OneToOneField(
        Dossier, on_delete=models.PROTECT, related_name="archive", verbose_name="公文卷"
    )
    year = models.PositiveSmallIntegerField("归档年度")
    serial = models.PositiveIntegerField("件号")
    retention = models.CharField("保管期限", max_length=10, choices=Retention.choices)
    reason = models.CharField("缩短保管期限的理由", max_length=300, blank=True)
    closed_by = person("立卷人")
    closed_at = models.DateTimeField("立卷时间", default=timezone.now)
    received_on = models.DateField("接收日期", null=True, blank=True)
    receiver = models.CharField("接收人", max_length=100, blank=True)
    receipt = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回执"
    )
    received_by = person("登记人", null=True)
    received_at = models.DateTimeField("登记时间", null=True, blank=True)

    class Meta:
        verbose_name = "归档"
        verbose_name_plural = "归档"
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="archive_number_once"),
            models.CheckConstraint(
                name="archive_received_whole",
                condition=Q(
                    received_on__isnull=True,
                    receiver="",
                    receipt__isnull=True,
                    received_by__isnull=True,
                    received_at__isnull=True,
                )
                | (
                    Q(
                        received_on__isnull=False,
                        receipt__isnull=False,
                        received_by__isnull=False,
                        received_at__isnull=False,
                    )
                    & ~Q(receiver="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The 件号 as it is written: year and serial."""
        return f"{self.year}-{self.serial:04d}"

    @property
    def is_received(self) -> bool:
        """Whether the archive has it, for good."""
        return self.received_at is not None


class ArchivePackage(models.Model):
    """归档包: one package as it was made and proven; only added, the newest counts.

    ``content`` is the SHA-256 of what the dossier held, so that a later change shows; ``sha256`` that of the file.
    """

    archive = models.ForeignKey(
        Archive, on_delete=models.PROTECT, related_name="packages", verbose_name="归档"
    )
    file = models.FileField("归档包", upload_to=place_of_paper, max_length=120, editable=False)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.CharField("卷内摘要值", max_length=64)
    holds = models.JSONField("所含材料的摘要值", default=list)
    files = models.PositiveIntegerField("文件数")
    by = person("制作人")
    at = models.DateTimeField("制作时间", default=timezone.now)

    class Meta:
        verbose_name = "归档包"
        verbose_name_plural = "归档包"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["archive", "sha256"], name="archive_package_once")]

    def __str__(self) -> str:
        return f"归档包 {self.archive.number}"
