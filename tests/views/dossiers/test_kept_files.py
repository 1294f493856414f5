"""What was chosen and what was there is not lost: files of refused forms, days of forms that are opened again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.core.organisation.enums import UnitKind
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import PaperKind, SigningMedium, Step
from gongkai.duties.dossiers.models import Paper, SignOff
from gongkai.duties.dossiers.usecases.countersigning import ask_countersigners
from gongkai.duties.dossiers.usecases.signing import confirm_sign_off
from gongkai.duties.policies.enums import DocumentKind
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department, make_department
from tests.factories.people import make_unit
from tests.views.dossiers.test_screens import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return make_department()


def _file(name: str = "纪要.txt") -> Any:
    return SimpleUploadedFile(name, "厅务会议通过。".encode())


def _signing(department: Department) -> dict[str, Any]:
    return {"seen": "1", "medium": "paper", "leader": str(department.leader.pk), "opinion": "同意印发"}


def test_the_proof_of_a_refused_record_is_kept_and_takes_the_right_day(
    client: Client, department: Department
) -> None:
    dossier = make_dossier(department, kind=DocumentKind.NORMATIVE)
    add_version(dossier)
    url = reverse("dossiers_record", args=[dossier.pk, Step.CONSULTATION])
    typed = {"began_on": "2026-09-01", "done_on": "2026-09-10", "statement": "收到 1 条", "link": ""}
    answer = as_(client, department.drafter).post(url, {**typed, "file": _file("公告.txt")})
    paper = Paper.objects.get()
    assert answer.status_code == 422
    assert f'<option value="{paper.pk}" selected>' in answer.content.decode()
    assert "没有存下" not in answer.content.decode()
    again = {**typed, "done_on": "2026-10-08", "paper": str(paper.pk)}
    assert client.post(url, again).status_code == 302
    row = dossier.records.get()
    paper.refresh_from_db()
    assert (row.paper, paper.kind, paper.dated_on) == (paper, PaperKind.CONSULTATION, date(2026, 10, 8))


def test_the_slip_of_a_refused_signature_is_kept(client: Client, department: Department) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    add_version(dossier)
    url, typed = reverse("dossiers_sign_off", args=[dossier.pk]), _signing(department)
    assert as_(client, department.office).post(url, {**typed, "file": _file("签批单.txt")}).status_code == 422
    paper = Paper.objects.get()
    moment = {"signed_at": "2026-11-20T09:30", "paper": str(paper.pk)}
    assert client.post(url, {**typed, "opinion": "", **moment}).status_code == 422
    better = {**typed, **moment, "file": SimpleUploadedFile("对的.txt", "这份才对".encode())}
    assert client.post(url, better).status_code == 302  # a file that comes was chosen later than the paper
    scan = SignOff.objects.get().scan
    assert scan.name == "对的.txt"
    assert scan.dated_on == date(2026, 11, 20)


def test_a_word_of_mouth_is_confirmed_by_a_paper_of_the_dossier_alone(
    client: Client, department: Department
) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    add_version(dossier)
    typed = {**_signing(department), "medium": SigningMedium.ORAL, "signed_at": "2026-11-20T09:30"}
    url = reverse("dossiers_sign_off", args=[dossier.pk])
    assert as_(client, department.office).post(url, typed).status_code == 302
    row = SignOff.objects.get()
    other = make_dossier(department)
    papers = [_paper(dossier, department, PaperKind.OTHER), _paper(other, department, PaperKind.CONFIRMATION)]
    url = reverse("dossiers_confirm", args=[dossier.pk, row.pk])
    for wrong in papers:
        assert client.post(url, {"paper": str(wrong.pk)}).status_code == 422
        with pytest.raises(Refused):
            confirm_sign_off(by=department.office, signature=row, paper=wrong)
    right = _paper(dossier, department, PaperKind.CONFIRMATION)
    assert client.post(url, {"paper": str(right.pk)}).status_code == 302
    row.refresh_from_db()
    assert row.confirmation == right


def _paper(dossier: Any, department: Department, kind: PaperKind) -> Paper:
    return Paper.objects.create(
        dossier=dossier,
        kind=kind,
        title="材料",
        name="a.pdf",
        size=1,
        sha256=f"{kind}{dossier.pk}",
        added_by=department.office,
    )


def test_a_form_without_a_place_for_papers_says_that_the_file_is_chosen_again(
    client: Client, department: Department
) -> None:
    dossier = make_dossier(department)
    url = reverse("dossiers_add_paper", args=[dossier.pk])
    answer = as_(client, department.drafter).post(url, {"title": "说明", "file": _file()}).content.decode()
    assert "请选择材料类别" in answer
    assert "“纪要.txt”没有存下" in answer


def test_what_lacks_is_put_in_from_the_page_of_the_review(client: Client, department: Department) -> None:
    dossier = make_dossier(department, kind=DocumentKind.NORMATIVE)
    add_version(dossier)
    shown = as_(client, department.drafter).get(reverse("dossiers_review", args=[dossier.pk]))
    url = reverse("dossiers_add_paper", args=[dossier.pk]) + f"?kind={PaperKind.EXPLANATION}"
    assert url in shown.content.decode()
    form = client.get(url).content.decode()
    assert f'<option value="{PaperKind.EXPLANATION}" selected>' in form


def test_days_that_were_decided_survive_a_change(client: Client, department: Department) -> None:
    """A picker shows ISO alone: a day written otherwise was an empty field, and saving it took the day away."""
    dossier = make_dossier(department)
    dossier.effective_on = date(2027, 3, 1)
    dossier.save()
    url = reverse("dossiers_change", args=[dossier.pk])
    shown = as_(client, department.drafter).get(url)
    assert 'value="2027-03-01"' in shown.content.decode()


def test_an_outside_organ_is_no_unit_of_ours(client: Client, department: Department) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    police = make_unit("省公安厅", kind=UnitKind.EXTERNAL)
    shown = as_(client, department.drafter).get(reverse("dossiers_countersign", args=[dossier.pk]))
    assert "省公安厅" not in shown.content.decode()
    asked = {"by": department.drafter, "dossier": dossier, "days": 3, "note": ""}
    with pytest.raises(Refused) as refused:
        ask_countersigners(**asked, units=[police], organs=[])
    assert "不是本厅单位" in refused.value.reasons[0].message
    (row,) = ask_countersigners(**asked, units=[], organs=["省公安厅"])
    assert row.organ == "省公安厅"
