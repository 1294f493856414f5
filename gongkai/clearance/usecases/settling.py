"""What settles the full review that an urgent paper owes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from gongkai.clearance.models import ReviewSlip, SlipItem
from gongkai.clearance.notices import call_off_full_review
from gongkai.clearance.queries.full_review import owed_by_carriers_of, unread_items
from gongkai.clearance.queries.gate import base_type_of
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event


def settle_full_reviews(slip: ReviewSlip) -> None:
    """Pay what is owed for what a slip carries, wherever its grant or its release brings the last of it.

    Members may have been sent one by one since the urgent paper was signed. The caller holds the locks of
    :func:`gongkai.clearance.usecases.closing.lock_slip`.
    """
    for urgent in owed_by_carriers_of(slip.items.all()).exclude(pk=slip.pk):
        if unread_items(urgent):
            continue
        urgent.full_review = slip
        urgent.save(update_fields=["full_review"])
        call_off_full_review(urgent)


@transaction.atomic
def lift_full_reviews(*, by: User, objects: Iterable[Any]) -> None:
    """Nothing is owed any more for urgent papers of which a purge has left nothing to read.

    The caller holds the locks. The clearances stay as they are: signed on duty, never read in full.
    """
    items = [SlipItem(content_type=base_type_of(one), object_id=str(one.pk)) for one in objects]
    for urgent in owed_by_carriers_of(items):
        if unread_items(urgent):
            continue
        urgent.full_review_due_on = None
        urgent.save(update_fields=["full_review_due_on"])
        call_off_full_review(urgent)
        record_event(action="clearance.lift_full_review", by=by, subject=urgent)
