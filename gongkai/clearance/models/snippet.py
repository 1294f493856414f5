"""Base of gated snippets: reusable content with drafts and review, live only at its cleared revision."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from gongkai.clearance.models.gate import Clearance, GatedMixin
from gongkai.clearance.models.review import SlipItem
from gongkai.clearance.rules.release import KEPT_FOR_RECORD, SENT_IS_KEPT
from gongkai.core.reasons import Refused
from gongkai.core.title_marks import in_title_marks


class GatedSnippetQuerySet(models.QuerySet):
    def public(self) -> GatedSnippetQuerySet:
        """Snippets a citizen may see: live, and in the current release."""
        return self.filter(live=True, public_since__isnull=False)


class GatedSnippet(GatedMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """Subclass it, and give ``Meta.constraints`` a :func:`live_only_if_cleared` of its own name."""

    live = models.BooleanField("已上线", default=False, editable=False)
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )

    objects = GatedSnippetQuerySet.as_manager()
    panels: list[Any] = []

    class Meta:
        abstract = True

    def get_lock(self) -> Any:
        from gongkai.clearance.locks import review_lock_for

        return review_lock_for(self) or super().get_lock()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refused once cleared or sent: what was public leaves a trace, and slips keep what they carried."""
        key = {"content_type": self.get_base_content_type(), "object_id": str(self.pk)}
        if Clearance.objects.filter(**key).exists():
            raise Refused([KEPT_FOR_RECORD.reason(f"{in_title_marks(self)}审定过，不能删除。")], act="删除")
        if SlipItem.objects.filter(**key).exists():
            remedy = "不再需要的，留作草稿即可，不会公开。"
            message = f"{in_title_marks(self)}送审过，不能删除。"
            raise Refused([SENT_IS_KEPT.reason(message, remedy=remedy)], act="删除")
        return super().delete(*args, **kwargs)
