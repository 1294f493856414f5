"""What a person does with a delivery that waits: claim it to a dossier, or refuse it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.enums_intake import DeliveryState
from gongkai.duties.dossiers.models import Delivery, Dossier
from gongkai.duties.dossiers.rules.intake import reasons_against_settling
from gongkai.duties.dossiers.usecases.intake.filing import file_delivery, look_again
from gongkai.duties.dossiers.verbs import RECORD

CLAIM, REFUSE = "认领来件", "拒收来件"


def claim_delivery(*, by: User, delivery: Delivery, dossier: Dossier) -> Delivery:
    """File a delivery that waits in the dossier that a person names, on behalf of that person. Raises ``Refused`` with
    every reason; then it waits on.
    """
    looked = look_again(delivery)  # outside of the transaction: it takes seconds
    with transaction.atomic():
        row = _held(by, delivery, None, CLAIM)
        record_event(action="dossiers.claim_delivery", by=by, subject=row, dossier=dossier.pk)
        return file_delivery(by=by, delivery=row, dossier=dossier, looked=looked)


def refuse_delivery(*, by: User, delivery: Delivery, reason: str) -> Delivery:
    """Refuse a delivery that waits, for good; its file is removed. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("拒收原因", reason, "reason")], act=REFUSE)
    with transaction.atomic():
        row = _held(by, delivery, reason, REFUSE)
        before, storage = row.file.name, row.file.storage
        row.state, row.reason, row.file = DeliveryState.REFUSED, reason.strip(), ""
        row.settled_at, row.settled_by = timezone.now(), by
        row.save()
        if before:
            transaction.on_commit(lambda: storage.delete(before))
        record_event(action="dossiers.refuse_delivery", by=by, subject=row, kind=row.kind)
        return row


def _held(by: User, delivery: Delivery, reason: str | None, act: str) -> Delivery:
    row = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    state = DeliveryState(row.state)
    refuse_if(reasons_against_settling(may_settle=may(by, RECORD), state=state, reason=reason), act=act)
    return row
