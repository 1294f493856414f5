"""The nightly computation: what the finders see becomes proposals, and what they no longer see ends."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.clearance.enums_upkeep import ProposalState
from gongkai.clearance.models import BasePage, Proposal
from gongkai.clearance.queries import upkeep_overdue as upkeep_overdue  # enters its finder
from gongkai.clearance.queries import waivers_public as waivers_public  # enters its own
from gongkai.clearance.upkeep import FINDERS, Finder, Found
from gongkai.core.standings import forget_standings

logger = logging.getLogger("gongkai.clearance")

LIMIT = 2000
"""Proposals of one finder at most: more than anybody can read points at the finder, not at the content."""
_FACTS = ("other_id", "cause", "reason", "evidence", "remedy", "seen_on")


@dataclass(slots=True)
class Outcome:
    """What a run did, by finder code: how many it saw, seconds; and the finders that failed."""

    seen: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def compute_proposals(*, as_of: date) -> Outcome:
    """Ask every finder. One that fails keeps the proposals it had, and the others go on."""
    outcome = Outcome()
    for code, finder in FINDERS.items():
        started = time.perf_counter()
        try:
            found = list(finder.find(as_of))[:LIMIT]
            outcome.seen[code] = _take_up(finder, found, as_of)
        except Exception:
            logger.exception("finder %s failed; its proposals stay as they were", code)
            outcome.failed.append(code)
        outcome.seconds[code] = round(time.perf_counter() - started, 2)
    forget_standings()
    return outcome


def compute_proposals_of(*, finder: str, as_of: date) -> int:
    """Ask one finder, in the transaction of the act after which it has something new to say; answers how many it saw."""
    seen = _take_up(FINDERS[finder], list(FINDERS[finder].find(as_of))[:LIMIT], as_of)
    transaction.on_commit(forget_standings)
    return seen


@transaction.atomic
def _take_up(finder: Finder, found: Iterable[Found], as_of: date) -> int:
    known = {
        (row.page_id, row.part): row
        for row in Proposal.objects.select_for_update().filter(finder=finder.code)
    }
    live = set(BasePage.objects.filter(live=True).values_list("pk", flat=True))
    seen = {(one.page, one.part): one for one in found if one.page in live}
    fresh = [_new(finder, one, as_of) for key, one in seen.items() if key not in known]
    Proposal.objects.bulk_create(fresh, batch_size=200)
    changed = [_renewed(row, seen[key], as_of) for key, row in known.items() if key in seen]
    ended = [_ended(row) for key, row in known.items() if key not in seen and _may_end(row)]
    fields = [*_FACTS, "state", "motion", "due_on", "found_on", "answered_by", "answer"]
    Proposal.objects.bulk_update([*changed, *ended], fields, batch_size=200)
    return len(seen)


def _facts(one: Found, as_of: date) -> dict[str, Any]:
    return {
        "other_id": one.other,
        "cause": one.fingerprint,
        "reason": one.reason[:300],
        "evidence": [each.as_data() for each in one.evidence],
        "remedy": one.remedy,
        "seen_on": as_of,
    }


def _new(finder: Finder, one: Found, as_of: date) -> Proposal:
    return Proposal(finder=finder.code, page_id=one.page, part=one.part, found_on=as_of, **_facts(one, as_of))


def _renewed(row: Proposal, one: Found, as_of: date) -> Proposal:
    """One seen again. Rejected, it stays away while its cause is the same; ended, it begins anew."""
    is_other = row.cause != one.fingerprint
    if row.state == ProposalState.SETTLED or (row.state == ProposalState.REJECTED and is_other):
        row.state, row.found_on, row.answered_by, row.answer = ProposalState.OPEN, as_of, None, ""
        row.motion, row.due_on = None, None
    for name, value in _facts(one, as_of).items():
        setattr(row, name, value)
    return row


def _may_end(row: Proposal) -> bool:
    """What was rejected is kept, so that the same cause does not come back; a motion is decided by a person."""
    return row.state in (ProposalState.OPEN, ProposalState.SENT_BACK)


def _ended(row: Proposal) -> Proposal:
    row.state, row.due_on = ProposalState.SETTLED, None
    return row
