"""What a rule cites is public: a law only for what it says, this system's own rules for the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gongkai.core.basis import Certainty
from gongkai.core.reasons import RULES
from gongkai.duties.dossiers.basis import CONSULT_FIRST, MARKET_CONSULTED
from gongkai.duties.dossiers.enums import Step, Trait
from gongkai.duties.dossiers.rules.applies import Shape, steps_of
from gongkai.duties.dossiers.rules.recording import reasons_against_recording
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.rules.dossiers.facts import chain, record

OURS = [
    "archive.received",
    "archive.right",
    "archive.settled",
    "archive.taken",
    "draft.in_turn",
    "draft.new",
    "draft.right",
    "ended",
    "intake.order",
    "intake.unread",
    "open.settled",
    "paper.date",
    "paper.right",
    "paper.void",
    "record.by_hand",
    "record.dates",
    "record.right",
    "record.whole",
    "return.backwards",
    "return.reason",
    "step.done",
    "step.order",
]


@pytest.mark.parametrize("code", OURS)
def test_what_no_law_says_cites_none(code: str) -> None:
    basis = RULES[f"dossiers.{code}"].basis
    assert basis.certainty is Certainty.HOUSE
    assert basis.citation == "本系统办文规则"


def shape(kind: DocumentKind = DocumentKind.NORMATIVE, *traits: Trait, is_proactive: bool = True) -> Shape:
    return Shape(
        kind,
        Signature.DEPARTMENT,
        is_proactive=is_proactive,
        traits=frozenset(traits),
        has_countersigners=True,
        is_history=False,
    )


def test_steps_of_our_own_making_cite_no_law() -> None:
    found = steps_of(shape())
    ours = {step for step, one in found.items() if one.basis.certainty is Certainty.HOUSE}
    assert ours == {Step.INITIATION, Step.DRAFTING, Step.IN_FORCE}
    assert "公文处理工作条例" in found[Step.COUNTERSIGN].basis.citation


@pytest.mark.parametrize("step", [Step.CONSULTATION, Step.ADOPTION])
def test_what_concerns_the_market_is_consulted_on_by_its_own_law(step: Step) -> None:
    market = shape(DocumentKind.NORMATIVE, Trait.MARKET)
    assert steps_of(market)[step].basis is MARKET_CONSULTED
    assert MARKET_CONSULTED.citation == "《优化营商环境条例》第六十二条"
    assert steps_of(shape())[step].basis is CONSULT_FIRST
    unneeded = shape(DocumentKind.NORMATIVE, Trait.MARKET, is_proactive=False)
    assert steps_of(unneeded)[step].basis is CONSULT_FIRST


@pytest.mark.rule("dossiers.record.thirty_days")
@pytest.mark.rule("dossiers.record.thirty_days_market")
@pytest.mark.rule("dossiers.record.thirty_days_others")
@pytest.mark.parametrize(
    ("about", "code", "citation"),
    [
        (
            shape(DocumentKind.DECISION, Trait.MARKET),
            "dossiers.record.thirty_days",
            "《重大行政决策程序暂行条例》第十五条",
        ),
        (
            shape(DocumentKind.NORMATIVE, Trait.MARKET),
            "dossiers.record.thirty_days_market",
            "《优化营商环境条例》第六十二条",
        ),
        (shape(DocumentKind.POLICY), "dossiers.record.thirty_days_others", "本系统办文规则"),
    ],
)
def test_thirty_days_are_asked_by_the_law_of_the_matter(about: Shape, code: str, citation: str) -> None:
    told = reasons_against_recording(
        record(Step.CONSULTATION, chain=replace(chain(), shape=about), done_on=date(2026, 10, 29))
    )
    assert [(one.code, one.basis.citation) for one in told] == [(code, citation)]
