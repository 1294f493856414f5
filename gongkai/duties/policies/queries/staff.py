"""Documents as the department sees them: drafts by their latest version, public ones as they are public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from gongkai.clearance.enums import Disclosure, GateState
from gongkai.clearance.queries.standing import pages_with_standing
from gongkai.duties.policies.enums import INTERPRETED_KINDS, OWN_SIGNATURES, JointState, Validity
from gongkai.duties.policies.models import PolicyDocument
from gongkai.duties.policies.queries import documents_with_validity, words_match

SOON = 30
"""Days before its validity ends from which a document is listed as ending soon (``basis.ENDS_SOON``)."""
_SHOWN = ("doc_number", "kind", "signature", "disclosure")


def _latest(name: str) -> Case:
    """A field as it is public, or else as the latest version has it (a draft's row keeps its first values)."""
    newest = Coalesce(
        KeyTextTransform(name, "latest_revision__content"), F(name), Value(""), output_field=CharField()
    )
    return Case(When(live=True, then=F(name)), default=newest, output_field=CharField())


def staff_documents(day: date) -> QuerySet[PolicyDocument]:
    """Every document with ``standing``, ``joint``, ``validity_then`` and its shown identity; newest first."""
    documents = documents_with_validity(day, pages_with_standing(PolicyDocument.objects.all()))
    documents = documents.annotate(**{f"shown_{name}": _latest(name) for name in _SHOWN})
    is_needed = Q(
        shown_disclosure=Disclosure.PROACTIVE,
        shown_kind__in=list(INTERPRETED_KINDS),
        shown_signature__in=list(OWN_SIGNATURES),
    )
    is_complete = Q(joint_release__interpretation__live=True, joint_release__infographic__live=True)
    owes = Q(interpretation_debt__isnull=False, interpretation_debt__paid_at__isnull=True)
    return (
        documents.annotate(
            joint=Case(
                When(~is_needed, then=Value(JointState.UNNEEDED.value)),
                When(owes, then=Value(JointState.OWED.value)),
                When(is_complete, then=Value(JointState.COMPLETE.value)),
                When(joint_release__isnull=False, then=Value(JointState.TIED.value)),
                default=Value(JointState.LACKING.value),
                output_field=CharField(),
            )
        )
        .select_related("unit", "interpretation_debt")
        .defer("body", "points")
        .order_by("-pk")
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list was asked for; empty means everything."""

    words: str = ""
    standing: str = ""
    kind: str = ""
    disclosure: str = ""
    joint: str = ""
    validity: str = ""
    ends: str = ""


def documents_asked(asked: Asked, day: date) -> QuerySet[PolicyDocument]:
    """The documents a list was asked for. Validity is asked of public documents only."""
    documents = staff_documents(day)
    if asked.words:
        documents = documents.filter(words_match(asked.words, ("draft_title",), "shown_doc_number"))
    same = {
        "standing": asked.standing,
        "shown_kind": asked.kind,
        "shown_disclosure": asked.disclosure,
        "joint": asked.joint,
    }
    documents = documents.filter(**{name: value for name, value in same.items() if value})
    if asked.validity:
        documents = documents.filter(standing=GateState.LIVE, validity_then=asked.validity)
    if asked.ends:
        documents = documents.filter(
            standing=GateState.LIVE, expires_on__gte=day, expires_on__lte=day + timedelta(SOON)
        )
    return documents


def words_of(document: Any, name: str) -> str:
    """The Chinese word of a choice field's shown value."""
    field: Any = PolicyDocument._meta.get_field(name)
    choices = dict(field.flatchoices)
    return str(choices.get(getattr(document, f"shown_{name}"), ""))


def rows_of(documents: Iterable[Any]) -> list[dict[str, Any]]:
    """What a list shows of each document."""
    return [row_of(document) for document in documents]


def row_of(document: Any) -> dict[str, Any]:
    """What a list shows of one document; validity only of what is public."""

    is_live = document.standing == GateState.LIVE
    debt = document.interpretation_debt
    return {
        "pk": document.pk,
        "title": document.draft_title,
        "number": document.shown_doc_number,
        "unit": document.unit,
        "kind": words_of(document, "kind"),
        "disclosure": words_of(document, "disclosure"),
        "standing": document.standing,
        "standing_word": GateState(document.standing).label,
        "joint": document.joint,
        "joint_word": JointState(document.joint).label,
        "due_on": debt.due_on if debt and document.joint == JointState.OWED else None,
        "validity": document.validity_then if is_live else "",
        "validity_word": Validity(document.validity_then).label if is_live else "",
        "expires_on": document.expires_on if is_live else None,
        "has_new_draft": is_live and document.has_unpublished_changes,
    }
