"""Leave a needed step out: asked for by one person, granted by a leader, listed apart."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.models import Dossier, Exemption
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.rules.exempting import (
    ExemptionFacts,
    reasons_against_asking,
    reasons_against_deciding_exemption,
)
from gongkai.duties.dossiers.verbs import EXEMPT

ASK = "申请免办步骤"
DECIDE = "审批免办"


def ask_exemption(*, by: User, dossier: Dossier, step: Step, ground: str, reason: str) -> Exemption:
    """Ask that a needed step be left out, on a typed ground. Raises ``Refused`` with every reason."""
    refuse_free_texts(by=by, texts=[FreeText("理由", reason, "reason")], act=ASK)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        chain, _ = track_for(dossier)
        standing = Q(is_granted__isnull=True) | Q(is_granted=True)
        facts = ExemptionFacts(
            may_ask=may_work_on(by, dossier, timezone.localdate()),
            chain=chain,
            step=step,
            ground=ground,
            reason=reason,
            is_asked_already=dossier.exemptions.filter(standing, step=step).exists(),
        )
        refuse_if(reasons_against_asking(facts), act=ASK)
        row = Exemption.objects.create(
            dossier=dossier, step=step, ground=ground, reason=reason.strip(), asked_by=by
        )
        record_event(action="dossiers.ask_exemption", by=by, subject=dossier, step=step, ground=ground)
        return row


def decide_exemption(*, by: User, exemption: Exemption, is_granted: bool | None, note: str = "") -> Exemption:
    """Grant or decline; never by who asked. Raises ``Refused`` with every reason."""
    refuse_free_texts(by=by, texts=[FreeText("审批意见", note, "note")], act=DECIDE)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=exemption.dossier_id)
        row = Exemption.objects.select_for_update(of=("self",)).get(pk=exemption.pk)
        refuse_if(
            reasons_against_deciding_exemption(
                may_decide=may(by, EXEMPT),
                is_own=row.asked_by_id == by.pk,
                is_decided=row.decided_at is not None,
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
