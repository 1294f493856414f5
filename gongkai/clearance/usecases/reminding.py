"""Remind those who may take what a slip waits for (催一下)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.models import ReviewReminder, ReviewSlip
from gongkai.clearance.notices_progress import tell_of_reminder
from gongkai.clearance.queries.progress import OpenSlip, open_slips
from gongkai.clearance.queries.reminding import reasons_against_reminding_of
from gongkai.clearance.queries.sealing import reasons_against_sealed
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import refuse_if

ACT = "催办"


@transaction.atomic
def remind_of_slip(*, by: User, slip: ReviewSlip) -> ReviewReminder:
    """Tell everybody but ``by`` who may take the step or the round that a slip waits for. Raises ``Refused``."""
    slip = ReviewSlip.objects.select_for_update().get(pk=slip.pk)
    refuse_if(reasons_against_sealed(slip.items.all()), act=ACT)
    today = timezone.localdate()
    found, _ = open_slips(today, only=[slip.pk])
    refuse_if(reasons_against_reminding_of(by, slip, found, today), act=ACT)
    told = _tell(by, found[0])
    row = ReviewReminder.objects.create(
        slip=slip, day=today, told=told, reminded_by=by, reminded_at=timezone.now()
    )
    queues = [str(wait.queue) for wait in found[0].waits if wait.people - {by.pk}]
    record_event(action="clearance.remind", by=by, subject=slip, queues=queues, told=told)
    return row


def _tell(by: User, row: OpenSlip) -> int:
    told = 0
    for wait in row.waits:
        users = User.objects.in_office().filter(pk__in=wait.people - {by.pk})
        told += tell_of_reminder(row.slip, wait.queue, wait.waiting.age, users)
    return told
