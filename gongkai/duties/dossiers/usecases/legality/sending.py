"""Send a text to the review of legality, and report that what lacked is there."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import Reason, refuse_if
from gongkai.core.workdays.queries import calendar_for
from gongkai.core.workdays.rules import Calendar, deadline, workdays_between
from gongkai.core.workdays.rules.calendars import YearMissingError
from gongkai.core.workdays.rules.deadlines import Settled
from gongkai.core.workdays.rules.durations import workdays
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.enums_review import ReviewState, Urgency
from gongkai.duties.dossiers.models import Dossier, LegalityPause, LegalityReview
from gongkai.duties.dossiers.queries.determining import determined
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.legality import (
    OPEN,
    failed_on,
    materials_for,
    open_review,
    state_of,
)
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.rules.applies import PROVINCE_SIGNATURES
from gongkai.duties.dossiers.rules.determination import reasons_against_kind
from gongkai.duties.dossiers.rules.legality import (
    SendFacts,
    lacking,
    reasons_against_sending,
    reasons_against_supplementing,
)
from gongkai.duties.dossiers.rules.terms import DECISION_FLOOR
from gongkai.duties.dossiers.rules.track import reasons_against_step
from gongkai.duties.policies.enums import DocumentKind

SEND = "送合法性审核"
SUPPLEMENT = "补正送审材料"


def locked(dossier: Dossier) -> Dossier:
    """The dossier, locked against a new version, a second sending or a second opinion meanwhile."""
    return Dossier.objects.select_for_update(of=("self",)).select_related("unit").get(pk=dossier.pk)


def reasons_against_review(by: User, dossier: Dossier, urgency: str, urgency_reason: str) -> list[Reason]:
    """Everything that speaks against sending a dossier to review now: its place on the track, its file, its kind."""
    facts, _ = track_for(dossier)
    newest, review = dossier.versions.first(), open_review(dossier)
    found = SendFacts(
        may_send=may_work_on(by, dossier, timezone.localdate()),
        is_province=dossier.signature in PROVINCE_SIGNATURES,
        is_open_on_newest=review is not None
        and newest is not None
        and review.version_id == newest.pk
        and state_of(review) in OPEN,
        failed_on_newest=failed_on(dossier, newest),
        lacking=lacking(materials_for(dossier, facts)),
        urgency=urgency,
        urgency_reason=urgency_reason,
    )
    word = determined(dossier)
    against_kind = reasons_against_kind(DocumentKind(dossier.kind), word.result) if word else []
    return [*reasons_against_step(Step.LEGALITY, facts), *reasons_against_sending(found), *against_kind]


def send_to_review(
    *, by: User, dossier: Dossier, note: str, urgency: Urgency | None, urgency_reason: str
) -> LegalityReview:
    """Send the newest version; a review that is under way on an older one is overtaken. Raises ``Refused``."""
    texts = [FreeText("送审说明", note, "note"), FreeText("紧急理由", urgency_reason, "urgency_reason")]
    refuse_free_texts(by=by, texts=texts, act=SEND)
    with transaction.atomic():
        dossier = locked(dossier)
        refuse_if(reasons_against_review(by, dossier, urgency or "", urgency_reason), act=SEND)
        before = open_review(dossier)
        if before is not None:
            before.state = ReviewState.OVERTAKEN
            before.save(update_fields=["state"])
            before.pauses.filter(ended_at__isnull=True).update(ended_at=timezone.now(), ended_by=by)
        row = LegalityReview.objects.create(
            dossier=dossier,
            version=dossier.versions.first(),
            sent_by=by,
            note=note.strip()[:500],
            urgency=urgency or "",
            urgency_reason=urgency_reason.strip()[:300],
        )
        record_event(
            action="dossiers.send_to_review",
            by=by,
            subject=dossier,
            review=row.pk,
            version=row.version.number,
            urgency=row.urgency,
        )
        return row


def run_clock(review: LegalityReview, days: int, calendar: Calendar) -> None:
    """Count the last day and the earliest day for an opinion again; working days handed back for completion do not count."""
    if review.accepted_at is None:
        return
    start = timezone.localdate(review.accepted_at)
    paused = sum(_paused(pause, calendar) for pause in review.pauses.filter(asked_at__gte=review.accepted_at))
    review.set_deadline(start, workdays(days + paused), calendar)
    review.earliest_on = None
    if review.dossier.kind == DocumentKind.DECISION and not review.is_urgent:
        found = deadline(start, workdays(DECISION_FLOOR + paused), calendar)
        review.earliest_on = found.due_on if isinstance(found, Settled) else found.not_before


def _paused(pause: LegalityPause, calendar: Calendar) -> int:
    """Working days that a pause took; nought where they lie in a year without a table: the clock is then the shorter one."""
    if pause.ended_at is None:
        return 0
    try:
        return workdays_between(
            timezone.localdate(pause.asked_at), timezone.localdate(pause.ended_at), calendar
        )
    except YearMissingError:
        return 0


def supplement_file(*, by: User, review: LegalityReview, supplement: str) -> LegalityReview:
    """Say that what lacked is there: the review goes on, its clock longer by the working days it stood still.

    Raises ``Refused``.
    """
    refuse_free_texts(by=by, texts=[FreeText("补正说明", supplement, "supplement")], act=SUPPLEMENT)
    with transaction.atomic():
        dossier = locked(review.dossier)
        review = LegalityReview.objects.select_related("dossier", "version").get(pk=review.pk)
        refuse_if(
            reasons_against_supplementing(
                may_send=may_work_on(by, dossier, timezone.localdate()),
                is_ended=not dossier.is_open,
                state=state_of(review),
                supplement=supplement,
            ),
            act=SUPPLEMENT,
        )
        pause = review.pauses.get(ended_at__isnull=True)
        pause.ended_by, pause.ended_at, pause.supplement = by, timezone.now(), supplement.strip()
        pause.save(update_fields=["ended_by", "ended_at", "supplement"])
        was_accepted = review.accepted_at is not None
        review.state = ReviewState.ACCEPTED if was_accepted else ReviewState.SENT
        if was_accepted and review.duration is not None:
            before = sum(
                _paused(one, calendar_for())
                for one in review.pauses.filter(asked_at__gte=review.accepted_at).exclude(pk=pause.pk)
            )
            run_clock(review, review.duration.n - before, calendar_for())
        review.save()
        record_event(
            action="dossiers.supplement_file", by=by, subject=dossier, review=review.pk, pause=pause.pk
        )
        return review
