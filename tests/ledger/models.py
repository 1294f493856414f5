"""What a duty's models look like when they use the core's mixins."""

from __future__ import annotations

from typing import Any

from django.db import models

from gongkai.core.workdays.models import DeadlineMixin


class Task(DeadlineMixin):
    """A task with one deadline; finished ones are left alone."""

    title = models.CharField("事项", max_length=100)
    done = models.BooleanField("已办结", default=False)

    class Meta(DeadlineMixin.Meta):
        abstract = False
        verbose_name = "测试事项"
        verbose_name_plural = "测试事项"

    def __str__(self) -> str:
        return self.title

    @classmethod
    def deadlines_to_recount(cls) -> models.QuerySet[Any]:
        return super().deadlines_to_recount().filter(done=False)
