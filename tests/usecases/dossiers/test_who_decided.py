"""Who decided what a matter is like stays on record when somebody else saves the page."""

from __future__ import annotations

import pytest

from gongkai.clearance.enums import Disclosure
from gongkai.duties.dossiers.enums import Trait
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.usecases.opening import Decided, change_dossier, open_dossier
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.factories.gate import make_department

pytestmark = pytest.mark.django_db


def _decided(traits: dict[Trait, tuple[bool, str]]) -> Decided:
    return Decided(
        title="关于印发某办法的通知",
        kind=DocumentKind.NORMATIVE,
        kind_reason="设定了经营者的义务。",
        signature=Signature.DEPARTMENT,
        issuer="示例省交通运输厅",
        disclosure=Disclosure.PROACTIVE,
        traits=traits,
    )


def _authors(dossier: Dossier) -> dict[str, object]:
    return {row.trait: row.by for row in dossier.traits.select_related("by")}


def test_only_what_is_decided_anew_gets_a_new_author() -> None:
    department = make_department()
    traits = dict.fromkeys(Trait, (False, "不涉及。"))
    dossier = open_dossier(by=department.drafter, unit=department.unit, decided=_decided(traits))
    first = dossier.traits.get(trait=Trait.RISK).at
    traits |= {Trait.MARKET: (True, "涉及经营者。"), Trait.HEARING: (False, "没有分歧。")}
    change_dossier(by=department.office, dossier=dossier, decided=_decided(traits))
    assert _authors(dossier) == {
        Trait.EXPERTS: department.drafter,
        Trait.RISK: department.drafter,
        Trait.HEARING: department.office,
        Trait.MARKET: department.office,
    }
    assert dossier.traits.get(trait=Trait.RISK).at == first
