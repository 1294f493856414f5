"""Which waivers about one object still hold: not taken back, and not by somebody who has had the content in hand since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from gongkai.clearance.enums import DecisionKind
from gongkai.clearance.models import Dataset, FindingDecision, ReviewSlip
from gongkai.clearance.queries.editors import editors_since_clearance
from gongkai.clearance.queries.gate import base_type_of, open_slip_of


def own_people(target: Any) -> frozenset[int]:
    """Who edited an object since it was last cleared, or sent it: they waive nothing in it (four eyes)."""
    slip = open_slip_of(target)
    editors = editors_since_clearance(target, sent_on=slip)
    return editors | {slip.submitted_by_id} if slip is not None else editors


def lapsed_among(target: Any, rows: Sequence[FindingDecision]) -> set[int]:
    """Keys of the waivers whose giver is one of the object's own people, or wrote or sent it after waiving.

    The second lasts: a later clearance, for which somebody else may have waived, does not bring the first waiver back.
    """
    if not rows:
        return set()
    own, last = own_people(target), _last_in_hand(target, {row.by_id for row in rows})
    return {row.pk for row in rows if row.by_id in own or last.get(row.by_id, row.at) > row.at}


def _last_in_hand(target: Any, people: set[int]) -> dict[int, datetime]:
    """When each of some people last wrote or sent an object."""
    written = (
        target.versions.filter(created_by__in=people).values_list("created_by")
        if isinstance(target, Dataset)
        else target.revisions.filter(user__in=people).values_list("user")
    )
    key = {"items__content_type": base_type_of(target), "items__object_id": str(target.pk)}
    sent = ReviewSlip.objects.filter(submitted_by__in=people, **key).values_list("submitted_by")
    last: dict[int, datetime] = {}
    for rows, name in ((written, "created_at"), (sent, "submitted_at")):
        for person, at in rows.order_by().annotate(last=Max(name)):
            last[person] = max(at, last.get(person, at))
    return last


def taken_back_among(rows: Iterable[FindingDecision]) -> set[int]:
    """Keys of the waivers that a revocation has ended: the one that it answers, and every earlier one of the same hit.

    What a reviewer takes back does not stand on somebody's older waiver. A leader on duty takes back those of duty alone.
    ``rows`` are decisions about one object, revocations among them.
    """
    rows = list(rows)
    waivers = {row.pk: row for row in rows if row.what == DecisionKind.WAIVER}
    ended: set[int] = set()
    for row in rows:
        if row.what != DecisionKind.REVOCATION or row.answers_id is None:
            continue
        answered = waivers.get(row.answers_id)
        of_duty_alone = answered is not None and answered.is_on_duty and _is_own(row, answered)
        ended |= {
            pk
            for pk, one in waivers.items()
            if pk < row.pk
            and one.fingerprint == row.fingerprint
            and (one.is_on_duty or not of_duty_alone or pk == row.answers_id)
        }
    return ended


def _is_own(revocation: FindingDecision, waiver: FindingDecision) -> bool:
    return revocation.by_id == waiver.by_id
