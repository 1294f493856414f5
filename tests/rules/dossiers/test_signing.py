"""What a signature tells, and how a word of mouth is confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from gongkai.duties.dossiers.enums import SigningMedium, Step
from gongkai.duties.dossiers.rules.signing import (
    SigningFacts,
    reasons_against_confirming,
    reasons_against_signing,
)
from gongkai.duties.dossiers.rules.track import Done
from tests.rules.dossiers.facts import NOW, SIGNED_CHAIN, chain, fields


def signing(**changes: Any) -> SigningFacts:
    values: dict[str, Any] = {
        "chain": SIGNED_CHAIN,
        "medium": SigningMedium.PAPER,
        "may_act": True,
        "has_edited": False,
        "leader_has_edited": False,
        "leader_may_sign": True,
        "is_own_signature": False,
        "is_ours_to_sign": True,
        "text_title": "某办法",
        "title": "某办法",
        "seen": 1,
        "leader_account": "",
        "leader_name": "王某（副厅长）",
        "opinion": "同意。",
        "signed_at": NOW - timedelta(days=1),
        "has_scan": True,
        "has_disclosure": True,
        "now": NOW,
        **changes,
    }
    return SigningFacts(**values)


@pytest.mark.rule("dossiers.sign.right")
@pytest.mark.rule("dossiers.sign.seen")
@pytest.mark.rule("dossiers.sign.proof")
@pytest.mark.rule("dossiers.sign.time")
@pytest.mark.rule("dossiers.sign.disclosure")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"may_act": False}, ("dossiers.sign.proof", "")),
        ({"may_act": False, "medium": SigningMedium.SYSTEM}, ("dossiers.sign.right", "")),
        ({"has_edited": True}, ("dossiers.sign.proof", "")),
        ({"has_edited": True, "medium": SigningMedium.SYSTEM}, ("dossiers.sign.right", "")),
        ({"leader_has_edited": True}, ("dossiers.sign.right", "leader")),
        ({"leader_may_sign": False}, ("dossiers.sign.right", "leader")),
        ({"leader_account": "王某某"}, ("dossiers.sign.proof", "leader_name")),
        ({"is_own_signature": True}, ("dossiers.sign.proof", "leader")),
        ({"is_ours_to_sign": False, "medium": SigningMedium.SYSTEM}, ("dossiers.sign.right", "")),
        ({"text_title": "另一办法"}, ("dossiers.sign.seen", "")),
        ({"seen": 0}, ("dossiers.sign.seen", "")),
        ({"leader_name": ""}, ("dossiers.sign.proof", "leader_name")),
        ({"opinion": ""}, ("dossiers.sign.proof", "opinion")),
        ({"has_scan": False}, ("dossiers.sign.proof", "file")),
        ({"signed_at": None}, ("dossiers.sign.time", "signed_at")),
        ({"signed_at": NOW + timedelta(minutes=1)}, ("dossiers.sign.time", "signed_at")),
        ({"has_disclosure": False}, ("dossiers.sign.disclosure", "")),
    ],
)
def test_a_signature_tells_who_when_and_on_what(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert reasons_against_signing(signing()) == []
    assert fields(reasons_against_signing(signing(**changes))) == [expected]


def test_a_word_of_mouth_needs_no_scan_yet() -> None:
    assert reasons_against_signing(signing(medium=SigningMedium.ORAL, has_scan=False)) == []


def test_a_signature_is_not_older_than_the_review() -> None:
    ready = dict(SIGNED_CHAIN.done)
    ready[Step.LEGALITY] = Done(NOW, "合法", 1, on=date(2026, 11, 28))
    found = reasons_against_signing(signing(chain=replace(SIGNED_CHAIN, done=ready)))
    assert fields(found) == [("dossiers.sign.time", "signed_at")]


def test_no_legality_no_signature() -> None:
    found = reasons_against_signing(signing(chain=chain(Step.CONSULTATION, Step.ADOPTION)))
    assert "dossiers.step.no_legality" in [reason.code for reason in found]


@pytest.mark.rule("dossiers.sign.oral")
@pytest.mark.parametrize(
    "changes",
    [
        {"may_act": False},
        {"is_drafter": True},
        {"is_oral": False},
        {"is_confirmed": True},
        {"has_paper": False},
    ],
)
def test_a_word_of_mouth_is_confirmed_once_by_another(changes: dict[str, bool]) -> None:
    given = {"may_act": True, "is_drafter": False, "is_oral": True, "is_confirmed": False, "has_paper": True}
    assert reasons_against_confirming(**given) == []
    found = reasons_against_confirming(**{**given, **changes})
    assert [reason.code for reason in found] == ["dossiers.sign.oral"]
