"""Send the full review that an urgent paper still owes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from gongkai.clearance.enums import ContentKind
from gongkai.clearance.models import ReviewSlip
from gongkai.clearance.packaging import Member, reasons_against_package
from gongkai.clearance.queries.full_review import items_to_read, owes_full_review
from gongkai.clearance.queries.packages import Package, members_of
from gongkai.clearance.rules.full_review import FullReviewFacts, reasons_against_full_review
from gongkai.clearance.usecases.submission import submit_for_review
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Reason, refuse_if

ACT = "补送完整审查"


def package_to_read(slip: ReviewSlip) -> Package:
    """What the full review of an urgent slip brings."""
    return members_of(items_to_read(slip))


def _reasons(slip: ReviewSlip, *, left: int) -> list[Reason]:
    return reasons_against_full_review(
        FullReviewFacts(
            number=slip.number,
            is_owed=owes_full_review(slip),
            left=left,
            settled_on=slip.full_review.number if slip.full_review else "",
        )
    )


def reasons_against_sending_full_review(
    *, by: User, slip: ReviewSlip, package: Sequence[Member]
) -> list[Reason]:
    """Every reason why the full review of an urgent slip, of this package, could not be sent by this person now; shown
    before they try.
    """
    return _reasons(slip, left=len(package)) or reasons_against_package(
        by=by, package=package, kind=ContentKind(slip.kind), unit=slip.unit
    )


@transaction.atomic
def send_full_review(*, by: User, slip: ReviewSlip) -> ReviewSlip:
    """Put what an urgent slip carried on a new slip that goes the whole way; answers the new slip.

    The members are those of the urgent slip, whatever else stands in their group by now: neither does a document owe
    its full review for longer because its interpretation is not written yet, nor is a member left out because it has
    not been edited since. What is gone, and what was purged as a leak, is not brought again.
    Raises ``Refused``: nothing owed, nothing left, and everything that is against submitting.
    """
    slip = (
        ReviewSlip.objects.select_for_update(of=("self",))
        .select_related("unit", "full_review")
        .get(pk=slip.pk)
    )
    package = package_to_read(slip)
    refuse_if(_reasons(slip, left=len(package)), act=ACT)
    # The title is that of the first member, which may be what was purged.
    title = slip.title if len(package) == slip.items.count() else ""
    full = submit_for_review(by=by, members=package, kind=ContentKind(slip.kind), unit=slip.unit, title=title)
    record_event(action="clearance.send_full_review", by=by, subject=slip, full_review=full.number)
    return full
