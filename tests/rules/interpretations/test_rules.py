"""What makes an infographic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.duties.interpretations.enums import FactKind
from gongkai.duties.interpretations.rules import (
    MIN_KINDS,
    reasons_against_empty_text,
    reasons_against_infographic,
)

GOOD = [("number", "第七条"), ("change", "第七条"), ("step", "第九条")]


def codes(facts: list[tuple[str, str]]) -> list[str]:
    return [reason.code for reason in reasons_against_infographic(facts)]


@pytest.mark.rule("interpretations.infographic.kinds")
@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        (GOOD, False),
        ([], True),
        (GOOD[:2], True),
        ([GOOD[0]] * 5, True),  # five numbers are one kind
        ([*GOOD[:2], ("date", "")], False),
    ],
)
def test_three_kinds_of_facts(facts: list[tuple[str, str]], refused: bool) -> None:
    assert ("interpretations.infographic.kinds" in codes(facts)) is refused


@pytest.mark.rule("interpretations.infographic.clause")
@pytest.mark.parametrize("blank", ["", "  ", "\u3000"])
def test_every_fact_names_its_clause_but_dates_and_contacts(blank: str) -> None:
    found = codes([*GOOD, ("scope", blank), ("number", blank), ("date", blank), ("contact", blank)])
    assert found == ["interpretations.infographic.clause"] * 2


@given(st.lists(st.tuples(st.sampled_from(list(FactKind)), st.sampled_from(["", "第一条"])), max_size=12))
def test_refused_exactly_when_kinds_or_clauses_lack(facts: list[tuple[str, str]]) -> None:
    lacks_kinds = len({kind for kind, _ in facts}) < MIN_KINDS
    lacks_clauses = sum(1 for kind, clause in facts if not clause and kind not in {"date", "contact"})
    found = codes(facts)
    assert ("interpretations.infographic.kinds" in found) is lacks_kinds
    assert found.count("interpretations.infographic.clause") == lacks_clauses


@pytest.mark.rule("interpretations.text.empty")
def test_an_interpretation_says_something() -> None:
    assert reasons_against_empty_text(is_blank=False) == []
    assert [reason.field for reason in reasons_against_empty_text(is_blank=True)] == ["body"]
