"""Exemptions: of words alone only for the text they were asked for, taken back until the signature, asked anew after a return."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import ExemptionGround, Step, StepState
from gongkai.duties.dossiers.models import Dossier, Exemption
from gongkai.duties.dossiers.usecases.exempting import ask_exemption, decide_exemption, revoke_exemption
from gongkai.duties.dossiers.usecases.returning import return_dossier
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department
from tests.factories.people import make_user
from tests.usecases.dossiers.walking import codes, events, sign, state, through

pytestmark = [pytest.mark.django_db]


def ask(department: Department, dossier: Dossier, ground: ExemptionGround) -> Exemption:
    return ask_exemption(
        by=department.drafter, dossier=dossier, step=Step.CONSULTATION, ground=ground, reason="改错别字。"
    )


def grant(department: Department, row: Exemption) -> Exemption:
    return decide_exemption(by=department.leader, exemption=row, is_granted=True)


def test_a_change_of_words_is_let_off_for_its_own_text(department: Department) -> None:
    dossier = make_dossier(department)
    with pytest.raises(Refused) as refusal:
        ask(department, dossier, ExemptionGround.WORDING)
    assert codes(refusal) == ["dossiers.exempt.version"]
    add_version(dossier)
    first = grant(department, ask(department, dossier, ExemptionGround.WORDING))
    assert state(dossier, Step.CONSULTATION) is StepState.EXEMPT
    with pytest.raises(Refused):
        ask(department, dossier, ExemptionGround.WORDING)
    add_version(dossier)
    assert state(dossier, Step.CONSULTATION) is StepState.NOW
    second = ask(department, dossier, ExemptionGround.WORDING)
    first.refresh_from_db()
    assert first.overtaken_at is not None
    add_version(dossier)
    with pytest.raises(Refused) as refusal:
        grant(department, second)
    assert codes(refusal) == ["dossiers.exempt.version"]
    third = grant(department, ask(department, dossier, ExemptionGround.WORDING))
    assert third.version == dossier.versions.first()
    assert state(dossier, Step.CONSULTATION) is StepState.EXEMPT


def test_another_ground_holds_for_later_texts(department: Department) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    grant(department, ask(department, dossier, ExemptionGround.URGENT))
    add_version(dossier)
    assert state(dossier, Step.CONSULTATION) is StepState.EXEMPT


def test_what_was_let_off_before_a_return_is_asked_anew(department: Department) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    grant(department, ask(department, dossier, ExemptionGround.URGENT))
    return_dossier(by=department.office, dossier=dossier, to_step=Step.DRAFTING, reason="重写。")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        add_version(dossier, at=timezone.now())
        assert state(dossier, Step.CONSULTATION) is StepState.NOW
        grant(department, ask(department, dossier, ExemptionGround.URGENT))
        assert state(dossier, Step.CONSULTATION) is StepState.EXEMPT
    assert dossier.exemptions.count() == 2


def test_what_was_granted_is_taken_back_until_the_signature(department: Department) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    row = ask(department, dossier, ExemptionGround.URGENT)
    back: dict[str, Any] = {"exemption": row, "reason": "汛情已经解除。"}
    with pytest.raises(Refused) as refusal:
        revoke_exemption(by=department.leader, exemption=row, reason="")
    assert (
        codes(refusal) == ["dossiers.exempt.revoke"] * 3
    )  # not the one who granted, nothing granted, no reason
    grant(department, row)
    for stranger in (department.drafter, department.head, make_user(Role.LEADER)):
        with pytest.raises(Refused) as refusal:
            revoke_exemption(by=stranger, **back)
        assert codes(refusal) == ["dossiers.exempt.revoke"]
    revoke_exemption(by=department.leader, **back)
    assert state(dossier, Step.CONSULTATION) is StepState.NOW
    assert events(dossier, "dossiers.revoke_exemption") == 1
    with pytest.raises(Refused):
        revoke_exemption(by=department.office, **back)
    with pytest.raises(DatabaseError), transaction.atomic():
        Exemption.objects.filter(pk=row.pk).update(overtaken_at=None, revoked_by=None, revoked_reason="")
    again = grant(department, ask(department, dossier, ExemptionGround.URGENT))
    revoke_exemption(by=department.office, exemption=again, reason="汛情已经解除。")


def test_after_the_signature_nothing_is_taken_back(department: Department) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    row = grant(department, ask(department, dossier, ExemptionGround.URGENT))
    through(department, dossier)
    sign(department, dossier)
    with pytest.raises(Refused) as refusal:
        revoke_exemption(by=department.leader, exemption=row, reason="汛情已经解除。")
    assert codes(refusal) == ["dossiers.exempt.revoke"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Exemption.objects.filter(pk=row.pk).update(revoked_reason="没有人撤销。")
