"""Which steps may be left out, on what grounds, and who decides."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.duties.dossiers.enums import ExemptionGround, Step
from gongkai.duties.dossiers.rules.exempting import (
    GROUNDS,
    ExemptionFacts,
    reasons_against_asking,
    reasons_against_deciding_exemption,
)
from gongkai.duties.dossiers.rules.track import EXEMPTIBLE
from tests.rules.dossiers.facts import chain


def asking(**changes: Any) -> ExemptionFacts:
    values: dict[str, Any] = {
        "may_ask": True,
        "chain": chain(),
        "step": Step.CONSULTATION,
        "ground": ExemptionGround.URGENT,
        "reason": "应对突发灾害。",
        "is_asked_already": False,
        **changes,
    }
    return ExemptionFacts(**values)


@pytest.mark.rule("dossiers.exempt.typed")
@pytest.mark.rule("dossiers.exempt.allowed")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"may_ask": False}, "dossiers.exempt.typed"),
        ({"ground": ""}, "dossiers.exempt.typed"),
        ({"reason": " "}, "dossiers.exempt.typed"),
        ({"is_asked_already": True}, "dossiers.exempt.typed"),
        ({"chain": chain(is_ended=True)}, "dossiers.exempt.typed"),
        ({"step": Step.LEGALITY}, "dossiers.exempt.allowed"),
        ({"step": Step.SIGNING}, "dossiers.exempt.allowed"),
        ({"step": Step.NUMBERING}, "dossiers.exempt.allowed"),
        ({"step": Step.COMPETITION, "ground": ExemptionGround.URGENT}, "dossiers.exempt.allowed"),
    ],
)
def test_only_some_steps_are_let_off_and_on_typed_grounds(changes: dict[str, Any], code: str) -> None:
    assert reasons_against_asking(asking()) == []
    assert [reason.code for reason in reasons_against_asking(asking(**changes))] == [code]
    assert not {Step.LEGALITY, Step.SIGNING, Step.NUMBERING, Step.RELEASE} & GROUNDS.keys()
    assert GROUNDS.keys() == EXEMPTIBLE


@pytest.mark.parametrize(
    "changes",
    [
        {"may_decide": False},
        {"is_own": True},
        {"is_decided": True},
        {"is_ended": True},
        {"is_granted": None},
        {"is_granted": False},
    ],
)
def test_another_decides_on_an_exemption(changes: dict[str, Any]) -> None:
    given: dict[str, Any] = {
        "may_decide": True,
        "is_own": False,
        "is_decided": False,
        "is_ended": False,
        "is_granted": True,
        "note": "",
        "is_of_older_text": False,
    }
    assert reasons_against_deciding_exemption(**given) == []
    found = reasons_against_deciding_exemption(**{**given, **changes})
    assert [reason.code for reason in found] == ["dossiers.exempt.typed"]
