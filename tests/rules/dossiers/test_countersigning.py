"""会签: whom to ask, who answers, what blocks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.duties.dossiers.enums_review import Verdict
from gongkai.duties.dossiers.rules.countersigning import (
    Asked,
    AskFacts,
    OverruleFacts,
    SignFacts,
    TendFacts,
    reasons_against_asking,
    reasons_against_overruling,
    reasons_against_signing,
    reasons_against_urging,
    reasons_against_withdrawing,
    standing_of,
)

TODAY = date(2026, 11, 20)


def _codes(reasons: list[Any]) -> list[str]:
    return [reason.code.removeprefix("dossiers.countersign.") for reason in reasons]


ASK: dict[str, Any] = {
    "may_ask": True,
    "is_ended": False,
    "is_signed": False,
    "has_text": True,
    "wanted": ["法规处", "省财政厅"],
    "already": frozenset(),
    "misnamed": [],
    "outsiders": [],
    "own": "运输处",
    "days": 5,
}


@pytest.mark.rule("dossiers.countersign.ask")
@pytest.mark.rule("dossiers.countersign.whom")
@pytest.mark.rule("dossiers.countersign.text")
@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"may_ask": False}, ["ask"]),
        ({"is_ended": True}, ["ask"]),
        ({"has_text": False}, ["text"]),
        ({"wanted": []}, ["whom"]),
        ({"misnamed": ["财务处"]}, ["whom"]),
        ({"outsiders": ["省公安厅"]}, ["whom"]),
        ({"wanted": ["运输处"]}, ["whom"]),
        ({"already": frozenset(["法规处"])}, ["whom"]),
        ({"wanted": ["甲", "甲"]}, ["whom", "whom"]),
        ({"days": 0}, ["whom"]),
        ({"days": 61}, ["whom"]),
    ],
)
def test_asking(changed: dict[str, Any], codes: list[str]) -> None:
    assert _codes(reasons_against_asking(AskFacts(**{**ASK, **changed}))) == codes


SIGN: dict[str, Any] = {
    "may_sign": True,
    "is_ended": False,
    "is_signed": False,
    "is_withdrawn": False,
    "is_outside": False,
    "is_editor": False,
    "verdict": Verdict.AGREE,
    "text": "",
    "version": 2,
    "newest": 2,
}


@pytest.mark.rule("dossiers.countersign.sign")
@pytest.mark.rule("dossiers.countersign.words")
@pytest.mark.rule("dossiers.countersign.version")
@pytest.mark.rule("dossiers.countersign.four_eyes")
@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"verdict": Verdict.NO_COMMENT}, []),
        ({"may_sign": False}, ["sign"]),
        ({"is_editor": True}, ["four_eyes"]),
        ({"is_outside": True}, ["sign"]),
        ({"is_ended": True}, ["open"]),
        ({"is_signed": True}, ["open"]),
        ({"is_withdrawn": True}, ["open"]),
        ({"version": 1}, ["version"]),
        ({"verdict": None}, ["words"]),
        ({"verdict": Verdict.DISAGREE}, ["words"]),
        ({"verdict": Verdict.DISAGREE, "text": "第二条超出职权"}, []),
        ({"verdict": Verdict.AGREE_WITH_CHANGES, "text": " "}, ["words"]),
    ],
)
def test_signing(changed: dict[str, Any], codes: list[str]) -> None:
    assert _codes(reasons_against_signing(SignFacts(**{**SIGN, **changed}))) == codes


RULING: dict[str, Any] = {
    "may_overrule": True,
    "is_editor": False,
    "is_ended": False,
    "disagrees": True,
    "is_overruled": False,
    "reason": "已协商",
}


@pytest.mark.rule("dossiers.countersign.overrule")
@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({}, 0),
        ({"may_overrule": False}, 1),
        ({"is_editor": True}, 1),
        ({"is_ended": True}, 1),
        ({"disagrees": False}, 1),
        ({"is_overruled": True}, 1),
        ({"reason": ""}, 1),
    ],
)
def test_overruling(changed: dict[str, Any], count: int) -> None:
    assert len(reasons_against_overruling(OverruleFacts(**{**RULING, **changed}))) == count


TEND: dict[str, Any] = {
    "may_ask": True,
    "is_ended": False,
    "is_withdrawn": False,
    "is_waiting": True,
    "urged_today": False,
}


@pytest.mark.rule("dossiers.countersign.open")
@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({}, 0),
        ({"may_ask": False}, 1),
        ({"is_ended": True}, 1),
        ({"is_withdrawn": True}, 1),
        ({"is_waiting": False}, 1),
        ({"urged_today": True}, 1),
    ],
)
def test_urging(changed: dict[str, Any], count: int) -> None:
    assert len(reasons_against_urging(TendFacts(**{**TEND, **changed}))) == count


def test_a_disagreement_is_not_made_to_disappear() -> None:
    facts = TendFacts(**TEND)
    assert reasons_against_withdrawing(facts, disagrees=False, reason="送错了") == []
    assert _codes(reasons_against_withdrawing(facts, disagrees=True, reason="送错了")) == ["overrule"]
    assert _codes(reasons_against_withdrawing(facts, disagrees=False, reason="")) == ["ask"]


def test_standing() -> None:
    agreed, silent = Asked("法规处", Verdict.AGREE, 2), Asked("财务处")
    against = Asked("规划处", Verdict.DISAGREE, 1)
    assert not standing_of([agreed, silent], 2).is_done
    assert standing_of([agreed, silent], 2).waits_for == "等财务处答复"
    both = standing_of([agreed, against], 2)
    assert both.is_done
    assert (both.against, both.stale, both.version) == (("规划处",), ("规划处",), 1)
    overruled = standing_of([Asked("规划处", Verdict.DISAGREE, 2, is_overruled=True)], 2)
    assert overruled.against == ()
    assert overruled.waits_for == ""
    assert not standing_of([], 2).is_done
