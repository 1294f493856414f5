"""Leave a needed step out: asked for by one person, granted by a leader, listed apart; taken back until the signature."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.enums import ExemptionGround, Step
from gongkai.duties.dossiers.models import Dossier, Exemption
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.people import has_edited
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.rules.exempting import (
    ExemptionFacts,
    RevokeFacts,
    reasons_against_asking,
    reasons_against_deciding_exemption,
    reasons_against_revoking,
)
from gongkai.duties.dossiers.rules.track import ChainFacts
from gongkai.duties.dossiers.verbs import EXEMPT, NUMBER

ASK = "申请免办步骤"
DECIDE = "审批免办"
TAKE_BACK = "撤销免办"


def ask_exemption(*, by: User, dossier: Dossier, step: Step, ground: str, reason: str) -> Exemption:
    """Ask that a needed step be left out, on a typed ground. Raises ``Refused`` with every reason."""
    refuse_free_texts(by=by, texts=[FreeText("理由", reason, "reason")], act=ASK)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        chain, _ = track_for(dossier)
        newest = dossier.versions.first()
        stale = _overtaken(dossier, step, chain)
        facts = ExemptionFacts(
            may_ask=may_work_on(by, dossier, timezone.localdate()),
            chain=chain,
            step=step,
            ground=ground,
            reason=reason,
            is_asked_already=_standing(dossier, step).exclude(pk__in=stale).exists(),
        )
        refuse_if(reasons_against_asking(facts), act=ASK)
        Exemption.objects.filter(pk__in=stale).update(overtaken_at=timezone.now())
        row = Exemption.objects.create(
            dossier=dossier, step=step, ground=ground, reason=reason.strip(), asked_by=by, version=newest
        )
        record_event(action="dossiers.ask_exemption", by=by, subject=dossier, step=step, ground=ground)
        return row


def _standing(dossier: Dossier, step: Step) -> QuerySet[Exemption]:
    """Applications for a step that wait or were granted, and that nothing has overtaken."""
    asked = Q(is_granted__isnull=True) | Q(is_granted=True)
    return dossier.exemptions.filter(asked, step=step, overtaken_at__isnull=True)


def _overtaken(dossier: Dossier, step: Step, chain: ChainFacts) -> list[int]:
    """Of these the ones that count no more: granted before a return, or of words alone in an older text."""
    rows = _standing(dossier, step)
    old_words = rows.filter(ground=ExemptionGround.WORDING, version__number__lt=chain.version)
    granted = [] if step in chain.exempted else rows.filter(is_granted=True).values_list("pk", flat=True)
    return [*old_words.values_list("pk", flat=True), *granted]


def revoke_exemption(*, by: User, exemption: Exemption, reason: str) -> Exemption:
    """Take back what was granted, before the signature; the step has to be done then. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("撤销原因", reason, "reason")], act=TAKE_BACK)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=exemption.dossier_id)
        row = Exemption.objects.select_for_update(of=("self",)).get(pk=exemption.pk)
        facts = RevokeFacts(
            may_revoke=may_revoke(by, row),
            is_standing=bool(row.is_granted) and row.overtaken_at is None,
            is_signed=signature_of(dossier) is not None,
            is_ended=not dossier.is_open,
            reason=reason,
        )
        refuse_if(reasons_against_revoking(facts), act=TAKE_BACK)
        row.overtaken_at, row.revoked_by, row.revoked_reason = timezone.now(), by, reason.strip()[:300]
        row.save(update_fields=["overtaken_at", "revoked_by", "revoked_reason"])
        record_event(action="dossiers.revoke_exemption", by=by, subject=dossier, step=row.step)
        return row


def may_revoke(user: User, exemption: Exemption) -> bool:
    """Whoever granted it, as long as they grant at all, and the office."""
    return may(user, NUMBER) or (may(user, EXEMPT) and exemption.decided_by_id == user.pk)


def decide_exemption(*, by: User, exemption: Exemption, is_granted: bool | None, note: str = "") -> Exemption:
    """Grant or decline; never by who asked. Raises ``Refused`` with every reason."""
    refuse_free_texts(by=by, texts=[FreeText("审批意见", note, "note")], act=DECIDE)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=exemption.dossier_id)
        row = Exemption.objects.select_for_update(of=("self",)).get(pk=exemption.pk)
        refuse_if(
            reasons_against_deciding_exemption(
                may_decide=may(by, EXEMPT),
                is_own=row.asked_by_id == by.pk or has_edited(by, dossier),
                is_decided=row.decided_at is not None or row.overtaken_at is not None,
                is_of_older_text=_is_of_older_text(dossier, row),
                is_ended=not dossier.is_open,
                is_granted=is_granted,
                note=note,
            ),
            act=DECIDE,
        )
        row.is_granted, row.decided_by, row.decided_at = is_granted, by, timezone.now()
        row.decided_note = note.strip()
        row.save(update_fields=["is_granted", "decided_by", "decided_at", "decided_note"])
        record_event(
            action="dossiers.decide_exemption", by=by, subject=dossier, step=row.step, is_granted=is_granted
        )
        return row


def _is_of_older_text(dossier: Dossier, row: Exemption) -> bool:
    """Whether it was asked for a change of words alone, in a text that another has replaced."""
    newest = dossier.versions.first()
    is_bound = row.ground == ExemptionGround.WORDING and row.version_id is not None
    return is_bound and newest is not None and newest.pk != row.version_id
