"""Audit, jobs and reminders for the staff: role × verb, search, retry, one's own notices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.audit.usecases import record_event
from gongkai.core.audit.verbs import EXPORT_EVENTS, VIEW_EVENTS
from gongkai.core.jobs.models import Retry
from gongkai.core.jobs.queries import label_of
from gongkai.core.jobs.scheduling import queue_due_jobs
from gongkai.core.jobs.verbs import RETRY_JOBS, VIEW_JOBS
from gongkai.core.jobs.working import run_pending_jobs
from gongkai.core.notify.models import Delivery, Digest, Notice
from gongkai.core.notify.registry import Kind
from gongkai.core.notify.usecases import notify
from gongkai.core.notify.verbs import RESEND, VIEW_DELIVERIES
from tests.factories.people import make_user
from tests.permissions import assert_opens, role_cases, sign_in

pytestmark = pytest.mark.django_db
KIND = Kind("test.to_review", "等您审阅")


@task()
def fail_with_a_number() -> None:
    raise RuntimeError("短信 13812345678 没有发出")


@pytest.fixture
def failed_task() -> DBTaskResult:
    DBTaskResult.objects.all().delete()
    fail_with_a_number.enqueue()
    run_pending_jobs()
    return DBTaskResult.objects.get()


@pytest.fixture
def failed_delivery() -> Delivery:
    digest = Digest.objects.create(user=make_user(), day=timezone.localdate())
    return Delivery.objects.create(
        digest=digest, channel="oa", state="failed", next_attempt_at=timezone.now(), attempts=6, error="502"
    )


@pytest.mark.parametrize(("who", "allowed"), role_cases(VIEW_EVENTS))
def test_the_log_opens_for_its_roles(client: Client, who: Role, allowed: bool) -> None:
    assert_opens(client, who, "/admin/audit/", allowed=allowed)


@pytest.mark.parametrize(("who", "allowed"), role_cases(EXPORT_EVENTS))
def test_the_log_leaves_for_its_roles(client: Client, who: Role, allowed: bool) -> None:
    assert_opens(client, who, "/admin/audit/export/", allowed=allowed)
    assert Event.objects.filter(action="audit.export").exists() is allowed


@pytest.mark.parametrize(("who", "allowed"), role_cases(VIEW_JOBS))
@pytest.mark.parametrize("address", ["/admin/jobs/", "/admin/jobs/tasks/", "one"])
def test_jobs_open_for_their_roles(
    client: Client, who: Role, allowed: bool, address: str, failed_task: DBTaskResult
) -> None:
    assert_opens(client, who, address.replace("one", f"/admin/jobs/tasks/{failed_task.pk}/"), allowed=allowed)


@pytest.mark.parametrize(("who", "allowed"), role_cases(RETRY_JOBS))
def test_jobs_run_again_for_their_roles(
    client: Client, who: Role, allowed: bool, failed_task: DBTaskResult
) -> None:
    assert_opens(client, who, f"/admin/jobs/tasks/{failed_task.pk}/", allowed=allowed, method="post")
    assert Retry.objects.filter(failed_id=failed_task.pk).exists() is allowed


@pytest.mark.parametrize(("who", "allowed"), role_cases(VIEW_DELIVERIES))
def test_deliveries_open_for_their_roles(client: Client, who: Role, allowed: bool) -> None:
    assert_opens(client, who, "/admin/notices/deliveries/", allowed=allowed)


@pytest.mark.parametrize(("who", "allowed"), role_cases(RESEND))
def test_deliveries_go_again_for_their_roles(
    client: Client, who: Role, allowed: bool, failed_delivery: Delivery
) -> None:
    url = f"/admin/notices/deliveries/{failed_delivery.pk}/resend/"
    assert_opens(client, who, url, allowed=allowed, method="post")
    failed_delivery.refresh_from_db()
    assert (failed_delivery.state == "waiting") is allowed


def test_who_lacks_a_verb_is_told_whom_to_ask(client: Client) -> None:
    sign_in(client, Role.DRAFTER)
    page = client.get("/admin/audit/")
    assert page.status_code == 403
    assert "没有「查询审计记录」的权限" in page.content.decode()
    assert "督查考核" in page.content.decode()


def test_searching_the_log(client: Client) -> None:
    user = sign_in(client, Role.INSPECTOR)
    other = make_user(Role.OFFICE, name="王办公")
    with transaction.atomic():
        record_event(action="accounts.edit", by=other, subject=user, changed=["full_name"])
        record_event(action="accounts.freeze", by=None, subject=other)
    today = timezone.localdate()
    for query, shown, hidden in (
        ("", ["修改账号", "冻结账号"], []),
        ("?person=王办", ["王办公"], ["对象：账号", ">系统<"]),
        ("?action=accounts.freeze", [f"账号 {other.pk}"], [f"账号 {user.pk}<"]),
        (f"?subject={user.pk}", [f"账号 {user.pk}"], [f"账号 {other.pk}<"]),
        (f"?since={today + timedelta(days=1)}", ["没有符合条件的记录"], []),
        (f"?since={today}&until={today}", ["修改了：姓名"], []),
        ("?since=2026-02-01&until=2026-01-01", ["结束日期早于开始日期"], ["修改了"]),
        ("?since=no&action=none&p=999", ["没有符合条件的记录"], []),
    ):
        page = client.get(f"/admin/audit/{query}").content.decode()
        listed = page[page.index('aria-label="记录"') :]
        for text in shown:
            assert text in page, (query, text)
        for text in hidden:
            assert text not in listed, (query, text)


def test_the_export_is_harmless_chinese_and_narrowed(client: Client) -> None:
    sign_in(client, Role.INSPECTOR)
    with transaction.atomic():
        record_event(action="test.formula", by=make_user(name="=1+1"), note="ok")
        record_event(action="test.other", by=None)
    text = client.get("/admin/audit/export/?person=1%2B1").getvalue().decode()
    assert text.startswith("\ufeff编号,时间（北京时间）,动作")
    assert ",'=1+1（" in text
    assert "test.other" not in text
    event = Event.objects.get(action="audit.export")
    assert event.data == {"rows": 1, "searched_by": ["person"]}


def test_queries_of_the_log_do_not_grow_with_its_rows(client: Client, django_assert_max_num_queries) -> None:
    sign_in(client, Role.INSPECTOR)
    with transaction.atomic():
        for _ in range(40):
            record_event(action="accounts.freeze", by=make_user(), subject=make_user())
    client.get("/admin/audit/")
    with django_assert_max_num_queries(25):
        client.get("/admin/audit/")


def test_errors_are_shown_without_personal_data(client: Client, failed_task: DBTaskResult) -> None:
    sign_in(client, Role.WEB)
    page = client.get(f"/admin/jobs/tasks/{failed_task.pk}/").content.decode()
    assert "RuntimeError" in page
    assert "13812345678" not in page
    assert "▇▇▇" in page
    again = client.post(f"/admin/jobs/tasks/{failed_task.pk}/", follow=True).content.decode()
    assert "等待运行" in again
    refused = client.post(f"/admin/jobs/tasks/{failed_task.pk}/")
    assert refused.status_code == 409
    assert "已经重试过" in refused.content.decode()


def test_the_jobs_page_tells_when_nobody_works(client: Client) -> None:
    sign_in(client, Role.ADMIN)
    page = client.get("/admin/jobs/").content.decode()
    assert "没有后台进程在运行" in page
    assert "封存审计事件" in page
    queue_due_jobs()
    run_pending_jobs()
    assert "完成" in client.get("/admin/jobs/").content.decode()


def test_ones_own_notices_and_nobody_elses(client: Client) -> None:
    user = sign_in(client, Role.DRAFTER)
    mine = notify(user=user, kind=KIND, subject_url="/admin/permissions/", text="《补贴细则》等您审阅")
    theirs = notify(user=make_user(), kind=KIND, subject_url="/admin/", text="别人的事")
    page = client.get("/admin/notices/").content.decode()
    assert "《补贴细则》等您审阅" in page
    assert "别人的事" not in page
    assert "\\u901a\\u77e5\\uff081\\uff09" in page or "通知（1）" in page
    assert client.get(f"/admin/notices/{theirs.pk}/").status_code == 404
    assert client.get(f"/admin/notices/{mine.pk}/").headers["Location"] == "/admin/permissions/"
    theirs.refresh_from_db()
    assert theirs.read_at is None
    assert "都看过了" in client.get("/admin/notices/").content.decode()
    notify(user=user, kind=KIND, subject_url="/admin/", text="第二件")
    client.post("/admin/notices/")
    assert Notice.objects.filter(user=user, read_at__isnull=True).count() == 0


def test_preferences_are_kept(client: Client) -> None:
    sign_in(client, Role.DRAFTER)
    assert 'value="channel:oa" checked' in client.get("/admin/notices/preferences/").content.decode()
    client.post("/admin/notices/preferences/", {"wanted": []})
    assert 'value="channel:oa" checked' not in client.get("/admin/notices/preferences/").content.decode()
    client.post("/admin/notices/preferences/", {"wanted": ["channel:oa", "channel:none", "x"]})
    assert 'value="channel:oa" checked' in client.get("/admin/notices/preferences/").content.decode()


def test_wagtails_own_jobs_have_chinese_names() -> None:
    for name in ("update_reference_index", "delete_file_from_storage"):
        assert label_of(f"wagtail.tasks.{name}_task") != f"{name}_task"
    assert label_of("modelsearch.tasks.insert_or_update_object_task") == "更新站内搜索"
    assert label_of("wagtail.images.tasks.set_image_focal_point_task") == "计算图片焦点"


@pytest.mark.parametrize(("who", "allowed"), role_cases(RETRY_JOBS))
def test_the_list_offers_another_run_to_whoever_may(
    client: Client, who: Role, allowed: bool, failed_task: DBTaskResult
) -> None:
    sign_in(client, who)
    page = client.get("/admin/jobs/tasks/").content.decode()
    assert ("再运行一次" in page) is allowed
    assert "<code></code>" not in page
