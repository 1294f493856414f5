"""The page of a document after the document went back: made anew from what is signed now, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.clearance.models import Attachment, BasePage
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import PaperKind, Route, Step
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.offered import print_of
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.usecases.drafting import save_version
from gongkai.duties.dossiers.usecases.pages import make_page, remake_page
from gongkai.duties.dossiers.usecases.papers import add_paper, void_paper
from gongkai.duties.dossiers.usecases.returning import return_dossier
from gongkai.duties.policies.enums import DocumentKind
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument
from tests.factories.dossiers import make_dossier
from tests.factories.gate import Department
from tests.usecases.dossiers.walking import codes, scan, sign, text

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


def test_what_the_page_offers_lies_in_the_dossier(department: Department, column: BasePage) -> None:
    dossier, page = signed_page(department)
    final = ContentFile("第一条　为了规范工作。".encode(), "正文.txt")
    offered = Attachment(title="正式文本", uploaded_by_user=department.drafter)
    offered.file.save("正文.txt", final)
    page.attachments = [PolicyAttachment(attachment=offered, title="某计划（正式文本）")]
    paper = {"by": department.office, "dossier": dossier}
    assert differing(page) == {"dossiers.publish.files"}
    other = add_paper(
        kind=PaperKind.OTHER, file=SimpleUploadedFile("正文.txt", final.file.getvalue()), **paper
    )
    assert differing(page) == {"dossiers.publish.files"}  # offered as the document itself
    page.attachments = [PolicyAttachment(attachment=offered, title="附件一")]
    assert not differing(page)
    void_paper(by=department.office, paper=other, reason="传错了。")
    add_paper(kind=PaperKind.FINAL, file=scan("另一份正式文本.pdf"), **paper)  # other bytes
    assert differing(page) == {"dossiers.publish.files"}
    add_paper(kind=PaperKind.FINAL, file=SimpleUploadedFile("正文.txt", final.file.getvalue()), **paper)
    page.attachments = [PolicyAttachment(attachment=offered, title="某计划（正式文本）")]
    assert not differing(page)
    Dossier.objects.filter(pk=dossier.pk).update(route=Route.HISTORY)
    dossier.papers.update(void_at=timezone.now(), void_by=department.office, void_reason="试验。")
    assert not differing(page)


def test_the_print_of_the_signed_text_may_be_offered(department: Department, column: BasePage) -> None:
    dossier, page = signed_page(department)
    signature = signature_of(dossier)
    assert signature is not None
    made = print_of(dossier, signature.version, signature)
    offered = Attachment(title="全文", uploaded_by_user=department.drafter)
    offered.file.save("全文.pdf", ContentFile(made))
    page.attachments = [PolicyAttachment(attachment=offered, title="正式文本")]
    assert not differing(page)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gongkai.duties.dossiers.queries.offered.print_of", lambda *_: b"another text")
        assert differing(page) == {"dossiers.publish.files"}
