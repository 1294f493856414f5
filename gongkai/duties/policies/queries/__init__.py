"""Documents with their validity on a day, in SQL; agrees with the pure rule (tested)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from gongkai.duties.policies.enums import Validity
from gongkai.duties.policies.models import PolicyDocument
from gongkai.duties.policies.number_spelling import number_parts


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


def number_holds(field: str, text: str) -> Q:
    """Rows whose number is, or holds, what was typed in whatever spelling; none for what is no part of a number."""
    matches = Q(pk__in=[])
    for part in number_parts(text):
        matches |= Q(**{f"{field}__icontains": part})
    return matches


def words_match(words: str, fields: Sequence[str], number: str) -> Q:
    """Rows that hold every word in a field or in their number, or whose number the words are together."""
    every = Q()
    for word in words.split():
        matches = number_holds(number, word)
        for field in fields:
            matches |= Q(**{f"{field}__icontains": word})
        every &= matches
    return every | number_holds(number, words)


def documents_found(
    documents: QuerySet[PolicyDocument], *, words: str, validity: str, year: int | None, day: date
) -> QuerySet[PolicyDocument]:
    """Documents whose title, number or one sentence has the words, in a state and of a year; newest first."""
    found = documents_with_validity(day, documents)
    if words.strip():
        found = found.filter(words_match(words, ("title", "one_sentence"), "doc_number"))
    if validity:
        found = found.filter(validity_then=validity)
    if year is not None:
        found = found.filter(written_on__year=year)
    return found.order_by(F("written_on").desc(nulls_last=True), "-pk")
