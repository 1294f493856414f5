"""What a duty's models look like when they use the core's mixins."""

from __future__ import annotations

from typing import Any

from django.db import models

from gongkai.core.personaldata import normalising
from gongkai.core.personaldata.fields import BlindIndexField, EncryptedTextField
from gongkai.core.personaldata.models import PersonalRecord
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


class Caller(PersonalRecord):
    """Somebody who called: sealed name and phone, found again by phone."""

    topic = models.CharField("事由", max_length=100, blank=True)
    name = EncryptedTextField("姓名", null=True, blank=True)
    phone = EncryptedTextField("电话")
    phone_index = BlindIndexField("电话索引", source="phone", normalise=normalising.phone)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    disputed = models.BooleanField("复议或诉讼中", default=False)

    class Meta:
        verbose_name = "测试来电"
        verbose_name_plural = "测试来电"

    def __str__(self) -> str:
        return f"来电{self.pk}"


class Visit(PersonalRecord):
    """A log entry with a moment instead of a day."""

    at = models.DateTimeField("时间")
    address = EncryptedTextField("网络地址", null=True)

    class Meta:
        verbose_name = "测试访问"
        verbose_name_plural = "测试访问"
