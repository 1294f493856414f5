"""The calendar in the browser: who sees and who imports, bad input at its place, preview, confirmation."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from gongkai.core.accounts.enums import STAFF_ROLES, Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.workdays.models import HolidayYear
from gongkai.core.workdays.queries import calendar_for
from gongkai.core.workdays.rules import workdays
from gongkai.core.workdays.verbs import IMPORT_YEAR
from tests.factories.people import make_user
from tests.factories.workdays import NOTICE_2026, NOTICE_2027
from tests.ledger.models import Task

pytestmark = pytest.mark.django_db
INDEX, IMPORT = "/admin/workdays/", "/admin/workdays/import/"

ROWS = [
    ("2027-01-01", "放假", "元旦"),
    ("2027/5/1", "休", "劳动节"),
    ("2027年10月1日", "holiday", "国庆节"),
    ("20271002", "放假", "国庆节"),
    ("2027-10-03", "放假", "国庆节"),
    ("2027-10-09", "上班", "国庆节"),
]
AS_JSON = [{"date": day, "kind": kind, "name": name} for day, kind, name in ROWS]
BY_OFF = [{"date": day, "off": kind != "上班"} for day, kind, _ in ROWS]
SOURCE = {"year": "2027", "instrument": "国务院办公厅关于2027年部分节假日安排的通知"}


def client_of(*roles: Role) -> Client:
    client = Client()
    client.force_login(make_user(*roles))
    return client


@pytest.fixture
def office() -> Client:
    return client_of(Role.OFFICE)


def sheet(rows: list[tuple[str, ...]]) -> bytes:
    workbook = Workbook()
    for row in [("日期", "类型", "名称"), *rows]:
        workbook.active.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_every_staff_role_reads_and_only_two_import(role: Role) -> None:
    client = client_of(role)
    allowed = may(User.objects.latest("pk"), IMPORT_YEAR)
    page = client.get(INDEX)
    assert page.status_code == 200
    assert ("导入放假安排" in page.content.decode()) is allowed
    assert client.get("/admin/workdays/2026/").status_code == 200
    answer = client.get(IMPORT)
    assert answer.status_code == (200 if allowed else 403)
    answer = client.post(IMPORT, {"text": NOTICE_2027})
    assert answer.status_code == (200 if allowed else 403)
    if not allowed:
        assert "厅办公室" in answer.content.decode()


def test_transport_enterprises_stay_outside() -> None:
    assert client_of(Role.OPERATOR).get(INDEX).status_code == 302


def test_year_page_marks_changed_days(office: Client) -> None:
    page = office.get("/admin/workdays/2026/").content.decode()
    assert page.count('class="wd-off"') == 33 + 1
    assert page.count('class="wd-on"') == 6 + 1
    assert "2018年12月29日调休上班" in office.get("/admin/workdays/2019/").content.decode()
    assert office.get("/admin/workdays/2031/").status_code == 404


def test_notice_pasted_previewed_confirmed(office: Client) -> None:
    task = Task(title="补发《示例》解读")
    task.set_deadline(date(2026, 12, 20), workdays(20), calendar_for())
    task.save()
    assert "有1个期限待安排公布后确定" in office.get(INDEX).content.decode()

    page = office.post(IMPORT, {"text": NOTICE_2027})
    text = page.content.decode()
    assert "补发《示例》解读" in text
    assert "待2027年放假安排公布，不早于2027年1月12日" in text
    assert "2027年1月18日" in text
    assert not HolidayYear.objects.filter(year=2027).exists()

    answer = office.post(IMPORT, {"sealed": page.context["sealed"]}, follow=True)
    assert answer.redirect_chain[-1][0] == "/admin/workdays/2027/"
    assert "1个待定期限已确定" in answer.content.decode()
    task.refresh_from_db()
    assert task.due_text == "2027年1月18日"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", sheet(ROWS)),
        ("a.csv", "日期,类型,名称\n".encode() + "\n".join(map(",".join, ROWS)).encode()),
        ("a.csv", "\ufeff".encode() + "\n".join(map(",".join, ROWS)).encode()),
        ("a.csv", "\n".join(map(",".join, ROWS)).encode("gb18030")),
        ("a.json", json.dumps({"year": 2027, "days": AS_JSON}).encode()),
        ("a.json", json.dumps({"2027": {"days": BY_OFF}}).encode()),
    ],
)
def test_files_of_every_form(office: Client, name: str, data: bytes) -> None:
    page = office.post(IMPORT, {**SOURCE, "file": SimpleUploadedFile(name, data)})
    assert page.templates[0].name == "workdays/preview.html", page.context["form"].errors
    assert len(page.context["preview"].days) == 6


def test_table_pasted_from_a_spreadsheet(office: Client) -> None:
    page = office.post(IMPORT, {**SOURCE, "text": "\n".join(map("\t".join, ROWS))})
    assert len(page.context["preview"].days) == 6


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({}, "请粘贴通知正文"),
        ({"text": "{"}, "JSON格式有误"),
        ({"text": '{"a": 1}'}, "多个年份或没有年份"),
        ({"text": "[1, 2]", **SOURCE}, "第1条"),
        ({"text": "2027-01-01,放假"}, "写明年份"),
        ({**SOURCE, "text": "2027-13-01,放假"}, "第1行：“2027-13-01”不是一个日期"),
        ({**SOURCE, "text": "2027-01-01,也许"}, "看不出是放假还是上班"),
        ({**SOURCE, "text": "2027-03-03,上班"}, "第1行：2027年3月3日是星期三"),
        ({**SOURCE, "text": "2027-01-09,上班\n2027-01-09,放假"}, "第2行：2027年1月9日在第1行是调休上班"),
        ({**SOURCE, "text": "2027-01-09,放假\n2027-01-09,放假"}, "与第1行重复"),
        ({**SOURCE, "text": "2026-05-01,放假"}, "不属于2027年"),
        ({**SOURCE, "text": "2018-12-31,放假", "year": "2018"}, "已在2019年的放假安排中"),
        ({"text": NOTICE_2027.replace("1月1日（周五）", "1月1日（周四）")}, "是星期五"),
        ({"text": NOTICE_2027, "year": "abc"}, "整数"),
        ({"text": NOTICE_2027, "year": "99999"}, "9999"),
        ({"text": "\x00" * 5}, "空字符"),
        ({"file": SimpleUploadedFile("a.csv", b"\xff\xfe\x00\x81")}, "读不出文字"),
        ({"file": SimpleUploadedFile("a.csv", b"1" * 1_000_001)}, "超过1 MB"),
    ],
)
def test_bad_input_is_named_with_its_way_out(office: Client, fields: dict[str, object], part: str) -> None:
    page = office.post(IMPORT, fields)
    assert page.status_code == 200
    assert part in page.content.decode()
    assert page.templates[0].name == "workdays/import.html"
    assert not HolidayYear.objects.filter(imported_at__isnull=False).exists()


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b""])
def test_broken_files_end_on_a_page_that_says_so(office: Client, data: bytes) -> None:
    page = office.post(IMPORT, {**SOURCE, "file": SimpleUploadedFile("a.xlsx", data)})
    assert page.status_code in (200, 409)  # the screen of uploads may refuse it before this form does
    assert "workdays/preview.html" not in [template.name for template in page.templates]


def test_reasons_show_their_basis_and_the_input_is_kept(office: Client) -> None:
    page = office.post(IMPORT, {**SOURCE, "text": "2027-03-03,上班,清明节"}).content.decode()
    assert "《国务院关于职工工作时间的规定》第七条" in page
    assert "《全国年节及纪念日放假办法》第二条" in page
    assert "2027-03-03,上班,清明节" in page
    assert "有2处需要更正" in page


def test_forged_or_outdated_confirmation(office: Client) -> None:
    answer = office.post(IMPORT, {"sealed": "forged"}, follow=True)
    assert "预览已失效" in answer.content.decode()
    first = office.post(IMPORT, {"text": NOTICE_2026 + "八、临时安排：12月7日放假。"})
    second = office.post(IMPORT, {"text": NOTICE_2026 + "八、临时安排：12月8日放假。"})
    office.post(IMPORT, {"sealed": first.context["sealed"]})
    answer = office.post(IMPORT, {"sealed": second.context["sealed"]}, follow=True)
    assert "已被他人更改" in answer.content.decode()


def test_query_count_does_not_grow_with_years(office: Client, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        office.get(INDEX)


@pytest.mark.parametrize(
    ("today", "asks"), [("2026-06-01", False), ("2026-11-02", True), ("2027-02-01", True)]
)
def test_next_year_is_asked_for_when_it_can_be_there(office: Client, today: str, asks: bool) -> None:
    with time_machine.travel(f"{today}T04:00:00+00:00"):
        office.force_login(User.objects.latest("pk"))
        page = office.get(INDEX).content.decode()
    assert ("放假安排尚未导入" in page) is asks
