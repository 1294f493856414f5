"""Which steps a document needs, where it stands, and what speaks against the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.duties.dossiers.enums import Step, StepState, Trait
from gongkai.duties.dossiers.rules.applies import RULE_MAKING, Shape, steps_of
from gongkai.duties.dossiers.rules.holding import Names, progress_of, waiting_of
from gongkai.duties.dossiers.rules.returns import (
    Returned,
    ReturnFacts,
    left_after,
    reasons_against_returning,
)
from gongkai.duties.dossiers.rules.track import (
    PREREQUISITES,
    ChainFacts,
    Done,
    Exempted,
    reasons_against_step,
    steps_now,
    track_of,
)
from gongkai.duties.policies.enums import DocumentKind, Signature

START = datetime(2026, 11, 2, 1, tzinfo=UTC)


def shape(
    kind: DocumentKind = DocumentKind.NORMATIVE,
    signature: Signature = Signature.DEPARTMENT,
    is_proactive: bool = True,
    **changes: Any,
) -> Shape:
    """A shape with nothing special about it."""
    plain: dict[str, Any] = {"traits": frozenset(), "has_countersigners": False, "is_history": False}
    return Shape(kind, signature, is_proactive, **{**plain, **changes})


def chain(of: Shape, ready: dict[Step, Done], **changes: Any) -> ChainFacts:
    """Facts of a chain of which these steps are done."""
    plain: dict[str, Any] = {"exempted": {}, "pending": {}, "version": 0, "is_ended": False, "returned": {}}
    return ChainFacts(of, ready, **{**plain, **changes})


NORMATIVE = shape()
SHAPES = st.builds(
    Shape,
    kind=st.sampled_from(DocumentKind),
    signature=st.sampled_from(Signature),
    is_proactive=st.booleans(),
    traits=st.frozensets(st.sampled_from(Trait)),
    has_countersigners=st.booleans(),
    is_history=st.booleans(),
)


def done(*steps: Step, version: int | None = 1) -> dict[Step, Done]:
    return {step: Done(START + timedelta(hours=n), step.label, version) for n, step in enumerate(steps)}


def state(facts: ChainFacts, step: Step) -> StepState:
    return next(view.state for view in track_of(facts) if view.step is step)


@pytest.mark.rule("dossiers.steps_from_kind")
@pytest.mark.parametrize(
    ("kind", "signature", "is_proactive", "step", "is_needed"),
    [
        (DocumentKind.NORMATIVE, Signature.DEPARTMENT, True, Step.CONSULTATION, True),
        (DocumentKind.POLICY, Signature.DEPARTMENT, True, Step.CONSULTATION, True),
        (DocumentKind.NORMATIVE, Signature.DEPARTMENT, False, Step.CONSULTATION, False),
        (DocumentKind.WORK_PLAN, Signature.DEPARTMENT, True, Step.CONSULTATION, False),
        (DocumentKind.WORK_PLAN, Signature.DEPARTMENT, True, Step.LEGALITY, False),
        (DocumentKind.WORK_PLAN, Signature.DEPARTMENT, True, Step.SIGNING, True),
        (DocumentKind.NORMATIVE, Signature.JOINT_OTHER, True, Step.LEGALITY, False),
        (DocumentKind.NORMATIVE, Signature.JOINT_OTHER, True, Step.FILING, False),
        (DocumentKind.NORMATIVE, Signature.JOINT_LEAD, True, Step.FILING, True),
        (DocumentKind.POLICY, Signature.DEPARTMENT, True, Step.DELIBERATION, False),
        (DocumentKind.DECISION, Signature.DEPARTMENT, True, Step.DELIBERATION, True),
        (DocumentKind.NORMATIVE, Signature.PROVINCE, True, Step.FILING, False),
        (DocumentKind.POLICY, Signature.DEPARTMENT, False, Step.RELEASE, False),
        (DocumentKind.ROUTINE, Signature.DEPARTMENT, True, Step.RELEASE, True),
    ],
)
def test_steps_follow_from_kind_signature_and_disclosure(
    kind: DocumentKind, signature: Signature, is_proactive: bool, step: Step, is_needed: bool
) -> None:
    applies = steps_of(shape(kind, signature, is_proactive))[step]
    assert applies.is_needed is is_needed
    assert applies.ground.endswith("。")


@given(SHAPES)
def test_every_step_has_its_ground_and_the_spine_is_always_needed(of: Shape) -> None:
    steps = steps_of(of)
    assert list(steps) == list(Step)
    assert all(applies.ground and applies.basis.citation for applies in steps.values())
    spine = (Step.DRAFTING, Step.SIGNING, Step.NUMBERING)
    assert all(steps[step].is_needed is not of.is_history for step in spine)


def test_where_a_document_is_consulted_on_follows_from_the_signature() -> None:
    own, province = NORMATIVE, replace(NORMATIVE, signature=Signature.PROVINCE_OFFICE)
    assert "厅网站" in steps_of(own)[Step.CONSULTATION].ground
    assert "省政府门户" in steps_of(province)[Step.CONSULTATION].ground
    assert "省司法厅" in steps_of(province)[Step.LEGALITY].ground


@pytest.mark.parametrize(
    ("trait", "step"),
    [
        (Trait.EXPERTS, Step.EXPERTS),
        (Trait.RISK, Step.RISK),
        (Trait.HEARING, Step.HEARING),
        (Trait.MARKET, Step.COMPETITION),
    ],
)
def test_a_trait_asks_for_its_step_of_what_makes_rules(trait: Trait, step: Step) -> None:
    for kind in DocumentKind:
        with_trait = shape(kind, traits=frozenset({trait}))
        assert steps_of(with_trait)[step].is_needed is (kind in RULE_MAKING)
        assert not steps_of(replace(with_trait, traits=frozenset()))[step].is_needed


@pytest.mark.rule("dossiers.step.order")
@pytest.mark.rule("dossiers.step.no_consultation")
@pytest.mark.rule("dossiers.step.no_legality")
@pytest.mark.rule("dossiers.step.no_signature")
@pytest.mark.rule("dossiers.step.no_number")
@pytest.mark.parametrize(
    ("step", "ready", "code"),
    [
        (Step.LEGALITY, (Step.DRAFTING,), "dossiers.step.no_consultation"),
        (Step.CONSULTATION, (), "dossiers.step.order"),
        (Step.SIGNING, (Step.DRAFTING, Step.CONSULTATION, Step.ADOPTION), "dossiers.step.no_legality"),
        (Step.NUMBERING, (Step.DRAFTING,), "dossiers.step.no_signature"),
        (Step.RELEASE, (Step.DRAFTING, Step.SIGNING), "dossiers.step.no_number"),
    ],
)
def test_no_step_before_what_has_to_come_first(step: Step, ready: tuple[Step, ...], code: str) -> None:
    facts = chain(NORMATIVE, done(Step.INITIATION, *ready), version=1)
    assert code in [reason.code for reason in reasons_against_step(step, facts)]
    before = [one for one in Step if one not in (step, Step.RELEASE, Step.FILING, Step.IN_FORCE)]
    assert reasons_against_step(step, replace(facts, done=done(*before))) == []


def test_every_lack_is_named_at_once_in_the_order_of_the_chain() -> None:
    facts = chain(NORMATIVE, done(Step.INITIATION))
    messages = [reason.message for reason in reasons_against_step(Step.SIGNING, facts)]
    assert [message.split("”")[0][1:] for message in messages] == [
        "起草",
        "征求意见",
        "意见采纳",
        "合法性审核",
        "集体审议",
    ]


@pytest.mark.rule("dossiers.step.unneeded")
def test_what_does_not_apply_is_not_done() -> None:
    facts = chain(shape(DocumentKind.WORK_PLAN), done(Step.DRAFTING), version=1)
    assert [reason.code for reason in reasons_against_step(Step.LEGALITY, facts)] == [
        "dossiers.step.unneeded"
    ]
    assert reasons_against_step(Step.SIGNING, replace(facts, done=done(Step.INITIATION, Step.DRAFTING))) == []


@pytest.mark.rule("dossiers.step.done")
def test_what_is_done_is_not_done_twice() -> None:
    facts = chain(NORMATIVE, done(Step.INITIATION, Step.DRAFTING, Step.CONSULTATION), version=1)
    assert [r.code for r in reasons_against_step(Step.CONSULTATION, facts)] == ["dossiers.step.done"]


@pytest.mark.rule("dossiers.ended")
def test_nothing_is_done_in_what_has_ended() -> None:
    facts = chain(NORMATIVE, done(Step.INITIATION), is_ended=True)
    for step in Step:
        assert [reason.code for reason in reasons_against_step(step, facts)] == ["dossiers.ended"]


@pytest.mark.rule("dossiers.step.other_version")
def test_a_review_holds_for_the_version_it_saw() -> None:
    ready = done(Step.INITIATION, Step.DRAFTING, Step.CONSULTATION, Step.ADOPTION, Step.LEGALITY)
    ready[Step.DELIBERATION] = Done(START, "通过", 2)
    facts = chain(NORMATIVE, ready, version=2)
    assert state(facts, Step.LEGALITY) is StepState.NOW
    assert [r.code for r in reasons_against_step(Step.SIGNING, facts)] == ["dossiers.step.other_version"]
    assert (
        state(facts, Step.CONSULTATION) is StepState.DONE
    )  # consulting on a draft is not undone by its next version
    again = {**ready, Step.LEGALITY: Done(START, "合法", 2)}
    assert reasons_against_step(Step.SIGNING, replace(facts, done=again)) == []


def test_an_end_that_does_not_let_go_on_is_no_done() -> None:
    ready = done(Step.INITIATION, Step.DRAFTING, Step.CONSULTATION, Step.ADOPTION)
    ready[Step.LEGALITY] = Done(START, "应当修改", 1, holds=False)
    facts = chain(NORMATIVE, ready, version=1)
    assert state(facts, Step.LEGALITY) is StepState.NOW
    assert state(facts, Step.DELIBERATION) is StepState.LATER
    found = reasons_against_step(Step.DELIBERATION, facts)
    assert [reason.code for reason in found] == ["dossiers.step.no_legality"]
    assert "应当修改" in found[0].message


def test_an_exemption_opens_the_way_and_is_shown_as_such() -> None:
    facts = chain(NORMATIVE, done(Step.INITIATION, Step.DRAFTING), version=1)
    assert reasons_against_step(Step.LEGALITY, facts)
    let_off = {step: Exempted(START, "紧急；厅领导批准") for step in (Step.CONSULTATION, Step.ADOPTION)}
    facts = replace(facts, exempted=let_off)
    assert reasons_against_step(Step.LEGALITY, facts) == []
    assert state(facts, Step.CONSULTATION) is StepState.EXEMPT


@given(SHAPES, st.frozensets(st.sampled_from(Step)), st.integers(0, 2))
def test_the_track_agrees_with_the_refusals(of: Shape, steps: frozenset[Step], version: int) -> None:
    """A step is shown as open exactly when nothing speaks against doing it."""
    facts = chain(of, done(*sorted(steps)), version=version)
    for view in track_of(facts):
        is_free = not reasons_against_step(view.step, facts)
        assert is_free is (view.state is StepState.NOW), view


@given(SHAPES, st.frozensets(st.sampled_from(Step)), st.sampled_from(Step))
def test_doing_more_never_takes_a_step_back(of: Shape, steps: frozenset[Step], more: Step) -> None:
    before = chain(of, done(*sorted(steps)), version=1)
    after = replace(before, done=done(*sorted(steps | {more})))
    settled = {StepState.DONE, StepState.NOW, StepState.UNNEEDED}
    for view in track_of(before):
        if view.state in settled:
            assert state(after, view.step) in settled


def test_prerequisites_come_earlier_in_the_chain() -> None:
    order = list(Step)
    for step, befores in PREREQUISITES.items():
        assert all(order.index(before) < order.index(step) for before in befores)


@pytest.mark.rule("dossiers.return.backwards")
@pytest.mark.rule("dossiers.return.reason")
def test_a_return_undoes_what_came_before_it_at_its_step_and_later() -> None:
    ready = done(
        Step.INITIATION, Step.DRAFTING, Step.CONSULTATION, Step.ADOPTION, Step.LEGALITY, Step.SIGNING
    )
    back = Returned(Step.LEGALITY, START + timedelta(days=1))
    assert set(left_after(ready, [back])) == {
        Step.INITIATION,
        Step.DRAFTING,
        Step.CONSULTATION,
        Step.ADOPTION,
    }
    early = Returned(Step.DRAFTING, START - timedelta(days=1))
    assert left_after(ready, [early]) == ready
    again = {**ready, Step.LEGALITY: Done(START + timedelta(days=2), "合法", 1)}
    assert Step.LEGALITY in left_after(again, [back])
    whole = left_after({**ready, Step.NUMBERING: Done(START, "号")}, [Returned(Step.DRAFTING, back.at)])
    assert set(whole) == {Step.INITIATION, Step.NUMBERING}  # a number once given stays given


def _return(**changes: object) -> list[str]:
    values: dict[str, object] = {
        "may_return": True,
        "is_ended": False,
        "from_step": Step.LEGALITY,
        "to_step": Step.DRAFTING,
        "reason": "第三条没有依据。",
        "is_numbered": False,
        "is_reached": True,
        **changes,
    }
    return [reason.code for reason in reasons_against_returning(ReturnFacts(**values))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "  "}, "dossiers.return.reason"),
        ({"may_return": False}, "dossiers.return.backwards"),
        ({"is_ended": True}, "dossiers.return.backwards"),
        ({"is_numbered": True}, "dossiers.return.backwards"),
        ({"is_reached": False}, "dossiers.return.backwards"),
        ({"to_step": Step.NUMBERING}, "dossiers.return.backwards"),
    ],
)
def test_a_return_goes_backwards_with_words(changes: dict[str, object], code: str) -> None:
    assert _return() == []
    assert _return(**changes) == [code]


@pytest.mark.rule("dossiers.holder_computed")
def test_who_holds_it_and_since_when_is_computed() -> None:
    from gongkai.duties.dossiers.enums import Mode

    names = Names("运输处", "张厅长", Mode.OA)
    ready = done(Step.INITIATION, Step.DRAFTING, Step.CONSULTATION, Step.ADOPTION)
    facts = chain(NORMATIVE, ready, version=1)
    (one,) = waiting_of(track_of(facts), facts, names)
    assert (one.step, one.holder) == (Step.LEGALITY, "法制机构")
    assert one.since == ready[Step.ADOPTION].at
    back = [Returned(Step.LEGALITY, START + timedelta(days=3))]
    assert waiting_of(track_of(facts), facts, names, back)[0].since == back[0].at
    assert waiting_of(track_of(facts), replace(facts, is_ended=True), names) == ()
    province = replace(facts, shape=replace(NORMATIVE, signature=Signature.PROVINCE))
    assert waiting_of(track_of(province), province, names)[0].holder == "省司法厅"


def test_progress_counts_the_needed_steps() -> None:
    facts = chain(shape(DocumentKind.WORK_PLAN, is_proactive=False), done(Step.INITIATION))
    settled, needed = progress_of(track_of(facts))
    assert (settled, needed) == (1, 4)
    assert [view.step for view in steps_now(track_of(facts))] == [Step.DRAFTING]
