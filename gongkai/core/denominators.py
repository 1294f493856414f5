"""What coverage divides by: what ought to be public by a register kept outside of this system (design invariant 10).

The app that reads such a register enters it here; the duties below and beside it ask, and say so where there is none. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Denominator:
    """How many papers are to be public, how many of them are, and the address of the list that both are counted from."""

    due: int
    online: int
    url: str


Load = Callable[[date], Denominator | None]
_LOADERS: dict[str, Load] = {}


def register_denominator(name: str, load: Load) -> None:
    """Enter a register under a lasting name; ``load`` answers none while nothing was read into it."""
    _LOADERS[name] = load


def denominator_on(day: date) -> Denominator | None:
    """What the register says on a day; none without one."""
    found = [one for load in _LOADERS.values() if (one := load(day)) is not None]
    return found[0] if found else None
