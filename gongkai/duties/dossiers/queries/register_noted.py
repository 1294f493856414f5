"""What the register and the site did not agree on when last looked: too much work for every opening of the 工作台.

Kept as the standings of the duties are (``core.standings``): for every process, forgotten when a row, a number or a page
changes, and never of another day. Without titles: what is kept may be of a page that is purged meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from gongkai.duties.dossiers.enums import RegisterFinding
from gongkai.duties.dossiers.queries.reconciling import Reconciled, reconciled


@dataclass(frozen=True, slots=True)
class Late:
    """A paper that is to be public and is not: whose, by when, how urgent."""

    unit: int | None
    due_on: date | None
    lamp: str


@dataclass(frozen=True, slots=True)
class Noted:
    """How many findings of each kind, the late papers one by one, and when that was."""

    at: datetime
    counts: Mapping[RegisterFinding, int]
    late: tuple[Late, ...]


KEY = "dossiers.register:" + ",".join((*Noted.__slots__, *Late.__slots__))
"""With the fields in it, so that what another version noted is not read."""
_SECONDS = 3600
"""Also what nothing tells of (a calendar that is amended) is seen within the hour."""


def note_register(found: Reconciled | None) -> Noted:
    """Keep what was found just now."""
    findings = found.findings if found is not None else ()
    late = tuple(
        Late(one.unit, one.due_on, one.lamp)
        for one in findings
        if one.kind is RegisterFinding.NOT_ONLINE and one.lamp != "green"
    )
    noted = Noted(timezone.now(), Counter(one.kind for one in findings), late)
    cache.set(KEY, noted, timeout=_SECONDS)
    return noted


def forget_register(**_: Any) -> None:
    """Look anew when next asked; at once, and again when what changed is there for everybody."""
    cache.delete(KEY)
    transaction.on_commit(lambda: cache.delete(KEY), robust=True)


def noted_register(today: date) -> Noted:
    """What was found last; found now where nothing is kept of today."""
    noted: Noted | None = cache.get(KEY)
    if noted is None or timezone.localdate(noted.at) != today:
        return note_register(reconciled(today))
    return noted
