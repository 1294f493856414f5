"""Send a dossier back with reasons."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.queries import works_for
from gongkai.core.reasons import refuse_if
from gongkai.core.workdays.queries import calendar_for
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.models import Dossier, SignOff, StepRecord, StepReturn
from gongkai.duties.dossiers.queries.countersigning import open_requests
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.rules.returns import ReturnFacts, reached_in, reasons_against_returning
from gongkai.duties.dossiers.rules.track import ChainFacts, steps_now, track_of
from gongkai.duties.dossiers.verbs import READ_ALL, RETURN

RETURN_ACT = "退回公文"


def return_dossier(*, by: User, dossier: Dossier, to_step: Step, reason: str) -> StepReturn:
    """Send a dossier back to an earlier step; what was done there and later has to be done again. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("退回理由", reason, "reason")], act=RETURN_ACT)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        chain, _ = track_for(dossier)
        from_step = _furthest(chain)
        facts = ReturnFacts(
            may_return=_may_return(by, dossier),
            is_ended=chain.is_ended,
            from_step=from_step,
            to_step=to_step,
            reason=reason,
            is_numbered=Step.NUMBERING in chain.done,
            is_reached=to_step in reached_in(chain),
        )
        refuse_if(reasons_against_returning(facts), act=RETURN_ACT)
        now = timezone.now()
        row = StepReturn.objects.create(
            dossier=dossier, from_step=from_step, to_step=to_step, reason=reason.strip(), by=by, at=now
        )
        _overtake(dossier, to_step, now)
        record_event(action="dossiers.return", by=by, subject=dossier, from_step=from_step, to_step=to_step)
        return row


def _may_return(by: User, dossier: Dossier) -> bool:
    """Whoever holds the right and has to do with the dossier: all of them, or the head of its own unit."""
    if not may(by, RETURN):
        return False
    return may(by, READ_ALL) or works_for(by, dossier.unit_id, timezone.localdate())


def _furthest(chain: ChainFacts) -> Step:
    """The last step that is being worked on."""
    now = steps_now(track_of(chain))
    return now[-1].step if now else Step.RELEASE


def _overtake(dossier: Dossier, to_step: Step, now: object) -> None:
    steps = list(Step)
    later = steps[steps.index(to_step) :]
    StepRecord.objects.filter(dossier=dossier, overtaken_at__isnull=True, step__in=later).update(
        overtaken_at=now
    )
    SignOff.objects.filter(dossier=dossier, overtaken_at__isnull=True).update(overtaken_at=now)
    asked = Q(is_granted__isnull=True) | Q(is_granted=True)
    standing = dossier.exemptions.filter(asked, overtaken_at__isnull=True, step__in=later)
    standing.update(overtaken_at=now)
    if Step.COUNTERSIGN in later:
        _ask_again(dossier)


def _ask_again(dossier: Dossier) -> None:
    """Who was asked to countersign is asked anew, with as many days as the first time."""
    calendar, today = calendar_for(), timezone.localdate()
    for request in open_requests([dossier.pk]):
        if request.duration is not None:
            request.set_deadline(today, request.duration, calendar)
            request.save()
