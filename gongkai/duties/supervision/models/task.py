"""A task of a notice and the units written beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.core.evidence import DUTIES
from gongkai.core.organisation.models import Unit
from gongkai.duties.supervision.enums import DeadlineType, Recurrence, UnitRole
from gongkai.duties.supervision.models.notice import Notice, Section

DUTY_CHOICES = [(number, f"{number} {title}") for number, (_, title) in enumerate(DUTIES) if number]


class Task(models.Model):
    """One numbered task. ``duty`` names the duty whose evidence proves it; its state is never stored.

    ``spans`` are places in the notice's text by field; ``flags`` what the parser was unsure of.
    """

    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, related_name="tasks", verbose_name="任务分解通知"
    )
    section = models.ForeignKey(
        Section, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name="分组"
    )
    position = models.PositiveSmallIntegerField("顺序", editable=False)
    number = models.PositiveSmallIntegerField("编号")
    title = models.CharField("任务", max_length=200)
    text = models.TextField("要求", blank=True)
    deadline_type = models.CharField("时限类型", max_length=20, choices=DeadlineType.choices)
    deadline_text = models.CharField("时限原文", max_length=200, blank=True)
    due_on = models.DateField("截止日期", null=True, blank=True)
    recurrence = models.CharField("多久一次", max_length=12, choices=Recurrence.choices, blank=True)
    cycle = models.CharField(
        "填报周期", max_length=12, choices=Recurrence.choices, default=Recurrence.QUARTERLY
    )
    duty = models.PositiveSmallIntegerField(
        "由哪项职责的证据证明", choices=DUTY_CHOICES, null=True, blank=True
    )
    gatherer = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="gathered_tasks",
        verbose_name="汇总单位",
    )
    open_ended = models.BooleanField("单位后有“等”", default=False)
    leaders = models.JSONField("牵头领导", default=list, blank=True)
    spans = models.JSONField("各字段在原文中的位置", default=dict, editable=False)
    flags = models.JSONField("需核对的地方", default=list, editable=False)
    is_included = models.BooleanField("纳入计划", default=True)

    class Meta:
        verbose_name = "任务"
        verbose_name_plural = "任务"
        ordering = ["notice", "position"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "position"], name="task_position_once"),
            models.CheckConstraint(
                name="task_duty_known",
                condition=Q(duty__isnull=True) | (Q(duty__gte=1) & Q(duty__lte=14)),
                violation_error_message="职责编号应在 1 到 14 之间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class UnitMention(models.Model):
    """A unit's name as written beside a task, and the units it means (several for a group).

    ``is_external`` says that it is outside this system and does not report in it.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="mentions", verbose_name="任务")
    role = models.CharField("职责", max_length=12, choices=UnitRole.choices)
    position = models.PositiveSmallIntegerField("顺序")
    written = models.CharField("原文写法", max_length=300)
    start = models.PositiveIntegerField("原文起点", default=0, editable=False)
    end = models.PositiveIntegerField("原文终点", default=0, editable=False)
    units = models.ManyToManyField(Unit, related_name="task_mentions", blank=True, verbose_name="对应单位")
    candidates = models.JSONField("可能的单位", default=list, editable=False)
    is_external = models.BooleanField("外单位，不在系统内填报", default=False)

    class Meta:
        verbose_name = "责任单位写法"
        verbose_name_plural = "责任单位写法"
        ordering = ["task", "position"]
        constraints = [
            models.UniqueConstraint(fields=["task", "position"], name="mention_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.written}"
