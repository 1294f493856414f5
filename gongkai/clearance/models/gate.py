"""The clearance of a digest, and the mixin that ties a live document to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from gongkai.clearance.digest import HOUSEKEEPING, content_of, matches, texts_of
from gongkai.clearance.enums import ContentKind, Disclosure
from gongkai.clearance.rules.live import LiveFacts, reasons_against_being_live
from gongkai.clearance.rules.storing import reasons_against_storing
from gongkai.core.reasons import Reason, refuse_if

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
    # A file may be replaced under its id later; 紧急清除 has to know every byte that was public.
    file_hashes = models.JSONField("所用文件摘要值", default=list, editable=False)

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
        indexes = [models.Index(fields=["content_type", "object_id"], name="clearance_object")]

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

    # Which review chain it goes through; a model that is structure or policy says so.
    content_kind = ContentKind.ARTICLE
    # Whether a paper for review must carry a 公开属性; columns and other structure need none.
    needs_disclosure = True
    # What belongs to the object rather than to one of its revisions: a revision put live must not bring back old values.
    GATE_STATE = (
        "cleared_revision",
        "public_since",
        "first_published_at",
        "joint_release",
        "interpretation_debt",
    )
    # Writing one of these is a public act even though it is no content.
    PUBLIC_STATE = frozenset(
        {"live", "live_revision", "cleared_revision", "joint_release", "interpretation_debt"}
    )

    class Meta:
        abstract = True

    # -- what a kind of document says of itself ------------------------------------------------

    def is_gate_exempt(self) -> bool:
        """Only the tree's root is exempt; it has no content and no address."""
        return False

    def requires_joint_release(self) -> bool:
        """Whether it may go live only together with its interpretation and infographic."""
        return False

    def reasons_against_sending(self) -> list[Reason]:
        """What is still wrong or missing before this may be sent for review (drafts may be unfinished)."""
        return []

    def reasons_beside_others(self, together: Collection[int] = ()) -> list[Reason]:
        """What speaks against it because of other content, public or under way, as that is now.

        Asked when it is sent, at each approval and at release; ``together`` are the keys of the pages that go with it.
        """
        return []

    def names_given_once(self) -> list[str]:
        """Names that one content alone may bear; an act that asks for others of that name locks them first."""
        return []

    def cautions(self) -> list[str]:
        """What to look at before this is sent, in sentences; it stands against nothing."""
        return []

    def words_to_trace(self) -> tuple[str, ...]:
        """Words by which it can be told where it was copied to or named: its title; a number, for what has one."""
        return (str(self),)

    def subject_for_digest(self) -> models.Model:
        """The instance with every content field, from which the digest is computed."""
        return self

    # -- the guard -----------------------------------------------------------------------------

    def granted_clearance(self) -> Clearance | None:
        """The clearance of the live revision of this very object, if there is one."""
        if self.pk is None or self.live_revision_id is None:
            return None
        return Clearance.objects.filter(
            revision_id=self.live_revision_id,
            content_type=self.get_base_content_type(),
            object_id=str(self.pk),
        ).first()

    def live_facts(self) -> LiveFacts:
        """What the rule needs to judge whether this may be live as it stands."""
        clearance = self.granted_clearance()
        subject = self.subject_for_digest()
        return LiveFacts(
            title=str(self),
            is_cleared=clearance is not None,
            digest_matches=clearance is not None and matches(subject, clearance.digest),
            disclosure=self.disclosure,
            needs_joint=subject.requires_joint_release(),
            has_joint=bool(getattr(self, "joint_release_id", None)),
            has_debt=bool(getattr(self, "interpretation_debt_id", None)),
        )

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Refuses text with a classification mark, and live content that differs from what was cleared."""
        fields = kwargs.get("update_fields")
        if self._writes_content(fields):
            refuse_if(reasons_against_storing(("", text) for text in texts_of(content_of(self))), act="保存")
        if self.live and not self.is_gate_exempt():
            if self._writes_content(fields) or self._writes_public_state(fields):
                refuse_if(reasons_against_being_live(self.live_facts()), act="公开")
                self.cleared_revision_id = self.live_revision_id
                if fields is not None:
                    kwargs["update_fields"] = {*fields, "cleared_revision"}
        elif fields is None:
            self.cleared_revision = None
        elif "live" in fields:
            self.cleared_revision = None
            kwargs["update_fields"] = {*fields, "cleared_revision"}
        return super().save(*args, **kwargs)

    def _writes_content(self, fields: Iterable[str] | None) -> bool:
        names = {f.name for f in self._meta.get_fields()}
        return fields is None or any(
            n not in HOUSEKEEPING and n in names for n in fields if "comments" not in n
        )

    def _writes_public_state(self, fields: Iterable[str] | None) -> bool:
        return fields is None or bool(self.PUBLIC_STATE & set(fields))

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail's, but never over a revision that is under review or cleared: a new one is made beside it."""
        revision = kwargs.get("overwrite_revision")
        if revision is not None and is_frozen(revision):
            kwargs["overwrite_revision"] = None
        refuse_if(reasons_against_storing(("", text) for text in texts_of(content_of(self))), act="保存")
        return super().save_revision(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        obj = super().with_content_json(content)
        for name in self.GATE_STATE:
            if any(field.name == name for field in self._meta.concrete_fields):
                attname = self._meta.get_field(name).attname
                setattr(obj, attname, getattr(self, attname))
        return obj


def is_frozen(revision: models.Model) -> bool:
    """Whether a revision has been submitted for review or cleared, so that its content may not change."""
    return Clearance.objects.filter(revision_id=revision.pk).exists() or revision.slip_items.exists()
