"""What the screening engine knows: term lists and their exceptions, leaders, numbers, published telephones. All dated."""

from __future__ import annotations

from datetime import date
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.rules.knowledge import LEVEL_LABELS, LONGEST_TERM, TERM_KINDS
from gongkai.core.organisation.models import Unit

_KINDS = [(kind.value, FindingKind(kind).label) for kind in TERM_KINDS]


def _person(label: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


def _in_order(name: str, first: str, last: str, message: str) -> models.CheckConstraint:
    condition = (
        Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)})
    )
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=message)


class DatedQuerySet(models.QuerySet[Any]):
    """Rows of which each is in force from one day to another, both inclusive."""

    def in_force(self, on: date, *, first: str = "valid_from", last: str = "valid_until") -> Self:
        """Those in force on a day; an open end is no end."""
        begun = Q(**{f"{first}__isnull": True}) | Q(**{f"{first}__lte": on})
        lasts = Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": on})
        return self.filter(begun, lasts)


class KnowledgeStamp(models.Model):
    """One row whose token changes with every change of what the engine knows; whoever changes something locks it.

    A token, not a number: what was counted up in a transaction that was rolled back would come again with other content.
    """

    token = models.UUIDField("版本", default=uuid4)

    class Meta:
        verbose_name = "审查知识版本"
        verbose_name_plural = "审查知识版本"


class TermList(models.Model):
    """A list of words to look for. Of a closed list only 保密审查 sees the words."""

    name = models.CharField("名称", max_length=60, unique=True)
    level = models.CharField("层级", max_length=10, choices=LEVEL_LABELS)
    kind = models.CharField("查的是什么", max_length=30, choices=_KINDS)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="维护单位")
    source = models.CharField("来源", max_length=200)
    valid_from = models.DateField("启用日期")
    valid_until = models.DateField("停用日期", null=True, blank=True)
    is_in_use = models.BooleanField("在用", default=True)
    is_closed = models.BooleanField("词语只限保密审查查看", default=False)
    made_by = _person("建立人")
    made_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "词表"
        verbose_name_plural = "词表"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="term_list_level_known",
                condition=Q(level__in=FindingLevel.values),
                violation_error_message="层级只有阻断、需书面说明、提示三层。",
            ),
            _in_order("term_list_dates_in_order", "valid_from", "valid_until", "停用日期不得早于启用日期。"),
        ]

    def __str__(self) -> str:
        return self.name


class ListTerm(models.Model):
    """A word of a list, with what is written instead and the longer words in which it is right."""

    term_list = models.ForeignKey(
        TermList, on_delete=models.CASCADE, related_name="terms", verbose_name="词表"
    )
    text = models.CharField("词", max_length=LONGEST_TERM)
    suggestion = models.CharField("建议写法", max_length=200, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    unless = models.JSONField("例外词", default=list, blank=True)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_until = models.DateField("停用日期", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "词条"
        verbose_name_plural = "词条"
        constraints = [
            models.UniqueConstraint(
                fields=["term_list", "text"],
                name="term_once_in_a_list",
                violation_error_message="这个词已在本词表里。",
            ),
            _in_order("term_dates_in_order", "valid_from", "valid_until", "停用日期不得早于启用日期。"),
        ]

    def __str__(self) -> str:
        return f"词条 {self.pk}"  # the word itself may be for few eyes


class TermDraft(models.Model):
    """A file of words read in and waiting for its confirmation: each person's own, one for a list. The file is not kept."""

    term_list = models.ForeignKey(TermList, on_delete=models.CASCADE, related_name="+", verbose_name="词表")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="导入人"
    )
    source = models.CharField("文件名", max_length=200)
    content = models.JSONField("内容", encoder=DjangoJSONEncoder)
    read_at = models.DateTimeField("读取时间", default=timezone.now)

    class Meta:
        verbose_name = "待确认的词表导入"
        verbose_name_plural = "待确认的词表导入"
        constraints = [models.UniqueConstraint(fields=["term_list", "by"], name="term_draft_once")]


class TermException(models.Model):
    """A word that is right somewhere: on the whole site, in what one unit writes, or in one column. Never without a reason.

    Without ``term_list`` it counts for every list but the closed ones.
    """

    text = models.CharField("词", max_length=LONGEST_TERM)
    term_list = models.ForeignKey(
        TermList,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="exceptions",
        verbose_name="词表",
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="只对这个单位"
    )
    column = models.ForeignKey(
        BasePage,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="只对这个栏目",
    )
    reason = models.CharField("理由", max_length=300)
    valid_from = models.DateField("启用日期")
    valid_until = models.DateField("截止日期", null=True, blank=True)
    by = _person("批准人")
    at = models.DateTimeField("批准时间", default=timezone.now, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "词语例外"
        verbose_name_plural = "词语例外"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="term_exception_one_scope",
                condition=Q(unit__isnull=True) | Q(column__isnull=True),
                violation_error_message="例外只能限一个单位或者一个栏目。",
            ),
            models.CheckConstraint(
                name="term_exception_has_reason",
                condition=~Q(reason=""),
                violation_error_message="例外须写明理由。",
            ),
            _in_order(
                "term_exception_dates_in_order", "valid_from", "valid_until", "截止日期不得早于启用日期。"
            ),
        ]


class LeaderPost(models.Model):
    """A person in a post of an organ for a time. A shared post (副厅长) is held by several at once."""

    name = models.CharField("姓名", max_length=40)
    title = models.CharField("职务", max_length=60)
    organ = models.CharField("机关", max_length=100)
    since = models.DateField("任职日期")
    until = models.DateField("离任日期", null=True, blank=True)
    is_shared = models.BooleanField("同一职务可以有几个人", default=False)
    source = models.CharField("来源", max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "领导任职"
        verbose_name_plural = "领导任职"
        ordering = ["organ", "title", "-since"]
        constraints = [
            _in_order("leader_post_dates_in_order", "since", "until", "离任日期不得早于任职日期。"),
            models.UniqueConstraint(
                fields=["organ", "title"],
                condition=Q(until__isnull=True, is_shared=False),
                name="leader_post_one_now",
                violation_error_message="这个职务现在已有人任职。",
            ),
        ]

    def __str__(self) -> str:
        return f"任职 {self.pk}"


class ReferencedDocument(models.Model):
    """A document number of which somebody knows whether it is public. Kept in one writing."""

    number = models.CharField("文号", max_length=60, unique=True)
    title = models.CharField("标题", max_length=200, blank=True)
    is_public = models.BooleanField("公开")
    source = models.CharField("怎么知道的", max_length=200)
    noted_by = _person("登记人")
    noted_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "登记的文号"
        verbose_name_plural = "登记的文号"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"文号登记 {self.pk}"


class PublishedPhone(models.Model):
    """An office telephone that the public is told; ``digits`` is the number without anything between its digits."""

    digits = models.CharField("号码", max_length=20, unique=True)
    label = models.CharField("哪里的电话", max_length=60)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    source = models.CharField("在哪里公布的", max_length=200)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_until = models.DateField("停用日期", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "公布电话"
        verbose_name_plural = "公布电话"
        ordering = ["digits"]
        constraints = [
            _in_order(
                "published_phone_dates_in_order", "valid_from", "valid_until", "停用日期不得早于启用日期。"
            )
        ]

    def __str__(self) -> str:
        return f"公布电话 {self.pk}"
