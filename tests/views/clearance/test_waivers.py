"""放行与书面说明: who reads the list, what it tells, how a waiver is taken back from it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import DecisionKind, FindingKind, ItemRole, PurgeCause
from gongkai.clearance.models import BasePage, FindingDecision
from gongkai.clearance.queries.progress_rows import PURGED_TITLE
from gongkai.clearance.queries.screening import screening_of
from gongkai.clearance.todos import load_todos
from gongkai.clearance.usecases.reports import record_report
from gongkai.clearance.usecases.revoking import revoke_waivers
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.clearance.verbs import READ_WAIVERS
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.models import Unit
from tests.factories.gate import clear_and_release, make_document, submit
from tests.factories.people import make_user
from tests.factories.screening import (
    EXPLAIN,
    GROUNDS,
    STOP,
    body_with,
    note_all,
    screened,
    use_invented_finders,
    waive_all,
)
from tests.permissions import BACKEND, sign_in, was_refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
LIST = "/admin/clearance/waivers/"
WHY = "经复核，这一处不属于依法应当公布的内容。"


@pytest.fixture(autouse=True)
def _finders(monkeypatch: Any) -> None:
    use_invented_finders(monkeypatch)


@pytest.fixture
def secrecy(db: None) -> Any:
    return make_user(Role.SECRECY, name="保密审查员")


def enter(client: Any, user: Any) -> Any:
    client.force_login(user, backend=BACKEND)
    return client


def page(client: Any, query: str = "") -> str:
    response = client.get(LIST + query)
    assert response.status_code == 200
    return str(response.content.decode())


def table(client: Any, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"{LIST}?export=csv{query}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("role", list(Role))
def test_who_oversees_reads_the_list(client: Any, role: Role) -> None:
    sign_in(client, role)
    response = client.get(LIST)
    assert was_refused(response) is (role not in READ_WAIVERS.roles)
    if role in READ_WAIVERS.roles:
        assert "还没有放行过" in response.content.decode()


def test_it_tells_what_was_let_pass_and_leads_there(
    client: Any, department: Any, column: Any, secrecy: Any
) -> None:
    document = make_document(department, column, title="甲文件", body=body_with(STOP, EXPLAIN))
    note_all(department.drafter, document, "法定公开，须保留。")
    waive_all(secrecy, document)
    slip = submit(department, [(document, ItemRole.POLICY)])
    item = slip.items.get()
    text = page(enter(client, make_user(Role.INSPECTOR)))
    assert "甲文件" in text
    assert GROUNDS in text
    assert "法定公开，须保留。" in text
    assert slip.number in text
    assert reverse("clearance:item_findings", args=[slip.pk, item.pk]) in text
    assert "放行有效" in text
    assert "撤回放行：" not in text  # only who may waive
    text = page(enter(client, make_user(Role.SECRECY)))
    assert "撤回放行：甲文件" in text
    rows = table(client, "&what=waiver")
    assert [(row["内容"], row["状态"], row["办理人"]) for row in rows] == [("甲文件", "有效", "保密审查员")]


def test_it_is_asked_by_unit_kind_level_person_and_time(
    client: Any, department: Any, column: Any, secrecy: Any
) -> None:
    mine = make_document(department, column, title="甲文件", body=body_with(STOP))
    theirs = make_document(department, column, title="乙文件", body=body_with(EXPLAIN))
    theirs.unit = Unit.objects.create(code="other", name="别的处", kind="division")
    theirs.save_revision()
    BasePage.objects.filter(pk=theirs.pk).update(unit=theirs.unit)
    note_all(make_user(Role.OFFICE, name="办公室甲"), theirs)
    waive_all(secrecy, mine)
    enter(client, make_user(Role.INSPECTOR))
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    for query, titles in {
        "": {"甲文件", "乙文件"},
        f"&unit={department.unit.pk}": {"甲文件"},
        f"&unit={theirs.unit.pk}": {"乙文件"},
        "&kind=term": {"甲文件", "乙文件"},
        "&kind=mobile": set(),
        "&level=justify": {"乙文件"},
        f"&person={secrecy.pk}": {"甲文件"},
        "&what=note": {"乙文件"},
        "&what=revoke": set(),
        f"&since={today}&until={today}": {"甲文件", "乙文件"},
        f"&since={tomorrow}": set(),
    }.items():
        assert {row["内容"] for row in table(client, query)} == titles, query
    assert "没有符合条件的放行和说明" in page(client, "?kind=mobile")
    answer = client.get(f"{LIST}?since={tomorrow}&until={today}&unit=999999")
    assert answer.status_code == 422
    assert "截止日期早于起始日期" in answer.content.decode()


def test_a_formula_is_no_formula_in_the_table(
    client: Any, department: Any, column: Any, secrecy: Any
) -> None:
    document = make_document(department, column, title="=1+1", body=body_with(STOP))
    waive_all(secrecy, document, "=HYPERLINK(依据条例第十条公布)")
    (row,) = table(enter(client, secrecy))
    assert row["内容"] == "'=1+1"
    assert row["说明、理由"].startswith("'=")


def test_what_was_purged_keeps_its_title_and_its_words(
    client: Any, department: Any, column: Any, secrecy: Any
) -> None:
    document = make_document(department, column, title="甲文件", body=body_with(STOP))
    waive_all(secrecy, document)
    clear_and_release(department, [(document, ItemRole.POLICY)])
    purge_document(by=secrecy, target=document, cause=PurgeCause.PERSONAL)
    for query in ("", "?what=waiver"):
        text = page(enter(client, make_user(Role.INSPECTOR)), query)
        assert PURGED_TITLE in text
        assert "甲文件" not in text
        assert GROUNDS not in text
    assert "甲文件" not in str(table(client))
    assert GROUNDS not in str(table(client))
    assert "甲文件" in page(enter(client, make_user(Role.SECRECY)))  # who may purge


def test_a_leak_is_not_listed(client: Any, department: Any, column: Any, secrecy: Any) -> None:
    document = make_document(department, column, title="甲文件", body=body_with(STOP))
    waive_all(secrecy, document)
    clear_and_release(department, [(document, ItemRole.POLICY)])
    purge_document(by=secrecy, target=document, cause=PurgeCause.SECRET)
    assert "0 条" in page(enter(client, make_user(Role.INSPECTOR)))
    assert table(client) == []


def test_a_waiver_is_taken_back_with_a_reason(
    client: Any, department: Any, column: Any, secrecy: Any
) -> None:
    document = make_document(department, column, title="甲文件", body=body_with(STOP, "13800001234"))
    rows = waive_all(secrecy, document)
    enter(client, secrecy)
    url = reverse("clearance:waiver_revoke", args=[rows[0].pk])
    assert "同一次放行的另外 1 处一并撤回" in client.get(url).content.decode()
    typed = "电话13912345678不是单位的，须改。"
    answer = client.post(url, {"reason": typed})
    assert answer.status_code == 409
    assert "“撤回的理由”里有手机号" in answer.content.decode()
    assert typed in answer.content.decode()
    answer = client.post(url, {"reason": "不行"})
    assert answer.status_code == 409
    assert "不少于 10 个字" in answer.content.decode()
    answer = client.post(url, {"reason": WHY, "all_together": "on"})
    assert answer["Location"] == LIST
    text = page(client, "?what=revoke")
    assert text.count("放行已撤回") == 2
    assert WHY in text
    assert "这次放行已经撤回" in client.get(url).content.decode()
    assert client.post(url, {"reason": WHY}).status_code == 409
    findings = client.get(reverse("clearance:findings", args=["clearance.BasePage", document.pk]))
    assert "放行已撤回" in findings.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_who_may_waive_opens_the_taking_back(
    client: Any, department: Any, column: Any, secrecy: Any, role: Role
) -> None:
    document = make_document(department, column, body=body_with(STOP))
    (row,) = waive_all(secrecy, document)
    sign_in(client, role)
    url = reverse("clearance:waiver_revoke", args=[row.pk])
    assert was_refused(client.get(url)) is (role != Role.SECRECY)
    assert was_refused(client.post(url, {"reason": WHY})) is (role != Role.SECRECY)
    assert FindingDecision.objects.filter(what=DecisionKind.REVOCATION).exists() is (role == Role.SECRECY)


def test_the_slip_tells_both_states(client: Any, department: Any, column: Any, secrecy: Any) -> None:
    document = make_document(department, column, body=body_with(STOP))
    rows = waive_all(secrecy, document)
    slip = submit(department, [(document, ItemRole.POLICY)])
    enter(client, department.head)
    url = reverse("clearance:slip", args=[slip.pk])
    assert "放行有效" in client.get(url).content.decode()
    revoke_waivers(by=secrecy, waivers=[rows[0].pk], reason=WHY)
    text = client.get(url).content.decode()
    assert "放行已撤回" in text
    assert WHY in text


def _decided(department: Any, column: Any, secrecy: Any, count: int) -> None:
    for number in range(count):
        document = make_document(department, column, title=f"文件{number}", body=body_with(STOP))
        record_report(screening=screening_of(document, screened(document).version))
        note_all(department.drafter, document)
        waive_all(secrecy, document)


def test_the_list_asks_as_much_for_thirty_as_for_one(
    client: Any, department: Any, column: Any, secrecy: Any
) -> None:
    enter(client, make_user(Role.SECRECY))
    _decided(department, column, secrecy, 1)
    page(client, "?what=waiver")  # content types and knowledge are kept from now on
    with CaptureQueriesContext(
        connection,
    ) as one:
        page(client, "?what=waiver")
    _decided(department, column, secrecy, 29)
    with CaptureQueriesContext(connection) as thirty:
        text = page(client, "?what=waiver")
    assert text.count("放行有效") == 30
    assert len(thirty) == len(one)


def test_the_workbench_asks_as_much_for_thirty_requests_as_for_one(department: Any, column: Any) -> None:
    reviewer = make_user(Role.SECRECY)

    def ask(number: int) -> None:
        document = make_document(department, column, title=f"文件{number}", body=body_with(STOP))
        record_report(screening=screened(document))
        note_all(department.drafter, document)

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            found = load_todos(User.objects.get(pk=reviewer.pk), timezone.localdate())
        return sum(one.title.startswith("放行：") for one in found), len(queries)

    ask(0)
    asked()
    shown, one = asked()
    assert shown == 1
    for number in range(1, 30):
        ask(number)
    assert asked() == (30, one)


def test_content_that_is_gone_says_so(client: Any, secrecy: Any) -> None:
    FindingDecision.objects.create(
        content_type=ContentType.objects.get_for_model(BasePage),
        object_id="999999",
        fingerprint="0" * 64,
        what=DecisionKind.WAIVER,
        kind=FindingKind.TERM,
        level="block",
        text=GROUNDS,
        by=secrecy,
        at=timezone.now(),
    )
    text = page(enter(client, secrecy))
    assert "〈内容已不在〉" in text
    assert "撤回放行：" not in text
