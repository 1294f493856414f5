"""What urgent papers still owe: which of their members nobody has read in full since they were signed on duty."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from gongkai.clearance.enums import SPENT_SLIP_STATES, SlipState, Urgency
from gongkai.clearance.models.release import Suppression
from gongkai.clearance.models.review import ReviewSlip, SlipItem
from gongkai.clearance.versions import version_of

OWING = Q(state=SlipState.GRANTED, full_review_due_on__isnull=False, full_review=None)
"""Slips signed on duty of which nobody has read everything since; one that was overtaken before its release owes nothing."""


def owes_full_review(slip: ReviewSlip) -> bool:
    """Whether a slip was signed on duty and nobody has read all of it since."""
    is_owing = slip.full_review_due_on is not None and slip.full_review_id is None
    return is_owing and slip.state == SlipState.GRANTED


def owed_by_carriers_of(items: Iterable[SlipItem]) -> QuerySet[ReviewSlip]:
    """Urgent slips that owe the full review of any of these, in order of their keys."""
    carried = Q(pk__in=[])
    for item in items:
        carried |= Q(content_type=item.content_type_id, object_id=item.object_id)
    return ReviewSlip.objects.filter(OWING, pk__in=SlipItem.objects.filter(carried).values("slip")).order_by(
        "pk"
    )


def items_to_read(urgent: ReviewSlip) -> list[SlipItem]:
    """Members of an urgent slip that a full review has to bring.

    Not those that are gone, and not those purged since: what is suspected of a leak is shown to nobody again. A slip of
    which nothing else is left owes nothing.
    """
    return [
        item
        for item in urgent.items.select_related("revision", "dataset_version__dataset").order_by("pk")
        if item.target is not None and not _purged_since(item, urgent)
    ]


def _purged_since(item: SlipItem, urgent: ReviewSlip) -> bool:
    purges = Suppression.objects.filter(content_type=item.content_type_id, object_id=item.object_id)
    return purges.filter(at__gte=urgent.submitted_at).exists()


def unread_items(urgent: ReviewSlip) -> list[SlipItem]:
    """Members of an urgent slip that have not gone the whole way since it was signed."""
    return [item for item in items_to_read(urgent) if not _is_read(item, urgent)]


def _is_read(item: SlipItem, urgent: ReviewSlip) -> bool:
    """Whether the very content that was signed has been read, or what has taken its place in public.

    A later text that passed review and is not public yet says nothing of the one that is.
    """
    later = SlipItem.objects.filter(
        content_type=item.content_type_id,
        object_id=item.object_id,
        slip__urgency=Urgency.NORMAL,
        slip__submitted_at__gte=urgent.closed_at,
        slip__state__in=[SlipState.GRANTED, *SPENT_SLIP_STATES],
    ).select_related("slip", "revision", "dataset_version__dataset")
    return any(one.slip.released_at is not None or version_of(one).is_at(item.digest) for one in later)
