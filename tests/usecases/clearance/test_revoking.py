"""A waiver is taken back: what it let pass stops at every gate, stays public where it is, and is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.clearance.enums import (
    DecisionKind,
    FindingKind,
    FindingLevel,
    ItemRole,
    SlipState,
    Verdict,
    WaiverState,
)
from gongkai.clearance.enums_upkeep import ProposalState, Remedy
from gongkai.clearance.models import DutyShift, FindingDecision, Proposal
from gongkai.clearance.queries.screening import screening_of
from gongkai.clearance.queries.sheet_parts import screening_summary
from gongkai.clearance.queries.waivers import asked_to_keep, shown_waivers, waived_together, waivers_on
from gongkai.clearance.rules.free_texts import PERSONAL
from gongkai.clearance.rules.revoking import REVOKE_NEEDLESS, REVOKE_REASON, REVOKE_RIGHT
from gongkai.clearance.rules.screening import STOPPED
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.release import release_slip, schedule_release
from gongkai.clearance.usecases.reports import record_report
from gongkai.clearance.usecases.revoking import revoke_waivers
from gongkai.clearance.usecases.upkeep_finding import compute_proposals
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.notify.models import Notice
from gongkai.core.reasons import Refused
from tests.factories.gate import approve_all, clear, make_document, submit
from tests.factories.people import make_user
from tests.factories.screening import (
    STOP,
    body_with,
    note_all,
    rewrite,
    screened,
    use_invented_finders,
    waive_all,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
WHY = "经复核，这一处不属于依法应当公布的内容。"


@pytest.fixture(autouse=True)
def _finders(monkeypatch: Any) -> None:
    use_invented_finders(monkeypatch)


@pytest.fixture
def secrecy(db: None) -> Any:
    return make_user(Role.SECRECY, name="保密审查员")


@pytest.fixture
def document(department: Any, column: Any) -> Any:
    return make_document(department, column, body=body_with(STOP))


def members(document: Any) -> Any:
    return [(document, ItemRole.POLICY)]


def take_back(by: Any, rows: Any, reason: str = WHY) -> Any:
    return revoke_waivers(by=by, waivers=[row.pk for row in rows], reason=reason)


def is_open(document: Any) -> bool:
    screening = screened(document)
    return any(screening.is_open(hit) for hit in screening.hits)


@pytest.mark.rule("clearance.finding.stops")
def test_it_stops_sending_again_until_it_is_waived_again(
    department: Any, document: Any, secrecy: Any
) -> None:
    rows = waive_all(secrecy, document)
    assert not is_open(document)
    (made,) = take_back(make_user(Role.SECRECY), rows)
    assert (made.what, made.answers, made.text) == (DecisionKind.REVOCATION, rows[0], WHY)
    assert FindingDecision.objects.filter(pk=rows[0].pk, text=rows[0].text).exists()  # nothing is deleted
    with pytest.raises(Refused) as refused:
        submit(department, members(document))
    assert refused.value.codes == (STOPPED.code,)
    assert "其中 1 处的放行已被撤回" in str(refused.value)
    (again,) = waive_all(secrecy, document)  # by the same person, too
    assert again.answers == made
    assert submit(department, members(document))
    take_back(secrecy, [again])
    assert is_open(document)


def test_it_stops_approving_and_the_last_signature(department: Any, document: Any, secrecy: Any) -> None:
    rows = waive_all(secrecy, document)
    slip = submit(department, members(document))
    take_back(secrecy, rows)
    with pytest.raises(Refused) as refused:
        decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意", grounds="第十条")
    assert STOPPED.code in refused.value.codes
    rows = waive_all(make_user(Role.SECRECY), document)
    for by in (department.head, department.office):
        decide_step(by=by, slip=slip, verdict=Verdict.APPROVED, opinion="同意", grounds="第十条")
    take_back(secrecy, rows)
    with pytest.raises(Refused) as refused:
        decide_step(
            by=department.leader, slip=slip, verdict=Verdict.APPROVED, opinion="同意", grounds="第十条"
        )
    assert STOPPED.code in refused.value.codes
    slip.refresh_from_db()
    assert slip.state == SlipState.IN_REVIEW


@pytest.mark.rule("clearance.waiver.revoked")
def test_what_is_cleared_does_not_go_live(department: Any, document: Any, secrecy: Any) -> None:
    rows = waive_all(secrecy, document)
    slip = clear(department, members(document))
    take_back(secrecy, rows)
    due_at = timezone.now() + timedelta(days=1)
    for act in (
        lambda: release_slip(by=department.web, slip=slip),
        lambda: schedule_release(by=department.web, slip=slip, due_at=due_at),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.codes == (STOPPED.code,)
        assert "放行已被撤回" in str(refused.value)
    waive_all(make_user(Role.SECRECY), document)
    assert release_slip(by=department.web, slip=slip)


def test_what_is_public_stays_so_and_its_unit_and_the_office_are_told(
    department: Any, document: Any, secrecy: Any
) -> None:
    rows = waive_all(secrecy, document)
    release_slip(by=department.web, slip=clear(department, members(document)))
    Notice.objects.all().delete()
    other = make_user(Role.SECRECY)
    take_back(other, rows)
    document.refresh_from_db()
    assert document.live
    proposal = Proposal.objects.get(finder="clearance.waiver_revoked")
    assert (proposal.page_id, proposal.remedy) == (document.pk, Remedy.CORRECT)
    assert proposal.state == ProposalState.OPEN
    told = set(Notice.objects.filter(kind="clearance.waiver_revoked").values_list("user", flat=True))
    assert {department.drafter.pk, department.head.pk, department.office.pk, secrecy.pk} <= told
    assert other.pk not in told
    assert not Notice.objects.filter(text__contains=document.title).exists()
    assert not Notice.objects.filter(text__contains=WHY).exists()
    waive_all(make_user(Role.SECRECY), document)
    compute_proposals(as_of=timezone.localdate())
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SETTLED


def test_a_draft_makes_no_proposal(document: Any, secrecy: Any) -> None:
    take_back(secrecy, waive_all(secrecy, document))
    assert not Proposal.objects.filter(finder="clearance.waiver_revoked").exists()


@pytest.mark.rule("clearance.revoke_waiver.right")
@pytest.mark.parametrize("role", list(Role))
def test_who_may_waive_may_take_back(document: Any, secrecy: Any, role: Role) -> None:
    rows = waive_all(secrecy, document)
    user = make_user(role)
    if role == Role.SECRECY:
        assert take_back(user, rows)
        return
    with pytest.raises(Refused) as refused:
        take_back(user, rows)
    assert refused.value.codes == (REVOKE_RIGHT.code,)
    assert not is_open(document)


def test_the_leader_on_duty_takes_back_what_a_leader_on_duty_waived(
    department: Any, document: Any, secrecy: Any
) -> None:
    leader = make_user(Role.LEADER)
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=department.office)
    rows = waive_all(secrecy, document)
    with pytest.raises(Refused) as refused:
        take_back(leader, rows)
    assert refused.value.codes == (REVOKE_RIGHT.code,)
    take_back(secrecy, rows)
    assert take_back(leader, waive_all(leader, document))


@pytest.mark.rule("clearance.revoke_waiver.needless")
@pytest.mark.rule("clearance.revoke_waiver.reason")
def test_it_says_why_and_happens_once(document: Any, secrecy: Any) -> None:
    rows = waive_all(secrecy, document)
    for reason, code in (
        ("不行。", REVOKE_REASON.code),
        ("电话13812345678不是单位的，须改。", PERSONAL.code),
    ):
        with pytest.raises(Refused) as refused:
            take_back(secrecy, rows, reason)
        assert refused.value.codes == (code,)
        assert refused.value.reasons[0].field == "reason"
    take_back(secrecy, rows)
    for twice in (rows, [FindingDecision.objects.latest("pk")], []):
        with pytest.raises(Refused) as refused:
            take_back(secrecy, twice)
        assert REVOKE_NEEDLESS.code in refused.value.codes
    event = Event.objects.get(action="clearance.revoke_waiver")
    assert event.data == {"kinds": ["term"], "findings": 1}


def test_the_database_holds_one_end_of_each_waiver(document: Any, secrecy: Any) -> None:
    (row,) = waive_all(secrecy, document)
    (made,) = take_back(secrecy, [row])
    same = {name: getattr(made, name) for name in ("content_type", "object_id", "fingerprint", "place", "by")}
    values = {**same, "kind": FindingKind.TERM, "level": FindingLevel.BLOCK, "text": WHY, "at": made.at}
    for answers in (row, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            FindingDecision.objects.create(what=DecisionKind.REVOCATION, answers=answers, **values)
    for change in (
        lambda: FindingDecision.objects.filter(pk=made.pk).update(text="改写"),
        lambda: FindingDecision.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_what_was_waived_together_is_taken_back_together(department: Any, column: Any, secrecy: Any) -> None:
    document = make_document(department, column, title="一份文件", body=body_with(STOP, "13800001234"))
    rows = waive_all(secrecy, document)
    assert waived_together(rows[0]) == rows
    assert len(take_back(secrecy, waived_together(rows[0]))) == 2
    assert waived_together(rows[0]) == []


def test_states_are_told_on_the_slip_and_its_paper(department: Any, document: Any, secrecy: Any) -> None:
    rows = waive_all(secrecy, document)
    slip = submit(department, members(document))
    assert [(one.state, one.revocation) for one in waivers_on(slip)] == [(WaiverState.HOLDS, None)]
    approve_all(department, slip)
    made = take_back(secrecy, rows)
    assert [(one.state, one.revocation) for one in waivers_on(slip)] == [(WaiverState.REVOKED, made[0])]
    slip.refresh_from_db()
    summary = screening_summary(slip)
    assert summary is not None
    assert len(summary.waivers) == 1  # it held when the slip was closed: its paper does not change


def test_a_waiver_of_who_edited_since_has_lapsed(department: Any, document: Any, secrecy: Any) -> None:
    (row,) = waive_all(secrecy, document)
    rewrite(document, secrecy, STOP, "好话")
    assert [one.state for one in shown_waivers([row])] == [WaiverState.LAPSED]
    version = screening_of(document, screened(document).version)
    assert any(version.is_open(hit) for hit in version.hits)  # as the gate sees it


def test_what_was_asked_before_is_answered_and_may_be_asked_anew(
    department: Any, document: Any, secrecy: Any
) -> None:
    record_report(screening=screened(document))
    note_all(department.drafter, document)
    assert len(asked_to_keep(10)) == 1
    take_back(secrecy, waive_all(secrecy, document))
    assert asked_to_keep(10) == []
    note_all(department.drafter, document, "法定公开，另附依据。")
    assert [row.text for row in asked_to_keep(10)] == ["法定公开，另附依据。"]
