"""A roster between its preview and its confirmation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class RosterDraft(models.Model):
    """What was read from a file or a directory; removed as soon as it is taken over, put aside or replaced."""

    by = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="上传人"
    )
    source = models.CharField("来源", max_length=200)
    content = models.JSONField("内容", editable=False)
    read_at = models.DateTimeField("读取时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "待确认名册"
        verbose_name_plural = "待确认名册"

    def __str__(self) -> str:
        return self.source
