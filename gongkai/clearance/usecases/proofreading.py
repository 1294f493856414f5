"""Put a proofreading on record."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.enums import ProofreadResult
from gongkai.clearance.models import Proofreading, ProofreadItem, ReviewSlip
from gongkai.clearance.notices_progress import tell_of_proofreading
from gongkai.clearance.packaging import package_digest
from gongkai.clearance.queries.deciding import changed_titles
from gongkai.clearance.queries.looked import LookedSlip
from gongkai.clearance.queries.proofreaders import reader_facts
from gongkai.clearance.queries.proofreading import items_to_read, texts_on
from gongkai.clearance.queries.purged import reasons_against_purged_on
from gongkai.clearance.queries.sealing import reasons_against_sealed
from gongkai.clearance.rules.proofreading import ReadingFacts, reasons_against_reading
from gongkai.clearance.usecases.closing import lock_members, lock_slip
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if

ACT = "校对"


def record_proofreading(
    *,
    by: User,
    slip: ReviewSlip,
    round: int,
    result: ProofreadResult,
    corrections: Mapping[int, int | None],
    note: str = "",
) -> Proofreading:
    """Put one round on record: the one that the person was shown, and of each item of it how many corrections.

    ``corrections`` is by the key of the slip's items; one left out has none. What is not read in this round is not asked.
    Raises ``Refused`` with every reason.
    """
    refuse_free_texts(by=by, texts=[FreeText("校对说明", note, "note")], act=ACT)
    with transaction.atomic():
        slip = lock_slip(slip.pk)
        lock_members(slip)
        refuse_if(reasons_against_sealed(slip.items.all()), act=ACT)
        items = items_to_read(slip)
        counts = {item.pk: corrections.get(item.pk, 0) for item in items}
        looked = LookedSlip(slip)
        is_unchanged = not changed_titles(slip, looked, with_bytes=True)
        facts = ReadingFacts(
            reader=reader_facts(by, slip, looked, is_unchanged=is_unchanged),
            round=round,
            result=result,
            corrections=tuple(counts.items()),
            note=note,
        )
        refuse_if(reasons_against_reading(facts) + reasons_against_purged_on(slip, looked), act=ACT)
        row = _record(by, slip, round, result, {key: count or 0 for key, count in counts.items()}, note)
        tell_of_proofreading(row)
        return row


def _record(
    by: User, slip: ReviewSlip, round: int, result: str, counts: Mapping[int, int], note: str
) -> Proofreading:
    every = list(slip.items.order_by("pk"))
    row = Proofreading.objects.create(
        slip=slip,
        round=round,
        read_by=by,
        read_at=timezone.now(),
        waited_since=texts_on([slip])[slip.pk].waits_since(slip),
        result=result,
        corrections=sum(counts.values()),
        note=note.strip(),
        package_digest=package_digest([item.digest for item in every]),
    )
    ProofreadItem.objects.bulk_create(
        ProofreadItem(proofreading=row, item=item, digest=item.digest, corrections=counts[item.pk])
        for item in every
        if item.pk in counts
    )
    record_event(
        action="clearance.proofread",
        by=by,
        subject=slip,
        round=round,
        result=str(result),
        corrections=row.corrections,
        package=row.package_digest,
    )
    return row
