"""What must come down: when content is looked at again, what is proposed, asked and done about it (issue 3)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from gongkai.clearance.enums_upkeep import MotionAct, MotionState, ProposalState, Remedy

MAX_MONTHS = 60


def _person(label: str, *, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
        verbose_name=label,
    )


def _page(label: str, related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        "clearance.BasePage", on_delete=models.PROTECT, related_name=related_name, verbose_name=label
    )


class ReviewPeriod(models.Model):
    """复核期限: months after which content of a kind is looked at again. Without a row the kind's default holds."""

    kind = models.CharField("内容类型", max_length=60, unique=True)
    months = models.PositiveSmallIntegerField(
        "月数", validators=[MinValueValidator(1), MaxValueValidator(MAX_MONTHS)]
    )

    class Meta:
        verbose_name = "复核期限"
        verbose_name_plural = "复核期限"
        constraints = [
            models.CheckConstraint(
                name="review_period_months", condition=Q(months__gte=1, months__lte=MAX_MONTHS)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}：{self.months} 个月"


class ReviewLook(models.Model):
    """复核记录: somebody read a public page again and says that it still holds; its time is counted anew from then."""

    page = _page("页面", "review_looks")
    revision_id = models.BigIntegerField("所看的版本", null=True)
    note = models.CharField("说明", max_length=300)
    by = _person("复核人")
    at = models.DateTimeField("复核时间")

    class Meta:
        verbose_name = "复核记录"
        verbose_name_plural = "复核记录"
        ordering = ["-at"]
        constraints = [models.CheckConstraint(name="review_look_has_note", condition=~Q(note=""))]

    def __str__(self) -> str:
        return f"{self.page_id}（{self.at:%Y-%m-%d}）"


class Motion(models.Model):
    """清理提请: one page, one act, one reason, asked by one person and decided by another (four eyes)."""

    page = _page("页面", "upkeep_motions")
    act = models.CharField("处理方式", max_length=10, choices=MotionAct.choices)
    reason = models.CharField("向社会公开的理由", max_length=300)
    asked_by = _person("提请人")
    asked_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="提请单位"
    )
    asked_at = models.DateTimeField("提请时间")
    state = models.CharField(
        "状态", max_length=10, choices=MotionState.choices, default=MotionState.WAITING, db_index=True
    )
    decided_by = _person("决定人", null=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    note = models.CharField("决定意见", max_length=300, blank=True)

    class Meta:
        verbose_name = "清理提请"
        verbose_name_plural = "清理提请"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(state=MotionState.WAITING), name="motion_one_open_per_page"
            ),
            models.CheckConstraint(name="motion_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="motion_four_eyes",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}：{self.page_id}"


class Proposal(models.Model):
    """清理建议: computed, never typed. ``cause`` is the fingerprint of what was seen: a rejected one comes back with another."""

    finder = models.CharField("由来", max_length=60)
    page = _page("页面", "upkeep_proposals")
    part = models.CharField("所指", max_length=64, blank=True)
    other = models.ForeignKey(
        "clearance.BasePage",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="相关页面",
    )
    cause = models.CharField("原因指纹", max_length=64)
    reason = models.CharField("原因", max_length=300)
    evidence = models.JSONField("证据", default=list)
    remedy = models.CharField("建议", max_length=10, choices=Remedy.choices)
    state = models.CharField(
        "状态", max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN, db_index=True
    )
    found_on = models.DateField("发现日期")
    seen_on = models.DateField("最近一次看到")
    motion = models.ForeignKey(
        Motion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name="清理提请",
    )
    due_on = models.DateField("改正期限", null=True, blank=True)
    answered_by = _person("处理人", null=True)
    answer = models.CharField("处理说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "清理建议"
        verbose_name_plural = "清理建议"
        ordering = ["found_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["finder", "page", "part"], name="proposal_once"),
            models.CheckConstraint(
                name="proposal_answered",
                condition=~Q(state__in=[ProposalState.REJECTED, ProposalState.SENT_BACK])
                | (Q(answered_by__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="proposal_sent_back_has_due_day",
                condition=~Q(state=ProposalState.SENT_BACK) | Q(due_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finder}：{self.page_id}"


class UpkeepAct(models.Model):
    """清理记录: what was done to what, why, decided by whom, when and how. The public sees the unit, never the person."""

    kind = models.CharField("处理方式", max_length=10, choices=MotionAct.choices)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField("对象编号", max_length=64)
    title = models.CharField("对象", max_length=300)
    path = models.CharField("地址", max_length=500, blank=True)
    reason = models.TextField("原因")
    unit_name = models.CharField("审批单位", max_length=100, blank=True)
    by = _person("审批人")
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = "清理记录"
        verbose_name_plural = "清理记录"
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="upkeep_act_has_reason", condition=~Q(reason=""))]
        indexes = [models.Index(fields=["content_type", "object_id"], name="upkeep_act_object")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.title}"


class Archiving(models.Model):
    """归档: the page stays at its address with a mark, and leaves lists and search. It ends with a new decision."""

    page = _page("页面", "archivings")
    act = models.OneToOneField(
        UpkeepAct, on_delete=models.PROTECT, related_name="archiving", verbose_name="归档记录"
    )
    archived_at = models.DateTimeField("归档时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "归档"
        verbose_name_plural = "归档"
        ordering = ["-archived_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(ended_at__isnull=True), name="archiving_one_open_per_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id}（{self.archived_at:%Y-%m-%d}）"
