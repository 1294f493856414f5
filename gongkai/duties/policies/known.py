"""Which numbers of the department's documents are public, and which are known not to be, for the screening engine."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from django.db.models import CharField, Count, Max, Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from gongkai.clearance.enums import Disclosure
from gongkai.core.published import Numbers, register_document_numbers
from gongkai.duties.policies.models import PolicyDocument
from gongkai.duties.policies.numbers import number_in


def _stamp() -> Hashable:
    """Every draft saved and everything put live or taken down shows in one of these."""
    found = PolicyDocument.objects.aggregate(
        written=Max("latest_revision__created_at"),
        newest=Max("latest_revision_id"),
        cleared=Max("live_revision_id"),
        live=Count("pk", filter=Q(live=True)),
        all=Count("pk"),
    )
    return tuple(found.values())


def _numbers(on: date) -> Numbers:
    """Public is what is public now; what a draft or a document that is no longer public says of itself is not."""
    documents = PolicyDocument.objects.order_by()
    public = documents.filter(live=True).exclude(doc_number="").values_list("doc_number", flat=True)
    said = Coalesce(
        KeyTextTransform("disclosure", "latest_revision__content"), Value(""), output_field=CharField()
    )
    drafts = documents.filter(live=False).annotate(
        number_said=number_in("latest_revision__content"), disclosure_said=said
    )
    closed = drafts.filter(disclosure_said__in=[Disclosure.ON_REQUEST, Disclosure.WITHHELD]).exclude(
        number_said=""
    )
    return Numbers(frozenset(public), frozenset(closed.values_list("number_said", flat=True)))


register_document_numbers("policies", stamp=_stamp, find=_numbers)
