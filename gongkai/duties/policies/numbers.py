"""Who bears a document number: documents public or once public, versions under way, drafts.

A draft's row keeps the values it began with, so that what a version says is read from the version.
"""

from __future__ import annotations

from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from wagtail.models import PageManager

from gongkai.clearance.enums import SlipState
from gongkai.clearance.models import BasePage, SlipItem
from gongkai.clearance.models.page import GatedPageQuerySet


def number_in(content: str) -> Coalesce:
    """The number that a version says, as text, by the path to its content; "" for what has none.

    Wrapped, because a bare key of JSON is compared with JSON, which no number is.
    """
    return Coalesce(KeyTextTransform("doc_number", content), Value(""), output_field=CharField())


class NumberedQuerySet(GatedPageQuerySet):
    """Documents, asked for by number."""

    def with_public_number(self, number: str) -> Self:
        """Those that are public under it, and those withdrawn: a number once given stays given."""
        return self.filter(Q(live=True) | Q(first_published_at__isnull=False), doc_number=number)

    def with_number_under_way(self, number: str) -> Self:
        """Those of which a version that bears it is under review, or waits to go live."""
        waits = Q(is_open=True) | Q(slip__state=SlipState.GRANTED, slip__released_at=None)
        items = SlipItem.objects.filter(waits, content_type=ContentType.objects.get_for_model(BasePage))
        bearing = items.annotate(said=number_in("revision__content")).filter(said=number)
        return self.filter(pk__in=[int(pk) for pk in bearing.values_list("object_id", flat=True)])

    def with_number_in_draft(self, number: str) -> Self:
        """Those of which the newest version, not public, bears it."""
        drafts = self.filter(Q(live=False) | Q(has_unpublished_changes=True))
        return drafts.annotate(said=number_in("latest_revision__content")).filter(said=number)


NumberedManager = PageManager.from_queryset(NumberedQuerySet)
