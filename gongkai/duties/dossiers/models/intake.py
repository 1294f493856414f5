"""What OA handed over: each piece once, kept until it is filed in a dossier or refused by a person; and who files it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.core.private_files import keep_private
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource, DeliveryState
from gongkai.duties.dossiers.models.dossier import Dossier
from gongkai.duties.dossiers.models.fields import person
from gongkai.duties.dossiers.models.papers import Paper

DELIVERIES = keep_private("deliveries")
"""Folder of what waits; a filed paper lies with its dossier, and nothing is left here."""


def place_of_delivery(row: Delivery, name: str) -> str:
    """Where a file waits: under a name that says nothing."""
    return f"{DELIVERIES}/{uuid4().hex}{PurePath(name).suffix.lower()}"


class Delivery(models.Model):
    """OA 来件. Only added; it is settled once, and what it said when it came never changes.

    ``sha256`` is of the file, or of what was said where there is none. ``told`` are the reasons why it was not filed
    (code, message, way out) or what should be looked at. ``difference`` is where a final text first departs from what
    was signed. A refused one may have come without anything that could be kept.
    """

    source = models.CharField("来源", max_length=8, choices=DeliverySource.choices)
    external_id = models.CharField("OA 编号", max_length=100, blank=True)
    kind = models.CharField("类别", max_length=8, choices=DeliveryKind.choices)
    state = models.CharField(
        "状态", max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    dossier = models.ForeignKey(
        Dossier,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name="公文卷",
    )
    code = models.CharField("办文编号", max_length=20, blank=True)
    title = models.CharField("标题", max_length=255, blank=True)
    number = models.CharField("文号", max_length=80, blank=True)
    leader_name = models.CharField("签发人", max_length=100, blank=True)
    opinion = models.CharField("签发意见", max_length=500, blank=True)
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    name = models.CharField("文件名", max_length=200, blank=True)
    size = models.PositiveBigIntegerField("字节数", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    file = models.FileField("文件", upload_to=place_of_delivery, max_length=120, blank=True, editable=False)
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="卷内材料"
    )
    told = models.JSONField("说明", default=list, blank=True)
    difference = models.CharField("与签发稿不一致之处", max_length=200, blank=True)
    received_at = models.DateTimeField("收到时间", default=timezone.now)
    received_by = person("上传人", null=True)
    settled_at = models.DateTimeField("办结时间", null=True, blank=True)
    settled_by = person("办结人", null=True)
    reason = models.CharField("拒收原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "OA 来件"
        verbose_name_plural = "OA 来件"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="delivery_once",
                violation_error_message="这一来件已经收到过。",
            ),
            models.CheckConstraint(
                name="delivery_settled_whole",
                condition=Q(state=DeliveryState.WAITING, settled_at__isnull=True)
                | Q(state=DeliveryState.FILED, settled_at__isnull=False, dossier__isnull=False)
                | Q(state=DeliveryState.REFUSED, settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_refused_with_reason",
                condition=~Q(state=DeliveryState.REFUSED) | ~Q(reason="") | ~Q(told=[]),
            ),
        ]

    def __str__(self) -> str:
        said: Any = self.title or self.number or self.name
        return f"{self.get_kind_display()}　{said}".strip()


class OaAccess(models.Model):
    """On whose behalf OA hands over, and the hash of the token with which it does so over the net.

    One stands at a time. The token itself is shown once, on the command line, and kept nowhere.
    """

    clerk = person("登记人员")
    token_sha256 = models.CharField("口令摘要", max_length=64, blank=True)
    addresses = models.JSONField("允许的地址", default=list, blank=True)
    made_at = models.DateTimeField("设定时间", default=timezone.now)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "OA 对接"
        verbose_name_plural = "OA 对接"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(ended_at__isnull=True), name="oa_access_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"OA 来件由{self.clerk}登记"
