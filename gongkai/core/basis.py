"""Legal bases: the sentence of law, rule or notice that a deadline, threshold or refusal stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.core.title_marks import in_title_marks


class Certainty(StrEnum):
    """How sure we are of a basis.

    Only ``SEEN`` and ``SEEN_IN_PART`` may be presented to a user as law. ``PARAMETER`` marks a default that
    a department edits; ``HOUSE`` marks a rule of this system's own design.
    """

    SEEN = "seen"
    SEEN_IN_PART = "seen_in_part"
    PARAMETER = "parameter"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Basis:
    """One source of a rule.

    ``instrument`` is the document's Chinese name, ``article`` the place in it (may be empty), ``text`` what it
    says in one Chinese sentence, ``since`` the day it took effect where known.
    """

    code: str
    instrument: str
    article: str
    text: str
    certainty: Certainty = Certainty.SEEN
    since: date | None = None

    @property
    def citation(self) -> str:
        """Short Chinese citation, such as 《政府信息公开条例》第十七条."""
        name = self.instrument if self.instrument.startswith("《") else in_title_marks(self.instrument)
        if self.certainty in (
            Certainty.HOUSE,
            Certainty.PARAMETER,
        ):  # no title of a law: as the house wrote it
            name = self.instrument
        return f"{name}{self.article}"


BASES: dict[str, Basis] = {}


def define_basis(
    code: str,
    instrument: str,
    article: str,
    text: str,
    *,
    certainty: Certainty = Certainty.SEEN,
    since: date | None = None,
) -> Basis:
    """Add a basis to the one table of bases and return it. Raises ``ValueError`` if the code is taken."""
    basis = Basis(code, instrument, article, text, certainty, since)
    if BASES.setdefault(code, basis) != basis:
        raise ValueError(f"basis {code!r} is defined twice")
    return basis
