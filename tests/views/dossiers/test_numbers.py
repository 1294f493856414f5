"""The screens of numbers and of the outside register: who opens them, what a refusal keeps, how many queries they take."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from gongkai.clearance.enums import Disclosure, ItemRole
from gongkai.core.accounts.enums import Role
from gongkai.duties.dossiers.enums import Mode, NumberState
from gongkai.duties.dossiers.models import IssuedNumber, NumberSeries, RegisterDraft, RegisterEntry
from gongkai.duties.dossiers.usecases.numbering import issue_number, reserve_numbers
from gongkai.duties.dossiers.verbs import NUMBER, READ_REGISTER
from gongkai.duties.policies.enums import Signature
from tests.factories.gate import Department, clear_and_release, make_document
from tests.factories.numbers import make_entry, make_series, signed_dossier
from tests.permissions import assert_opens, role_cases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
NOW = datetime(2026, 11, 28, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
HEAD = ["文号", "标题", "署名", "公开属性", "成文日期", "印发日期", "处室"]
GOOD = ["示交办〔2026〕9号", "关于甲事的通知", "本厅", "主动公开", "2026.3.5", "", "运输处"]
BAD = ["示交办2026-10", "关于乙事的通知", "本厅", "主动公开", "明天", "", "没有的处"]


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(department: Department, client: Client) -> Client:
    client.force_login(department.office)
    return client


def text_of(response: Any) -> str:
    return response.content.decode()


READ_PAGES = ["dossiers_numbers", "dossiers_register", "dossiers_reconcile"]
OFFICE_PAGES = [
    "dossiers_reserve",
    "dossiers_series_new",
    "dossiers_register_import",
    "dossiers_register_sheet",
]


@pytest.mark.parametrize("name", READ_PAGES)
@pytest.mark.parametrize(("who", "allowed"), role_cases(READ_REGISTER))
def test_who_reads_them(client: Client, who: Role | str, name: str, allowed: bool) -> None:
    assert_opens(client, who, reverse(name), allowed=allowed)


@pytest.mark.parametrize("name", OFFICE_PAGES)
@pytest.mark.parametrize(("who", "allowed"), role_cases(NUMBER))
def test_only_the_office_works_on_them(client: Client, who: Role | str, name: str, allowed: bool) -> None:
    assert_opens(client, who, reverse(name), allowed=allowed)


@pytest.mark.parametrize(("who", "allowed"), role_cases(NUMBER))
def test_only_the_office_acts_on_a_number(
    client: Client, department: Department, who: Role | str, allowed: bool
) -> None:
    series = make_series()
    reserve_numbers(by=department.office, series=series, year=2026, first=1, last=1, reason="会议")
    number = IssuedNumber.objects.get()
    for name, key in (
        ("dossiers_number_void", number.pk),
        ("dossiers_number_unrecord", number.pk),
        ("dossiers_number_use", number.pk),
        ("dossiers_series", series.pk),
    ):
        assert_opens(client, who, reverse(name, args=[key]), allowed=allowed)


def test_the_office_gives_a_number(office: Client, department: Department) -> None:
    series = make_series(signatures=[Signature.DEPARTMENT.value])
    dossier = signed_dossier(department, mode=Mode.FULL)
    url = reverse("dossiers_number", args=[dossier.pk])
    assert "示交办（厅办公室文件）" in text_of(office.get(url))
    assert office.post(url, {"series": series.pk}).status_code == 302
    assert IssuedNumber.objects.get().dossier == dossier
    again = office.post(url, {"series": series.pk})
    assert again.status_code == 422
    assert "已经办完" in text_of(again)


def test_a_number_that_cannot_be_stays_typed(office: Client, department: Department) -> None:
    make_series()
    dossier = signed_dossier(department)
    url = reverse("dossiers_number", args=[dossier.pk])
    for typed, told in (
        ("示交办2026-9", "认不出"),
        ("示交办〔2027〕9号", "年份 2027 不对"),
        ("别交办〔2026〕9号", "不是本厅在用的文号系列"),
        ("", "没有填文号"),
    ):
        answer = office.post(url, {"number": typed})
        assert answer.status_code == 422
        assert told in text_of(answer)
        assert f'value="{typed}"' in text_of(answer) or not typed
    given = {"number": "示交办[2026]第09号", "numbered_on": "2026-11-02"}
    assert office.post(url, given, follow=True).status_code == 200
    assert IssuedNumber.objects.get().text == "示交办〔2026〕9号"


def test_the_register_marks_gaps_and_goes_into_a_sheet(office: Client, department: Department) -> None:
    series = make_series()
    make_entry(department.office, "示交办〔2026〕1号", title="只有登记簿知道的")
    make_entry(department.office, "示交办〔2026〕4号")
    number = issue_number(
        by=department.office, dossier=signed_dossier(department, mode=Mode.FULL), series=series
    )
    assert number.serial == 5
    url = reverse("dossiers_numbers")
    text = text_of(office.get(url))
    assert text.count("缺号</span>") == 2
    assert "只有登记簿知道的" in text
    text = text_of(office.get(f"{url}?state=gap"))
    assert "示交办〔2026〕2号" in text
    assert "示交办〔2026〕5号" not in text
    assert "示交办〔2026〕5号" in text_of(office.get(f"{url}?q=示交办2026 5"))
    answer: Any = office.get(f"{url}?export=xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [(row[0], row[1]) for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        ("示交办〔2026〕1号", "仅登记簿"),
        ("示交办〔2026〕2号", "缺号"),
        ("示交办〔2026〕3号", "缺号"),
        ("示交办〔2026〕4号", "仅登记簿"),
        ("示交办〔2026〕5号", "已用"),
    ]


def test_numbers_are_kept_back_used_and_made_void(office: Client, department: Department) -> None:
    series = make_series()
    data = {"series": series.pk, "year": 2026, "first": 1, "last": 2}
    assert office.post(reverse("dossiers_reserve"), data).status_code == 422
    assert office.post(reverse("dossiers_reserve"), {**data, "reason": "会议"}).status_code == 302
    one, two = IssuedNumber.objects.order_by("serial")
    use = reverse("dossiers_number_use", args=[one.pk])
    assert "没有办文编号" in text_of(office.post(use, {"code": "2026-0000"}))
    dossier = signed_dossier(department)
    assert office.post(use, {"code": dossier.code, "shown": dossier.pk}).status_code == 302
    void = reverse("dossiers_number_void", args=[two.pk])
    assert "请写明作废原因" in text_of(office.post(void, {"reason": ""}))
    assert office.post(void, {"reason": "会议取消"}).status_code == 302
    assert [row.state for row in IssuedNumber.objects.order_by("serial")] == [
        NumberState.ISSUED,
        NumberState.VOID,
    ]


def test_a_series_is_set_up(office: Client) -> None:
    data = {"prefix": "示交规", "form": "bracket", "name": "规范性文件", "first_serial": 1, "is_in_use": "on"}
    url = reverse("dossiers_series_new")
    assert "代字只写汉字" in text_of(office.post(url, {**data, "prefix": "ABC"}))
    assert office.post(url, {**data, "signatures": ["department"]}).status_code == 302
    assert NumberSeries.objects.get().signatures == ["department"]


def book(*rows: list[Any]) -> SimpleUploadedFile:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    held = BytesIO()
    workbook.save(held)
    return SimpleUploadedFile("登记簿.xlsx", held.getvalue())


def test_a_book_is_read_mended_and_entered(office: Client) -> None:
    url = reverse("dossiers_register_import")
    days = [date(2026, 3, 5) if cell == "2026.3.5" else cell for cell in GOOD]
    assert office.post(url, {"file": book(HEAD, days, BAD)}).status_code == 302
    text = text_of(office.get(url))
    assert "1 行没有问题，1 行有问题" in text
    assert 'value="明天"' in text
    assert "没有的处" in text
    bad: Any = office.get(f"{reverse('dossiers_register_sheet')}?bad=1")
    assert "明天" in b"".join(bad.streaming_content).decode()
    personal = office.post(
        url, {"mend": "1", "cell-3-title": "请联系 13812345678", "cell-3-written_on": "2026-03-06"}
    )
    assert personal.status_code == 422
    assert 'value="2026-03-06"' in text_of(personal), "what was typed beside it is not lost"
    mended = {"cell-3-number": "示交办〔2026〕10号", "cell-3-written_on": "2026-03-06", "cell-3-unit": ""}
    assert office.post(url, {"mend": "1", **mended}).status_code == 302
    assert "新增 2 行" in text_of(office.post(url, {"enter": "1"}, follow=True))
    assert RegisterEntry.objects.count() == 2
    assert RegisterEntry.objects.get(number="示交办〔2026〕10号").written_on == date(2026, 3, 6)


def test_pasted_rows_and_what_is_no_table(office: Client) -> None:
    url = reverse("dossiers_register_import")
    text = "\n".join("\t".join(row) for row in (HEAD, GOOD))
    assert office.post(url, {"text": text}).status_code == 302
    assert RegisterDraft.objects.get().source == "粘贴的表格"
    for data, told in (
        ({"text": "这不是表"}, "没有找到表头"),
        ({"file": SimpleUploadedFile("照片.xls", b"\x89PNG\0\0")}, "读不出表格"),
        ({"file": SimpleUploadedFile("照片.xlsx", b"\x89PNG\0\0")}, "的内容不是 .xlsx 文件"),
        ({}, "二者选一"),
        ({"text": "文号,标题\n甲,乙"}, "缺少列：署名、公开属性、成文日期"),
    ):
        answer = office.post(url, data)
        assert answer.status_code == 422, told
        assert told in text_of(answer)
        assert data.get("text", "") in text_of(answer)
    broken = SimpleUploadedFile("坏.xlsx", b"PK\x03\x04broken")
    answer = office.post(url, {"file": broken, "text": text})
    assert answer.status_code == 422, "the screen of uploads cannot read it"
    assert "“坏.xlsx”不能接收" in text_of(answer)
    assert "关于" in text_of(answer)
    assert RegisterDraft.objects.get().source == "粘贴的表格"


def test_the_list_of_disagreements_opens_each_figure(
    office: Client, department: Department, column: Any
) -> None:
    assert "没有登记簿就没有分母" in text_of(office.get(reverse("dossiers_reconcile")))
    page = make_document(department, column, doc_number="示交办〔2026〕9号")
    clear_and_release(department, [(page, ItemRole.PAGE)])
    make_entry(department.office, "示交办〔2026〕9号", title=page.title, disclosure=Disclosure.WITHHELD)
    make_entry(department.office, "示交办〔2026〕10号", title="没上线的", unit=department.unit)
    url = reverse("dossiers_reconcile")
    assert "不是主动公开却已上线 <b>1</b>" in text_of(office.get(url))
    only = text_of(office.get(f"{url}?kind=alarm"))
    assert page.title in only
    assert "没上线的" not in only
    assert "没上线的" in text_of(office.get(f"{url}?kind=not_online&year=2026&unit={department.unit.pk}"))
    assert "没上线的" not in text_of(office.get(f"{url}?year=2025"))
    exported: Any = office.get(f"{url}?export=csv")
    assert "没上线的" in b"".join(exported.streaming_content).decode()


def test_a_gap_opens_the_register_of_its_own_series(office: Client, department: Department) -> None:
    make_series()
    other = make_series("示交发")
    for serial in (1, 3):
        make_entry(department.office, f"示交发〔2026〕{serial}号")
    told = text_of(office.get(reverse("dossiers_reconcile")))
    address = f"{reverse('dossiers_numbers')}?series={other.pk}&year=2026&state=gap"
    assert f'href="{address.replace("&", "&amp;")}">示交发〔2026〕2号' in told
    assert "示交发〔2026〕2号" in text_of(office.get(address))


def test_a_dossier_tells_when_it_got_its_number(office: Client, department: Department) -> None:
    dossier = signed_dossier(department, mode=Mode.FULL)
    number = issue_number(by=department.office, dossier=dossier, series=make_series())
    history = text_of(office.get(reverse("dossiers_show", args=[dossier.pk]))).partition('id="history"')[2]
    assert "<b>编号</b>" in history
    assert number.text in history


@pytest.mark.parametrize(
    "query", ["?year=²", "?unit=x", "?q=%00", "?p=99", "?kind=nothing", "?disclosure=none"]
)
@pytest.mark.parametrize("name", READ_PAGES)
def test_addresses_that_nobody_means_are_no_error(
    office: Client, department: Department, name: str, query: str
) -> None:
    make_series()
    make_entry(department.office, "示交办〔2026〕1号")
    assert office.get(f"{reverse(name)}{query}").status_code == 200


def test_a_row_shows_its_history_and_is_matched_by_hand(
    office: Client, department: Department, column: Any
) -> None:
    page = make_document(department, column, doc_number="")
    clear_and_release(department, [(page, ItemRole.PAGE)])
    entry = make_entry(department.office, "示交办〔2026〕9号")
    url = reverse("dossiers_register_entry", args=[entry.pk])
    assert office.post(url, {"page": page.pk}).status_code == 302
    assert page.title in text_of(office.get(url))
    client = Client()
    client.force_login(department.drafter)
    assert "确认对应" not in text_of(client.get(url))
    assert "dossiers.register.right" not in text_of(client.post(url, {"page": ""}))
    entry.refresh_from_db()
    assert entry.page_id == page.pk


def test_a_row_shows_the_page_of_the_same_number(office: Client, department: Department, column: Any) -> None:
    page = make_document(department, column, doc_number="示交办〔2026〕9号")
    clear_and_release(department, [(page, ItemRole.PAGE)])
    entry = make_entry(department.office, "示交办〔2026〕9号")
    told = text_of(office.get(reverse("dossiers_register_entry", args=[entry.pk])))
    assert "文号相同，自动对应" in told
    assert page.title in told
    other = make_entry(department.office, "示交办〔2026〕10号")
    assert "没有文号相同的网页" in text_of(office.get(reverse("dossiers_register_entry", args=[other.pk])))


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        *((name, "") for name in READ_PAGES),
        ("dossiers_numbers", "?series=all"),
        ("dossiers_numbers", "?q=号"),
    ],
)
def test_lists_take_the_same_queries_however_long(
    office: Client, department: Department, column: Any, name: str, asked: str
) -> None:
    series = make_series()

    def more(count: int, start: int) -> None:
        for at in range(start, start + count):
            make_entry(department.office, f"示交办〔2026〕{2 * at}号", unit=department.unit)
            dossier = signed_dossier(department, mode=Mode.FULL)
            issue_number(by=department.office, dossier=dossier, series=series)

    more(2, 1)
    office.get(reverse(name) + asked)
    with CaptureQueriesContext(connection) as few:
        office.get(reverse(name) + asked)
    more(4, 10)
    with CaptureQueriesContext(connection) as many:
        office.get(reverse(name) + asked)
    assert len(many) == len(few)
