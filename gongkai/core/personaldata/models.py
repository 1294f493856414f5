"""Records with personal data, and the periods a department has set."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from gongkai.core.personaldata.fields import BlindIndexField, EncryptedTextField
from gongkai.core.workdays.enums import Unit


class PersonalRecord(models.Model):
    """For a row with sealed fields: keeps blind indexes in step and knows when it was erased."""

    erased_at = models.DateTimeField("个人信息清除时间", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, *(i.name for i in blind_indexes(self) if i.source in fields)}
        super().save(*args, **kwargs)


def sealed_fields(model: type[models.Model] | models.Model) -> list[EncryptedTextField]:
    """The sealed fields of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]


def blind_indexes(model: type[models.Model] | models.Model) -> list[BlindIndexField]:
    """The blind indexes of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, BlindIndexField)]


class RetentionPeriod(models.Model):
    """A department's own period for a retention class, in place of the one in code."""

    code = models.CharField("类别", max_length=60, unique=True)
    duration_n = models.PositiveIntegerField("时长")
    duration_unit = models.CharField("单位", max_length=2, choices=Unit.choices)
    grounds = models.CharField("依据", max_length=300)
    set_at = models.DateTimeField("设定时间")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="设定人"
    )

    class Meta:
        verbose_name = "保存期限"
        verbose_name_plural = "保存期限"

    def __str__(self) -> str:
        return f"{self.code} {self.duration_n}{self.get_duration_unit_display()}"
