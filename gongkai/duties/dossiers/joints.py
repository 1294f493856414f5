"""Where other apps and other rooms say what was done at a step: each enters a source, and the track asks all of them.

A source takes the keys of dossiers and answers, in a constant number of queries, what it knows of each. Consultation,
interpretation and the register enter theirs; a step that nobody reports on is recorded by hand (``StepRecord``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.rules.track import Done


@dataclass(frozen=True, slots=True)
class Known:
    """What a source knows of one dossier: steps done, and steps under way with what they wait for (Chinese)."""

    done: Mapping[Step, Done] = field(default_factory=dict)
    pending: Mapping[Step, str] = field(default_factory=dict)
    countersigners: int = 0


Source = Callable[[Collection[int]], Mapping[int, Known]]
SOURCES: dict[str, Source] = {}


def register_source(name: str, load: Source) -> None:
    """Enter a source under a lasting name; a later source's word on a step replaces an earlier one's of the same name."""
    SOURCES[name] = load
