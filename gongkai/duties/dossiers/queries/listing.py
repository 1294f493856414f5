"""Lists of dossiers: the open ones with where they stand, the ended ones by when they ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.owing import owing_in
from gongkai.duties.dossiers.queries.standing import Standing, standings_of

FINISHED = "finished"
"""What is asked for instead of a step: open dossiers of which every step is done, and that wait for the archive."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list was asked for; empty means everything."""

    words: str = ""
    step: str = ""
    kind: str = ""
    unit: str = ""
    ended: str = ""
    owes: str = ""


def dossiers_asked(seen: QuerySet[Dossier], asked: Asked) -> QuerySet[Dossier]:
    """Dossiers among those a person sees, by what the database knows; the step is asked of :func:`open_standings`."""
    found = seen.select_related("unit__supervised_by", "drafter")
    found = found.filter(ending=asked.ended) if asked.ended else found.filter(ending="")
    for word in asked.words.split():
        found = found.filter(Q(title__icontains=word) | Q(code__icontains=word))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.unit:
        found = found.filter(unit=int(asked.unit))
    return found.order_by("-pk")


def _places(standing: Standing) -> set[str]:
    """The steps at which a dossier is, or that none is left."""
    return {waiting.step.value for waiting in standing.waiting} or {FINISHED}


def open_standings(
    dossiers: Sequence[Dossier], step: str, owes: str = ""
) -> tuple[list[Standing], Counter[str]]:
    """Those at a step that owe something (all where neither is asked), and how many are at each step; several for one."""
    every = standings_of(dossiers)
    counts = Counter(place for one in every for place in _places(one))
    chosen = [one for one in every if not step or step in _places(one)]
    if owes:
        owing = owing_in(chosen, timezone.localdate())
        chosen = [one for one in chosen if owes in owing[one.dossier.pk]]
    return chosen, counts
