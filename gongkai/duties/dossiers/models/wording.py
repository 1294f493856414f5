"""What the page of a document has to say instead of the text that was signed here.

A document of before: kept as a digest when it gets its dossier. Any document: kept whenever a misprint is accepted.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from gongkai.duties.dossiers.models.dossier import Dossier
from gongkai.duties.dossiers.models.fields import person
from gongkai.duties.dossiers.models.papers import Paper


class HistoryWording(models.Model):
    """历史文件的原文，或者印发后认可的更正. Only added, the newest counts. ``digest`` is of title, number, issuer, date, letters.

    It is about the page, not the closed papers: a misprint of the page may be mended after the dossier has ended.
    """

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="wordings", verbose_name="公文卷"
    )
    digest = models.CharField("摘要值", max_length=64)
    reason = models.CharField("更正理由", max_length=300, blank=True)
    changed = models.TextField("改动", blank=True)
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="更正的凭据"
    )
    by = person("认可人")
    at = models.DateTimeField("认可时间", default=timezone.now)

    class Meta:
        verbose_name = "历史文件原文"
        verbose_name_plural = "历史文件原文"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.dossier}的原文"
