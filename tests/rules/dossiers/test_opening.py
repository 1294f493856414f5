"""What must be said at 立项, and what of it may still be changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gongkai.clearance.enums import Disclosure, WithheldGround
from gongkai.duties.dossiers.enums import Trait
from gongkai.duties.dossiers.rules.opening import (
    organs_in,
    reasons_against_changing,
    reasons_against_identity,
)
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.rules.dossiers.facts import IDENTITY, TRAITS, fields


@pytest.mark.rule("dossiers.open.whole")
@pytest.mark.rule("dossiers.open.disclosure")
@pytest.mark.rule("dossiers.open.no_secret")
@pytest.mark.rule("dossiers.open.traits")
@pytest.mark.rule("dossiers.open.joint")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": " "}, [("dossiers.open.whole", "title")]),
        ({"kind_reason": ""}, [("dossiers.open.whole", "kind_reason")]),
        ({"issuer": ""}, [("dossiers.open.whole", "issuer")]),
        ({"disclosure": ""}, []),
        ({"disclosure": Disclosure.ON_REQUEST}, [("dossiers.open.disclosure", "disclosure_reason")]),
        (
            {"disclosure": Disclosure.WITHHELD},
            [
                ("dossiers.open.disclosure", "disclosure_reason"),
                ("dossiers.open.disclosure", "withheld_ground"),
            ],
        ),
        ({"withheld_ground": WithheldGround.INTERNAL}, [("dossiers.open.disclosure", "withheld_ground")]),
        (
            {
                "disclosure": Disclosure.WITHHELD,
                "disclosure_reason": "涉密。",
                "withheld_ground": WithheldGround.STATE_SECRET,
            },
            [("dossiers.open.no_secret", "withheld_ground")],
        ),
        ({"signature": Signature.JOINT_LEAD}, [("dossiers.open.joint", "issuer")]),
        ({"signature": Signature.JOINT_LEAD, "issuer": "示例省交通运输厅、示例省公安厅"}, []),
        (
            {"traits": {**TRAITS, Trait.MARKET: (True, " ")}},
            [("dossiers.open.traits", "trait_market_reason")],
        ),
        (
            {"traits": {k: v for k, v in TRAITS.items() if k != Trait.RISK}},
            [("dossiers.open.traits", "trait_risk")],
        ),
        ({"kind": DocumentKind.ROUTINE, "traits": {}}, []),
    ],
)
def test_what_is_said_at_the_beginning(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert reasons_against_identity(IDENTITY) == []
    assert fields(reasons_against_identity(replace(IDENTITY, **changes))) == expected


def test_organs_are_read_whatever_stands_between_them() -> None:
    assert organs_in("甲厅、乙局,丙委　丁办") == ("甲厅", "乙局", "丙委", "丁办")


@pytest.mark.rule("dossiers.open.settled")
def test_after_review_what_decides_the_path_stands() -> None:
    assert reasons_against_changing(["署名"], is_reviewed=False, is_ended=False) == []
    assert reasons_against_changing([], is_reviewed=True, is_ended=False) == []
    (reason,) = reasons_against_changing(["署名", "公开属性"], is_reviewed=True, is_ended=False)
    assert reason.code == "dossiers.open.settled"
    assert "署名、公开属性" in reason.message
    assert reasons_against_changing([], is_reviewed=False, is_ended=True)
