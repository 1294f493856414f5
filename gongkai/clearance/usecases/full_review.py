"""Send the full review that an urgent paper still owes."""

from __future__ import annotations

from django.db import transaction

from gongkai.clearance import queries
from gongkai.clearance.enums import ContentKind
from gongkai.clearance.models import ReviewSlip
from gongkai.clearance.rules.full_review import FullReviewFacts, reasons_against_full_review
from gongkai.clearance.usecases.submission import reasons_against_package, submit_for_review
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Reason, refuse_if

ACT = "补送完整审查"


def owes_full_review(slip: ReviewSlip) -> bool:
    """Whether a slip was signed on duty and nobody has read all of it since."""
    return slip.full_review_due_on is not None and slip.full_review_id is None


def _reasons(slip: ReviewSlip) -> list[Reason]:
    rows = list(slip.items.order_by("pk"))
    return reasons_against_full_review(
        FullReviewFacts(
            number=slip.number,
            is_owed=owes_full_review(slip),
            settled_on=slip.full_review.number if slip.full_review else "",
            gone=tuple(item.title for item in rows if item.target is None),
        )
    )


def reasons_against_sending_full_review(*, by: User, slip: ReviewSlip) -> list[Reason]:
    """Every reason why this person could not send the full review of an urgent slip now; shown before they try."""
    reasons = _reasons(slip)
    members = queries.members_of(slip)
    return reasons or reasons_against_package(
        by=by, members=members, kind=ContentKind(slip.kind), unit=slip.unit
    )


@transaction.atomic
def send_full_review(*, by: User, slip: ReviewSlip) -> ReviewSlip:
    """Put what an urgent slip carried on a new slip that goes the whole way; answers the new slip.

    The members are those of the urgent slip, whatever else stands in their group by now: neither does a document owe
    its full review for longer because its interpretation is not written yet, nor is a member left out because it has
    not been edited since. Raises ``Refused``: nothing owed, a member gone, and everything that is against submitting.
    """
    slip = (
        ReviewSlip.objects.select_for_update(of=("self",))
        .select_related("unit", "full_review")
        .get(pk=slip.pk)
    )
    refuse_if(_reasons(slip), act=ACT)
    full = submit_for_review(
        by=by,
        members=queries.members_of(slip),
        kind=ContentKind(slip.kind),
        unit=slip.unit,
        title=slip.title,
    )
    record_event(action="clearance.send_full_review", by=by, subject=slip, full_review=full.number)
    return full
