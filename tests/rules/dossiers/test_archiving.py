"""For how long a dossier is kept, what it owes, what 送审证明包 lacks, what is recorded where another department leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gongkai.duties.dossiers.enums import Owing, Step, StepState
from gongkai.duties.dossiers.enums_archive import Retention
from gongkai.duties.dossiers.rules.applies import Shape
from gongkai.duties.dossiers.rules.archiving import (
    CloseFacts,
    ReceiptFacts,
    reasons_against_closing,
    reasons_against_packing,
    reasons_against_receiving,
    reasons_against_taking,
    retention_of,
)
from gongkai.duties.dossiers.rules.owing import OwingFacts, owing_of
from gongkai.duties.dossiers.rules.proof import ProofFacts, reasons_against_proof
from gongkai.duties.dossiers.rules.recording import RecordFacts, reasons_against_recording
from gongkai.duties.dossiers.rules.track import ChainFacts, Done, track_of
from gongkai.duties.policies.enums import DocumentKind, Signature

START = datetime(2026, 11, 2, 1, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def chain(*done: Step, **changes: Any) -> ChainFacts:
    """A 工作安排 of which these steps are done."""
    plain: dict[str, Any] = {
        "kind": DocumentKind.WORK_PLAN,
        "signature": Signature.DEPARTMENT,
        "is_proactive": True,
        "traits": frozenset(),
        "has_countersigners": False,
        "is_history": False,
    }
    shape = Shape(**{**plain, **changes})
    ready = {step: Done(START + timedelta(hours=n), step.label, 1) for n, step in enumerate(done)}
    return ChainFacts(shape, ready, {}, {}, 1, is_ended=False, returned={})


WHOLE = (Step.INITIATION, Step.DRAFTING, Step.SIGNING, Step.NUMBERING, Step.RELEASE)
CLOSE = CloseFacts(
    may_archive=True,
    ending="",
    track=track_of(chain(*WHOLE)),
    papers=1,
    versions=1,
    owes_confirmation=False,
    is_closed=False,
    default=Retention.THIRTY,
    retention=Retention.THIRTY,
    reason="",
)


def told(reasons: list[Any]) -> str:
    return "".join(reason.message for reason in reasons)


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_every_kind_has_its_time(kind: DocumentKind) -> None:
    assert retention_of(kind, is_dropped=True) is Retention.TEN
    is_permanent = kind in (DocumentKind.NORMATIVE, DocumentKind.DECISION, DocumentKind.POLICY)
    assert (retention_of(kind, is_dropped=False) is Retention.PERMANENT) is is_permanent


@pytest.mark.rule("dossiers.archive.settled")
@pytest.mark.rule("dossiers.archive.right")
@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, ""),
        ({"may_archive": False}, "由厅办公室办理"),
        ({"is_closed": True}, "已经立卷"),
        ({"track": track_of(chain(*WHOLE[:4]))}, "“同步发布”还没有办完"),
        ({"owes_confirmation": True}, "还没有书面确认"),
        ({"ending": "dropped", "track": track_of(chain(*WHOLE[:2]))}, ""),
        ({"ending": "dropped", "papers": 0, "versions": 0}, "不用归档"),
    ],
)
def test_what_is_not_settled_is_named(changes: dict[str, Any], word: str) -> None:
    found = told(reasons_against_closing(replace(CLOSE, **changes)))
    assert word in found
    assert bool(found) is bool(word)


def test_filing_alone_may_be_left_for_later() -> None:
    ready = (*WHOLE, Step.LEGALITY, Step.DELIBERATION, Step.IN_FORCE, Step.CONSULTATION, Step.ADOPTION)
    track = track_of(chain(*ready, kind=DocumentKind.NORMATIVE))
    assert [view.step for view in track if view.state is StepState.NOW] == [Step.FILING]
    assert reasons_against_closing(replace(CLOSE, track=track)) == []
    receipt = replace(RECEIPT, track=track)
    assert "“备案”还没有办完" in told(reasons_against_receiving(receipt))


@pytest.mark.rule("dossiers.archive.kept")
@pytest.mark.parametrize(
    ("default", "chosen", "reason", "word"),
    [
        (Retention.THIRTY, Retention.PERMANENT, "", ""),
        (Retention.THIRTY, Retention.TEN, "", "没有写理由"),
        (Retention.THIRTY, Retention.TEN, "一般事务。", ""),
        (Retention.PERMANENT, Retention.THIRTY, " ", "没有写理由"),
        (Retention.PERMANENT, "", "", "请选定保管期限"),
        (Retention.PERMANENT, "forever", "", "请选定保管期限"),
    ],
)
def test_shorter_than_usual_asks_why(default: Retention, chosen: str, reason: str, word: str) -> None:
    found = told(reasons_against_closing(replace(CLOSE, default=default, retention=chosen, reason=reason)))
    assert word in found
    assert bool(found) is bool(word)


RECEIPT = ReceiptFacts(
    may_archive=True,
    is_received=False,
    track=track_of(chain(*WHOLE)),
    is_dropped=False,
    has_package=True,
    is_current=True,
    receiver="赵某",
    received_on=TODAY,
    packed_on=TODAY,
    has_paper=True,
    today=TODAY,
)


@pytest.mark.rule("dossiers.archive.packed")
@pytest.mark.rule("dossiers.archive.received")
@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, ""),
        ({"may_archive": False}, "由厅办公室登记"),
        ({"is_received": True}, "已经接收"),
        ({"has_package": False}, "还没有归档包"),
        ({"is_current": False}, "卷里又有变化"),
        ({"receiver": " "}, "没有写接收人"),
        ({"received_on": None}, "没有填接收日期"),
        ({"received_on": TODAY + timedelta(1)}, "晚于今天"),
        ({"received_on": TODAY - timedelta(1)}, "早于归档包"),
        ({"has_paper": False}, "没有附回执"),
        ({"track": track_of(chain(*WHOLE[:4]))}, "移交以后就不能再办"),
        ({"track": track_of(chain()), "is_dropped": True}, ""),
    ],
)
def test_a_receipt_is_whole(changes: dict[str, Any], word: str) -> None:
    found = told(reasons_against_receiving(replace(RECEIPT, **changes)))
    assert word in found
    assert bool(found) is bool(word)


@pytest.mark.rule("dossiers.archive.taken")
def test_packing_and_taking() -> None:
    assert reasons_against_taking(may_take=True) == []
    assert "由起草单位" in told(reasons_against_taking(may_take=False))
    assert reasons_against_packing(may_archive=True, is_closed=True, is_received=False) == []
    found = told(reasons_against_packing(may_archive=False, is_closed=False, is_received=True))
    for word in ("由厅办公室制作", "还没有立卷", "不再重做"):
        assert word in found


OWING = OwingFacts(
    track=track_of(chain(*WHOLE[:3])),
    is_ended=False,
    unnumbered_since=TODAY - timedelta(6),
    owes_confirmation=False,
    is_proactive=True,
    is_closed=False,
    filing=None,
    today=TODAY,
)


@pytest.mark.rule("dossiers.numbered_soon")
@pytest.mark.parametrize(
    ("changes", "owed"),
    [
        ({}, {Owing.UNNUMBERED}),
        ({"unnumbered_since": TODAY - timedelta(5)}, set()),
        ({"unnumbered_since": None}, set()),
        ({"owes_confirmation": True}, {Owing.UNNUMBERED, Owing.ORAL}),
        ({"is_ended": True, "owes_confirmation": True}, set()),
        ({"track": track_of(chain(*WHOLE[:4]))}, {Owing.UNPUBLISHED}),
        ({"track": track_of(chain(*WHOLE))}, {Owing.CLOSABLE}),
        ({"track": track_of(chain(*WHOLE)), "is_closed": True}, set()),
        ({"track": track_of(chain(*WHOLE)), "owes_confirmation": True}, {Owing.ORAL}),
    ],
)
def test_what_a_dossier_owes(changes: dict[str, Any], owed: set[Owing]) -> None:
    assert owing_of(replace(OWING, **changes)) == owed


PROOF = ProofFacts(
    may_take=True,
    signature=Signature.PROVINCE,
    legality=StepState.NOW,
    consultation=StepState.DONE,
    adoption=StepState.DONE,
    version=2,
    has_explanation=True,
    has_notice=True,
    has_table=True,
)


@pytest.mark.rule("dossiers.proof.whole")
@pytest.mark.rule("dossiers.proof.for_province")
@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, ""),
        ({"signature": Signature.PROVINCE_OFFICE}, ""),
        ({"signature": Signature.DEPARTMENT}, "不送省司法厅"),
        ({"legality": StepState.UNNEEDED}, "不送省司法厅"),
        ({"may_take": False}, "您不能下载"),
        ({"version": 0}, "没有送审稿"),
        ({"has_explanation": False}, "没有起草说明"),
        ({"has_notice": False}, "没有公开征求意见的网址"),
        ({"consultation": StepState.NOW}, "没有公开征求意见的网址"),
        ({"consultation": StepState.EXEMPT, "has_notice": False}, ""),
        ({"has_table": False}, "没有意见采纳情况表"),
        ({"adoption": StepState.UNNEEDED, "has_table": False}, ""),
    ],
)
def test_what_the_proof_lacks_is_named(changes: dict[str, Any], word: str) -> None:
    found = told(reasons_against_proof(replace(PROOF, **changes)))
    assert word in found
    assert bool(found) is bool(word)


@pytest.mark.rule("dossiers.record.released_by_lead")
@pytest.mark.rule("dossiers.record.release")
@pytest.mark.parametrize(
    ("signature", "link", "has_paper", "word"),
    [
        (Signature.JOINT_OTHER, "https://example.gov.cn/a", True, ""),
        (Signature.JOINT_OTHER, " ", True, "没有填公开链接"),
        (Signature.JOINT_OTHER, "https://example.gov.cn/a", False, "确认函"),
        (Signature.DEPARTMENT, "https://example.gov.cn/a", True, "不能手工登记"),
        (Signature.JOINT_LEAD, "https://example.gov.cn/a", True, "不能手工登记"),
    ],
)
def test_the_lead_s_release_is_recorded_by_its_address(
    signature: Signature, link: str, has_paper: bool, word: str
) -> None:
    facts = RecordFacts(
        may_record=True,
        chain=chain(*WHOLE[:4], signature=signature),
        step=Step.RELEASE,
        organ="",
        began_on=None,
        done_on=TODAY,
        statement="已公开",
        reason="",
        link=link,
        has_paper=has_paper,
        today=TODAY,
    )
    found = told(reasons_against_recording(facts))
    assert word in found
    assert bool(found) is bool(word)


def test_where_another_leads_the_library_is_theirs() -> None:
    ready = (Step.INITIATION, Step.DRAFTING, Step.SIGNING, Step.NUMBERING, Step.RELEASE)
    track = track_of(chain(*ready, kind=DocumentKind.POLICY, signature=Signature.JOINT_OTHER))
    assert [view.step for view in track if view.state in (StepState.NOW, StepState.LATER)] == []
    own = track_of(chain(*ready, kind=DocumentKind.POLICY))
    assert Step.IN_FORCE in [view.step for view in own if view.state in (StepState.NOW, StepState.LATER)]
