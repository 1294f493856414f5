"""Accept a review, hand its file back, conclude it, carry the opinion over to a version without change of substance."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import Reason, refuse_if
from gongkai.core.workdays.queries import calendar_for
from gongkai.duties.dossiers.enums import PaperKind, Step, Trait
from gongkai.duties.dossiers.enums_review import Conclusion, Point, ReviewState
from gongkai.duties.dossiers.models import (
    Dossier,
    DraftVersion,
    LegalityConfirmation,
    LegalityPause,
    LegalityPoint,
    LegalityReview,
    Paper,
)
from gongkai.duties.dossiers.queries.comments import open_comments_of_legality
from gongkai.duties.dossiers.queries.determining import determined
from gongkai.duties.dossiers.queries.editing import is_paper_of
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.legality import covered_by, is_writer, last_conclusion, state_of
from gongkai.duties.dossiers.queries.terms import terms_in_force
from gongkai.duties.dossiers.rules.determination import reasons_against_kind
from gongkai.duties.dossiers.rules.legality import (
    ConfirmFacts,
    OpinionFacts,
    TurnFacts,
    reasons_against_accepting,
    reasons_against_concluding,
    reasons_against_confirming,
    reasons_against_handing_back,
)
from gongkai.duties.dossiers.rules.terms import LEGALITY_DAYS
from gongkai.duties.dossiers.rules.track import reasons_against_step
from gongkai.duties.dossiers.usecases.legality.sending import locked, run_clock
from gongkai.duties.dossiers.verbs import REVIEW_LEGALITY
from gongkai.duties.policies.enums import DocumentKind

ACCEPT = "受理合法性审核"
HAND_BACK = "退回补正"
CONCLUDE = "出具合法性审核意见"
CONFIRM = "确认不涉及实质修改"


def _fresh(review: LegalityReview) -> LegalityReview:
    locked(review.dossier)
    return LegalityReview.objects.select_related("dossier", "version").get(pk=review.pk)


def _turn(by: User, dossier: Dossier, review: LegalityReview) -> TurnFacts:
    return TurnFacts(
        may_review=may(by, REVIEW_LEGALITY),
        is_writer=is_writer(by, dossier, review),
        is_ended=not dossier.is_open,
        state=state_of(review),
    )


@transaction.atomic
def accept_review(*, by: User, review: LegalityReview, grants_urgency: bool) -> LegalityReview:
    """Take a sent file in: the clock starts today. ``grants_urgency`` accepts the urgent ground that was given.

    Raises ``Refused``.
    """
    review = _fresh(review)
    refuse_if(reasons_against_accepting(_turn(by, review.dossier, review)), act=ACCEPT)
    review.state, review.accepted_by, review.accepted_at = ReviewState.ACCEPTED, by, timezone.now()
    review.is_urgent = grants_urgency and bool(review.urgency)
    run_clock(review, terms_in_force()[LEGALITY_DAYS], calendar_for())
    review.save()
    record_event(
        action="dossiers.accept_review",
        by=by,
        subject=review.dossier,
        review=review.pk,
        is_urgent=review.is_urgent,
    )
    return review


def hand_back_file(*, by: User, review: LegalityReview, lacks: str) -> LegalityPause:
    """Hand a file back for what lacks; no clock runs until it is there. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("缺什么", lacks, "lacks")], act=HAND_BACK)
    with transaction.atomic():
        review = _fresh(review)
        refuse_if(reasons_against_handing_back(_turn(by, review.dossier, review), lacks=lacks), act=HAND_BACK)
        pause = LegalityPause.objects.create(review=review, lacks=lacks.strip(), asked_by=by)
        review.state = ReviewState.LACKING
        review.save(update_fields=["state"])
        record_event(
            action="dossiers.hand_back_file", by=by, subject=review.dossier, review=review.pk, pause=pause.pk
        )
        return pause


