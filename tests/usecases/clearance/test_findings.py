"""What the engine finds stops sending and approving until it is mended, explained or waived."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.clearance.enums import ContentKind, DecisionKind, ItemRole, SlipState, Urgency, Verdict
from gongkai.clearance.models import Clearance, FindingDecision, ScreeningReport
from gongkai.clearance.queries.waivers import asked_to_keep
from gongkai.clearance.rules.free_texts import PERSONAL
from gongkai.clearance.rules.screening import (
    DUTY_WAIVER,
    NOTE_NEEDLESS,
    NOTE_RIGHT,
    NOTE_TEXT,
    REPEATS,
    STOPPED,
    UNEXPLAINED,
    WAIVE_GROUNDS,
    WAIVE_NEEDLESS,
    WAIVE_OWN,
    WAIVE_RIGHT,
)
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.waiving import note_findings, waive_findings
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from tests.factories.gate import approve_all, make_document, submit
from tests.factories.people import make_user
from tests.factories.screening import (
    EXPLAIN,
    GROUNDS,
    HINT,
    NUMBER,
    STOP,
    body_with,
    marks_of,
    note_all,
    rewrite,
    screened,
    use_invented_finders,
    waive_all,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


@pytest.fixture(autouse=True)
def _finders(monkeypatch: Any) -> None:
    use_invented_finders(monkeypatch)


@pytest.fixture
def secrecy(db: None) -> Any:
    return make_user(Role.SECRECY, name="保密审查员")


def send(department: Any, document: Any, **options: Any) -> Any:
    return submit(department, [(document, ItemRole.POLICY)], **options)


def codes(department: Any, document: Any, **options: Any) -> set[str]:
    """Why a document may not be sent now."""
    try:
        with transaction.atomic():
            send(department, document, **options)
            transaction.set_rollback(True)
    except Refused as refused:
        return set(refused.codes)
    return set()


@pytest.mark.rule("clearance.finding.stops")
def test_a_stop_is_mended(department: Any, column: Any) -> None:
    document = make_document(department, column, body=body_with(STOP))
    assert codes(department, document) == {STOPPED.code}
    rewrite(document, department.drafter, "好话")
    assert send(department, document).state == SlipState.IN_REVIEW


@pytest.mark.rule("clearance.finding.stops")
def test_a_stop_is_waived_with_grounds_for_the_next_version_too(
    department: Any, column: Any, secrecy: Any
) -> None:
    document = make_document(department, column, body=body_with(STOP))
    (row,) = waive_all(secrecy, document)
    assert row.what == DecisionKind.WAIVER
    assert codes(department, document) == set()
    rewrite(document, department.drafter, "前面另加一段", STOP, "后面也改了")
    assert codes(department, document) == set()  # the same hit in the same field
    rewrite(document, department.drafter, STOP, NUMBER)
    assert codes(department, document) == {STOPPED.code}  # another hit needs its own


def test_the_same_hit_in_another_field_or_object_needs_its_own(
    department: Any, column: Any, secrecy: Any
) -> None:
    document = make_document(department, column, body=body_with(NUMBER))
    other = make_document(department, column, body=body_with(NUMBER))
    waive_all(secrecy, document)
    assert codes(department, other) == {STOPPED.code}
    draft = document.get_latest_revision_as_object()
    draft.contact = NUMBER
    draft.save_revision(user=department.drafter)
    assert codes(department, document) == {STOPPED.code}


@pytest.mark.rule("clearance.finding.unexplained")
def test_what_must_be_explained_is_explained(department: Any, column: Any) -> None:
    document = make_document(department, column, body=body_with(EXPLAIN))
    assert codes(department, document) == {UNEXPLAINED.code}
    note_all(department.drafter, document)
    assert codes(department, document) == set()


def test_hints_stop_nothing(department: Any, column: Any) -> None:
    document = make_document(department, column, body=body_with(HINT))
    assert screened(document).counts()["hint"] == 1
    assert approve_all(department, send(department, document)).state == SlipState.GRANTED


def test_an_approval_asks_again_and_so_does_the_grant(
    department: Any, column: Any, secrecy: Any, monkeypatch: Any
) -> None:
    """A list may grow while a paper is under review; whoever returns is not held up by it."""
    monkeypatch.setattr("gongkai.clearance.screening.engine._IN_TEXT", ())
    document = make_document(department, column, body=body_with(STOP, EXPLAIN))
    slip = send(department, document)
    use_invented_finders(monkeypatch)
    with pytest.raises(Refused) as refused:
        decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    assert set(refused.value.codes) == {STOPPED.code, UNEXPLAINED.code}
    waive_all(secrecy, document)
    note_all(department.drafter, document)
    assert approve_all(department, slip).state == SlipState.GRANTED
    assert Clearance.objects.filter(slip=slip).exists()


def test_whoever_returns_is_not_held_up(department: Any, column: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("gongkai.clearance.screening.engine._IN_TEXT", ())
    slip = send(department, make_document(department, column, body=body_with(STOP)))
    use_invented_finders(monkeypatch)
    slip = decide_step(by=department.head, slip=slip, verdict=Verdict.RETURNED, opinion="请改掉。")
    assert slip.state == SlipState.RETURNED


@pytest.mark.rule("clearance.waive.right")
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SECRECY, Role.OPERATOR)])
def test_only_secrecy_reviewers_waive(department: Any, column: Any, role: Role) -> None:
    document = make_document(department, column, body=body_with(STOP))
    with pytest.raises(Refused) as refused:
        waive_all(make_user(role), document)
    assert WAIVE_RIGHT.code in refused.value.codes
    assert not FindingDecision.objects.exists()


@pytest.mark.rule("clearance.waive.own")
def test_nobody_waives_in_what_they_edited_asked_for_or_sent(
    department: Any, column: Any, secrecy: Any
) -> None:
    document = make_document(department, column, body=body_with(STOP))
    rewrite(document, secrecy, STOP, "改过")
    with pytest.raises(Refused) as refused:
        waive_all(secrecy, document)
    assert WAIVE_OWN.code in refused.value.codes
    waive_all(make_user(Role.SECRECY), document)
    assert codes(department, document) == set()


def test_a_waiver_ends_when_its_giver_edits(department: Any, column: Any, secrecy: Any) -> None:
    document = make_document(department, column, body=body_with(STOP))
    waive_all(secrecy, document)
    rewrite(document, secrecy, STOP, "自己改了一笔")
    assert codes(department, document) == {STOPPED.code}


@pytest.mark.rule("clearance.waive.own")
def test_who_asked_for_it_does_not_waive(department: Any, column: Any) -> None:
    both = make_user(Role.SECRECY, Role.OFFICE)
    document = make_document(department, column, body=body_with(STOP))
    note_all(both, document)
    with pytest.raises(Refused) as refused:
        waive_all(both, document)
    assert WAIVE_OWN.code in refused.value.codes


@pytest.mark.rule("clearance.waive.grounds")
@pytest.mark.rule("clearance.finding.repeats")
def test_grounds_say_something_and_never_the_hit(department: Any, column: Any, secrecy: Any) -> None:
    document = make_document(department, column, body=body_with(NUMBER))
    other = make_document(department, column, body=body_with(STOP))
    with pytest.raises(Refused) as short:
        waive_all(secrecy, document, "可以。")
    assert short.value.codes == (WAIVE_GROUNDS.code,)
    with pytest.raises(Refused) as said:
        waive_all(secrecy, other, f"{STOP}是单位公布的用语，可以公开。")
    assert said.value.codes == (REPEATS.code,)
    assert STOP not in str(said.value)
    with pytest.raises(Refused) as named:
        waive_all(secrecy, document, f"{NUMBER} 是单位公布的值班电话，可以公开。")
    assert named.value.codes == (PERSONAL.code,)
    assert NUMBER not in str(named.value)


@pytest.mark.rule("clearance.waive.needless")
def test_what_is_gone_or_waived_is_not_waived(department: Any, column: Any, secrecy: Any) -> None:
    document = make_document(department, column, body=body_with(STOP))
    marks = marks_of(document)
    waive_all(secrecy, document)
    with pytest.raises(Refused) as again:
        waive_all(make_user(Role.SECRECY), document)
    assert again.value.codes == (WAIVE_NEEDLESS.code,)
    rewrite(document, department.drafter, "好话")
    with pytest.raises(Refused) as gone:
        waive_findings(by=secrecy, target=document, marks=marks, grounds=GROUNDS)
    assert gone.value.codes == (WAIVE_NEEDLESS.code,)


@pytest.mark.rule("clearance.note.right")
@pytest.mark.rule("clearance.note.needless")
@pytest.mark.rule("clearance.note.text")
def test_notes_are_for_its_drafters_about_what_can_stay(department: Any, column: Any) -> None:
    document = make_document(department, column, body=body_with(EXPLAIN, HINT))
    explain, hint = marks_of(document)
    cases = [
        (make_user(Role.DRAFTER), [explain], "单位公布的电话。", NOTE_RIGHT),
        (department.drafter, [hint], "单位公布的电话。", NOTE_NEEDLESS),
        (department.drafter, ["0" * 64], "单位公布的电话。", NOTE_NEEDLESS),
        (department.drafter, [explain], "　 . ", NOTE_TEXT),
    ]
    for by, marks, words, rule in cases:
        with pytest.raises(Refused) as refused:
            note_findings(by=by, target=document, marks=marks, text=words)
        assert refused.value.codes == (rule.code,)
    assert note_findings(by=department.drafter, target=document, marks=[explain], text="单位公布的电话。")


@pytest.mark.rule("clearance.waive.on_duty")
def test_the_leader_on_duty_waives_for_urgent_papers_alone(department: Any, column: Any) -> None:
    from gongkai.clearance.models import DutyShift

    leader = make_user(Role.LEADER)
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=department.office)
    document = make_document(department, column, body=body_with(STOP))
    (row,) = waive_all(leader, document)
    assert row.is_on_duty
    assert codes(department, document) == {DUTY_WAIVER.code}
    urgent = {"urgency": Urgency.URGENT, "urgent_grounds": "台风红色预警"}
    assert codes(department, document, **urgent) == set()
    waive_all(make_user(Role.SECRECY), document)
    assert codes(department, document) == set()


def test_a_request_to_keep_waits_for_a_reviewer_while_it_stands(
    department: Any, column: Any, secrecy: Any
) -> None:
    from gongkai.clearance.usecases.reports import record_report

    document = make_document(department, column, body=body_with(STOP))
    record_report(screening=screened(document))
    note_all(department.drafter, document)
    assert [row.object_id for row in asked_to_keep(10)] == [str(document.pk)]
    waive_all(secrecy, document)
    assert asked_to_keep(10) == []


def test_nothing_kept_holds_the_hit(department: Any, column: Any, secrecy: Any) -> None:
    document = make_document(department, column, body=body_with(NUMBER))
    note_all(department.drafter, document)
    waive_all(secrecy, document)
    send(department, document)
    kept = [
        *FindingDecision.objects.values_list("fingerprint", "place", "text"),
        *ScreeningReport.objects.values_list("findings", "digest"),
        *Event.objects.values_list("data", "codes"),
    ]
    assert NUMBER not in str(kept)
    report = ScreeningReport.objects.get(object_id=str(document.pk))
    assert (report.block, report.findings[0]["excerpt"]) == (1, "138****")
    waived = Event.objects.get(action="clearance.waive_finding")
    assert waived.data == {"kinds": ["mobile"], "findings": 1, "on_duty": False}


def test_reports_of_versions_never_sent_go_with_the_next(department: Any, column: Any) -> None:
    from gongkai.clearance.usecases.reports import record_report

    document = make_document(department, column, body=body_with(HINT))
    record_report(screening=screened(document))
    record_report(screening=screened(document))
    rewrite(document, department.drafter, HINT, HINT)
    report = record_report(screening=screened(document))
    assert list(ScreeningReport.objects.filter(object_id=str(document.pk))) == [report]


def test_decisions_are_only_ever_added(department: Any, column: Any, secrecy: Any) -> None:
    document = make_document(department, column, body=body_with(STOP))
    (row,) = waive_all(secrecy, document)
    for change in (
        lambda: FindingDecision.objects.filter(pk=row.pk).update(text="改写"),
        lambda: FindingDecision.objects.filter(pk=row.pk).delete(),
        lambda: FindingDecision.objects.create(
            content_type=row.content_type,
            object_id=row.object_id,
            fingerprint=row.fingerprint,
            what=row.what,
            kind=row.kind,
            level=row.level,
            text="第二次",
            by=secrecy,
            at=row.at,
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_rows_of_data_are_told_apart_by_their_keys(department: Any, secrecy: Any) -> None:
    from gongkai.clearance.models import Dataset

    dataset = Dataset.objects.create(key="things", title="测试数据", unit=department.unit)
    first = {"label": "电话", "value": NUMBER}
    create_dataset_version(by=department.office, dataset=dataset, rows=[("phone", first)])
    members = [(dataset, ItemRole.DATASET)]
    with pytest.raises(Refused) as refused:
        submit(department, members, kind=ContentKind.DATASET)
    assert STOPPED.code in refused.value.codes
    waive_all(secrecy, dataset)
    rows = [("new", {"label": "新", "value": "好"}), ("phone", first)]
    create_dataset_version(by=department.office, dataset=dataset, rows=rows)
    assert submit(department, members, kind=ContentKind.DATASET).state == SlipState.IN_REVIEW


def test_where_a_waiver_lapsed_another_reviewer_waives(department: Any, column: Any, secrecy: Any) -> None:
    document = make_document(department, column, body=body_with(STOP))
    waive_all(secrecy, document)
    document.get_latest_revision_as_object().save_revision(user=secrecy)
    assert codes(department, document) == {STOPPED.code}
    waive_all(make_user(Role.SECRECY, name="另一审查员"), document)
    assert codes(department, document) == set()
