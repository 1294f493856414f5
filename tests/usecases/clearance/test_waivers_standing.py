"""A waiver that has ended does not come back: neither by a clearance, nor because somebody else's was taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from gongkai.clearance.enums import ItemRole, SlipState, Urgency, Verdict, WaiverState
from gongkai.clearance.models import DutyShift, FindingDecision, ScreeningReport
from gongkai.clearance.queries.waivers import asked_to_keep, shown_waivers
from gongkai.clearance.rules.free_texts import PERSONAL
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.revoking import revoke_waivers
from gongkai.core.accounts.enums import Role
from gongkai.core.organisation.usecases.delegations import grant_delegation
from gongkai.core.reasons import Refused
from tests.factories.gate import clear, make_document, submit
from tests.factories.people import make_user
from tests.factories.screening import STOP, body_with, note_all, rewrite, use_invented_finders, waive_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
WHY = "经复核，这一处不属于依法应当公布的内容。"


@pytest.fixture(autouse=True)
def _finders(monkeypatch: Any) -> None:
    use_invented_finders(monkeypatch)


@pytest.fixture
def document(department: Any, column: Any) -> Any:
    return make_document(department, column, body=body_with(STOP))


def state_of(row: FindingDecision) -> WaiverState:
    return shown_waivers([FindingDecision.objects.get(pk=row.pk)])[0].state


def test_what_lapsed_stays_so_after_a_clearance_for_which_another_waived(
    department: Any, document: Any
) -> None:
    first, second = make_user(Role.SECRECY, name="甲"), make_user(Role.SECRECY, name="乙")
    (old,) = waive_all(first, document)
    rewrite(document, first, STOP)
    assert state_of(old) == WaiverState.LAPSED
    (new,) = waive_all(second, document)
    slip = clear(department, [(document, ItemRole.POLICY)])
    assert state_of(old) == WaiverState.LAPSED
    revoke_waivers(by=second, waivers=[new.pk], reason=WHY)
    with pytest.raises(Refused):
        release_slip(by=department.web, slip=slip)


def test_what_a_reviewer_takes_back_does_not_stand_on_an_older_waiver(department: Any, document: Any) -> None:
    leader, secrecy = make_user(Role.LEADER, name="值班厅领导"), make_user(Role.SECRECY, name="乙")
    checker = make_user(Role.OFFICE, name="值班审核")
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=checker)
    (of_duty,) = waive_all(leader, document)
    (new,) = waive_all(secrecy, document)
    members = [(document, ItemRole.POLICY)]
    slip = submit(department, members, urgency=Urgency.URGENT, urgent_grounds="防汛抢险急需发布通告")
    for person in (checker, leader):
        slip = decide_step(
            by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意", grounds="条例第十条"
        )
    assert slip.state == SlipState.GRANTED
    revoke_waivers(by=secrecy, waivers=[new.pk], reason=WHY)
    assert state_of(of_duty) == WaiverState.LAPSED
    with pytest.raises(Refused):
        release_slip(by=department.web, slip=slip)
    (again,) = waive_all(make_user(Role.SECRECY, name="丙"), document)
    assert state_of(again) == WaiverState.HOLDS
    assert release_slip(by=department.web, slip=slip)


def test_a_leader_on_duty_takes_back_what_duty_let_pass_alone(department: Any, document: Any) -> None:
    leader, secrecy = make_user(Role.LEADER, name="值班厅领导"), make_user(Role.SECRECY, name="乙")
    checker = make_user(Role.OFFICE, name="值班审核")
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=checker)
    (of_duty,) = waive_all(leader, document)
    (of_reviewer,) = waive_all(secrecy, document)
    revoke_waivers(by=leader, waivers=[of_duty.pk], reason=WHY)
    assert (state_of(of_duty), state_of(of_reviewer)) == (WaiverState.REVOKED, WaiverState.HOLDS)


def test_a_request_reaches_who_may_waive_whatever_was_kept_at_the_last_save(
    department: Any, document: Any
) -> None:
    ScreeningReport.objects.all().delete()
    note_all(department.drafter, document)
    assert [row.object_id for row in asked_to_keep(10)] == [str(document.pk)]


def test_the_name_of_a_mandate_tells_of_nobody(department: Any) -> None:
    name = "张三身份证11010519491231002X.pdf"
    with pytest.raises(Refused) as refused:
        grant_delegation(
            by=department.web,
            grantor=department.web,
            delegate=make_user(Role.WEB),
            scope="clearance.release",
            valid_from=timezone.localdate(),
            valid_until=timezone.localdate(),
            grounds="厅长签批的授权书",
            mandate=ContentFile(b"%PDF-1.4", name=name),
        )
    assert PERSONAL.code in refused.value.codes
    assert "11010519491231002X" not in str(refused.value)
