"""What must be said at 立项, of a recorded step, of a signature, of an exemption, of a paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gongkai.clearance.enums import Disclosure, WithheldGround
from gongkai.core.reasons import Reason
from gongkai.duties.dossiers.enums import ExemptionGround, SigningMedium, Step, Trait
from gongkai.duties.dossiers.rules.applies import Shape
from gongkai.duties.dossiers.rules.drafting import DraftFacts, reasons_against_version
from gongkai.duties.dossiers.rules.exempting import (
    GROUNDS,
    ExemptionFacts,
    reasons_against_asking,
    reasons_against_deciding_exemption,
)
from gongkai.duties.dossiers.rules.opening import (
    Identity,
    organs_in,
    reasons_against_changing,
    reasons_against_identity,
)
from gongkai.duties.dossiers.rules.pages import (
    HistoryFacts,
    MakeFacts,
    reasons_against_history,
    reasons_against_making,
)
from gongkai.duties.dossiers.rules.papers import (
    MAX_PAPER,
    PaperFacts,
    reasons_against_adding,
    reasons_against_voiding,
)
from gongkai.duties.dossiers.rules.publishing import PageFacts, reasons_against_page
from gongkai.duties.dossiers.rules.recording import RecordFacts, reasons_against_recording
from gongkai.duties.dossiers.rules.signing import (
    SigningFacts,
    reasons_against_confirming,
    reasons_against_signing,
)
from gongkai.duties.dossiers.rules.track import EXEMPTIBLE, ChainFacts, Done
from gongkai.duties.policies.enums import DocumentKind, Signature

NOW = datetime(2026, 11, 28, 2, tzinfo=UTC)
TODAY = date(2026, 11, 28)
TRAITS = dict.fromkeys(Trait, (False, "不涉及。"))
IDENTITY = Identity(
    title="关于印发某办法的通知",
    kind=DocumentKind.NORMATIVE,
    kind_reason="设定了义务。",
    signature=Signature.DEPARTMENT,
    issuer="示例省交通运输厅",
    disclosure=Disclosure.PROACTIVE,
    withheld_ground="",
    disclosure_reason="",
    traits=TRAITS,
)


def fields(reasons: list[Reason]) -> list[tuple[str, str]]:
    return [(reason.code, reason.field) for reason in reasons]


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


DRAFT = DraftFacts(
    may_draft=True,
    is_ended=False,
    is_signed=False,
    is_empty=False,
    is_same=False,
    newest=2,
    seen=2,
    newest_by="",
)


@pytest.mark.rule("dossiers.draft.right")
@pytest.mark.rule("dossiers.draft.new")
@pytest.mark.rule("dossiers.draft.in_turn")
@pytest.mark.rule("dossiers.draft.signed")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"may_draft": False}, "dossiers.draft.right"),
        ({"is_ended": True}, "dossiers.draft.right"),
        ({"is_signed": True}, "dossiers.draft.signed"),
        ({"is_empty": True}, "dossiers.draft.new"),
        ({"is_same": True}, "dossiers.draft.new"),
        ({"seen": 1, "newest_by": "李四"}, "dossiers.draft.in_turn"),
    ],
)
def test_a_version_is_new_in_turn_and_before_the_signature(changes: dict[str, Any], code: str) -> None:
    assert reasons_against_version(DRAFT) == []
    assert [reason.code for reason in reasons_against_version(replace(DRAFT, **changes))] == [code]


def chain(*steps: Step, **changes: Any) -> ChainFacts:
    shape = Shape(
        DocumentKind.NORMATIVE,
        Signature.DEPARTMENT,
        is_proactive=True,
        traits=frozenset({Trait.EXPERTS, Trait.RISK, Trait.HEARING, Trait.MARKET}),
        has_countersigners=False,
        is_history=False,
    )
    ready = {step: Done(NOW, step.label, 1) for step in (Step.INITIATION, Step.DRAFTING, *steps)}
    plain: dict[str, Any] = {"exempted": {}, "pending": {}, "version": 1, "is_ended": False}
    return ChainFacts(shape, ready, **{**plain, **changes})


def record(step: Step, *ready: Step, **changes: Any) -> RecordFacts:
    values: dict[str, Any] = {
        "may_record": True,
        "chain": chain(*ready),
        "step": step,
        "organ": "厅长办公会议",
        "began_on": date(2026, 10, 1),
        "done_on": date(2026, 10, 30),
        "statement": "通过。",
        "reason": "",
        "link": "https://jtt.example.gov.cn/yj/1.html",
        "has_paper": True,
        "today": TODAY,
        **changes,
    }
    return RecordFacts(**values)


BEFORE_MEETING = (
    Step.CONSULTATION,
    Step.ADOPTION,
    Step.EXPERTS,
    Step.RISK,
    Step.HEARING,
    Step.COMPETITION,
    Step.LEGALITY,
)


@pytest.mark.rule("dossiers.record.right")
@pytest.mark.rule("dossiers.record.whole")
@pytest.mark.rule("dossiers.record.dates")
@pytest.mark.rule("dossiers.record.by_hand")
@pytest.mark.rule("dossiers.record.thirty_days")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"may_record": False}, ("dossiers.record.right", "")),
        ({"statement": ""}, ("dossiers.record.whole", "statement")),
        ({"done_on": None}, ("dossiers.record.dates", "done_on")),
        ({"done_on": date(2026, 12, 1)}, ("dossiers.record.dates", "done_on")),
        ({"began_on": date(2026, 11, 1)}, ("dossiers.record.dates", "began_on")),
        ({"began_on": None}, ("dossiers.record.dates", "began_on")),
        ({"link": "", "has_paper": False}, ("dossiers.record.whole", "link")),
        ({"done_on": date(2026, 10, 29)}, ("dossiers.record.thirty_days", "reason")),
    ],
)
def test_a_recorded_consultation_tells_its_days_and_its_proof(
    changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert reasons_against_recording(record(Step.CONSULTATION)) == []
    assert fields(reasons_against_recording(record(Step.CONSULTATION, **changes))) == [expected]


def test_a_shorter_consultation_with_its_reason_passes() -> None:
    short = record(Step.CONSULTATION, done_on=date(2026, 10, 8), reason="防汛应急，需立即实施。")
    assert reasons_against_recording(short) == []


@pytest.mark.rule("dossiers.record.experts")
@pytest.mark.rule("dossiers.record.risk")
@pytest.mark.rule("dossiers.record.hearing")
@pytest.mark.rule("dossiers.record.competition")
@pytest.mark.rule("dossiers.record.deliberation")
@pytest.mark.rule("dossiers.record.filing")
@pytest.mark.parametrize(
    ("step", "ready"),
    [
        (Step.EXPERTS, ()),
        (Step.RISK, ()),
        (Step.HEARING, ()),
        (Step.COMPETITION, ()),
        (Step.DELIBERATION, BEFORE_MEETING),
        (
            Step.FILING,
            (*BEFORE_MEETING, Step.DELIBERATION, Step.SIGNING, Step.NUMBERING, Step.RELEASE),
        ),
    ],
)
def test_each_step_has_its_own_proof(step: Step, ready: tuple[Step, ...]) -> None:
    assert reasons_against_recording(record(step, *ready)) == []
    found = reasons_against_recording(record(step, *ready, has_paper=False))
    assert fields(found) == [(f"dossiers.record.{step.value}", "file")]


def test_steps_with_a_page_of_their_own_are_not_recorded_by_hand() -> None:
    for step in (Step.LEGALITY, Step.SIGNING, Step.NUMBERING, Step.RELEASE):
        assert [r.code for r in reasons_against_recording(record(step))] == ["dossiers.record.by_hand"]


def test_a_record_does_not_overtake_the_chain() -> None:
    codes = {reason.code for reason in reasons_against_recording(record(Step.DELIBERATION))}
    assert {"dossiers.step.no_legality", "dossiers.step.no_consultation"} <= codes


SIGNED_CHAIN = chain(*BEFORE_MEETING, Step.DELIBERATION)


def signing(**changes: Any) -> SigningFacts:
    values: dict[str, Any] = {
        "chain": SIGNED_CHAIN,
        "medium": SigningMedium.PAPER,
        "may_act": True,
        "has_edited": False,
        "leader_has_edited": False,
        "is_ours_to_sign": True,
        "text_title": "某办法",
        "title": "某办法",
        "seen": 1,
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


@pytest.mark.rule("dossiers.paper.fits")
@pytest.mark.rule("dossiers.paper.right")
@pytest.mark.rule("dossiers.paper.date")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"may_add": False}, "dossiers.paper.right"),
        ({"is_ended": True}, "dossiers.paper.right"),
        ({"size": MAX_PAPER + 1}, "dossiers.paper.fits"),
        ({"name": "签批单.exe"}, "dossiers.paper.fits"),
        ({"name": "签批单"}, "dossiers.paper.fits"),
        ({"dated_on": TODAY + timedelta(days=1)}, "dossiers.paper.date"),
    ],
)
def test_what_goes_into_a_dossier(changes: dict[str, Any], code: str) -> None:
    facts = PaperFacts(True, False, "签批单.PDF", MAX_PAPER, TODAY, TODAY)
    assert reasons_against_adding(facts) == []
    assert [reason.code for reason in reasons_against_adding(replace(facts, **changes))] == [code]


@pytest.mark.rule("dossiers.paper.void")
def test_a_paper_is_struck_with_a_reason() -> None:
    given: dict[str, Any] = {
        "may_void": True,
        "is_ended": False,
        "is_void": False,
        "proves": "",
        "reason": "传错了。",
    }
    assert reasons_against_voiding(**given) == []
    for changes in ({"is_ended": True}, {"is_void": True}, {"proves": "签发"}, {"reason": ""}):
        found = reasons_against_voiding(**{**given, **changes})
        assert [reason.code for reason in found] == ["dossiers.paper.void"]


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
def test_a_page_says_what_was_signed() -> None:
    ready = chain(*BEFORE_MEETING, Step.DELIBERATION, Step.SIGNING, Step.NUMBERING)
    same = {"标题": "某办法", "署名": "本厅"}
    facts = PageFacts(True, ready, same, same, "第一条　为了规范。", "第一条为了规范。", ())
    assert reasons_against_page(facts) == []
    for changes, code in (
        ({"has_dossier": False}, "dossiers.publish.no_dossier"),
        ({"page": {**same, "标题": "另一办法"}}, "dossiers.publish.differs"),
        ({"page_words": "第一条　为了做好。"}, "dossiers.publish.text"),
        ({"chain": chain(*BEFORE_MEETING, Step.DELIBERATION, Step.SIGNING)}, "dossiers.step.no_number"),
    ):
        found = reasons_against_page(replace(facts, **changes))  # type: ignore[arg-type]
        assert [reason.code for reason in found] == [code]
