"""Steps recorded, sent back and left out; the refusal and the success from one setup."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.clearance.enums import Disclosure
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import (
    ExemptionGround,
    PaperKind,
    Step,
    StepState,
)
from gongkai.duties.dossiers.models import Dossier, StepRecord
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.usecases.exempting import ask_exemption, decide_exemption
from gongkai.duties.dossiers.usecases.recording import Told, record_step
from gongkai.duties.dossiers.usecases.returning import return_dossier
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department
from tests.factories.people import make_unit, make_user, post
from tests.usecases.dossiers.walking import codes, events, scan, sign, state, through

pytestmark = [pytest.mark.django_db]


def test_a_step_is_recorded_in_its_turn_with_its_proof(department: Department) -> None:
    dossier = make_dossier(department)
    told = Told(
        statement="收到 3 条意见。",
        began_on=date(2026, 9, 1),
        done_on=date(2026, 10, 9),
        link="https://jtt.example.gov.cn/yj/1.html",
    )
    with pytest.raises(Refused) as refusal:
        record_step(by=department.drafter, dossier=dossier, step=Step.CONSULTATION, told=told)
    assert codes(refusal) == ["dossiers.step.order"]
    add_version(dossier)
    row = record_step(by=department.drafter, dossier=dossier, step=Step.CONSULTATION, told=told)
    assert row.version is not None
    assert state(dossier, Step.CONSULTATION) is StepState.DONE
    assert events(dossier, "dossiers.record_step") == 1
    with pytest.raises(Refused) as refusal:
        record_step(by=department.drafter, dossier=dossier, step=Step.CONSULTATION, told=told)
    assert codes(refusal) == ["dossiers.step.done"]
    adopted = Told(statement="采纳 3 条。", done_on=date(2026, 10, 20), file=scan("采纳情况.pdf"))
    paper = record_step(by=department.office, dossier=dossier, step=Step.ADOPTION, told=adopted).paper
    assert paper is not None
    assert (paper.kind, paper.dated_on) == (PaperKind.ADOPTION, adopted.done_on)


def test_a_meeting_that_did_not_pass_is_on_record_and_overtaken_by_the_next(department: Department) -> None:
    dossier = make_dossier(department)
    Dossier.objects.filter(pk=dossier.pk).update(
        disclosure=Disclosure.ON_REQUEST, disclosure_reason="过程中。"
    )
    dossier.refresh_from_db()
    add_version(dossier)
    StepRecord.objects.create(
        dossier=dossier,
        step=Step.LEGALITY,
        version=dossier.versions.first(),
        done_on=date(2026, 10, 1),
        statement="合法",
        by=department.office,
    )
    told = {"organ": "厅长办公会议", "done_on": date(2026, 11, 2)}
    record_step(
        by=department.office,
        dossier=dossier,
        step=Step.DELIBERATION,
        told=Told(statement="下次再议。", holds=False, file=scan("纪要一.pdf"), **told),
    )
    assert state(dossier, Step.DELIBERATION) is StepState.NOW
    assert state(dossier, Step.SIGNING) is StepState.LATER
    record_step(
        by=department.office,
        dossier=dossier,
        step=Step.DELIBERATION,
        told=Told(statement="通过。", file=scan("纪要二.pdf"), **told),
    )
    assert state(dossier, Step.DELIBERATION) is StepState.DONE
    assert dossier.records.filter(step=Step.DELIBERATION).count() == 2


def test_a_return_undoes_and_keeps(department: Department) -> None:
    dossier = make_dossier(department)
    through(department, dossier)
    sign(department, dossier)
    assert state(dossier, Step.SIGNING) is StepState.DONE
    with pytest.raises(Refused) as refusal:
        return_dossier(by=department.drafter, dossier=dossier, to_step=Step.DRAFTING, reason="")
    assert codes(refusal) == ["dossiers.return.backwards", "dossiers.return.reason"]
    return_dossier(by=department.office, dossier=dossier, to_step=Step.DRAFTING, reason="第二条表述不清。")
    assert signature_of(dossier) is None
    assert dossier.signatures.count() == 1
    assert state(dossier, Step.DRAFTING) is StepState.NOW
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        add_version(dossier, at=timezone.now())
        assert state(dossier, Step.DRAFTING) is StepState.DONE
        sign(department, dossier, file=scan("第二次.pdf"))
        assert state(dossier, Step.SIGNING) is StepState.DONE


def test_a_head_of_another_unit_sends_nothing_back(department: Department) -> None:
    dossier = make_dossier(department)
    through(department, dossier)
    stranger = make_user(Role.UNIT_HEAD)
    post(stranger, make_unit("公路处"))
    with pytest.raises(Refused) as refusal:
        return_dossier(by=stranger, dossier=dossier, to_step=Step.DRAFTING, reason="不妥。")
    assert codes(refusal) == ["dossiers.return.backwards"]
    return_dossier(by=department.head, dossier=dossier, to_step=Step.DRAFTING, reason="不妥。")


def test_a_step_is_let_off_by_a_leader_and_never_by_who_asked(department: Department) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    ask = {"dossier": dossier, "step": Step.CONSULTATION, "reason": "防汛应急。"}
    with pytest.raises(Refused) as refusal:
        ask_exemption(by=department.web, ground="", **ask)
    assert codes(refusal) == ["dossiers.exempt.typed", "dossiers.exempt.typed"]
    row = ask_exemption(by=department.drafter, ground=ExemptionGround.URGENT, **ask)
    assert state(dossier, Step.CONSULTATION) is StepState.NOW
    with pytest.raises(Refused) as refusal:
        decide_exemption(by=department.office, exemption=row, is_granted=True)
    assert codes(refusal) == ["dossiers.exempt.typed"]
    decide_exemption(by=department.leader, exemption=row, is_granted=True)
    assert state(dossier, Step.CONSULTATION) is StepState.EXEMPT
    with pytest.raises(Refused):
        decide_exemption(by=department.leader, exemption=row, is_granted=False, note="改主意了。")
    with pytest.raises(Refused):
        ask_exemption(by=department.drafter, ground=ExemptionGround.URGENT, **ask)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(decided_by=department.drafter)


def test_who_is_drafter_and_leader_does_not_let_themselves_off(department: Department) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    both = make_user(Role.DRAFTER, Role.LEADER)
    post(both, department.unit)
    ask = {"step": Step.CONSULTATION, "ground": ExemptionGround.URGENT, "reason": "防汛应急。"}
    row = ask_exemption(by=both, dossier=dossier, **ask)
    with pytest.raises(Refused) as refusal:
        decide_exemption(by=both, exemption=row, is_granted=True)
    assert codes(refusal) == ["dossiers.exempt.typed"]
    row.refresh_from_db()
    assert row.is_granted is None
    decide_exemption(by=department.leader, exemption=row, is_granted=True)
