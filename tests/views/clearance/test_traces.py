"""After a purge: where the same words and files still stand inside, for those who may purge and nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import ItemRole, Verdict
from gongkai.clearance.models import BasePage
from gongkai.clearance.queries.traces import traces_of
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.clearance.verbs import PURGE
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.models import Change, Handover, HandoverItem, Move
from gongkai.core.traces import SHORTEST, Sought
from gongkai.duties.policies.models import PolicyAttachment
from gongkai.duties.supervision.finders import trace_texts
from gongkai.duties.supervision.models import Closure, EvidenceLink, ProgressReport
from tests.factories.gate import (
    clear_and_release,
    make_attachment,
    make_column,
    make_department,
    make_document,
    submit,
    text,
)
from tests.factories.people import make_unit
from tests.factories.supervision import make_notice, make_task
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = pytest.mark.django_db
TITLE = "青龙山竖井参数表"


def fresh(page: BasePage) -> Any:
    return BasePage.objects.get(pk=page.pk).specific


@pytest.fixture
def department() -> Any:
    return make_department()


@pytest.fixture
def column(department: Any) -> Any:
    return make_column(department)


@pytest.fixture
def page(department: Any, column: Any) -> Any:
    page = make_document(department, column, title=TITLE, doc_number="示交规〔2026〕4321号")
    page.attachments = [PolicyAttachment(attachment=make_attachment(department.drafter))]
    page.save_revision(user=department.drafter)
    clear_and_release(department, [(fresh(page), ItemRole.POLICY)])
    return fresh(page)


def purge(client: Client, department: Any, page: Any, cause: str = "secret") -> Any:
    client.force_login(User.objects.get(pk=department.office.pk), backend=BACKEND)
    url = reverse("clearance:purge", args=["clearance.BasePage", page.pk])
    return client.post(url, {"cause": cause, "confirm": "on"}, follow=True)


@pytest.mark.parametrize(("role", "allowed"), role_cases(PURGE))
def test_who_opens_the_traces(client: Client, page: Any, role: Role, allowed: bool) -> None:
    assert_opens(
        client, role, reverse("clearance:traces", args=["clearance.BasePage", page.pk]), allowed=allowed
    )


def test_a_purge_leads_to_copies_and_to_what_was_typed_elsewhere(
    client: Client, department: Any, column: Any, page: Any
) -> None:
    copy = fresh(page).copy(
        update_attrs={"slug": "copy", "title": "另一个题目"}, user=department.drafter, keep_live=False
    )
    cited = make_document(department, column, body=text("<p>参见示交规〔2026〕4321号。</p>"))
    same_file = make_document(department, column, title="用同一份附件")
    same_file.attachments = [PolicyAttachment(attachment=page.attachments.get().attachment)]
    same_file.save_revision(user=department.drafter)
    plain = make_document(department, column, title="无关的通知")
    slip = submit(department, [(plain, ItemRole.POLICY)])
    decide_step(
        by=department.head,
        slip=slip,
        verdict=Verdict.APPROVED,
        opinion=f"参照《{TITLE}》",
        grounds="第十七条",
    )
    answer = purge(client, department, page)
    shown = answer.content.decode()
    assert "已下达紧急清除" in shown
    for found in (copy, cited, same_file):
        assert f"/admin/pages/{found.pk}/edit/" in shown
    assert f"/admin/pages/{plain.pk}/edit/" not in shown
    assert f"/admin/pages/{page.pk}/edit/" not in shown
    assert reverse("clearance:slip", args=[slip.pk]) in shown


def test_labels_of_hand_overs_and_of_mergers_are_found(department: Any, page: Any) -> None:
    handover = Handover.objects.create(
        user=department.drafter, left_on=date(2026, 11, 1), grounds="调动", done_by=department.office
    )
    HandoverItem.objects.create(
        handover=handover, work="起草中的页面", key="1", label=f"{TITLE}（草稿）", receiver=department.head
    )
    groups = {group.label: [row.title for row in group.rows] for group in traces_of(department.office, page)}
    assert groups == {
        "公文卷（立项、文稿、材料、办理记录）": [TITLE],
        "离岗交接、机构调整、授权": [f"{TITLE}（草稿）"],
    }
    assert Move.objects.count() == Change.objects.count() == 0


def test_reports_of_tasks_are_found(department: Any, page: Any) -> None:
    task = make_task(make_notice(is_confirmed=True))
    ProgressReport.objects.create(
        task=task,
        unit=make_unit("公路处"),
        period_start=date(2026, 11, 1),
        period_label="2026年11月",
        text=f"已印发{TITLE}。",
        reported_by=department.drafter,
        reported_at=timezone.now(),
    )
    groups = {group.label: [row.url for row in group.rows] for group in traces_of(department.office, page)}
    assert reverse("supervision_task", args=[task.pk]) in [url for urls in groups.values() for url in urls]
    assert len(groups) == 2  # the document's own dossier says its title, too


def test_a_task_that_says_it_in_several_places_is_found_once(department: Any, page: Any) -> None:
    task, by, at = make_task(make_notice(is_confirmed=True)), department.drafter, timezone.now()
    for number in ("甲", "乙"):
        EvidenceLink.objects.create(
            task=task,
            title=f"{TITLE}{number}",
            reference=number,
            unit=department.unit,
            added_by=by,
            added_at=at,
        )
    Closure.objects.create(
        task=task, unit=department.unit, statement=f"见{TITLE}", asked_by=by, asked_at=at, status="asked"
    )
    with CaptureQueriesContext(connection) as asked:
        found = trace_texts(department.office, Sought(texts=(TITLE,)), 5)
    assert [row.url for row in found] == [reverse("supervision_task", args=[task.pk])]
    assert len(asked) == 1
    assert "DISTINCT" not in asked[0]["sql"]


@pytest.mark.parametrize("title", ["通知", "100%_"])
def test_short_and_odd_titles(client: Client, department: Any, column: Any, title: str) -> None:
    page = make_document(department, column, title=title, doc_number="")
    clear_and_release(department, [(page, ItemRole.POLICY)])
    other = make_document(department, column, title="关于100件事的通知")
    purge_document(by=department.office, target=fresh(page), cause="personal")
    shown = {row.url for group in traces_of(department.office, fresh(page)) for row in group.rows}
    assert f"/admin/pages/{other.pk}/edit/" not in shown
    assert (f"/admin/pages/{page.pk}/edit/" in shown) is (len(title) >= SHORTEST)
    client.force_login(department.office, backend=BACKEND)
    assert client.get(reverse("clearance:traces", args=["clearance.BasePage", page.pk])).status_code == 200


def test_what_was_not_purged_is_not_said_to_be(client: Client, department: Any, page: Any) -> None:
    client.force_login(User.objects.get(pk=department.office.pk), backend=BACKEND)
    here = reverse("clearance:traces", args=["clearance.BasePage", page.pk])
    before = client.get(here).content.decode()
    assert "现在没有被紧急清除" in before
    assert "已从所有公开位置清除" not in before
    purge(client, department, page)
    assert "已从所有公开位置清除" in client.get(here).content.decode()
