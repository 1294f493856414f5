"""`gongkai upkeep`: what the finders see is told at once, and a finder that fails is named."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from gongkai.clearance import upkeep as registry
from gongkai.clearance.basis import PROPOSALS
from gongkai.clearance.enums import ItemRole
from gongkai.clearance.enums_upkeep import Remedy
from gongkai.clearance.models import Proposal
from gongkai.clearance.upkeep import Finder, Found
from gongkai.core.reasons import RULES, define_rule
from tests.factories.gate import clear_and_release, make_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("explained_ground")]
CODE = "tests.upkeep_command"


@pytest.fixture
def rule() -> Any:
    yield define_rule(CODE, 13, "试验用的建议。", PROPOSALS)
    RULES.pop(CODE)


def test_told_at_once_and_a_failing_finder_is_named(
    department: Any, column: Any, rule: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_document(department, column)
    clear_and_release(department, [(page, ItemRole.POLICY)])

    def see(as_of: date) -> list[Found]:
        return [Found(page=page.pk, remedy=Remedy.ARCHIVE, reason="早已结束。", cause="x")]

    def fail(as_of: date) -> list[Found]:
        raise RuntimeError("no")

    monkeypatch.setattr(registry, "FINDERS", {"one": Finder("one", "已经结束", rule, see)})
    monkeypatch.setattr("gongkai.clearance.usecases.upkeep_finding.FINDERS", registry.FINDERS)
    out = StringIO()
    call_command("upkeep", stdout=out)
    assert "已经结束\t1 条" in out.getvalue()
    registry.FINDERS["two"] = Finder("two", "会出错的", rule, fail)
    with pytest.raises(CommandError, match="会出错的"):
        call_command("upkeep", stdout=StringIO())
    assert Proposal.objects.count() == 1
