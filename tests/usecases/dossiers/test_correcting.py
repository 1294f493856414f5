"""A misprint found after printing: its page is corrected by proof and by four eyes, and then says what was accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from gongkai.clearance.models import BasePage
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import NumberState, PaperKind, SigningMedium, Step
from gongkai.duties.dossiers.history import history_of
from gongkai.duties.dossiers.models import Dossier, HistoryWording, IssuedNumber
from gongkai.duties.dossiers.queries.history_wording import standing_wording
from gongkai.duties.dossiers.queries.proofs import proving_in
from gongkai.duties.dossiers.usecases.drafting import save_version
from gongkai.duties.dossiers.usecases.history_wording import accept_correction
from gongkai.duties.dossiers.usecases.numbers_kept import void_number
from gongkai.duties.dossiers.usecases.opening import Decided, change_dossier
from gongkai.duties.dossiers.usecases.pages import make_page, remake_page
from gongkai.duties.dossiers.usecases.papers import void_paper
from gongkai.duties.dossiers.usecases.returning import return_dossier
from gongkai.duties.policies.enums import DocumentKind, Signature
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.archive import add_file
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department, text
from tests.factories.people import make_user, post
from tests.usecases.dossiers.test_remaking import differing, signed_page
from tests.usecases.dossiers.walking import codes, scan, sign
from tests.usecases.dossiers.walking import text as text_of

pytestmark = pytest.mark.django_db
WHY = "原稿第一条“规范”误作“规犯”。"


@pytest.fixture
def numbered(department: Department, column: BasePage) -> Dossier:
    """A numbered document with a page that says what was signed."""
    dossier, _ = signed_page(department)
    IssuedNumber.objects.create(
        text="示交函〔2026〕77号",
        state=NumberState.ISSUED,
        dossier=dossier,
        title=dossier.title,
        by=department.office,
    )
    remake_page(by=department.drafter, dossier=dossier)
    return dossier


def _accept(*, dossier: Dossier, **said: Any) -> HistoryWording:
    """Accept what lies there now."""
    page = PolicyDocument.objects.get(pk=dossier.page_id)
    return accept_correction(dossier=dossier, **{"seen": page.latest_revision_id, **said})


def _draft(dossier: Dossier, words: str, by: Any) -> PolicyDocument:
    newest: PolicyDocument = PolicyDocument.objects.get(pk=dossier.page_id).get_latest_revision_as_object()
    newest.body = text(f"<p><b>第一条</b>　{words}</p>")
    newest.save_revision(user=by, clean=False)
    return newest


def test_a_misprint_is_accepted_with_its_proof(department: Department, numbered: Dossier) -> None:
    draft = _draft(numbered, "为了规犯工作。", department.drafter)
    assert differing(draft) == {"dossiers.publish.text"}
    with pytest.raises(Refused) as refusal:
        _accept(by=department.office, dossier=numbered, reason=WHY)
    assert [reason.field for reason in refusal.value.reasons] == ["file"]
    paper = add_file(numbered, PaperKind.OTHER, "同意更正".encode())
    row = _accept(by=department.office, dossier=numbered, reason=WHY, paper=paper)
    assert row.changed == "“范”改为“犯”"
    assert differing(draft) == set()
    assert "“范”改为“犯”" in next(one.words for one in history_of(numbered) if one.what == "认可更正")


def test_after_it_the_page_says_that_and_nothing_else(department: Department, numbered: Dossier) -> None:
    paper = add_file(numbered, PaperKind.OTHER, "同意更正".encode())
    _draft(numbered, "为了规犯工作。", department.drafter)
    _accept(by=department.office, dossier=numbered, reason=WHY, paper=paper)
    for words in ("为了规范工作。", "为了别的工作。"):
        reasons = _draft(numbered, words, department.drafter).reasons_beside_others()
        assert [one.code for one in reasons if "correction" in one.code] == [
            "dossiers.correction.as_accepted"
        ]
    with pytest.raises(Refused):
        remake_page(by=department.drafter, dossier=numbered)  # it would bring the misprint back


def test_who_wrote_the_text_does_not_accept_it(department: Department, numbered: Dossier) -> None:
    writer = make_user(Role.OFFICE)
    post(writer, department.unit)
    add_version(numbered, by=writer, number=9)
    _draft(numbered, "为了规犯工作。", department.drafter)
    paper = add_file(numbered, PaperKind.OTHER, "同意更正".encode())
    with pytest.raises(Refused, match="不能由您认可"):
        _accept(by=writer, dossier=numbered, reason=WHY, paper=paper)


def test_what_is_more_than_a_misprint_is_a_new_document(department: Department, numbered: Dossier) -> None:
    paper = add_file(numbered, PaperKind.OTHER, "同意更正".encode())
    _draft(numbered, "为了加强全省农村公路养护工程质量监督管理，制定本办法。", department.drafter)
    with pytest.raises(Refused, match="不是错漏的更正"):
        _accept(by=department.office, dossier=numbered, reason=WHY, paper=paper)
    assert not HistoryWording.objects.exists()


def test_a_day_that_nobody_could_know_is_filled_in_after_the_signature(department: Department) -> None:
    """自印发之日起施行，有效期三年."""
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    add_version(dossier)
    sign(department, dossier)
    decided = Decided(
        title=dossier.title,
        kind=DocumentKind(dossier.kind),
        kind_reason=dossier.kind_reason,
        signature=Signature(dossier.signature),
        issuer=dossier.issuer,
        disclosure=dossier.disclosure,
        effective_on=date(2026, 12, 1),
    )
    change_dossier(by=department.drafter, dossier=dossier, decided=decided)
    with pytest.raises(Refused) as refusal:
        later = replace(decided, effective_on=date(2026, 12, 2))
        change_dossier(by=department.drafter, dossier=dossier, decided=later)
    assert codes(refusal) == ["dossiers.open.settled"]
    dossier.refresh_from_db()
    assert dossier.effective_on == date(2026, 12, 1)


def test_an_overdue_confirmation_holds_the_page_back(department: Department, column: BasePage) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    save_version(by=department.drafter, dossier=dossier, text=text_of("为了规范工作。"), seen=0)
    row = sign(department, dossier, medium=SigningMedium.ORAL, file=None)
    IssuedNumber.objects.create(
        text="示交函〔2026〕78号",
        state=NumberState.ISSUED,
        dossier=dossier,
        title=dossier.title,
        by=department.office,
    )
    page = make_page(by=department.drafter, dossier=dossier)
    assert differing(page) == set()
    with time_machine.travel(row.due_on + timedelta(days=1)):
        assert differing(page) == {"dossiers.publish.unconfirmed"}


def test_corrections_add_up(department: Department, numbered: Dossier) -> None:
    """Each is measured against what was signed, or twenty letters a time would make another document."""
    paper = add_file(numbered, PaperKind.OTHER, "同意更正".encode())
    _draft(numbered, "为了规犯工作。", department.drafter)
    _accept(by=department.office, dossier=numbered, reason=WHY, paper=paper)
    _draft(numbered, "为了规犯工作。每车处五万元罚款并吊销许可证二十年，不得申诉。", department.drafter)
    with pytest.raises(Refused, match="连同以前的更正"):
        _accept(by=department.office, dossier=numbered, reason=WHY, paper=paper)


def test_what_was_not_on_the_screen_is_not_accepted(department: Department, numbered: Dossier) -> None:
    paper = add_file(numbered, PaperKind.OTHER, "同意更正".encode())
    _draft(numbered, "为了规犯工作。", department.drafter)
    seen = PolicyDocument.objects.get(pk=numbered.page_id).latest_revision_id
    _draft(numbered, "不得规犯工作。", department.drafter)
    with pytest.raises(Refused, match="不是您看到的"):
        _accept(by=department.office, dossier=numbered, reason=WHY, paper=paper, seen=seen)


def test_number_and_day_are_no_misprints(department: Department, numbered: Dossier) -> None:
    paper = add_file(numbered, PaperKind.OTHER, "同意更正".encode())
    draft = _draft(numbered, "为了规犯工作。", department.drafter)
    draft.doc_number = "示交函〔2026〕99号"
    draft.save_revision(user=department.drafter, clean=False)
    with pytest.raises(Refused, match="文号"):
        _accept(by=department.office, dossier=numbered, reason=WHY, paper=paper)


def test_a_correction_ends_with_the_signature_it_is_of(department: Department, numbered: Dossier) -> None:
    paper = add_file(numbered, PaperKind.OTHER, "同意更正".encode())
    _draft(numbered, "为了规犯工作。", department.drafter)
    row = _accept(by=department.office, dossier=numbered, reason=WHY, paper=paper)
    assert standing_wording(numbered) == row
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        number = IssuedNumber.objects.get(dossier=numbered)
        void_number(by=department.office, number=number, reason="登记错了。")
        return_dossier(by=department.office, dossier=numbered, to_step=Step.SIGNING, reason="登记错了。")
        sign(department, numbered, file=scan("二.pdf"))
    assert standing_wording(numbered) is None


def test_the_true_day_is_recorded_after_a_return_to_the_signature(department: Department) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    add_version(dossier, at=timezone.now() - timedelta(days=9))
    sign(department, dossier)
    return_dossier(by=department.office, dossier=dossier, to_step=Step.SIGNING, reason="日期登记错了。")
    row = sign(department, dossier, signed_at=timezone.now() - timedelta(days=3), file=scan("二.pdf"))
    assert row.overtaken_at is None


def test_the_proof_of_a_correction_stays(department: Department, numbered: Dossier) -> None:
    paper = add_file(numbered, PaperKind.OTHER, "同意更正".encode())
    _draft(numbered, "为了规犯工作。", department.drafter)
    _accept(by=department.office, dossier=numbered, reason=WHY, paper=paper)
    with pytest.raises(Refused, match="更正"):
        void_paper(by=department.office, paper=paper, reason="不要了")
    assert paper.pk in proving_in(numbered)


def test_the_slip_of_another_version_signs_nothing(department: Department) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    add_version(dossier)
    slip = sign(department, dossier).scan
    return_dossier(by=department.office, dossier=dossier, to_step=Step.DRAFTING, reason="重写。")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        add_version(dossier, number=2)
        with pytest.raises(Refused, match="签批单"):
            sign(department, dossier, file=None, slip=slip)


def test_a_day_filled_in_is_not_before_the_signature(department: Department) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    add_version(dossier)
    sign(department, dossier)
    values = {name: getattr(dossier, name) for name in ("title", "kind_reason", "issuer", "disclosure")}
    decided = Decided(
        kind=DocumentKind(dossier.kind),
        signature=Signature(dossier.signature),
        effective_on=date(2001, 12, 1),
        **values,
    )
    with pytest.raises(Refused, match="施行日期早于成文日期"):
        change_dossier(by=department.drafter, dossier=dossier, decided=decided)
