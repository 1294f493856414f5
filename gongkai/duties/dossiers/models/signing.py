"""签发: who signed which version, when, on what; what was signed elsewhere is recorded by somebody else than the drafter."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.duties.dossiers.enums import SigningMedium
from gongkai.duties.dossiers.models.dossier import Dossier
from gongkai.duties.dossiers.models.fields import person
from gongkai.duties.dossiers.models.papers import Paper
from gongkai.duties.dossiers.models.versions import DraftVersion


class SignOff(models.Model):
    """One leader's signature under one version. Overtaken by a return, never changed but by its written confirmation.

    ``signed_at`` is the real time. ``leader`` is empty where somebody from outside the department signed; then
    ``leader_name`` tells who. ``due_on`` is the day by which a word of mouth is confirmed in writing.
    """

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="signatures", verbose_name="公文卷"
    )
    version = models.ForeignKey(
        DraftVersion, on_delete=models.PROTECT, related_name="+", verbose_name="签发的文稿"
    )
    medium = models.CharField("签发方式", max_length=8, choices=SigningMedium.choices)
    leader = person("签发人", null=True)
    leader_name = models.CharField("签发人姓名、职务", max_length=100)
    opinion = models.CharField("签发意见", max_length=500)
    signed_at = models.DateTimeField("签发时间")
    recorded_by = person("登记人")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)
    scan = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签批单"
    )
    due_on = models.DateField("书面确认期限", null=True, blank=True)
    confirmation = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="书面确认"
    )
    confirmed_at = models.DateTimeField("书面确认时间", null=True, blank=True)
    confirmed_by = person("确认登记人", null=True)
    overtaken_at = models.DateTimeField("因退回失去效力的时间", null=True, blank=True)

    class Meta:
        verbose_name = "签发"
        verbose_name_plural = "签发"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(overtaken_at__isnull=True),
                name="signed_once",
                violation_error_message="这件公文已经签发。",
            ),
            models.CheckConstraint(
                name="sign_off_has_its_proof",
                condition=Q(medium=SigningMedium.SYSTEM, leader__isnull=False, recorded_by=F("leader"))
                | Q(medium__in=[SigningMedium.OA, SigningMedium.PAPER], scan__isnull=False)
                | Q(medium=SigningMedium.ORAL, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="sign_off_confirmed_whole",
                condition=Q(confirmation__isnull=True, confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmation__isnull=False, confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
        ]

    def owes_confirmation(self) -> bool:
        """Whether it is a word of mouth that nobody has confirmed in writing yet."""
        return self.medium == SigningMedium.ORAL and self.confirmed_at is None

    def is_confirmation_late(self, today: date) -> bool:
        """Whether that confirmation is overdue."""
        return self.owes_confirmation() and self.due_on is not None and self.due_on < today

    def __str__(self) -> str:
        return f"{self.leader_name}签发（{timezone.localtime(self.signed_at):%Y-%m-%d}）"
