"""The page of a document after the document went back: made anew from what is signed now, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from gongkai.clearance.models import BasePage
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.usecases.drafting import save_version
from gongkai.duties.dossiers.usecases.pages import make_page, remake_page
from gongkai.duties.dossiers.usecases.returning import return_dossier
from gongkai.duties.policies.enums import DocumentKind
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.dossiers import make_dossier
from tests.factories.gate import Department
from tests.usecases.dossiers.test_chain import codes, scan, sign, text

pytestmark = [pytest.mark.django_db]


def signed_page(department: Department) -> tuple[Dossier, PolicyDocument]:
    """A signed work plan with the draft of its page, to which somebody added a phone."""
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    save_version(by=department.drafter, dossier=dossier, text=text("为了规范工作。"), seen=0)
    sign(department, dossier)
    page = make_page(by=department.drafter, dossier=dossier)
    page.contact = "010-12345678"
    page.save_revision(user=department.drafter)
    return Dossier.objects.get(pk=dossier.pk), page


def differing(page: Any) -> set[str]:
    return {reason.code for reason in page.reasons_beside_others() if "publish" in reason.code}


def test_what_was_signed_anew_is_put_into_a_new_draft(department: Department, column: BasePage) -> None:
    dossier, page = signed_page(department)
    with pytest.raises(Refused) as refusal:
        remake_page(by=department.drafter, dossier=dossier)
    assert codes(refusal) == ["dossiers.page.remake"]  # nothing differs
    return_dossier(by=department.office, dossier=dossier, to_step=Step.DRAFTING, reason="漏了一条。")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        save_version(by=department.drafter, dossier=dossier, text=text("为了做好工作。"), seen=1)
        with pytest.raises(Refused) as refusal:
            remake_page(by=department.drafter, dossier=dossier)
        assert codes(refusal) == ["dossiers.page.remake"]  # not signed
        sign(department, dossier, file=scan("二.pdf"))
        before = PolicyDocument.objects.get(pk=page.pk)
        assert differing(before.get_latest_revision_as_object()) == {"dossiers.publish.text"}
        with pytest.raises(Refused):
            remake_page(by=department.web, dossier=dossier)
        remake_page(by=department.drafter, dossier=dossier)
    again = PolicyDocument.objects.get(pk=page.pk)
    newest = again.get_latest_revision_as_object()
    assert again.latest_revision_id != before.latest_revision_id
    assert not differing(newest)
    assert newest.contact == "010-12345678"
    assert Event.objects.filter(action="dossiers.remake_page", subject_id=str(dossier.pk)).count() == 1
