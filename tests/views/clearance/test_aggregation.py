"""Screens of 数据汇聚: by role, with reasons, in a fixed number of queries, and never a value in the clear."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.evidence import figures
from gongkai.clearance.models import AggregationAssessment, AggregationParameter, Dataset, OpenExit
from gongkai.clearance.todos import load_todos
from gongkai.clearance.usecases.aggregation import request_assessment
from gongkai.clearance.usecases.aggregation_exits import open_exit
from gongkai.clearance.verbs import ASSESS_AGGREGATION, CONFIGURE, EDIT_DATASET, OPEN_EXIT, READ_SLIPS, SUBMIT
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from tests.factories.aggregation import PHONES, POSTS, add_version, assess, make_list, publish
from tests.factories.gate import Department
from tests.factories.people import make_user
from tests.factories.screening import use_no_finders
from tests.permissions import BACKEND, assert_opens, role_cases, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


@pytest.fixture(autouse=True)
def _no_finders(monkeypatch: pytest.MonkeyPatch) -> None:
    use_no_finders(monkeypatch)


VALUES = ("甲1", "13800000001", "某路1号")


def enter(client: Client, user: User) -> None:
    client.force_login(User.objects.get(pk=user.pk), backend=BACKEND)


def text_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def posts(department: Department) -> Dataset:
    dataset = make_list(department, POSTS, title="科员名单")
    publish(department, dataset)
    return dataset


@pytest.fixture
def phones(department: Department, posts: Dataset) -> Dataset:
    return make_list(department, PHONES, title="联系方式名单")


@pytest.fixture
def waiting(department: Department, phones: Dataset) -> AggregationAssessment:
    return request_assessment(by=department.drafter, subject=phones, purpose="方便群众联系")


@pytest.mark.parametrize(("role", "allowed"), role_cases(READ_SLIPS))
def test_who_reads(client: Client, role: Any, allowed: bool, waiting: AggregationAssessment) -> None:
    for url in (
        reverse("clearance:assessments"),
        reverse("clearance:assessment", args=[waiting.pk]),
        reverse("clearance:exits"),
    ):
        assert_opens(client, role, url, allowed=allowed)
        client.logout()


@pytest.mark.parametrize(("role", "allowed"), role_cases(CONFIGURE))
def test_who_sets_the_numbers(client: Client, role: Any, allowed: bool) -> None:
    assert_opens(client, role, reverse("clearance:aggregation_parameters"), allowed=allowed)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_ask(client: Client, role: Role, phones: Dataset) -> None:
    url = reverse("clearance:request_assessment", args=["clearance.Dataset", phones.pk])
    assert_opens(client, role, url, allowed=role in SUBMIT.roles | EDIT_DATASET.roles)


@pytest.mark.parametrize(("role", "allowed"), role_cases(OPEN_EXIT))
def test_who_switches_exits(
    client: Client, role: Any, allowed: bool, department: Department, posts: Any
) -> None:
    row = OpenExit.objects.create(
        kind="zip", title="整包", created_by=department.office, created_at="2026-11-01T00:00Z"
    )
    row.datasets.set([posts])
    assess(department, row)
    assert_opens(client, role, reverse("clearance:exit_open", args=[row.pk]), allowed=allowed, method="post")
    assert (OpenExit.objects.get().opened_at is not None) is allowed


@pytest.mark.parametrize("role", list(Role))
def test_only_secrecy_has_the_form(client: Client, role: Role, waiting: AggregationAssessment) -> None:
    sign_in(client, role)
    url = reverse("clearance:assessment", args=[waiting.pk])
    assert ("签署评估结论" in text_of(client.get(url))) is (role in ASSESS_AGGREGATION.roles)
    client.post(url, {"decision": "open", "grounds": "理由"})
    waiting.refresh_from_db()
    assert bool(waiting.decision) is (role in ASSESS_AGGREGATION.roles)


def test_from_the_submit_page_to_the_decision_and_back(
    client: Client, department: Department, phones: Dataset
) -> None:
    submit = reverse("clearance:submit", args=["clearance.Dataset", phones.pk])
    ask = reverse("clearance:request_assessment", args=["clearance.Dataset", phones.pk])
    enter(client, department.drafter)
    page = text_of(client.get(submit))
    assert "需要汇聚评估" in page
    assert ask in page
    shown = text_of(client.get(ask))
    assert "6 人" in shown
    assert "科员名单" in shown
    assert "甲＊" in shown
    assert all(value not in shown for value in VALUES)
    empty = client.post(ask, {"purpose": ""})
    assert empty.status_code == 409
    assert "没有写为什么需要公开" in text_of(empty)
    done = client.post(ask, {"purpose": "方便群众联系"}, follow=True)
    assert "等保密审查人员作结论" in text_of(done)
    assert "（待评估）" in text_of(client.get(submit))
    row = AggregationAssessment.objects.get()
    secrecy = make_user(Role.SECRECY)
    assert [todo.url for todo in load_todos(secrecy, timezone.localdate()) if "汇聚" in todo.title] == [
        reverse("clearance:assessment", args=[row.pk])
    ]
    enter(client, secrecy)
    sheet = reverse("clearance:assessment", args=[row.pk])
    page = text_of(client.get(sheet))
    assert all(value not in page for value in VALUES)
    refused = client.post(sheet, {"decision": "coarsen", "grounds": "", "conditions": ""})
    assert refused.status_code == 409
    assert "没有写理由" in text_of(refused)
    assert "没有写怎么改" in text_of(refused)
    stale = client.post(sheet, {"decision": "open", "grounds": "依职权", "seen": "0" * 64})
    assert stale.status_code == 409
    assert "内容有改动" in text_of(stale)
    assert "依职权" in text_of(stale)
    signed = client.post(sheet, {"decision": "open", "grounds": "依职权公开"}, follow=True)
    assert "已作结论" in text_of(signed)
    assert "有效" in text_of(signed)
    assert load_todos(secrecy, timezone.localdate()) == []
    enter(client, department.drafter)
    assert "已作汇聚评估" in text_of(client.get(submit))
    slip = client.post(submit, {"urgency": "normal"}, follow=True)
    assert "已送审" in text_of(slip)
    assert "已作汇聚评估" in text_of(slip)


def test_a_hint_informs_and_holds_nothing_up(client: Client, department: Department) -> None:
    few = make_list(department, [{"单位": "运输处", "人数": "2"}])
    enter(client, department.drafter)
    page = text_of(client.get(reverse("clearance:submit", args=["clearance.Dataset", few.pk])))
    assert "不影响送审" in page
    assert "提出汇聚评估" not in page


def test_who_asked_is_told_why_they_do_not_decide(
    client: Client, department: Department, posts: Dataset
) -> None:
    both = make_user(Role.WEB, Role.SECRECY)
    row = request_assessment(by=both, subject=make_list(department, PHONES), purpose="用途")
    enter(client, both)
    page = text_of(client.get(reverse("clearance:assessment", args=[row.pk])))
    assert "您不能作这次评估" in page
    assert "签署评估结论" not in page


def test_the_lists_by_state(client: Client, department: Department, posts: Dataset, phones: Dataset) -> None:
    sign_in(client, Role.INSPECTOR)
    url = reverse("clearance:assessments")
    for tab in ("waiting", "valid", "grown", "against", "all"):
        assert "这里是空的" in text_of(client.get(url, {"tab": tab}))
    assess(department, phones)
    against = make_list(department, PHONES, title="另一份名单")
    assess(department, against, "closed")
    assert "联系方式名单" in text_of(client.get(url, {"tab": "valid"}))
    assert "另一份名单" in text_of(client.get(url, {"tab": "against"}))
    add_version(posts, [*POSTS, {**POSTS[0], "姓名": "甲8"}])
    publish(department, posts)
    grown = text_of(client.get(url, {"tab": "grown"}))
    assert "联系方式名单" in grown
    assert "行数从 6 增到 7" in grown
    assert "这里是空的" in text_of(client.get(url, {"tab": "nonsense"}))


def test_as_many_queries_for_many_as_for_one(client: Client, department: Department, posts: Dataset) -> None:
    sign_in(client, Role.INSPECTOR)

    def asked(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    def more() -> None:
        assess(department, make_list(department, PHONES))
        row = OpenExit.objects.create(
            kind="zip", title="整包", created_by=department.office, created_at="2026-11-01T00:00Z"
        )
        row.datasets.set([posts])
        assess(department, row)

    urls = [f"{reverse('clearance:assessments')}?tab=all", reverse("clearance:exits")]
    more()
    few = [asked(url) for url in urls]
    more()
    more()
    assert [asked(url) for url in urls] == few


def test_the_numbers_on_their_page(client: Client) -> None:
    sign_in(client, Role.OFFICE)
    url = reverse("clearance:aggregation_parameters")
    page = client.get(url)
    form = {name: field.initial for name, field in page.context["form"].fields.items() if name != "grounds"}
    refused = client.post(url, {**form, "points": 5, "grounds": ""})
    assert refused.status_code == 409
    assert "没有写改动的依据" in text_of(refused)
    assert client.post(url, {**form, "points": "很多"}).status_code == 422
    assert "须在 2 到 1000 人之间" in text_of(client.post(url, {**form, "group": 1, "grounds": "会议"}))
    done = client.post(url, {**form, "points": 5, "grounds": "厅务会 11 月决定"}, follow=True)
    assert "改动 1 项" in text_of(done)
    assert "厅务会 11 月决定" in text_of(done)
    assert AggregationParameter.objects.get().value == 5


def test_exits_on_their_page(client: Client, department: Department, posts: Dataset) -> None:
    enter(client, department.office)
    url = reverse("clearance:exits")
    assert "还没有批量出口" in text_of(client.get(url))
    refused = client.post(url, {"kind": "zip", "title": "", "datasets": []})
    assert refused.status_code == 409
    assert "没有写名称" in text_of(refused)
    done = client.post(url, {"kind": "zip", "title": "整包下载", "datasets": [posts.pk]}, follow=True)
    assert "已登记" in text_of(done)
    row = OpenExit.objects.get()
    assert "提出汇聚评估" in text_of(client.get(url))
    closed = client.post(reverse("clearance:exit_open", args=[row.pk]))
    assert closed.status_code == 409
    assert "须先作汇聚评估" in text_of(closed)
    ask = reverse("clearance:exit_request", args=[row.pk])
    assert client.post(ask, {"purpose": "方便下载"}).status_code == 302
    sheet = AggregationAssessment.objects.get()
    enter(client, make_user(Role.SECRECY))
    client.post(reverse("clearance:assessment", args=[sheet.pk]), {"decision": "open", "grounds": "理由"})
    enter(client, department.office)
    assert "已开放" in text_of(client.post(reverse("clearance:exit_open", args=[row.pk]), follow=True))
    assert "开放中" in text_of(client.get(url))
    assert [(one.value, one.target) for one in figures(timezone.localdate()) if "出口" in one.name] == [
        (1, 1)
    ]
    add_version(posts, [{**one, "手机": "13800000009"} for one in POSTS[:1]])
    publish(department, posts)
    page = text_of(client.get(url))
    assert "须重新评估" in page
    assert "新增列：电话" in page
    office = User.objects.get(pk=department.office.pk)
    assert any("须重新评估" in todo.title for todo in load_todos(office, timezone.localdate()))
    assert "已关闭" in text_of(client.post(reverse("clearance:exit_close", args=[row.pk]), follow=True))
    assert client.get(reverse("clearance:exit_open", args=[row.pk])).status_code == 405


def test_a_draft_that_is_gone_leaves_a_sheet_that_says_so(
    client: Client, department: Department, column: Any, posts: Dataset
) -> None:
    from tests.factories.gate import make_document

    page = make_document(department, column)
    data = [["姓名", "单位", "住址"], *([row["姓名"], row["单位"], row["住址"]] for row in PHONES)]
    page.body = [*page.body.raw_data, {"type": "table", "value": {"data": data}}]
    page.save_revision(user=department.drafter)
    row = request_assessment(by=department.drafter, subject=page, purpose="用途")
    page.delete()
    sign_in(client, Role.SECRECY)
    response = client.get(reverse("clearance:assessment", args=[row.pk]))
    assert response.status_code == 410
    assert "已经删除" in text_of(response)
    assert "已不存在的内容" in text_of(client.get(reverse("clearance:assessments")))


def test_an_exit_opened_by_the_use_case_shows_open(department: Department, posts: Dataset) -> None:
    row = OpenExit.objects.create(
        kind="zip", title="整包", created_by=department.office, created_at="2026-11-01T00:00Z"
    )
    row.datasets.set([posts])
    assess(department, row)
    assert open_exit(by=make_user(Role.OFFICE), row=row).opened_at is not None
