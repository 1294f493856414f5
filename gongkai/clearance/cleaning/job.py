"""What the process that cleans a file is told (:mod:`gongkai.clearance.cleaning.bounded`). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.cleaning.masks import Stretch
from gongkai.clearance.cleaning.picking import Pick
from gongkai.clearance.screening.job import Bounds
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.readers.limits import Limits


@dataclass(frozen=True, slots=True)
class CleaningJob:
    """One file to be cleaned, and masked where anything is given to be masked; ``out`` is where the new file is written.

    ``picks`` are findings under ``knowledge``, ``words`` stretches as somebody typed them; ``recognise`` whether text in
    pictures is looked for.
    """

    path: str
    name: str
    out: str
    limits: Limits
    bounds: Bounds
    picks: tuple[Pick, ...] = ()
    words: tuple[Stretch, ...] = ()
    knowledge: Knowledge | None = None

    @property
    def masks(self) -> bool:
        """Whether anything is to be masked."""
        return bool(self.picks or self.words)
