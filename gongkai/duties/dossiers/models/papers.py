"""The papers of a dossier: private files, screened before they are stored, known by the hash of their bytes."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.clearance.enums import ScreenState
from gongkai.core.private_files import keep_private
from gongkai.duties.dossiers.enums import PaperKind, PaperSource
from gongkai.duties.dossiers.models.dossier import Dossier
from gongkai.duties.dossiers.models.fields import person

PAPERS = keep_private("dossiers")
"""Folder of the papers; private files are not served from it by their name."""


def place_of_paper(row: Paper, name: str) -> str:
    """Where a paper is kept: under a name that says nothing."""
    return f"{PAPERS}/{uuid4().hex}{PurePath(name).suffix.lower()}"


class Paper(models.Model):
    """A file that came to the dossier. Never changed and never removed: a mistaken one is made void, with a reason."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="papers", verbose_name="公文卷"
    )
    kind = models.CharField("材料类别", max_length=14, choices=PaperKind.choices)
    title = models.CharField("名称", max_length=200)
    dated_on = models.DateField("落款日期", null=True, blank=True)
    file = models.FileField("文件", upload_to=place_of_paper, max_length=120, editable=False)
    name = models.CharField("文件名", max_length=200, editable=False)
    size = models.PositiveBigIntegerField("字节数", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False, db_index=True)
    screen_state = models.CharField(
        "密级标志筛查", max_length=10, choices=ScreenState.choices, editable=False
    )
    source = models.CharField("来源", max_length=8, choices=PaperSource.choices, default=PaperSource.UPLOAD)
    added_by = person("入卷人")
    added_at = models.DateTimeField("入卷时间", default=timezone.now)
    void_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_by = person("作废人", null=True)
    void_reason = models.CharField("作废原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "卷内材料"
        verbose_name_plural = "卷内材料"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_void_with_reason",
                condition=Q(void_at__isnull=True, void_by__isnull=True, void_reason="")
                | (Q(void_at__isnull=False, void_by__isnull=False) & ~Q(void_reason="")),
            ),
            models.UniqueConstraint(
                fields=["dossier", "kind", "sha256"],
                condition=Q(void_at__isnull=True),
                name="paper_once_in_dossier",
                violation_error_message="同一文件已经作为同类材料入卷。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def take_day(self, day: date | None) -> None:
        """The day that stands in the record it proves, for an upload that has none yet."""
        if day is not None and self.dated_on is None:
            self.dated_on = day
            self.save(update_fields=["dated_on"])

    @property
    def suffix(self) -> str:
        """The ending of its name, small."""
        return PurePath(self.name).suffix.lower()
