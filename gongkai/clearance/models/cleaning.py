"""What was taken out of a file, by whom, and what it was before: by its hash alone."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.clearance.enums import CleaningAct


class FileCleaning(models.Model):
    """Bytes that were made from others by cleaning or masking; never changed.

    ``original_sha256`` proves later which file it was; its bytes are not kept for that. ``removed`` and ``left`` are the
    lines that the person was told, which name kinds and places and never what was masked. ``basis`` is a code of the
    rule book. ``is_new`` whether a new file was made beside the old one, because content under review or public uses it.
    """

    original_sha256 = models.CharField("原文件 SHA-256", max_length=64, db_index=True)
    sha256 = models.CharField("处理后 SHA-256", max_length=64, db_index=True)
    act = models.CharField("处理方式", max_length=10, choices=CleaningAct.choices)
    masked = models.PositiveIntegerField("遮盖处数", default=0)
    removed = models.JSONField("做了什么", default=list)
    left = models.JSONField("没有处理的", default=list, blank=True)
    basis = models.CharField("依据规则", max_length=100)
    is_new = models.BooleanField("另存为新文件", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="办理人"
    )
    at = models.DateTimeField("办理时间")

    class Meta:
        verbose_name = "文件清理与遮盖记录"
        verbose_name_plural = "文件清理与遮盖记录"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="file_cleaning_changes_bytes", condition=~models.Q(sha256=models.F("original_sha256"))
            ),
            models.CheckConstraint(
                name="file_cleaning_masks_count",
                condition=models.Q(act=CleaningAct.REDACT) | models.Q(masked=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}：{self.original_sha256[:12]}"
