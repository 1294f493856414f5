"""Which page is made of what was signed, and what it must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.rules.pages import (
    HistoryFacts,
    MakeFacts,
    reasons_against_history,
    reasons_against_making,
)
from gongkai.duties.dossiers.rules.publishing import PageFacts, reasons_against_page
from tests.rules.dossiers.facts import BEFORE_MEETING, chain


def making(**changes: Any) -> list[str]:
    given: dict[str, Any] = {
        "may_make": True,
        "is_ended": False,
        "is_signed": True,
        "is_proactive": True,
        "is_led_elsewhere": False,
        "has_page": False,
        "has_column": True,
        **changes,
    }
    return [reason.code for reason in reasons_against_making(MakeFacts(**given))]


@pytest.mark.rule("dossiers.page.make")
@pytest.mark.rule("dossiers.page.led_elsewhere")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"may_make": False}, "dossiers.page.make"),
        ({"is_ended": True}, "dossiers.page.make"),
        ({"is_signed": False}, "dossiers.page.make"),
        ({"is_proactive": False}, "dossiers.page.make"),
        ({"has_page": True}, "dossiers.page.make"),
        ({"has_column": False}, "dossiers.page.make"),
        ({"is_led_elsewhere": True}, "dossiers.page.led_elsewhere"),
    ],
)
def test_a_page_is_made_of_what_was_signed(changes: dict[str, Any], code: str) -> None:
    assert making() == []
    assert making(**changes) == [code]


@pytest.mark.rule("dossiers.page.history")
@pytest.mark.rule("dossiers.page.of_before")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"may_keep": False}, "dossiers.page.history"),
        ({"has_edited": True}, "dossiers.page.history"),
        ({"has_dossier": True}, "dossiers.page.history"),
        ({"has_unit": False}, "dossiers.page.history"),
        ({"reason": ""}, "dossiers.page.history"),
        ({"written_on": None}, "dossiers.page.of_before"),
        ({"written_on": date(2026, 6, 1)}, "dossiers.page.of_before"),
    ],
)
def test_the_office_enters_documents_of_before(changes: dict[str, Any], code: str) -> None:
    facts = HistoryFacts(
        may_keep=True,
        has_edited=False,
        has_dossier=False,
        title="某办法",
        has_unit=True,
        reason="2019 年办结。",
        written_on=date(2026, 5, 31),
        began_on=date(2026, 6, 1),
    )
    assert reasons_against_history(facts) == []
    assert reasons_against_history(replace(facts, began_on=None)) == []
    assert [reason.code for reason in reasons_against_history(replace(facts, **changes))] == [code]


@pytest.mark.rule("dossiers.publish.no_dossier")
@pytest.mark.rule("dossiers.publish.differs")
@pytest.mark.rule("dossiers.publish.text")
@pytest.mark.rule("dossiers.publish.unconfirmed")
def test_a_page_says_what_was_signed() -> None:
    ready = chain(*BEFORE_MEETING, Step.DELIBERATION, Step.SIGNING, Step.NUMBERING)
    same = {"标题": "某办法", "署名": "本厅"}
    facts = PageFacts(True, ready, same, same, "第一条　为了规范。", "第一条为了规范。", (), False)
    assert reasons_against_page(facts) == []
    for changes, code in (
        ({"has_dossier": False}, "dossiers.publish.no_dossier"),
        ({"page": {**same, "标题": "另一办法"}}, "dossiers.publish.differs"),
        ({"page_words": "第一条　为了做好。"}, "dossiers.publish.text"),
        ({"is_confirmation_late": True}, "dossiers.publish.unconfirmed"),
        ({"chain": chain(*BEFORE_MEETING, Step.DELIBERATION, Step.SIGNING)}, "dossiers.step.no_number"),
    ):
        found = reasons_against_page(replace(facts, **changes))  # type: ignore[arg-type]
        assert [reason.code for reason in found] == [code]
