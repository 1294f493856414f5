"""合法性审核: what was sent, how its clock runs, what the opinion says, which later version it still covers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.core.workdays.models import DeadlineMixin
from gongkai.duties.dossiers.enums_review import Conclusion, Point, PointVerdict, ReviewState, Urgency
from gongkai.duties.dossiers.models.dossier import Dossier
from gongkai.duties.dossiers.models.fields import person
from gongkai.duties.dossiers.models.papers import Paper
from gongkai.duties.dossiers.models.versions import DraftVersion


class LegalityReview(DeadlineMixin):
    """One sending of a version to review. The clock (``start_on`` …) is there from acceptance on; while something is
    lacking it does not run. An outside review is a row of its own that was concluded before it was recorded.
    """

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="legality_reviews", verbose_name="公文卷"
    )
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="+", verbose_name="文稿")
    state = models.CharField(
        "状态", max_length=10, choices=ReviewState.choices, default=ReviewState.SENT, db_index=True
    )
    sent_by = person("送审或者登记人")
    sent_at = models.DateTimeField("送审时间", default=timezone.now)
    note = models.CharField("送审说明", max_length=500, blank=True)
    urgency = models.CharField("紧急事由", max_length=10, choices=Urgency.choices, blank=True)
    urgency_reason = models.CharField("紧急理由", max_length=300, blank=True)
    accepted_by = person("受理人", null=True)
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    is_urgent = models.BooleanField("按紧急办理", default=False)
    earliest_on = models.DateField("最早可出意见日", null=True, blank=True)
    conclusion = models.CharField("结论", max_length=10, choices=Conclusion.choices, blank=True)
    statement = models.TextField("审核意见", max_length=4000, blank=True)
    competition = models.CharField("公平竞争审查情况", max_length=500, blank=True)
    concluded_by = person("出具意见人", null=True)
    concluded_at = models.DateTimeField("出具意见时间", null=True, blank=True)
    counsel = models.ForeignKey(
        Paper,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="法律顾问、公职律师意见",
    )
    organ = models.CharField("审核机关", max_length=100, blank=True)
    dated_on = models.DateField("外单位意见日期", null=True, blank=True)
    paper = models.ForeignKey(
        Paper,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="外单位审核意见",
    )

    class Meta(DeadlineMixin.Meta):
        verbose_name = "合法性审核"
        verbose_name_plural = "合法性审核"
        ordering = ["pk"]
        constraints = [
            *DeadlineMixin.Meta.constraints,
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(state__in=[ReviewState.SENT, ReviewState.ACCEPTED, ReviewState.LACKING]),
                name="legality_one_open",
                violation_error_message="这件公文正在审核，不能重复送审。",
            ),
            models.CheckConstraint(
                name="legality_concluded_whole",
                condition=(
                    Q(state=ReviewState.CONCLUDED)
                    & ~Q(conclusion="")
                    & Q(concluded_at__isnull=False, concluded_by__isnull=False)
                )
                | (~Q(state=ReviewState.CONCLUDED) & Q(conclusion="", concluded_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="legality_not_by_sender",
                condition=Q(concluded_by__isnull=True) | ~Q(organ="") | ~Q(concluded_by=models.F("sent_by")),
                violation_error_message="送审人不能审核。",
            ),
            models.CheckConstraint(
                name="legality_outside_on_paper",
                condition=Q(organ="") | Q(paper__isnull=False, dated_on__isnull=False),
                violation_error_message="外单位的审核意见要有书面材料和日期。",
            ),
            models.CheckConstraint(
                name="legality_urgent_with_ground",
                condition=Q(is_urgent=False) | (~Q(urgency="") & ~Q(urgency_reason="")),
                violation_error_message="按紧急办理的，要选定事由、写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"合法性审核（{self.version}）"

    @classmethod
    def deadlines_to_recount(cls) -> models.QuerySet[Any]:
        """Reviews under way, of dossiers that have not ended."""
        rows = cls._default_manager.filter(start_on__isnull=False, state=ReviewState.ACCEPTED)
        return rows.filter(dossier__ending="")

    def is_late(self, today: date) -> bool:
        """Whether it runs and its last day has passed."""
        return self.state == ReviewState.ACCEPTED and self.is_overdue(today)


class LegalityPoint(models.Model):
    """How one of the four points stands, in words."""

    review = models.ForeignKey(
        LegalityReview, on_delete=models.PROTECT, related_name="points", verbose_name="合法性审核"
    )
    point = models.CharField("审核要点", max_length=10, choices=Point.choices)
    verdict = models.CharField("是否符合", max_length=8, choices=PointVerdict.choices)
    words = models.TextField("说明", max_length=1000)

    class Meta:
        verbose_name = "审核要点"
        verbose_name_plural = "审核要点"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["review", "point"], name="legality_point_once")]

    def __str__(self) -> str:
        return f"{Point(self.point).label}：{PointVerdict(self.verdict).label}"


class LegalityPause(models.Model):
    """补正: the file is handed back for what lacks; the clock stands still from ``asked_on`` to ``ended_on``."""

    review = models.ForeignKey(
        LegalityReview, on_delete=models.PROTECT, related_name="pauses", verbose_name="合法性审核"
    )
    lacks = models.TextField("缺什么", max_length=1000)
    asked_by = person("退补人")
    asked_at = models.DateTimeField("退补时间", default=timezone.now)
    ended_by = person("补正人", null=True)
    ended_at = models.DateTimeField("补正时间", null=True, blank=True)
    supplement = models.CharField("补正说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "审核补正"
        verbose_name_plural = "审核补正"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(ended_at__isnull=True), name="legality_one_pause"
            ),
            models.CheckConstraint(
                name="legality_pause_ended_whole",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"补正：{self.lacks[:20]}"


class LegalityConfirmation(models.Model):
    """不涉及实质修改: a reviewer has seen what changed in a later version, and the opinion covers it too. Only added."""

    review = models.ForeignKey(
        LegalityReview, on_delete=models.PROTECT, related_name="confirmations", verbose_name="合法性审核"
    )
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="+", verbose_name="文稿")
    reason = models.CharField("说明", max_length=300)
    by = person("确认人")
    at = models.DateTimeField("确认时间", default=timezone.now)

    class Meta:
        verbose_name = "非实质修改确认"
        verbose_name_plural = "非实质修改确认"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["review", "version"], name="legality_confirmed_once")]

    def __str__(self) -> str:
        return f"{self.review} → {self.version}"
