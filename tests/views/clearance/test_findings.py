"""The text beside what was found in it: who opens it, what it shows, what can be done on it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.clearance.enums import FindingKind, ItemRole, ScanState
from gongkai.clearance.models import FileScan, FindingDecision, ScreeningReport
from gongkai.clearance.screening.catalogue import found
from gongkai.core.accounts.enums import Role
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.gate import make_attachment, make_document, submit
from tests.factories.people import make_user
from tests.factories.screening import (
    EXPLAIN,
    GROUNDS,
    HINT,
    NUMBER,
    STOP,
    body_with,
    marks_of,
    note_all,
    use_file_findings,
    use_invented_finders,
    waive_all,
)
from tests.permissions import BACKEND, sign_in, was_refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
EMPTY = "没有发现问题；机器只查它会查的，请通读。"


@pytest.fixture(autouse=True)
def _finders(monkeypatch: Any) -> None:
    use_invented_finders(monkeypatch)


def address(document: Any) -> str:
    return reverse("clearance:findings", args=["clearance.BasePage", document.pk])


def page(client: Any, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return str(response.content.decode())


def enter(client: Any, user: Any) -> Any:
    client.force_login(user, backend=BACKEND)
    return user


@pytest.mark.parametrize("role", list(Role))
def test_drafts_are_read_by_who_writes_and_who_may_waive(
    client: Any, department: Any, column: Any, role: Role
) -> None:
    document = make_document(department, column, body=body_with(STOP))
    sign_in(client, role)
    response = client.get(address(document))
    # Of another unit's drafts the office and the web team, who work for any; secrecy because it may waive.
    assert was_refused(response) is (role not in (Role.OFFICE, Role.WEB, Role.SECRECY))
    assert STOP not in response.content.decode() or not was_refused(response)


def test_the_drafter_sees_hits_and_writes_why_they_stay(client: Any, department: Any, column: Any) -> None:
    document = make_document(department, column, body=body_with(STOP, EXPLAIN, HINT, NUMBER))
    enter(client, department.drafter)
    text = page(client, address(document))
    assert "查到 4 处" in text
    assert 'class="gk-hit gk-hit--bad" href="#g1"' in text
    assert "说明并保留" in text
    assert "放行这一处" not in text
    assert "改稿" in text
    assert "138****1234" in text  # the proposal
    mark = marks_of(document)[1]
    refused = client.post(address(document), {"act": "note", "mark": mark, "text": "不"})
    assert refused.status_code == 409
    assert "请写清为什么保留" in refused.content.decode()
    assert '<a href="#g2">第 2 处</a>' in refused.content.decode()
    assert (
        client.post(address(document), {"act": "note", "mark": mark, "text": "按规定保留"}).status_code == 302
    )
    assert "已说明" in page(client, address(document))


def test_a_reviewer_waives_one_or_all_of_a_kind(client: Any, department: Any, column: Any) -> None:
    document = make_document(department, column, body=body_with(NUMBER, "13800005678", STOP))
    enter(client, make_user(Role.SECRECY))
    text = page(client, address(document))
    assert "同一类的另外 1 处一并办理" in text
    assert "说明并保留" not in text
    sent = {"act": "waiver", "mark": marks_of(document)[0], "text": GROUNDS, "all_of_kind": "on"}
    assert client.post(address(document), sent).status_code == 302
    assert FindingDecision.objects.count() == 2
    assert page(client, address(document)).count("已放行</span>") == 2


def test_a_waiver_refused_keeps_what_was_typed(client: Any, department: Any, column: Any) -> None:
    document = make_document(department, column, body=body_with(STOP))
    enter(client, make_user(Role.SECRECY))
    sent = {"act": "waiver", "mark": marks_of(document)[0], "text": "可以吧"}
    response = client.post(address(document), sent)
    text = response.content.decode()
    assert response.status_code == 409
    assert "可以吧" in text
    assert '<details class="gk-fold" open>' in text
    enter(client, make_user(Role.OFFICE))
    response = client.post(address(document), {**sent, "text": GROUNDS})
    assert response.status_code == 409
    assert "您不能放行" in response.content.decode()
    assert client.post(address(document), {"act": "other"}).status_code == 409


def test_nothing_found(client: Any, department: Any, column: Any) -> None:
    document = make_document(department, column)
    enter(client, department.drafter)
    assert EMPTY in page(client, address(document))
    submit_url = reverse("clearance:submit", args=["clearance.BasePage", document.pk])
    assert EMPTY in page(client, submit_url)


def test_on_a_slip_reviewers_read_waivers_and_their_grounds(
    client: Any, department: Any, column: Any
) -> None:
    document = make_document(department, column, body=body_with(STOP, EXPLAIN))
    waive_all(make_user(Role.SECRECY), document)
    note_all(department.drafter, make_document(department, column, body=body_with(EXPLAIN)))
    from gongkai.clearance.usecases.waiving import note_findings

    note_findings(by=department.drafter, target=document, marks=[marks_of(document)[1]], text="按规定保留")
    slip = submit(department, [(document, ItemRole.POLICY)])
    enter(client, department.head)
    text = page(client, reverse("clearance:slip", args=[slip.pk]))
    assert GROUNDS in text
    assert "没有拦着的" in text
    item = slip.items.get()
    url = reverse("clearance:item_findings", args=[slip.pk, item.pk])
    assert url in text
    beside = page(client, url)
    assert "已放行" in beside
    assert "按规定保留" in beside
    assert "说明并保留" not in beside
    assert client.get(reverse("clearance:item_findings", args=[slip.pk, 0])).status_code == 404


def test_what_stands_in_a_file_is_listed_with_its_place(
    client: Any, department: Any, column: Any, monkeypatch: Any
) -> None:
    use_file_findings(monkeypatch, found(FindingKind.HIDDEN_DATA, 0, 0, "隐藏工作表", place="第2张工作表"))
    document = make_document(department, column)
    draft = document.get_latest_revision_as_object()
    draft.attachments = [PolicyAttachment(attachment=make_attachment(department.drafter, name="名单.csv"))]
    draft.save_revision(user=department.drafter)
    enter(client, department.drafter)
    text = page(client, address(document))
    assert "第2张工作表" in text
    assert "名单.csv" in text
    assert "已查完" in text


def test_while_files_are_scanned_the_page_before_sending_shows_how_far_it_is(
    client: Any, department: Any, column: Any, settings: Any
) -> None:
    document = make_document(department, column)
    draft = document.get_latest_revision_as_object()
    draft.attachments = [PolicyAttachment(attachment=make_attachment(department.drafter))]
    draft.save_revision(user=department.drafter)
    settings.GONGKAI_SCAN_AT_ONCE = False
    FileScan.objects.update(state=ScanState.RUNNING, done=12, total=200, what="页", finished_at=None)
    enter(client, department.drafter)
    url = reverse("clearance:submit", args=["clearance.BasePage", document.pk])
    response = client.get(url)
    assert "第 12 页，共 200 页" in response.content.decode()
    assert response["Refresh"] == "5"
    assert "提交审查</button>" not in response.content.decode()
    refused = client.post(url, {"urgency": "normal"})
    assert refused.status_code == 409
    assert "Refresh" not in refused
    FileScan.objects.all().delete()
    assert client.get(url).status_code == 200
    assert FileScan.objects.get().state == ScanState.WAITING  # asked for by looking


def test_saving_in_the_editor_shows_what_was_found_and_is_never_held_up(
    client: Any, department: Any, column: Any
) -> None:
    document = make_document(department, column, body=body_with(STOP))
    enter(client, department.drafter)
    edit = reverse("wagtailadmin_pages:edit", args=[document.pk])
    text = page(client, edit)
    assert 'id="gk-findings"' in text
    assert "阻断 1" in text
    assert address(document) in text


def test_a_person_of_secrecy_is_told_what_is_asked_for(client: Any, department: Any, column: Any) -> None:
    from django.utils import timezone

    from gongkai.clearance.todos import load_todos
    from gongkai.clearance.usecases.reports import record_report
    from tests.factories.screening import screened

    document = make_document(department, column, body=body_with(STOP))
    record_report(screening=screened(document))
    note_all(department.drafter, document)
    todos = load_todos(make_user(Role.SECRECY), timezone.localdate())
    assert [todo.url for todo in todos] == [address(document).replace("BasePage", "basepage")]
    assert load_todos(make_user(Role.LEADER), timezone.localdate()) == []
    assert ScreeningReport.objects.filter(object_id=str(document.pk)).count() == 1


def test_queries_do_not_grow_with_findings(client: Any, department: Any, column: Any) -> None:
    few = make_document(department, column, body=body_with(STOP))
    many = make_document(department, column, body=body_with(*[STOP, EXPLAIN, HINT, NUMBER] * 30))
    enter(client, department.drafter)
    client.get(address(few))
    counts = []
    for document in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address(document)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_markup_in_a_text_is_shown_and_not_run(client: Any, department: Any, column: Any) -> None:
    document = make_document(
        department, column, title=f"<script>alert(1)</script>{STOP}", body=body_with("<b>粗</b>")
    )
    enter(client, department.drafter)
    assert "<script>alert(1)" not in page(client, address(document))


def test_an_unknown_object_is_not_found(client: Any) -> None:
    sign_in(client, Role.SECRECY)
    assert client.get("/admin/clearance/findings/clearance.BasePage/999999/").status_code == 404
    assert client.get("/admin/clearance/findings/no.such/1/").status_code == 404
