"""The dossier: one for each document, from 立项 to the archive."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.clearance.enums import Disclosure, WithheldGround
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.dossiers.enums import Ending, Mode, Route, Trait
from gongkai.duties.dossiers.models.fields import person, unit
from gongkai.duties.policies.enums import DocumentKind, Signature


class Dossier(models.Model):
    """公文卷. What is decided at 立项 stands here; what is done since stands in rows of its own, and the track is computed.

    ``code`` is 办文编号 (year and serial). ``page`` is the public page, once there is one.
    """

    code = models.CharField("办文编号", max_length=20, unique=True)
    title = models.CharField("标题", max_length=255)
    unit = unit("起草单位")
    drafter = person("起草人")
    mode = models.CharField("办文方式", max_length=4, choices=Mode.choices, default=Mode.OA)
    route = models.CharField("来源", max_length=12, choices=Route.choices, default=Route.NORMAL)
    kind = models.CharField("文件类别", max_length=20, choices=DocumentKind.choices)
    kind_reason = models.CharField("类别认定理由", max_length=300)
    signature = models.CharField("署名", max_length=20, choices=Signature.choices)
    issuer = models.CharField("发文机关", max_length=200, help_text="联合发文的写全各机关，主办机关在前。")
    disclosure = models.CharField("公开属性", max_length=12, choices=Disclosure.choices, blank=True)
    withheld_ground = models.CharField(
        "不予公开的法定理由", max_length=20, choices=WithheldGround.choices, blank=True
    )
    disclosure_reason = models.CharField("不主动公开的理由", max_length=300, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField("失效日期", null=True, blank=True)
    page = models.OneToOneField(
        "policies.PolicyDocument",
        on_delete=models.SET_NULL,  # a draft that was never sent may go; the dossier makes another
        null=True,
        blank=True,
        related_name="dossier",
        verbose_name="公开页面",
    )
    opened_by = person("立项人")
    opened_at = models.DateTimeField("立项时间", default=timezone.now)
    ending = models.CharField("办结方式", max_length=10, choices=Ending.choices, blank=True)
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    ended_by = person("办结人", null=True)
    ended_reason = models.CharField("办结说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "公文卷"
        verbose_name_plural = "公文卷"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["ending", "-id"], name="dossier_open_first")]
        constraints = [
            models.CheckConstraint(
                name="dossier_ended_by_somebody",
                condition=Q(ending="", ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(ending="") & Q(ended_at__isnull=False, ended_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="dossier_closed_with_reason",
                condition=Q(disclosure__in=["", Disclosure.PROACTIVE])
                | Q(disclosure=Disclosure.ON_REQUEST) & ~Q(disclosure_reason="")
                | Q(disclosure=Disclosure.WITHHELD) & ~Q(disclosure_reason="") & ~Q(withheld_ground=""),
                violation_error_message="不主动公开的要写明理由，不予公开的还要选定法定理由。",
            ),
            models.CheckConstraint(
                name="dossier_kind_with_reason",
                condition=~Q(kind_reason=""),
                violation_error_message="请写明类别认定的理由。",
            ),
        ]

    def __str__(self) -> str:
        return in_title_marks(self.title)

    @property
    def is_open(self) -> bool:
        """Whether anything may still be done with it."""
        return not self.ending


class DossierTrait(models.Model):
    """What the matter is like, with the reason why it is or is not; a step of the chain hangs on each."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.CASCADE, related_name="traits", verbose_name="公文卷"
    )
    trait = models.CharField("事项特征", max_length=10, choices=Trait.choices)
    applies = models.BooleanField("是否具备")
    reason = models.CharField("理由", max_length=300)
    by = person("认定人")
    at = models.DateTimeField("认定时间", default=timezone.now)

    class Meta:
        verbose_name = "事项特征"
        verbose_name_plural = "事项特征"
        constraints = [models.UniqueConstraint(fields=["dossier", "trait"], name="dossier_trait_once")]

    def __str__(self) -> str:
        return f"{Trait(self.trait).label}：{'是' if self.applies else '否'}"


class DossierCode(models.Model):
    """The last 办文编号 of a year: the row that two who begin at once wait for."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    last = models.PositiveIntegerField("最后序号", default=0)

    class Meta:
        verbose_name = "办文编号"
        verbose_name_plural = "办文编号"

    def __str__(self) -> str:
        return f"{self.year}-{self.last:04d}"
