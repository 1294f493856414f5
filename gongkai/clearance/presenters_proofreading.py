"""Plain data of proofreading for the slip's page and for whoever reads a round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongkai.clearance.enums import SlipState
from gongkai.clearance.models import ReviewSlip, SlipItem
from gongkai.clearance.presenters import ItemChanges, changes_since
from gongkai.clearance.queries.looked import LookedSlip
from gongkai.clearance.queries.parameters import settings_in_force
from gongkai.clearance.queries.proofreaders import reasons_against_proofreading_for
from gongkai.clearance.queries.proofreading import (
    items_to_read,
    proofreadings_of,
    read_before,
    rounds_needed,
    texts_on,
)
from gongkai.clearance.rules.proofreading import ROUND_LABELS, corrections_asked, next_round
from gongkai.clearance.verbs import PROOFREAD
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may


@dataclass(frozen=True, slots=True)
class TextToRead:
    """One text of the round; where an earlier version of it was read, what has changed since."""

    item: SlipItem
    changes: ItemChanges | None


def texts_of_round(slip: ReviewSlip) -> list[TextToRead]:
    """What the next round reads: 只看改动 where it was read before, else all of it."""
    return [TextToRead(item, _changes(item)) for item in items_to_read(slip)]


def _changes(item: SlipItem) -> ItemChanges | None:
    before = read_before(item)
    if before is None:
        return None
    return changes_since(item, "上次校对的版本", before.revision or before.dataset_version)


def proofreading_part(user: User, slip: ReviewSlip, looked: LookedSlip | None = None) -> dict[str, Any]:
    """What the slip's page shows: how many rounds are asked for, what was read, what comes next and whether it is theirs."""
    texts = texts_on([slip])
    standing = texts[slip.pk].texts if slip.pk in texts else ()
    due = next_round(standing)
    is_open = slip.state == SlipState.IN_REVIEW
    rounds = rounds_needed(slip, settings_in_force())
    may_read = bool(is_open and due and may(user, PROOFREAD)) and not reasons_against_proofreading_for(
        user, slip, looked
    )
    return {
        "proof_rounds": rounds,
        "proof_rows": proofreadings_of(slip),
        "proof_due": ROUND_LABELS.get(due, "") if is_open else "",
        "proof_is_owed": is_open and 0 < due <= rounds,
        "proof_asked": corrections_asked(standing) if is_open else 0,
        "may_proofread": may_read,
    }
