"""Record a review of legality from its paper: the province's organ's, or the department's own given in OA."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import Reason, refuse_if
from gongkai.core.workdays.queries import calendar_for
from gongkai.core.workdays.rules import deadline
from gongkai.core.workdays.rules.deadlines import Settled
from gongkai.core.workdays.rules.durations import workdays
from gongkai.duties.dossiers.enums import Mode, PaperKind, Step
from gongkai.duties.dossiers.enums_review import Conclusion, ReviewState, Urgency
from gongkai.duties.dossiers.models import Dossier, LegalityReview, Paper
from gongkai.duties.dossiers.queries.comments import open_comments_of_legality
from gongkai.duties.dossiers.queries.determining import determined
from gongkai.duties.dossiers.queries.editing import is_paper_of
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.legality import failed_here, materials_for, open_review
from gongkai.duties.dossiers.queries.people import has_edited
from gongkai.duties.dossiers.queries.terms import terms_in_force
from gongkai.duties.dossiers.rules.applies import PROVINCE_SIGNATURES
from gongkai.duties.dossiers.rules.determination import reasons_against_kind
from gongkai.duties.dossiers.rules.legality import lacking
from gongkai.duties.dossiers.rules.legality_on_paper import OnPaperFacts, Standard, reasons_against_recording
from gongkai.duties.dossiers.rules.terms import DECISION_FLOOR, LEGALITY_DAYS
from gongkai.duties.dossiers.rules.track import ChainFacts, reasons_against_step
from gongkai.duties.dossiers.usecases.legality.sending import locked
from gongkai.duties.dossiers.verbs import RECORD
from gongkai.duties.policies.enums import DocumentKind

ACT = "登记审核意见"


@dataclass(frozen=True, slots=True)
class PaperOpinion:
    """What the paper says. ``paper`` and ``counsel`` lie in the dossier; what is asked of own opinions alone has defaults."""

    organ: str
    conclusion: str
    dated_on: date | None
    statement: str
    paper: Paper | None
    sent_on: date | None = None
    counsel: Paper | None = None
    urgency: Urgency | None = None
    urgency_reason: str = ""

    @property
    def is_urgent(self) -> bool:
        """Whether haste is grounded in words."""
        return self.urgency is not None and bool(self.urgency_reason.strip())


def record_review_on_paper(*, by: User, dossier: Dossier, given: PaperOpinion) -> LegalityReview:
    """Record a conclusion on the newest version, with its own day, from its paper in the dossier. Raises ``Refused``.

    Legal basis: 国办发〔2019〕43号 (合法性审核 before 集体审议); a document in the province's name is reviewed by 省司法厅.
    """
    texts = [
        FreeText("审核机关", given.organ, "organ"),
        FreeText("审核意见", given.statement, "statement"),
        FreeText("紧急理由", given.urgency_reason, "urgency_reason"),
    ]
    refuse_free_texts(by=by, texts=texts, act=ACT)
    with transaction.atomic():
        dossier = locked(dossier)
        refuse_if(_against(by, dossier, given), act=ACT)
        row = _keep(by, dossier, given)
        record_event(
            action="dossiers.record_outside_review",
            by=by,
            subject=dossier,
            review=row.pk,
            conclusion=row.conclusion,
            version=row.version.number,
            paper=row.paper_id,
        )
        return row


def _keep(by: User, dossier: Dossier, given: PaperOpinion) -> LegalityReview:
    row = LegalityReview(
        dossier=dossier,
        version=dossier.versions.first(),
        state=ReviewState.CONCLUDED,
        sent_by=by,
        organ=given.organ.strip()[:100],
        conclusion=given.conclusion,
        statement=given.statement.strip(),
        dated_on=given.dated_on,
        paper=given.paper,
        counsel=given.counsel,
        urgency=(given.urgency or "") if given.is_urgent else "",
        urgency_reason=given.urgency_reason.strip()[:300] if given.is_urgent else "",
        is_urgent=given.is_urgent,
        concluded_by=by,
        concluded_at=timezone.now(),
    )
    if given.sent_on is not None:
        row.set_deadline(given.sent_on, workdays(terms_in_force()[LEGALITY_DAYS]), calendar_for())
    row.save()
    if given.paper is not None:
        given.paper.take_day(given.dated_on)
    return row


def _against(by: User, dossier: Dossier, given: PaperOpinion) -> list[Reason]:
    """What the track says of the step, what the kind says, and what speaks against the record itself."""
    chain, _ = track_for(dossier)
    is_own = dossier.signature not in PROVINCE_SIGNATURES
    facts = OnPaperFacts(
        chain=chain,
        may_record=may(by, RECORD),
        is_writer=has_edited(by, dossier),
        is_done_here=is_own and dossier.mode == Mode.FULL,
        is_open=open_review(dossier) is not None,
        failed_here=failed_here(dossier, dossier.versions.first()),
        organ=given.organ,
        conclusion=Conclusion(given.conclusion) if given.conclusion in Conclusion.values else None,
        dated_on=given.dated_on,
        today=timezone.localdate(),
        has_paper=is_paper_of(given.paper, dossier, PaperKind.LEGALITY),
        own=_standard(dossier, chain, given) if is_own else None,
    )
    word = determined(dossier)
    against_kind = reasons_against_kind(DocumentKind(dossier.kind), word.result) if word and is_own else []
    return [*reasons_against_step(Step.LEGALITY, chain), *reasons_against_recording(facts), *against_kind]


def _standard(dossier: Dossier, chain: ChainFacts, given: PaperOpinion) -> Standard:
    word, is_decision = determined(dossier), dossier.kind == DocumentKind.DECISION
    has_counsel = is_paper_of(given.counsel, dossier, PaperKind.LEGALITY) and given.counsel != given.paper
    earliest_on = None
    if is_decision and given.sent_on is not None and not given.is_urgent:
        found = deadline(given.sent_on, workdays(DECISION_FLOOR), calendar_for())
        earliest_on = found.due_on if isinstance(found, Settled) else found.not_before
    return Standard(
        lacking=lacking(materials_for(dossier, chain)),
        open_comments=open_comments_of_legality(dossier),
        is_determined=word is not None and word.is_decided,
        is_decision=is_decision,
        has_counsel=has_counsel,
        sent_on=given.sent_on,
        earliest_on=earliest_on,
    )
