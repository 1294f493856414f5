"""Documents with their validity on a day, in SQL; agrees with the pure rule (tested)."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from gongkai.duties.policies.enums import Validity
from gongkai.duties.policies.models import PolicyDocument
from gongkai.duties.policies.rules import normal_number


def documents_with_validity(day: date, documents: QuerySet[PolicyDocument]) -> QuerySet[PolicyDocument]:
    """The same documents, each with ``validity_then`` (a value of :class:`Validity`) as of a day."""
    begins = Coalesce("effective_on", "printed_on", "written_on")
    return documents.annotate(begins=begins).annotate(
        validity_then=Case(
            When(begins__isnull=True, then=Value(Validity.UNDATED.value)),
            When(begins__gt=day, then=Value(Validity.PENDING.value)),
            When(Q(expires_on__isnull=False) & Q(expires_on__lt=day), then=Value(Validity.EXPIRED.value)),
            default=Value(Validity.VALID.value),
            output_field=CharField(),
        )
    )


def documents_found(
    documents: QuerySet[PolicyDocument], *, words: str, validity: str, year: int | None, day: date
) -> QuerySet[PolicyDocument]:
    """Documents whose title, number or one sentence has the words, in a state and of a year; newest first."""
    found = documents_with_validity(day, documents)
    for word in words.split():
        matches = Q(title__icontains=word) | Q(one_sentence__icontains=word)
        number = normal_number(word)
        if number:  # "第" alone is no part of any number, and an empty text would match every one
            matches |= Q(doc_number__icontains=number)
        found = found.filter(matches)
    if validity:
        found = found.filter(validity_then=validity)
    if year is not None:
        found = found.filter(written_on__year=year)
    return found.order_by(F("written_on").desc(nulls_last=True), "-pk")
