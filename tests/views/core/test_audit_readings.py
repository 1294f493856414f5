"""What the audit log says: Chinese words and names, only those the reader may know, whatever the number of events."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from gongkai.clearance.enums import ItemRole, PurgeCause
from gongkai.clearance.models import BasePage
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.audit.readings import DIGEST_SHOWN, ITEMS_SHOWN
from gongkai.core.audit.usecases import record_event
from gongkai.core.triggers import triggers_lifted
from gongkai.duties.supervision.models import EvidenceLink, Task
from tests.factories.gate import clear_and_release, make_column, make_department, make_document
from tests.factories.people import make_unit, make_user
from tests.factories.supervision import make_notice, make_task
from tests.factories.website import make_article, make_home, make_news_column
from tests.permissions import sign_in

pytestmark = pytest.mark.django_db
DIGEST = "abe17642fd83a702" * 4


def note(
    action: str, by: User | None = None, subject: Any = None, codes: tuple[str, ...] = (), **data: Any
) -> Event:
    """One event."""
    with transaction.atomic():
        return record_event(action=action, by=by, subject=subject, codes=codes, **data)


def shown(client: Client) -> str:
    """The list of events."""
    page = client.get("/admin/audit/").content.decode()
    return page[page.index('aria-label="记录"') :]


@pytest.fixture
def task() -> Task:
    return make_task(make_notice(is_confirmed=True), make_unit("运输管理处"))


def test_codes_ids_and_truths_are_words(client: Client, task: Task) -> None:
    sign_in(client, Role.INSPECTOR)
    person, unit = make_user(Role.UNIT_HEAD, name="周运"), task.gatherer
    assert unit is not None
    note(
        "supervision.report",
        person,
        task,
        unit=unit.pk,
        period="2026年第四季度",
        is_new=True,
        acted_for=person.pk,
    )
    note("organisation.appoint", person, None, user=person.pk, unit=unit.pk, kind="head")
    note("organisation.leave_post", person, None, new_heads={str(unit.pk): person.pk}, items=3)
    note("organisation.draw_up_change", person, None, kind="merge")
    note("clearance.submit", person, None, digests=[DIGEST], urgency="normal")
    note(
        "clearance.set_shift",
        person,
        None,
        new={"leader": person.pk, "checker": 999_999, "day": "2026-11-30"},
        old={"leader": person.pk, "checker": person.pk, "day": "2026-11-29"},
    )
    note("clearance.schedule", person, None, due_at="2026-11-30T01:00:00+00:00")
    note("clearance.name_alternate", person, None, changes={"alternate": [None, person.pk]})
    note("supervision.change_task", person, task, fields=["due_on", "title"])
    note("publishing.publish", None, None, objects=["page:99", "dataset:fees", "snippet:organisation.unit:3"])
    text = shown(client)
    for says in (
        "单位：运输管理处；填报期：2026年第四季度；第一次填报本期：是；代谁办理：周运",
        "人员：周运；单位：运输管理处；职务：负责人",
        "移交事项数：3；新的负责人：运输管理处→周运",
        "调整方式：合并",
        f"内容摘要：{DIGEST[:DIGEST_SHOWN]}…；缓急：普通",
        "原安排：日期 2026-11-29，值班领导 周运，值班核对 周运；现安排：日期 2026-11-30，值班领导 周运，值班核对 人员 999999",
        "定于：2026-11-30 09:00",
        "改动：终审备用人 无→周运",
        "修改了：截止日期、任务",
        "内容：页面 99、公开数据 fees、单位 3",
    ):
        assert says in text, says
    assert DIGEST not in text


def test_rules_are_told_by_their_text(client: Client) -> None:
    sign_in(client, Role.INSPECTOR)
    note("clearance.secret_refused", None, None, codes=("clearance.storing.secret_mark", "gone.rule"))
    text = shown(client)
    assert "规则：" in text
    assert "clearance.storing.secret_mark" not in text
    assert "gone.rule" in text


def test_an_export_gives_digests_lists_and_codes_in_full(client: Client) -> None:
    sign_in(client, Role.INSPECTOR)
    many = [f"dataset:d{number}" for number in range(ITEMS_SHOWN + 5)]
    note("clearance.submit", None, None, ("clearance.storing.secret_mark",), digests=[DIGEST])
    note("publishing.publish", None, None, objects=many)
    assert f"等 {len(many)} 项" in shown(client)
    text = client.get("/admin/audit/export/").getvalue().decode()
    for says in (f"内容摘要：{DIGEST}", "clearance.storing.secret_mark", "公开数据 d24"):
        assert says in text
    sheet = load_workbook(BytesIO(client.get("/admin/audit/export/?format=xlsx").getvalue())).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert f"内容摘要：{DIGEST}" in cells
    assert Event.objects.filter(action="audit.export").count() == 2


def test_what_one_may_not_read_stays_a_number(client: Client, task: Task) -> None:
    person = make_user(Role.UNIT_HEAD)
    proof = EvidenceLink.objects.create(
        task=task,
        unit=task.gatherer,
        title="办结报告",
        reference="1号",
        added_by=person,
        added_at=timezone.now(),
    )
    note("supervision.add_evidence", person, task, evidence=proof.pk)
    for role, says, hides in (
        (Role.OFFICE, "证据：办结报告", f"证据：证据 {proof.pk}"),
        (Role.INSPECTOR, "证据：办结报告", f"证据：证据 {proof.pk}"),
        (Role.ADMIN, f"证据：证据 {proof.pk}", "办结报告"),
    ):
        reader = Client()
        sign_in(reader, role)
        text = shown(reader)
        assert says in text, role
        assert hides not in text, role


def test_a_page_is_named_only_while_it_is_public(client: Client) -> None:
    sign_in(client, Role.OFFICE)
    page = make_article(make_news_column(make_home(), unit=make_unit()), title="滨江路施工", unit=make_unit())
    note("clearance.join", None, None, pages=[page.pk])
    assert "同组页面：《滨江路施工》" in shown(client)
    type(page).objects.filter(pk=page.pk).update(live=False)
    text = shown(client)
    assert f"同组页面：页面 {page.pk}" in text
    assert "滨江路" not in text


def test_a_sealed_page_is_not_named_even_where_an_old_backup_holds_it_as_public(client: Client) -> None:
    sign_in(client, Role.INSPECTOR)
    department = make_department()
    page = make_document(department, make_column(department), title="内部参数表")
    clear_and_release(department, [(page, ItemRole.POLICY)])
    stored = {
        field: value
        for field, value in BasePage.objects.filter(pk=page.pk).values().get().items()
        if field not in ("id", "page_ptr_id")
    }
    note("clearance.debt", None, None, policy=page.pk)
    assert "政策文件：《内部参数表》" in shown(client)
    purge_document(
        by=department.office, target=BasePage.objects.get(pk=page.pk).specific, cause=PurgeCause.SECRET
    )
    with triggers_lifted():
        BasePage.objects.filter(pk=page.pk).update(**stored)
    assert BasePage.objects.get(pk=page.pk).live
    text = shown(client)
    assert f"政策文件：页面 {page.pk}" in text
    assert "内部参数表" not in text


def test_data_of_another_shape_is_still_shown(client: Client) -> None:
    sign_in(client, Role.INSPECTOR)
    note("clearance.set_shift", None, None, old="2026-11-30", new=["x", 5])
    note("clearance.name_alternate", None, None, changes={"alternate": 7})
    note("organisation.appoint", None, None, user="someone", unit=10**30, strange={"a": [True]})
    note("clearance.schedule", None, None, due_at=20261130)
    text = shown(client)
    for says in (
        "原安排：2026-11-30；现安排：x、5",
        "alternate 7",
        "人员 someone",
        "strange：a 是",
        "20261130",
    ):
        assert says in text, says


def test_the_number_of_queries_does_not_grow_with_the_events(client: Client, task: Task) -> None:
    sign_in(client, Role.INSPECTOR)

    def fill(number: int) -> None:
        for _ in range(number):
            person, unit = make_user(), make_unit()
            note("supervision.report", person, task, unit=unit.pk, acted_for=make_user().pk)
            note("supervision.add_evidence", person, task, evidence=unit.pk)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get("/admin/audit/")
        return len(caught)

    fill(1)
    client.get("/admin/audit/")
    few = queries()
    fill(15)
    assert queries() == few
