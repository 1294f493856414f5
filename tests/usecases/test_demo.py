"""The demonstration: loaded twice it is the same, and each state that a clerk will meet is in it once at least."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import timezone

from gongkai.demo.dossiers import FILING_SOURCE
from gongkai.duties.dossiers.enums import Ending, NumberState, RegisterFinding, Route, Step
from gongkai.duties.dossiers.enums_intake import DeliveryState
from gongkai.duties.dossiers.models import (
    Archive,
    Delivery,
    Dossier,
    Exemption,
    IssuedNumber,
    RegisterEntry,
    RegisterImport,
    ReviewTerm,
)
from gongkai.duties.dossiers.queries.intake import differing_finals
from gongkai.duties.dossiers.queries.proof_contents import proof_facts
from gongkai.duties.dossiers.queries.reconciling import reconciled
from gongkai.duties.dossiers.queries.standing import standings_of
from gongkai.duties.dossiers.rules.proof import reasons_against_proof
from gongkai.duties.policies.enums import DocumentKind

pytestmark = pytest.mark.django_db

MODELS = (Dossier, Delivery, Archive, Exemption, IssuedNumber, RegisterEntry, RegisterImport, ReviewTerm)


def counts() -> list[int]:
    """How many rows there are of each kind."""
    return [model.objects.count() for model in MODELS]


@pytest.mark.slow
def test_the_demonstration_shows_each_state_and_loads_again() -> None:
    call_command("load_demo", verbosity=0)

    assert {one.ending for one in Dossier.objects.all()} == {"", Ending.DROPPED, Ending.ARCHIVED}
    assert {one.is_received for one in Archive.objects.all()} == {True, False}
    assert set(Exemption.objects.values_list("is_granted", flat=True)) == {True, False, None}
    assert set(Delivery.objects.values_list("state", flat=True)) == set(DeliveryState.values)
    assert differing_finals(Dossier.objects.all()).count() == 1
    assert set(IssuedNumber.objects.values_list("state", flat=True)) == set(NumberState.values)
    found = reconciled(timezone.localdate())
    assert found is not None
    assert {one.kind for one in found.findings} == {
        RegisterFinding.ALARM,
        RegisterFinding.NOT_ONLINE,
        RegisterFinding.DIFFERS,
        RegisterFinding.GAP,
        RegisterFinding.UNMARKED,
    }
    proven = Dossier.objects.get(title="关于加快内河港口绿色发展的实施意见")
    assert reasons_against_proof(proof_facts(proven.drafter, proven)) == []

    normative = list(Dossier.objects.filter(kind=DocumentKind.NORMATIVE).exclude(route=Route.HISTORY))
    cited = {view.basis for one in standings_of(normative) for view in one.track if view.step is Step.FILING}
    assert cited == {FILING_SOURCE}

    before = counts()
    call_command("load_demo", verbosity=0)
    assert counts() == before