def conclude_review(
    *,
    by: User,
    review: LegalityReview,
    conclusion: str,
    verdicts: Mapping[Point, str],
    words: Mapping[Point, str],
    statement: str,
    competition: str,
    counsel: Paper | None,
) -> LegalityReview:
    """Give the opinion by the four points. 合法 lets the document go on; the others give it back with reasons.

    Raises ``Refused``.
    """
    texts = _texts(words, statement, competition)
    refuse_free_texts(by=by, texts=texts, act=CONCLUDE)
    with transaction.atomic():
        review = _fresh(review)
        facts = _opinion(review, conclusion, verdicts, words, statement, competition, counsel)
        reasons = reasons_against_concluding(_turn(by, review.dossier, review), facts)
        if facts.conclusion == Conclusion.LAWFUL:
            reasons += _against_lawful_now(review.dossier)
        refuse_if(reasons, act=CONCLUDE)
        review.state, review.conclusion = ReviewState.CONCLUDED, conclusion
        review.statement, review.competition = statement.strip(), competition.strip()[:500]
        review.counsel, review.concluded_by, review.concluded_at = counsel, by, timezone.now()
        review.save()
        _keep_points(review, verdicts, words)
        record_event(
            action="dossiers.conclude_review",
            by=by,
            subject=review.dossier,
            review=review.pk,
            conclusion=conclusion,
            version=review.version.number,
        )
        return review


def _keep_points(review: LegalityReview, verdicts: Mapping[Point, str], words: Mapping[Point, str]) -> None:
    LegalityPoint.objects.bulk_create(
        LegalityPoint(review=review, point=point, verdict=verdicts[point], words=words[point].strip())
        for point in Point
    )


def _texts(words: Mapping[Point, str], statement: str, competition: str) -> list[FreeText]:
    return [
        FreeText("审核意见", statement, "statement"),
        FreeText("公平竞争审查情况", competition, "competition"),
        *(FreeText(f"“{point.label}”的说明", words.get(point, ""), f"{point}_words") for point in Point),
    ]


def _against_lawful_now(dossier: Dossier) -> list[Reason]:
    """What the track and the kind say on the day of the opinion: either may have changed since the text was sent."""
    facts, _ = track_for(dossier)
    word = determined(dossier)
    kind = reasons_against_kind(DocumentKind(dossier.kind), word.result) if word is not None else []
    return [*reasons_against_step(Step.LEGALITY, facts), *kind]


def _opinion(
    review: LegalityReview,
    conclusion: str,
    verdicts: Mapping[Point, str],
    words: Mapping[Point, str],
    statement: str,
    competition: str,
    counsel: Paper | None,
) -> OpinionFacts:
    dossier, word = review.dossier, determined(review.dossier)
    newest = dossier.versions.first()
    return OpinionFacts(
        conclusion=Conclusion(conclusion) if conclusion in Conclusion.values else None,
        verdicts=verdicts,
        words=words,
        statement=statement,
        version=review.version.number,
        newest=newest.number if newest is not None else 0,
        today=timezone.localdate(),
        earliest_on=review.earliest_on,
        is_decision=dossier.kind == DocumentKind.DECISION,
        has_counsel=is_paper_of(counsel, dossier, PaperKind.LEGALITY),
        open_comments=open_comments_of_legality(dossier),
        is_determined=word is not None and word.is_decided,
        needs_competition=dossier.traits.filter(trait=Trait.MARKET, applies=True).exists(),
        competition=competition,
    )


def confirm_unchanged(
    *, by: User, dossier: Dossier, version: DraftVersion, reason: str
) -> LegalityConfirmation:
    """Carry the opinion 合法 over to the newest version, which the reviewer has compared. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("说明", reason, "reason")], act=CONFIRM)
    with transaction.atomic():
        dossier = locked(dossier)
        review, newest = last_conclusion(dossier), dossier.versions.first()
        facts = ConfirmFacts(
            is_lawful=review is not None
            and review.conclusion == Conclusion.LAWFUL
            and state_of(review) == ReviewState.CONCLUDED,
            covered=covered_by(review) if review is not None else 0,
            newest=newest.number if newest is not None else 0,
            seen=version.number if version.dossier_id == dossier.pk else 0,
            reason=reason,
        )
        turn = TurnFacts(
            may_review=may(by, REVIEW_LEGALITY),
            is_writer=is_writer(by, dossier, review),
            is_ended=not dossier.is_open,
            state=ReviewState.CONCLUDED,
        )
        refuse_if(reasons_against_confirming(turn, facts), act=CONFIRM)
        row = LegalityConfirmation.objects.create(
            review=review, version=version, reason=reason.strip(), by=by
        )
        record_event(
            action="dossiers.confirm_unchanged",
            by=by,
            subject=dossier,
            review=row.review_id,
            version=version.number,
        )
        return row
