"""Ask for a 汇聚评估单, decide on it, and set the numbers that it goes by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.enums_aggregation import AggregationDecision
from gongkai.clearance.models import AggregationAssessment, AggregationParameter, OpenExit
from gongkai.clearance.queries.aggregation import Evidence, assessments_of
from gongkai.clearance.queries.aggregation_acting import decision_facts, evidence_of, request_facts
from gongkai.clearance.queries.sealing import reasons_against_sealed
from gongkai.clearance.rules.aggregation import (
    reasons_against_assessing,
    reasons_against_requesting,
    reasons_against_setting,
)
from gongkai.clearance.screening.aggregate.limits import ALL_PARAMETERS
from gongkai.clearance.screening.aggregate.scope import scope_as_data
from gongkai.clearance.shapes import lock_targets
from gongkai.clearance.verbs import CONFIGURE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if

ASK = "提出汇聚评估"
ASSESS = "作汇聚评估"


def request_assessment(*, by: User, subject: Any, purpose: str) -> AggregationAssessment:
    """Ask for an assessment of a content at its newest version, or of an exit. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("公开的必要性", purpose, "purpose")], act=ASK)
    with transaction.atomic():
        subject = _locked(subject)
        if not isinstance(subject, OpenExit):
            refuse_if(reasons_against_sealed([subject]), act=ASK)
        evidence = evidence_of(subject)
        if not isinstance(subject, OpenExit):  # asked for content that is there no more, and never decided
            assessments_of(subject).filter(decision="").exclude(digest=evidence.digest).delete()
        refuse_if(reasons_against_requesting(request_facts(by, subject, purpose, evidence)), act=ASK)
        row = AggregationAssessment.objects.create(
            number=uuid4().hex[:30],
            **_subject_fields(subject),
            **_evidence_fields(evidence),
            requested_by=by,
            requested_at=timezone.now(),
            purpose=purpose.strip(),
        )
        row.number = f"HJ-{timezone.localdate():%Y}-{row.pk:05d}"
        row.save(update_fields=["number"])
        record_event(action="clearance.request_assessment", by=by, subject=row, fingerprint=row.fingerprint)
        return row


def _locked(subject: Any) -> Any:
    if isinstance(subject, OpenExit):
        return OpenExit.objects.select_for_update().get(pk=subject.pk)
    return lock_targets([subject])[0]


def _subject_fields(subject: Any) -> dict[str, Any]:
    if isinstance(subject, OpenExit):
        return {"exit": subject}
    return {"content_type": queries.base_type_of(subject), "object_id": str(subject.pk)}


def _evidence_fields(evidence: Evidence) -> dict[str, Any]:
    return {
        "digest": evidence.digest,
        "fingerprint": evidence.fingerprint,
        "scope": scope_as_data(evidence.scope),
        "risks": [risk.as_data() for risk in evidence.risks],
    }


def decide_assessment(
    *,
    by: User,
    assessment: AggregationAssessment,
    decision: str,
    grounds: str,
    conditions: str = "",
    seen: str = "",
) -> AggregationAssessment:
    """Decide on an assessment as a secrecy reviewer who had no part in it. Raises ``Refused`` with every reason.

    ``seen`` is the fingerprint of the evidence that the person was shown: what has come in since has to be looked at.
    What is recorded is the evidence of this moment.
    """
    typed = [FreeText("理由", grounds, "grounds"), FreeText("要求", conditions, "conditions")]
    refuse_free_texts(by=by, texts=typed, act=ASSESS)
    with transaction.atomic():
        row = AggregationAssessment.objects.select_for_update().get(pk=assessment.pk)
        subject = _locked(row.exit or row.target)
        if not isinstance(subject, OpenExit):
            refuse_if(reasons_against_sealed([subject]), act=ASSESS)
        evidence = evidence_of(subject)
        facts = decision_facts(by, row, subject, evidence, decision, grounds, conditions, seen)
        refuse_if(reasons_against_assessing(facts), act=ASSESS)
        for name, value in _evidence_fields(evidence).items():
            setattr(row, name, value)
        row.decision, row.grounds = AggregationDecision(decision), grounds.strip()
        row.conditions = conditions.strip()
        row.decided_by, row.decided_at = by, timezone.now()
        row.save()
        record_event(
            action="clearance.assess_aggregation",
            by=by,
            subject=row,
            decision=str(row.decision),
            fingerprint=row.fingerprint,
        )
        return row


@transaction.atomic
def set_parameters(*, by: User, values: Mapping[str, int], grounds: str) -> dict[str, list[int]]:
    """Set the numbers that differ from those in force; answers them with old and new value. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("依据", grounds, "grounds")], act="设定汇聚评估参数")
    known = dict(AggregationParameter.objects.select_for_update().values_list("code", "value"))
    now = {code: known.get(code, one.default) for code, one in ALL_PARAMETERS.items()}
    changed = {code: value for code, value in values.items() if value != now.get(code)}
    refuse_if(
        reasons_against_setting(
            may_configure=may(by, CONFIGURE), values=list(changed.items()), grounds=grounds
        ),
        act="设定汇聚评估参数",
    )
    for code, value in changed.items():
        row, _ = AggregationParameter.objects.update_or_create(
            code=code,
            defaults={"value": value, "grounds": grounds.strip(), "set_by": by, "set_at": timezone.now()},
        )
        record_event(
            action="clearance.set_aggregation",
            by=by,
            subject=row,
            changes={code: [now[code], value]},
        )
    return {code: [now[code], value] for code, value in changed.items()}
