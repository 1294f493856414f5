"""What dossiers owe, for the list and for the figures (two queries besides their standings)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gongkai.clearance.enums import Disclosure
from gongkai.duties.dossiers.enums import Owing, SigningMedium, Step
from gongkai.duties.dossiers.models import Archive, SignOff
from gongkai.duties.dossiers.queries.standing import Standing
from gongkai.duties.dossiers.rules.owing import OwingFacts, owing_of


def owing_in(standings: Sequence[Standing], today: date) -> dict[int, frozenset[Owing]]:
    """By key of the dossier."""
    keys = [one.dossier.pk for one in standings]
    oral = SignOff.objects.filter(
        dossier__in=keys,
        medium=SigningMedium.ORAL,
        confirmed_at__isnull=True,
        overtaken_at__isnull=True,
    )
    unconfirmed = set(oral.values_list("dossier", flat=True))
    closed = set(Archive.objects.filter(dossier__in=keys).values_list("dossier", flat=True))
    return {
        one.dossier.pk: owing_of(
            OwingFacts(
                track=one.track,
                is_ended=not one.dossier.is_open,
                unnumbered_since=_since(one),
                owes_confirmation=one.dossier.pk in unconfirmed,
                is_proactive=one.dossier.disclosure == Disclosure.PROACTIVE,
                is_closed=one.dossier.pk in closed,
                filing=one.filing,
                today=today,
            )
        )
        for one in standings
    }


def _since(standing: Standing) -> date | None:
    """The day of the signature, or the day on which the number became possible where none is known."""
    done = standing.facts.done.get(Step.SIGNING)
    return done.day if done is not None else None
