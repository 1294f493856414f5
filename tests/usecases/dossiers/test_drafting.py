"""Versions of the text are kept in turn."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import (
    PaperKind,
    Step,
    StepState,
)
from gongkai.duties.dossiers.usecases.drafting import save_version
from gongkai.duties.dossiers.usecases.returning import return_dossier
from gongkai.duties.policies.enums import DocumentKind
from tests.factories.dossiers import make_dossier
from tests.factories.gate import Department
from tests.usecases.dossiers.walking import codes, events, scan, sign, state, text

pytestmark = [pytest.mark.django_db]


def test_versions_are_kept_in_turn(department: Department) -> None:
    dossier = make_dossier(department)
    with pytest.raises(Refused) as refusal:
        save_version(by=department.drafter, dossier=dossier, text=text(), seen=0)
    assert codes(refusal) == ["dossiers.draft.new"]
    with pytest.raises(Refused) as refusal:
        save_version(by=department.web, dossier=dossier, text=text("一。"), seen=0)
    assert codes(refusal) == ["dossiers.draft.right"]
    first = save_version(by=department.drafter, dossier=dossier, text=text("为了规范工作。"), seen=0)
    with pytest.raises(Refused) as refusal:
        save_version(by=department.head, dossier=dossier, text=text("为了做好工作。"), seen=0)
    assert codes(refusal) == ["dossiers.draft.in_turn"]
    with pytest.raises(Refused) as refusal:
        save_version(by=department.drafter, dossier=dossier, text=text("为了规范工作。"), seen=1)
    assert codes(refusal) == ["dossiers.draft.new"]
    second = save_version(
        by=department.head,
        dossier=dossier,
        text=text("为了规范工作。", "另行规定。"),
        seen=1,
        file=scan("二.pdf"),
    )
    assert (first.number, second.number) == (1, 2)
    assert second.source is not None
    assert second.source.kind == PaperKind.DRAFT
    assert events(dossier, "dossiers.save_version") == 2


def test_a_signed_text_stands_until_it_is_sent_back(department: Department) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    save_version(by=department.drafter, dossier=dossier, text=text("一。"), seen=0)
    sign(department, dossier)
    with pytest.raises(Refused) as refusal:
        save_version(by=department.drafter, dossier=dossier, text=text("二。"), seen=1)
    assert codes(refusal) == ["dossiers.draft.signed"]
    return_dossier(by=department.leader, dossier=dossier, to_step=Step.DRAFTING, reason="漏了一条。")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        save_version(by=department.drafter, dossier=dossier, text=text("二。"), seen=1)
        assert state(dossier, Step.SIGNING) is StepState.NOW


def test_nobody_changes_a_version_in_the_table(department: Department) -> None:
    dossier = make_dossier(department)
    version = save_version(by=department.drafter, dossier=dossier, text=text("一。"), seen=0)
    for act in (
        lambda: type(version).objects.filter(pk=version.pk).update(digest="f" * 64),
        lambda: type(version).objects.filter(pk=version.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
