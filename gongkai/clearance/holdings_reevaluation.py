"""What of re-evaluation hangs on a unit, and what lies open with a person."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.clearance.models import ClosedItem
from gongkai.clearance.verbs import KEEP_REGISTER
from gongkai.core.organisation.holdings import register_follower
from gongkai.core.organisation.holdings_fields import open_by_field
from gongkai.core.organisation.models import Unit


def _entries_of(units: Sequence[Unit]) -> str:
    """How many entries are written with these units; they keep them, and the successor answers for them."""
    count = ClosedItem.objects.filter(unit__in=units, struck_at=None).count()
    return f"登记的未公开信息 {count} 件" if count else ""


register_follower("clearance.closed_items", _entries_of)
open_by_field(
    "负责的未公开信息",
    lambda day: ClosedItem.objects.filter(struck_at=None),
    "responsible",
    takes=(KEEP_REGISTER,),
)
