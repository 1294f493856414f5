"""The pages of those who oversee personal data, with every role and with bad input."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from gongkai.core.accounts.enums import STAFF_ROLES, Role
from gongkai.core.audit.models import Event
from gongkai.core.personaldata.queries import period_of
from gongkai.core.personaldata.usecases import reveal
from gongkai.core.workdays.rules import years
from tests.factories.people import make_user
from tests.ledger.models import Caller
from tests.ledger.retention import CLOSED, HANDLING

pytestmark = pytest.mark.django_db
INDEX, READINGS = "/admin/personal-data/", "/admin/personal-data/readings/"
ERASE, PERIOD = "/admin/personal-data/erase/", "/admin/personal-data/ledger.closed/period/"
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Any, settings: Any) -> None:
    settings.HOME = tmp_path


def client_of(*roles: Role) -> Client:
    client = Client()
    client.force_login(make_user(*roles))
    return client


def read_once(name: str = "读取员", **fields: Any) -> Caller:
    caller = Caller.objects.create(phone=PHONE, **fields)
    reveal(caller, "phone", by=make_user(Role.HOTLINE, name=name), purpose=HANDLING)
    return caller


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_who_sees_and_who_acts(role: Role) -> None:
    client = client_of(role)
    sees, acts = role in {Role.ADMIN, Role.INSPECTOR}, role is Role.ADMIN
    for address, allowed in ((INDEX, sees), (READINGS, sees), (ERASE, acts), (PERIOD, acts)):
        assert client.get(address).status_code == (200 if allowed else 403), address
    assert client.get(READINGS, {"export": "csv"}).status_code == (200 if sees else 403)
    assert client.post(ERASE).status_code == (302 if acts else 403)
    answer = client.post(PERIOD, {"n": "2", "unit": "Y", "grounds": "厅发〔2026〕1号"})
    assert answer.status_code == (302 if acts else 403)
    assert (period_of(CLOSED) == years(2)) is acts
    if sees:
        assert ("设定期限" in client.get(INDEX).content.decode()) is acts


def test_outsiders_are_sent_to_sign_in() -> None:
    for client in (Client(), client_of(Role.OPERATOR)):
        assert client.get(INDEX).status_code == 302


def test_index_counts_what_is_kept_due_and_erased() -> None:
    read_once(closed_on=date(2020, 1, 1))
    read_once()
    client = client_of(Role.ADMIN)
    page = client.get(INDEX).content.decode()
    assert "有1条记录的个人信息已到期" in page
    assert "《中华人民共和国个人信息保护法》第十九条" in page
    assert "1条" in client.get(ERASE).content.decode()
    answer = client.post(ERASE, follow=True).content.decode()
    assert "已清除1条记录中的个人信息" in answer
    assert "已到期</h2>" not in answer
    assert "没有到期的个人信息" in client.get(ERASE).content.decode()


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"n": "30", "unit": "CD", "grounds": "厅发〔2026〕1号"}, "至少应保存6个月"),
        ({"n": "1", "unit": "Y", "grounds": "无"}, "写明文件名称"),
        ({"n": "", "unit": "Y", "grounds": "厅发〔2026〕1号"}, "请填写保存时长"),
        ({"n": "0", "unit": "Y", "grounds": "厅发〔2026〕1号"}, "1"),
        ({"n": "999", "unit": "Y", "grounds": "厅发〔2026〕1号"}, "最多100年"),
        ({"n": "1", "unit": "WD", "grounds": "厅发〔2026〕1号"}, "WD"),
        ({}, "请写明依据"),
    ],
)
def test_bad_periods_are_named_at_their_fields(fields: dict[str, str], part: str) -> None:
    answer = client_of(Role.ADMIN).post(PERIOD, fields)
    assert answer.status_code == 200
    assert part in answer.content.decode()
    assert period_of(CLOSED) == years(3)


def test_unknown_class_is_not_found() -> None:
    assert client_of(Role.ADMIN).get("/admin/personal-data/nothing/period/").status_code == 404


def test_reader_log_tells_who_read_what_but_never_what_it_said() -> None:
    caller = read_once("王读取")
    page = client_of(Role.INSPECTOR).get(READINGS).content.decode()
    for part in ("王读取", "测试来电", "电话", "办理测试诉求", f"测试来电 {caller.pk}"):
        assert part in page
    assert PHONE not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"person": "王"}, 1),
        ({"person": "李"}, 0),
        ({"purpose": "ledger.handling"}, 1),
        ({"subject": "999999"}, 0),
        ({"since": "2020-01-01", "until": "2030-01-01"}, 1),
        ({"until": "2020-01-01"}, 0),
    ],
)
def test_search(query: dict[str, str], found: int) -> None:
    read_once("王读取")
    assert len(client_of(Role.ADMIN).get(READINGS, query).context["rows"]) == found


@pytest.mark.parametrize(
    "query",
    [
        {"since": "昨天"},
        {"purpose": "x"},
        {"since": "2026-02-01", "until": "2026-01-01"},
        {"p": "-3"},
        {"p": "x"},
    ],
)
def test_bad_searches_are_pages_too(query: dict[str, str]) -> None:
    assert client_of(Role.ADMIN).get(READINGS, query).status_code == 200


def test_export_holds_the_search_and_is_an_event() -> None:
    caller = read_once("=王读取")
    read_once("李读取")
    client = client_of(Role.INSPECTOR)
    data = b"".join(client.get(READINGS, {"export": "csv", "person": "王"}).streaming_content)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][1].startswith("'=王读取")
    assert rows[1][2:] == ["测试来电", str(caller.pk), "电话", "办理测试诉求", "已读取"]
    sheet = load_workbook(
        io.BytesIO(b"".join(client.get(READINGS, {"export": "xlsx"}).streaming_content))
    ).active
    assert sheet.max_row == 3
    assert [e.data["rows"] for e in Event.objects.filter(action="personaldata.export_readings")] == [2, 1]


def test_reader_log_costs_the_same_for_one_and_for_many(django_assert_num_queries: Any) -> None:
    client = client_of(Role.ADMIN)
    read_once()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(READINGS)
    for i in range(5):
        read_once(f"人{i}")
    with django_assert_num_queries(len(one)):
        client.get(READINGS)
