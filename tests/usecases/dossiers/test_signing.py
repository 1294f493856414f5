"""Papers signed here and elsewhere; the refusal and the success from one setup."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import (
    Mode,
    PaperKind,
    SigningMedium,
)
from gongkai.duties.dossiers.usecases.papers import add_paper
from gongkai.duties.dossiers.usecases.signing import (
    confirm_sign_off,
    sign_document,
)
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department
from tests.usecases.dossiers.walking import codes, scan, sign, through

pytestmark = [pytest.mark.django_db]


def test_a_leader_signs_here_what_they_saw(department: Department) -> None:
    dossier = make_dossier(department, mode=Mode.FULL)
    through(department, dossier)
    for person, seen, code in (
        (department.office, 1, "dossiers.sign.right"),
        (department.leader, 0, "dossiers.sign.seen"),
    ):
        with pytest.raises(Refused) as refusal:
            sign_document(by=person, dossier=dossier, seen=seen, opinion="同意。")
        assert codes(refusal) == [code]
    row = sign_document(by=department.leader, dossier=dossier, seen=1, opinion="同意。")
    assert (row.medium, row.leader, row.version.number) == (SigningMedium.SYSTEM, department.leader, 1)
    with pytest.raises(Refused) as refusal:
        sign_document(by=department.leader, dossier=dossier, seen=1, opinion="同意。")
    assert codes(refusal) == ["dossiers.step.done"]


def test_who_wrote_the_text_neither_signs_nor_records_the_signature(department: Department) -> None:
    dossier = make_dossier(department, mode=Mode.FULL)
    through(department, dossier)
    add_version(dossier, by=department.leader)
    add_version(dossier, by=department.office)
    with pytest.raises(Refused) as refusal:
        sign_document(by=department.leader, dossier=dossier, seen=3, opinion="同意。")
    assert codes(refusal) == ["dossiers.sign.right"]
    for leader, code in ((department.leader, "dossiers.sign.right"), (None, "dossiers.sign.proof")):
        with pytest.raises(Refused) as refusal:
            sign(department, dossier, leader=leader)
        assert codes(refusal) == [code]


def test_a_word_of_mouth_is_confirmed_in_writing(department: Department) -> None:
    dossier = make_dossier(department)
    through(department, dossier)
    with time_machine.travel(datetime.fromisoformat("2026-11-27T10:00:00+08:00")):  # a Friday
        row = sign(department, dossier, medium=SigningMedium.ORAL, file=None)
    assert row.due_on == date(2026, 11, 30)
    office, kind = department.office, PaperKind.CONFIRMATION
    first = add_paper(by=office, dossier=dossier, kind=kind, file=scan("确认.pdf"))
    with pytest.raises(Refused) as refusal:
        confirm_sign_off(by=department.drafter, signature=row, paper=first)
    assert codes(refusal) == ["dossiers.sign.oral"]
    row = confirm_sign_off(by=office, signature=row, paper=first)
    assert row.confirmation is not None
    assert row.confirmation.kind == PaperKind.CONFIRMATION
    with pytest.raises(Refused):
        confirm_sign_off(by=office, signature=row, paper=first)


def test_the_database_keeps_one_signature_with_its_proof(department: Department) -> None:
    dossier = make_dossier(department)
    through(department, dossier)
    row = sign(department, dossier)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(row).objects.create(
            dossier=dossier,
            version=row.version,
            medium=SigningMedium.PAPER,
            leader_name="王某",
            opinion="同意",
            signed_at=timezone.now(),
            recorded_by=department.office,
            scan=row.scan,
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(scan=None)
