"""Propose whether a document is an 行政规范性文件, and confirm or override the proposal."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.enums_review import Answer, DeterminationResult
from gongkai.duties.dossiers.models import Determination, Dossier
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.rules.determination import (
    TESTS,
    DecisionFacts,
    ProposalFacts,
    reasons_against_deciding,
    reasons_against_proposing,
    result_of,
)
from gongkai.duties.dossiers.verbs import REVIEW_LEGALITY

PROPOSE = "提出认定意见"
DECIDE = "确认认定结果"


def propose_determination(
    *, by: User, dossier: Dossier, answers: Mapping[str, str], reasons: Mapping[str, str]
) -> Determination:
    """Put down the answers to the fourteen tests, by code; the result is computed from them. Raises ``Refused``."""
    texts = [
        FreeText(f"“{test.question}”的理由", reasons.get(code, ""), f"{code}_reason")
        for code, test in TESTS.items()
    ]
    refuse_free_texts(by=by, texts=texts, act=PROPOSE)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        may_draft = may_work_on(by, dossier, timezone.localdate())
        refuse_if(
            reasons_against_proposing(ProposalFacts(may_draft, not dossier.is_open, answers, reasons)),
            act=PROPOSE,
        )
        given = {code: {"answer": answers[code], "reason": reasons[code].strip()[:300]} for code in TESTS}
        result = result_of({code: Answer(answers[code]) for code in TESTS})
        row = Determination.objects.create(dossier=dossier, answers=given, result=result, by=by)
        record_event(
            action="dossiers.propose_determination",
            by=by,
            subject=dossier,
            determination=row.pk,
            result=result,
        )
        return row


def decide_determination(
    *, by: User, dossier: Dossier, result: DeterminationResult, reason: str
) -> Determination:
    """Confirm the newest proposal or override it; 是 or 否, a reason where it differs from the answers. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("理由", reason, "reason")], act=DECIDE)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        newest = dossier.determinations.last()
        refuse_if(reasons_against_deciding(_facts(by, dossier, newest, result, reason)), act=DECIDE)
        assert newest is not None  # the rule refuses without a proposal
        row = Determination.objects.create(
            dossier=dossier,
            answers=newest.answers,
            result=result,
            proposal=newest,
            is_override=result != newest.result,
            reason=reason.strip(),
            by=by,
        )
        record_event(
            action="dossiers.decide_determination",
            by=by,
            subject=dossier,
            determination=row.pk,
            result=result,
            is_override=row.is_override,
        )
        return row


def _facts(
    by: User, dossier: Dossier, newest: Determination | None, result: DeterminationResult, reason: str
) -> DecisionFacts:
    return DecisionFacts(
        may_decide=may(by, REVIEW_LEGALITY),
        is_ended=not dossier.is_open,
        has_proposal=newest is not None,
        is_decided=newest is not None and newest.is_decision,
        is_own=newest is not None and by.pk in (newest.by_id, dossier.drafter_id),
        computed=DeterminationResult(newest.result) if newest is not None else DeterminationResult.UNSURE,
        result=DeterminationResult(result),
        reason=reason,
    )
