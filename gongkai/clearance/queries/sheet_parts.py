"""What other parts of the gate add to the 审查表 of a slip: the machine's findings, the aggregation, the proofreading.

Each is asked here alone, so that whoever builds one connects it in one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gongkai.clearance.models.review import ReviewSlip


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody let pass: what kind (never the hit), on what grounds, who and when."""

    what: str
    grounds: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ScreeningSummary:
    """The findings on a slip by level, as labels with counts, and those that were let pass.

    ``was_redacted``: whether anything was taken out or masked before it was cleared (删减后公开).
    """

    counts: Sequence[tuple[str, int]]
    waivers: Sequence[Waiver]
    was_redacted: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """One proofreading of a slip: which, what was noted, who signed and when."""

    label: str
    opinion: str
    person: str
    at: datetime


def screening_summary(slip: ReviewSlip) -> ScreeningSummary | None:
    """What the machine found on a slip; nothing where no report was kept. The screening in the flow connects here."""
    return None


def aggregation_summary(slip: ReviewSlip) -> str | None:
    """The decision of the 汇聚评估 of a slip in a sentence; nothing where none was asked for."""
    return None


def proofs_of(slip: ReviewSlip) -> Sequence[Proof]:
    """The proofreadings of a slip, in order."""
    return ()
