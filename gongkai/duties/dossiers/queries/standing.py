"""Dossiers with where they stand, for lists and for the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from gongkai.duties.dossiers.enums import Mode, Step
from gongkai.duties.dossiers.models import Dossier, StepReturn
from gongkai.duties.dossiers.queries.facts import facts_of
from gongkai.duties.dossiers.rules.filing import FilingClock, filing_clock
from gongkai.duties.dossiers.rules.holding import Names, Waiting, progress_of, waiting_of
from gongkai.duties.dossiers.rules.returns import Returned
from gongkai.duties.dossiers.rules.track import ChainFacts, StepView, track_of


@dataclass(frozen=True, slots=True)
class Standing:
    """One dossier: its facts, its track, what is being worked on; ``settled`` of ``needed`` steps."""

    dossier: Dossier
    facts: ChainFacts
    track: tuple[StepView, ...]
    waiting: tuple[Waiting, ...]
    settled: int
    needed: int
    filing: FilingClock | None

    @property
    def days(self) -> int | None:
        """Calendar days since the oldest open step became possible."""
        moments = [one.since for one in self.waiting if one.since is not None]
        return (timezone.localdate() - timezone.localdate(min(moments))).days if moments else None

    @property
    def filing_words(self) -> str:
        """How the clock of 备案 stands; empty where there is none, or it stopped in time."""
        return self.filing.words(timezone.localdate()) if self.filing else ""

    @property
    def filing_lamp(self) -> str:
        """Its colour."""
        return (self.filing.lamp(timezone.localdate()) if self.filing else "") or "grey"

    @property
    def now(self) -> str:
        """The open steps, for one line."""
        return "、".join(one.step.label for one in self.waiting)


def standings_of(dossiers: Sequence[Dossier]) -> list[Standing]:
    """In the same order; eleven queries and what the sources take. Units and leaders come with the dossiers."""
    facts = facts_of(dossiers)
    returns: dict[int, list[Returned]] = {}
    for row in StepReturn.objects.filter(dossier__in=[one.pk for one in dossiers]):
        returns.setdefault(row.dossier_id, []).append(Returned(Step(row.to_step), row.at))
    return [_standing(one, facts[one.pk], returns.get(one.pk, [])) for one in dossiers]


def _standing(dossier: Dossier, facts: ChainFacts, returns: list[Returned]) -> Standing:
    track = track_of(facts)
    leader = dossier.unit.supervised_by
    names = Names(str(dossier.unit), str(leader) if leader else "", Mode(dossier.mode))
    settled, needed = progress_of(track)
    waiting = waiting_of(track, facts, names, returns)
    return Standing(dossier, facts, track, waiting, settled, needed, filing_clock(facts))


def standing_of(dossier: Dossier) -> Standing:
    """One dossier's."""
    return standings_of([dossier])[0]
