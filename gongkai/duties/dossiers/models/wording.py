"""What a document of before says: kept as a digest when it gets its dossier, and again whenever a misprint is accepted."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from gongkai.duties.dossiers.models.dossier import Dossier
from gongkai.duties.dossiers.models.fields import person


class HistoryWording(models.Model):
    """历史文件的原文. Only added, the newest counts. ``digest`` is of its title, number, issuer, date and letters.

    It is about the page, not the closed papers: a misprint of the page may be mended after the dossier has ended.
    """

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="wordings", verbose_name="公文卷"
    )
    digest = models.CharField("摘要值", max_length=64)
    reason = models.CharField("更正理由", max_length=300, blank=True)
    by = person("认可人")
    at = models.DateTimeField("认可时间", default=timezone.now)

    class Meta:
        verbose_name = "历史文件原文"
        verbose_name_plural = "历史文件原文"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.dossier}的原文"
