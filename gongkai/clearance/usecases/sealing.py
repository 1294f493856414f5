"""解除封存: another person than who purged ends the seal of a staff copy."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.models import Unsealing
from gongkai.clearance.queries.unsealing import purges_of, unseal_facts
from gongkai.clearance.rules.sealing import reasons_against_unsealing
from gongkai.clearance.shapes import lock_targets
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if

ACT = "解除封存"


def lift_seal(*, by: User, target: Any, reason: str) -> Unsealing:
    """End the seal of one object's staff copy. What was purged stays purged: its bytes are not public again.

    What lies below it or explains it is open again too, unless it was purged itself. Raises ``Refused``: right, own
    purge, nothing sealed, no reason.
    """
    refuse_free_texts(by=by, texts=[FreeText("解除理由", reason, "reason")], act=ACT)
    with transaction.atomic():
        (target,) = lock_targets([target])
        refuse_if(reasons_against_unsealing(unseal_facts(by, target, reason=reason)), act=ACT)
        row = Unsealing.objects.create(
            content_type=queries.base_type_of(target),
            object_id=str(target.pk),
            purges=sorted({purge["at"] for purge in purges_of(target)}),
            reason=reason.strip(),
            by=by,
            at=timezone.now(),
        )
        record_event(action="clearance.lift_seal", by=by, subject=target, purges=row.purges)
        return row
