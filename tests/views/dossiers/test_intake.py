"""The screen OA 来件, the slip, and the address at which OA hands over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource, DeliveryState
from gongkai.duties.dossiers.models import Delivery, Dossier, SignOff
from gongkai.duties.dossiers.todos_intake import load_todos
from gongkai.duties.dossiers.usecases.intake.access import set_oa_access
from gongkai.duties.dossiers.usecases.intake.receiving import receive_delivery
from gongkai.duties.dossiers.verbs import RECORD
from gongkai.duties.dossiers.views import oa
from tests.factories.gate import Department, make_document
from tests.factories.intake import drafted_dossier, handed, name_clerk, scan, signature
from tests.factories.people import make_unit, make_user, post
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
ADDRESS = "/oa/deliveries/"


@pytest.fixture(autouse=True)
def _fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def as_(client: Client, user: User) -> Client:
    client.force_login(user, backend=BACKEND)
    return client


def waiting(title: str = "关于某事的通知", data: bytes = b"") -> Delivery:
    told = handed(DeliveryKind.OTHER, title=title)
    return receive_delivery(by=None, source=DeliverySource.FOLDER, told=told, file=scan(data=data))


@pytest.mark.parametrize("name", ["dossiers_intake", "dossiers_intake_new", "one"])
@pytest.mark.parametrize(("who", "allowed"), role_cases(RECORD))
def test_only_who_records_opens_it(client: Client, who: Any, allowed: bool, name: str) -> None:
    url = reverse(name) if name != "one" else reverse("dossiers_delivery", args=[waiting().pk])
    assert_opens(client, who, url, allowed=allowed)


@pytest.mark.parametrize("role", [Role.DRAFTER, Role.LEADER, Role.WEB])
def test_nobody_else_claims_refuses_or_opens_the_file(client: Client, role: Role) -> None:
    row = waiting()
    as_(client, make_user(role))
    for name in ("dossiers_delivery", "dossiers_delivery_refuse", "dossiers_delivery_file"):
        assert client.post(reverse(name, args=[row.pk]), {"code": "x"}).status_code == 403
        assert client.get(reverse(name, args=[row.pk])).status_code == 403


def test_as_many_queries_for_many_as_for_one(client: Client, department: Department) -> None:
    name_clerk(department)
    dossier = drafted_dossier(department)
    as_(client, department.office)

    def count() -> int:
        with CaptureQueriesContext(connection) as context:
            assert client.get(reverse("dossiers_intake")).status_code == 200
        return len(context)

    def receive(*numbers: int) -> None:
        for number in numbers:
            told = handed(DeliveryKind.OTHER, dossier, external_id=f"{number}")
            file = scan(data=f"{number}".encode())
            receive_delivery(by=None, source=DeliverySource.FOLDER, told=told, file=file)
            waiting(f"关于第{number}件事的通知", f"等{number}".encode())

    receive(1)
    count()
    few = count()
    receive(2, 3, 4)
    assert count() == few


def test_one_that_waits_is_seen_claimed_and_gone_from_the_list(
    client: Client, department: Department
) -> None:
    dossier = drafted_dossier(department, title="关于开展汛期安全检查的通知")
    row = waiting("关于开展汛期安全检查的通知（正式）")
    as_(client, department.office)
    assert [one.title for one in load_todos(department.office, row.received_at.date())] == [
        "OA 来件 1 件待认领"
    ]
    page = client.get(reverse("dossiers_intake"), {"state": "waiting", "q": "汛期"}).content.decode()
    assert "没有写办文编号" in page
    url = reverse("dossiers_delivery", args=[row.pk])
    assert dossier.code in client.get(url).content.decode()
    answer = client.get(reverse("dossiers_delivery_file", args=[row.pk]))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    answer = client.post(url, {"code": "2026-9999"})
    assert answer.status_code == 422
    assert "没有办文编号" in answer.content.decode()
    assert client.post(url, {"code": dossier.code}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.dossier, row.settled_by) == (DeliveryState.FILED, dossier, department.office)
    assert client.get(reverse("dossiers_delivery_file", args=[row.pk])).status_code == 404
    assert client.post(url, {"code": dossier.code}).status_code == 422


def test_what_is_of_a_sealed_dossier_is_not_shown(
    client: Client, department: Department, column: Any
) -> None:
    name_clerk(department)
    page = make_document(department, column)
    dossier = Dossier.objects.get(page=page)
    told = handed(DeliveryKind.OTHER, dossier, title="已封存的标题")
    row = receive_delivery(by=None, source=DeliverySource.FOLDER, told=told, file=scan())
    as_(client, department.office)
    urls = [reverse("dossiers_intake"), reverse("dossiers_delivery", args=[row.pk])]
    assert all("已封存的标题" in client.get(url).content.decode() for url in urls)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("gongkai.duties.dossiers.queries.seen.sealed_ids", lambda *args: [page.pk])
        assert "已封存的标题" not in client.get(urls[0]).content.decode()
        assert client.get(urls[1]).status_code == 404


def test_one_is_refused_with_a_reason(client: Client, department: Department) -> None:
    row = waiting()
    as_(client, department.office)
    url = reverse("dossiers_delivery_refuse", args=[row.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "不是本厅的。"}).status_code == 302
    page = client.get(reverse("dossiers_intake"), {"state": "refused"}).content.decode()
    assert "不是本厅的。" in page


def test_one_is_uploaded_and_what_was_typed_is_not_lost(client: Client, department: Department) -> None:
    dossier = drafted_dossier(department)
    as_(client, department.office)
    url = reverse("dossiers_intake_new")
    typed = {"kind": "slip", "code": dossier.code, "leader_name": "王某", "opinion": "写了很久的意见"}
    answer = client.post(url, typed)
    assert answer.status_code == 422
    assert "没有附签批单的文件" in answer.content.decode()
    assert "写了很久的意见" in answer.content.decode()
    said = {**typed, "signed_at": "2026-01-05T15:00", "file": scan()}
    assert client.post(url, said).status_code == 302
    assert SignOff.objects.get(dossier=dossier).recorded_by == department.office


def test_a_slip_is_printed_for_who_sees_the_dossier(client: Client, department: Department) -> None:
    dossier = drafted_dossier(department)
    url = reverse("dossiers_slip", args=[dossier.pk])
    answer = as_(client, department.drafter).get(url)
    assert answer.content.startswith(b"%PDF-")
    assert Event.objects.filter(action="dossiers.print_slip").count() == 1
    assert url in client.get(reverse("dossiers_show", args=[dossier.pk])).content.decode()
    stranger = make_user(Role.DRAFTER)
    post(stranger, make_unit("规划处"))
    assert as_(client, stranger).get(url).status_code == 404


@pytest.mark.rule("dossiers.slip.text")
def test_there_is_no_slip_without_a_text(client: Client, department: Department) -> None:
    dossier = drafted_dossier(department)
    bare = type(dossier).objects.create(
        **{
            name: getattr(dossier, name)
            for name in (
                "unit",
                "drafter",
                "opened_by",
                "kind",
                "kind_reason",
                "signature",
                "issuer",
                "title",
            )
        },
        code="2026-8888",
    )
    answer = as_(client, department.office).get(reverse("dossiers_slip", args=[bare.pk]))
    assert answer.status_code == 409
    assert "还没有文稿" in answer.content.decode()


def test_a_final_text_that_differs_is_red_on_the_dossier(client: Client, department: Department) -> None:
    name_clerk(department)
    dossier = drafted_dossier(department)
    for kind, said in ((DeliveryKind.SLIP, signature()), (DeliveryKind.FINAL, {})):
        told = handed(kind, dossier, **said)
        receive_delivery(by=None, source=DeliverySource.FOLDER, told=told, file=scan(f"{kind}.txt"))
    page = as_(client, department.drafter).get(reverse("dossiers_show", args=[dossier.pk])).content.decode()
    assert "正式文本与签发稿不一致" in page
    assert "gk-box--bad" in page


@pytest.fixture
def token(department: Department) -> str:
    return set_oa_access(by=None, clerk=department.office)[1]


def hand_over(said: Any, token: str, file: Any = None, **extra: Any) -> Any:
    client = Client(enforce_csrf_checks=True)
    headers = {"authorization": f"Bearer {token}"} if token else {}
    if file is None:
        return client.post(
            ADDRESS, json.dumps(said), content_type="application/json", headers=headers, **extra
        )
    return client.post(ADDRESS, {"data": json.dumps(said), "file": file}, headers=headers, **extra)


def said_of(dossier: Dossier) -> dict[str, str]:
    return {
        "kind": "slip",
        "external_id": "OA-7",
        "code": dossier.code,
        "leader": "王某",
        "opinion": "同意。",
        "signed_at": "2026-01-05T15:00",
    }


def test_oa_hands_over_once(department: Department, token: str) -> None:
    dossier = drafted_dossier(department)
    for _ in "ab":
        answer = hand_over(said_of(dossier), token, scan())
        assert answer.status_code == 200
        body = answer.json()
        assert (body["state"], body["state_label"], body["code"]) == ("filed", "已归卷", dossier.code)
    assert SignOff.objects.count() == 1
    body = hand_over({"kind": "number", "number": "示交办〔2026〕9号"}, token).json()
    assert (body["state"], body["reasons"][0]["code"]) == ("waiting", "dossiers.intake.dossier")


def test_oa_is_told_what_is_wrong(department: Department, token: str) -> None:
    for said in ([], {"kind": "x"}, {"kind": "slip"}, "x"):
        answer = hand_over(said, token)
        assert answer.status_code == 422
        assert answer.json()["reasons"][0]["message"]
    answer = hand_over({"kind": "other"}, token, SimpleUploadedFile("空.pdf", b""))
    assert answer.status_code in (409, 422)
    assert not Delivery.objects.exists()


def test_a_mark_that_oa_hands_over_is_not_kept(department: Department, token: str) -> None:
    answer = hand_over(said_of(drafted_dossier(department)), token, scan(data="机密★10年".encode()))
    assert answer.status_code in (409, 422)
    assert not Delivery.objects.exists()
    assert Event.objects.filter(action="clearance.secret_refused").count() == 1


@pytest.mark.parametrize("wrong", ["", "x", "Bearer"])
def test_without_the_key_nothing_is_told(
    department: Department, token: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def screened(self: Any, request: Any) -> None:
        raise AssertionError("nothing of a stranger's body is read")

    monkeypatch.setattr("gongkai.clearance.middleware.NoSecretsMiddleware._screen", screened)
    dossier = drafted_dossier(department)
    answer = hand_over(said_of(dossier), wrong, scan())
    assert answer.status_code == 401
    assert answer.json()["reasons"] == [{"message": "没有权限。"}]
    assert not Delivery.objects.exists()


def test_a_key_is_good_from_the_allowed_addresses_until_it_ends(department: Department) -> None:
    said = {"kind": "number", "number": "示交办〔2026〕9号"}
    _, token = set_oa_access(by=None, clerk=department.office, addresses=["10.1.2.0/24"])
    assert hand_over(said, token, REMOTE_ADDR="10.1.3.1").status_code == 401
    assert hand_over(said, token, REMOTE_ADDR="10.1.2.9").status_code == 200
    set_oa_access(by=None, clerk=department.office, with_token=False)
    assert hand_over(said, token, REMOTE_ADDR="10.1.2.9").status_code == 401
    assert hand_over(said, "", REMOTE_ADDR="10.1.2.9").status_code == 401


def test_guessing_and_flooding_are_held_up(
    department: Department, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oa, "MOST_WRONG", 2)
    said = {"kind": "number", "number": "示交办〔2026〕9号"}
    for status in (401, 401, 429):
        assert hand_over(said, "wrong", REMOTE_ADDR="10.0.0.1").status_code == status
    assert hand_over(said, token, REMOTE_ADDR="10.0.0.1").status_code == 429
    monkeypatch.setattr(oa, "MOST_A_MINUTE", 1)
    for status in (200, 429):
        assert hand_over(said, token, REMOTE_ADDR="10.0.0.2").status_code == status


def test_only_posts_of_a_bearable_size(department: Department, token: str) -> None:
    assert Client().get(ADDRESS).status_code == 405
    answer = Client().post(
        ADDRESS,
        b"{}",
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
        CONTENT_LENGTH=str(60 * 1024 * 1024),
    )
    assert answer.status_code == 413
