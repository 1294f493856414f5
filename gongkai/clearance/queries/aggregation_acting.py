"""Whether a person may ask for an assessment, or decide on one: what the rules need, loaded once for act and screen."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.clearance.enums_aggregation import AssessmentState
from gongkai.clearance.models.aggregation import AggregationAssessment, OpenExit
from gongkai.clearance.models.dataset import Dataset
from gongkai.clearance.queries.aggregation import (
    Evidence,
    assessments_of,
    evidence_for,
    evidence_for_exit,
    exit_facts,
    standing_facts,
)
from gongkai.clearance.queries.editors import editors_since_clearance
from gongkai.clearance.rules.aggregation import DecisionFacts, RequestFacts
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.verbs import ASSESS_AGGREGATION, EDIT_DATASET, OPEN_EXIT, SUBMIT
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import works_for


def evidence_of(subject: Any) -> Evidence:
    """What an assessment of a content (at its newest version) or of an exit rests on now."""
    if isinstance(subject, OpenExit):
        return evidence_for_exit(subject)
    return evidence_for(subject, shape_of(subject).latest())


def may_request(user: User, subject: Any) -> bool:
    """Whether it is this person's to ask: who sends the content, writes the data, or enters exits."""
    if isinstance(subject, OpenExit):
        return may(user, OPEN_EXIT)
    if isinstance(subject, Dataset) and may(user, EDIT_DATASET):
        return True
    return may(user, SUBMIT) and works_for(user, subject.unit_id, timezone.localdate())


def request_facts(by: User, subject: Any, purpose: str, evidence: Evidence) -> RequestFacts:
    """What the rule needs to judge whether a person may ask for an assessment of this now."""
    if isinstance(subject, OpenExit):
        facts = exit_facts(subject)
        waiting = subject.assessments.filter(decision="").first()
        needed = not facts.is_empty and facts.state != AssessmentState.VALID
    else:
        standing = standing_facts(subject, str(subject), evidence)
        waiting = assessments_of(subject).filter(decision="", digest=evidence.digest).first()
        is_against = standing.state == AssessmentState.AGAINST
        needed = is_against or (bool(standing.risks) and standing.state != AssessmentState.VALID)
    number = waiting.number if waiting else ""
    return RequestFacts(str(subject), may_request(by, subject), purpose, needed, number)


def decision_facts(
    by: User,
    row: AggregationAssessment,
    subject: Any,
    evidence: Evidence,
    decision: str,
    grounds: str,
    conditions: str,
    seen: str,
) -> DecisionFacts:
    """What the rule needs to judge whether a person may decide so."""
    is_exit = isinstance(subject, OpenExit)
    parts = {row.requested_by_id}
    parts |= {subject.created_by_id} if is_exit else editors_since_clearance(subject)
    is_same = is_exit or row.digest == evidence.digest
    return DecisionFacts(
        may_assess=may(by, ASSESS_AGGREGATION),
        took_part=by.pk in parts,
        is_decided=bool(row.decision),
        is_as_requested=is_same and seen in ("", evidence.fingerprint),
        decision=decision,
        grounds=grounds,
        conditions=conditions,
    )
