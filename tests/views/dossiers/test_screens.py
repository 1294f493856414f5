"""The screens of the chain: who opens what, what a person types is not lost, as many queries for many as for one."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.clearance.enums import Disclosure
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.duties.dossiers.enums import ExemptionGround, Mode, PaperKind, Step, Trait
from gongkai.duties.dossiers.models import Dossier, Paper
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.todos import load_todos
from gongkai.duties.dossiers.usecases.exempting import ask_exemption
from gongkai.duties.dossiers.verbs import EXEMPT, OPEN, READ, RECORD_SIGNATURE, SIGN
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department, make_column, make_department, make_document
from tests.factories.people import make_unit, make_user, post
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return make_department()


def as_(client: Client, user: User) -> Client:
    client.force_login(user, backend=BACKEND)
    return client


def opening(department: Department, **changes: str) -> dict[str, str]:
    values = {
        "title": "关于印发某办法的通知",
        "unit": str(department.unit.pk),
        "mode": Mode.OA.value,
        "kind": DocumentKind.NORMATIVE.value,
        "kind_reason": "设定了经营者的义务。",
        "signature": Signature.DEPARTMENT.value,
        "issuer": "示例省交通运输厅",
        "disclosure": Disclosure.PROACTIVE.value,
        **{f"trait_{trait.value}": "no" for trait in Trait},
        **{f"trait_{trait.value}_reason": "不涉及。" for trait in Trait},
    }
    return {**values, **changes}


@pytest.mark.parametrize(("who", "allowed"), role_cases(READ))
def test_only_who_reads_dossiers_opens_the_list(client: Client, who: Any, allowed: bool) -> None:
    assert_opens(client, who, reverse("dossiers_list"), allowed=allowed)


@pytest.mark.parametrize(("who", "allowed"), role_cases(OPEN))
def test_only_who_drafts_opens_the_form_of_beginning(client: Client, who: Any, allowed: bool) -> None:
    assert_opens(client, who, reverse("dossiers_open"), allowed=allowed)


@pytest.mark.parametrize(
    ("name", "verb"),
    [("dossiers_sign", SIGN), ("dossiers_sign_off", RECORD_SIGNATURE), ("dossiers_exemption", EXEMPT)],
)
@pytest.mark.parametrize("role", list(Role))
def test_acts_are_opened_by_their_roles_alone(
    client: Client, department: Department, name: str, verb: Any, role: Role
) -> None:
    dossier = make_dossier(department, kind=DocumentKind.POLICY)
    add_version(dossier)
    keys = [dossier.pk]
    if name == "dossiers_exemption":
        ask = {"step": Step.CONSULTATION, "ground": ExemptionGround.URGENT, "reason": "防汛。"}
        keys.append(ask_exemption(by=department.drafter, dossier=dossier, **ask).pk)
    assert_opens(client, role, reverse(name, args=keys), allowed=role in verb.roles)


def test_a_dossier_of_another_unit_is_not_there(client: Client, department: Department) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    stranger = make_user(Role.DRAFTER)
    post(stranger, make_unit("规划处"))
    names = (
        "dossiers_show",
        "dossiers_change",
        "dossiers_drop",
        "dossiers_draft",
        "dossiers_add_paper",
        "dossiers_return",
    )
    as_(client, stranger)
    for name in names:
        assert client.get(reverse(name, args=[dossier.pk])).status_code == 404, name
    assert client.get(reverse("dossiers_text", args=[dossier.pk, 1])).status_code == 404
    assert dossier.title not in client.get(reverse("dossiers_list")).content.decode()


def test_a_document_is_begun_and_what_was_typed_is_not_lost(client: Client, department: Department) -> None:
    as_(client, department.drafter)
    url = reverse("dossiers_open")
    answer = client.post(url, opening(department, title="", trait_risk="", kind_reason="写了很久的理由"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有填“标题”" in page
    assert "没有认定是否" in page
    assert "写了很久的理由" in page
    assert not Dossier.objects.exists()
    answer = client.post(url, opening(department), follow=True)
    dossier = Dossier.objects.get()
    assert dossier.code in answer.content.decode()
    assert dossier.traits.count() == len(Trait)


def test_the_page_says_where_it_stands_and_what_comes_next(client: Client, department: Department) -> None:
    dossier = make_dossier(department, title="关于规范网约车聚合平台经营行为的若干规定（征求意见稿）" * 2)
    as_(client, department.drafter)
    page = client.get(reverse("dossiers_show", args=[dossier.pk])).content.decode()
    assert 'aria-current="step"' in page
    assert reverse("dossiers_draft", args=[dossier.pk]) in page
    add_version(dossier)
    page = client.get(reverse("dossiers_show", args=[dossier.pk])).content.decode()
    assert reverse("dossiers_record", args=[dossier.pk, "consultation"]) in page
    assert "在厅网站公开征求意见" in page
    assert reverse("dossiers_sign_off", args=[dossier.pk]) not in page


def test_a_text_is_typed_and_a_second_writer_is_told(client: Client, department: Department) -> None:
    dossier = make_dossier(department)
    url = reverse("dossiers_draft", args=[dossier.pk])
    as_(client, department.drafter)
    words = "某办法\n第一条 为了规范工作，制定本办法。\n第二条 本办法自印发之日起施行。"
    client.post(url, {"seen": "0", "text": words, "note": "初稿"})
    version = dossier.versions.get()
    assert [block["label"] for block in version.data["blocks"]] == ["第一条", "第二条"]
    answer = client.post(url, {"seen": "0", "text": words + "\n第三条 另行规定。", "note": "加一条"})
    assert answer.status_code == 422
    assert "已经提交了第 1 稿" in answer.content.decode()
    assert "第三条 另行规定。" in answer.content.decode()
    answer = client.post(
        url, {"seen": "1", "text": words + "\n第三条 另行规定。", "note": "加一条"}, follow=True
    )
    assert answer.status_code == 200
    page = client.get(reverse("dossiers_text", args=[dossier.pk, 2]), {"against": "1"}).content.decode()
    assert "<ins>第三条" in page.replace("<ins><br>", "<ins>")


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("稿.docx", b"PK not a docx", ""),
        ("稿.docx", b"", ""),
        ("稿.exe", b"MZ", "不是可以读取的公文文件"),
        ("稿.pdf", b"%PDF-broken", ""),
    ],
)
def test_a_file_that_is_no_text_is_told_kindly(
    client: Client, department: Department, name: str, data: bytes, word: str
) -> None:
    dossier = make_dossier(department)
    as_(client, department.drafter)
    url = reverse("dossiers_draft", args=[dossier.pk])
    file = SimpleUploadedFile(name, data)
    answer = client.post(url, {"seen": "0", "note": "改了第三条", "file": file, "by_file": "1"})
    assert answer.status_code in (409, 422)
    assert word in answer.content.decode()
    assert not Paper.objects.exists()
    assert not dossier.versions.exists()


def test_the_wrong_button_loses_nothing_that_was_typed(client: Client, department: Department) -> None:
    dossier = make_dossier(department)
    as_(client, department.drafter)
    url = reverse("dossiers_draft", args=[dossier.pk])
    typed = {"seen": "0", "text": "某办法\n第一条 写了很久的一条。", "note": "初稿说明"}
    answer = client.post(url, {**typed, "by_file": "1"})
    assert answer.status_code == 422
    assert "写了很久的一条" in answer.content.decode()
    assert "初稿说明" in answer.content.decode()
    assert client.post(url, typed).status_code == 302


def test_a_paper_goes_in_and_comes_out_to_who_may_see_it(client: Client, department: Department) -> None:
    dossier = make_dossier(department)
    as_(client, department.drafter)
    url = reverse("dossiers_add_paper", args=[dossier.pk])
    answer = client.post(
        url,
        {"kind": PaperKind.OTHER.value, "title": "函", "file": SimpleUploadedFile("函.txt", "同意".encode())},
    )
    assert answer.status_code == 302
    paper = Paper.objects.get()
    address = reverse("dossiers_paper", args=[dossier.pk, paper.pk])
    answer = client.get(address)
    assert answer.content == "同意".encode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(reverse("clearance:media", args=[paper.file.name])).status_code == 404
    as_(client, make_user(Role.WEB))
    assert client.get(address).status_code == 404


def test_a_signature_is_recorded_through_its_form(client: Client, department: Department) -> None:
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN)
    add_version(dossier)
    url = reverse("dossiers_sign_off", args=[dossier.pk])
    as_(client, department.office)
    data = {
        "seen": "1",
        "medium": "paper",
        "leader": str(department.leader.pk),
        "signed_at": "2026-11-20T09:30",
        "opinion": "同意印发",
    }
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert "没有附签批单" in answer.content.decode()
    assert "同意印发" in answer.content.decode()
    data["file"] = SimpleUploadedFile("签批单.txt", b"signed")  # type: ignore[assignment]
    assert client.post(url, data).status_code == 302
    signature = signature_of(dossier)
    assert signature is not None
    assert signature.leader == department.leader


def test_a_step_is_recorded_sent_back_and_let_off(client: Client, department: Department) -> None:
    dossier = make_dossier(department)
    add_version(dossier)
    as_(client, department.drafter)
    url = reverse("dossiers_record", args=[dossier.pk, "consultation"])
    data = {
        "began_on": "2026-10-01",
        "done_on": "2026-10-10",
        "statement": "收到 1 条",
        "link": "https://a.gov.cn/1",
    }
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert "不足 30 日" in answer.content.decode()
    assert client.post(url, {**data, "reason": "应急"}).status_code == 302
    assert client.get(reverse("dossiers_record", args=[dossier.pk, "signing"])).status_code == 404
    url = reverse("dossiers_exempt", args=[dossier.pk, "adoption"])
    assert client.post(url, {"ground": "urgent", "reason": "应急"}).status_code == 302
    row = dossier.exemptions.get()
    as_(client, department.leader)
    assert load_todos(department.leader, row.asked_at.date())
    url = reverse("dossiers_exemption", args=[dossier.pk, row.pk])
    assert client.post(url, {"is_granted": "", "note": ""}).status_code == 422
    assert client.post(url, {"is_granted": "yes", "note": ""}).status_code == 302
    url = reverse("dossiers_return", args=[dossier.pk])
    assert client.post(url, {"to_step": "drafting", "reason": ""}).status_code == 422
    assert client.post(url, {"to_step": "drafting", "reason": "重写"}).status_code == 302


def test_documents_of_before_get_their_dossier(client: Client, department: Department) -> None:
    page = make_document(department, make_column(department))
    Dossier.objects.filter(page=page).delete()
    as_(client, department.office)
    assert page.title in client.get(reverse("dossiers_without")).content.decode()
    url = reverse("dossiers_adopt", args=[page.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "2019 年办结。"}).status_code == 302
    assert Dossier.objects.get(page=page).route == "history"


@pytest.mark.parametrize(
    "asked", [{"p": "x"}, {"step": "no"}, {"unit": "²"}, {"q": "a\x00b" * 200}, {"ended": "archived"}]
)
def test_odd_questions_are_answered(client: Client, department: Department, asked: dict[str, str]) -> None:
    make_dossier(department)
    assert as_(client, department.office).get(reverse("dossiers_list"), asked).status_code == 200


def test_as_many_queries_for_many_as_for_one(client: Client, department: Department) -> None:
    def count(url: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert client.get(url).status_code == 200
        return len(context)

    as_(client, department.office)
    for _ in range(2):
        add_version(make_dossier(department))
    url = reverse("dossiers_list")
    count(url)
    few = count(url)
    for _ in range(4):
        dossier = make_dossier(department)
        add_version(dossier)
        add_version(dossier)
    assert count(url) == few
