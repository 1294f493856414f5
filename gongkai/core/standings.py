"""How the duties stood when they were last counted: counting them all is too much for every opening of the 工作台."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from gongkai.core.evidence import Figure, Standing, all_standings

_KEY = "core.standings:" + ",".join((*Standing.__slots__, *Figure.__slots__))
"""With the fields in it, so that what another version noted is not read."""


@dataclass(frozen=True, slots=True)
class Noted:
    """The fifteen rows and when they were counted."""

    at: datetime
    rows: tuple[Standing, ...]


def note_standings() -> Noted:
    """Count now and keep the answer for every process."""
    noted = Noted(timezone.now(), tuple(all_standings(timezone.localdate())))
    cache.set(_KEY, noted, timeout=None)
    return noted


def forget_standings() -> None:
    """Count anew when next asked: what is missing may name what must not be named any more."""
    cache.delete(_KEY)


def noted_standings() -> Noted:
    """What was counted last; counted now where nothing is kept of today, since every duty stands on a day."""
    noted: Noted | None = cache.get(_KEY)
    if noted is None or timezone.localdate(noted.at) != timezone.localdate():
        return note_standings()
    return noted
