"""The clearance of a digest, and the mixin that ties a live document to it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from gongkai.clearance.enums import Disclosure

UNCLEARED_MESSAGE = "该版本尚未通过发布前审查，不得公开。"


class Clearance(models.Model):
    """A granted clearance: this digest of this object may go public.

    A row exists only once granted and is never changed or removed (triggers refuse it). ``digest`` is the
    SHA-256 of the canonical content together with the hashes of every file, image and snippet it uses. Exactly
    one of ``revision`` (a document) and ``dataset_version`` is set.
    """

    revision = models.OneToOneField(
        "wagtailcore.Revision",
        on_delete=models.PROTECT,
        null=True,
        related_name="clearance",
        verbose_name="已审版本",
    )
    dataset_version = models.OneToOneField(
        "clearance.DatasetVersion",
        on_delete=models.PROTECT,
        null=True,
        related_name="clearance",
        verbose_name="已审数据版本",
    )
    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", verbose_name="对象类型"
    )
    object_id = models.CharField("对象编号", max_length=64)
    digest = models.CharField("内容摘要值", max_length=64)
    slip = models.ForeignKey(
        "clearance.ReviewSlip", on_delete=models.PROTECT, related_name="clearances", verbose_name="审查单"
    )
    granted_at = models.DateTimeField("审定时间")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="审定人"
    )
    is_emergency = models.BooleanField("急件审签", default=False)

    class Meta:
        verbose_name = "审定记录"
        verbose_name_plural = "审定记录"
        constraints = [
            models.CheckConstraint(
                name="clearance_of_one_shape",
                condition=Q(revision__isnull=False, dataset_version__isnull=True)
                | Q(revision__isnull=True, dataset_version__isnull=False),
            ),
            models.CheckConstraint(name="clearance_has_digest", condition=Exact(Length("digest"), 64)),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]}（{self.granted_at:%Y-%m-%d}）"


def live_only_if_cleared(name: str, *, exempt: Q | None = None) -> models.CheckConstraint:
    """The gate in the database: live implies that the live revision is the cleared one.

    A bare equality would let NULL through (NULL passes a CHECK), hence the explicit ``isnull=False``.
    """
    condition = Q(live=False) | Q(
        cleared_revision__isnull=False,
        live_revision__isnull=False,
        cleared_revision=F("live_revision"),
    )
    if exempt is not None:
        condition |= exempt
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=UNCLEARED_MESSAGE)


class GatedMixin(models.Model):
    """Fields of a document that the gate watches. Concrete models add :func:`live_only_if_cleared`."""

    cleared_revision = models.ForeignKey(
        Clearance,
        to_field="revision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="已审版本",
    )
    public_since = models.DateTimeField("公开时间", null=True, blank=True, editable=False)
    unit = models.ForeignKey(
        "organisation.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="起草单位",
    )
    disclosure = models.CharField("公开属性", max_length=12, choices=Disclosure.choices, blank=True)

    class Meta:
        abstract = True
