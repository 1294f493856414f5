"""The board and the workbench: what waits for whom, page by page, and calling a set time off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import ItemRole, ScheduleStatus
from gongkai.clearance.models import ReviewSlip, ScheduledRelease
from gongkai.clearance.todos import load_todos
from gongkai.clearance.usecases.release import schedule_release
from gongkai.clearance.verbs import OVERSEE
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from tests.factories.gate import Department, clear, make_column, make_department, make_document, submit
from tests.factories.people import make_unit, make_user, post
from tests.permissions import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return make_department()


def login(client: Any, user: Any) -> Any:
    client.force_login(user, backend=BACKEND)
    return client


def send(department: Department, count: int) -> list[ReviewSlip]:
    column = make_column(department)
    return [submit(department, [(make_document(department, column), ItemRole.POLICY)]) for _ in range(count)]


def test_a_page_of_the_board_shows_a_page_and_the_pages_show_each_slip_once(
    client: Any, department: Department
) -> None:
    sent = send(department, 33)
    login(client, department.head)
    first = client.get("/admin/clearance/")
    second = client.get("/admin/clearance/?p=2")
    numbers = [[row.slip.number for row in page.context["rows"]] for page in (first, second)]
    assert [len(shown) for shown in numbers] == [30, 3]
    assert sorted(numbers[0] + numbers[1]) == sorted(slip.number for slip in sent)
    assert "第 1 / 2 页" in first.content.decode()


def test_other_peoples_slips_cost_the_board_and_the_workbench_nothing(
    client: Any, department: Department
) -> None:
    send(department, 1)
    other = make_department()
    login(client, department.head)
    today = timezone.localdate()

    def queries(act: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            act()
        fetched = [q["sql"] for q in captured if "clearance_reviewslip" in q["sql"]]
        assert fetched
        return len(captured)

    def open_board() -> None:
        assert len(client.get("/admin/clearance/").context["rows"]) == 1

    def open_workbench() -> None:
        person = User.objects.get(pk=department.head.pk)
        assert len([todo for todo in load_todos(person, today) if todo.act == "审阅"]) == 1

    open_board()
    before = queries(open_board), queries(open_workbench)
    send(other, 5)
    assert (queries(open_board), queries(open_workbench)) == before


def test_the_lamp_of_each_slip_follows_where_it_stands(client: Any, department: Department) -> None:
    column = make_column(department)
    waiting = submit(department, [(make_document(department, column), ItemRole.POLICY)])
    granted = clear(department, [(make_document(department, column), ItemRole.POLICY)])
    login(client, department.web)
    page = client.get("/admin/clearance/?tab=all")
    shown = {row.slip.pk: (row.lamp, row.step_label) for row in page.context["rows"]}
    assert shown[waiting.pk] == ("amber", "处室负责人初审")
    assert shown[granted.pk] == ("green", "已审定")
    assert shown[ReviewSlip.objects.exclude(released_at=None).get().pk] == ("green", "已上线")
    html = page.content.decode()
    assert html.count("gk-lamp--amber") == 1
    assert html.count("gk-lamp--green") == 2


@pytest.mark.parametrize("status", [None, *ScheduleStatus])
def test_calling_off_what_no_longer_waits_is_explained(
    client: Any, department: Department, status: ScheduleStatus | None
) -> None:
    slip = clear(department, [(make_document(department, make_column(department)), ItemRole.POLICY)])
    if status is not None:
        schedule_release(by=department.web, slip=slip, due_at=timezone.now() + timedelta(minutes=5))
        ScheduledRelease.objects.update(status=status)
    login(client, department.web)
    response = client.post(reverse("clearance:unschedule", args=[slip.pk]), follow=True)
    text = response.content.decode()
    is_waiting = status == ScheduleStatus.WAITING
    assert response.status_code == (200 if is_waiting else 409)
    assert ("已取消定时上线" in text) is is_waiting
    assert (slip.number in text) is True


@pytest.mark.parametrize(
    ("time", "told"), [("2020-01-01T08:00", "上线时间已过"), ("明早八点", "没有填对"), ("", "请填写上线时间")]
)
def test_a_refused_time_of_release_stays_in_its_field(
    client: Any, department: Department, time, told
) -> None:
    slip = clear(department, [(make_document(department, make_column(department)), ItemRole.POLICY)])
    login(client, department.web)
    response = client.post(reverse("clearance:schedule", args=[slip.pk]), {"due_at": time})
    html = response.content.decode()
    assert response.status_code == 409
    assert told in html
    assert f'value="{time}"' in html or not time
    assert not ScheduledRelease.objects.exists()
    later = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    response = client.post(reverse("clearance:schedule", args=[slip.pk]), {"due_at": later})
    assert response.status_code == 302
    assert ScheduledRelease.objects.get().slip == slip


# -- what the office sees of everybody --------------------------------------------------------------


def test_only_the_office_oversees() -> None:
    assert {role for role in Role if may(make_user(role), OVERSEE)} == {Role.OFFICE}


@time_machine.travel("2026-11-19 10:00+08:00", tick=False)
def test_the_office_sees_every_full_review_owed_and_a_drafter_their_own(department: Department) -> None:
    slip = clear(department, [(make_document(department, make_column(department)), ItemRole.POLICY)])
    ReviewSlip.objects.filter(pk=slip.pk).update(full_review_due_on=date(2026, 11, 18))
    colleague = make_user(Role.DRAFTER)
    post(colleague, department.unit)

    def owed_to(user: User) -> list[tuple[str, str]]:
        todos = load_todos(user, timezone.localdate())
        return [(todo.title, todo.act) for todo in todos if todo.title.startswith("急件补审")]

    title = f"急件补审：{slip.title}"
    assert owed_to(department.drafter) == [(title, "补送审")]
    assert owed_to(department.office) == [(title, "查看")]
    assert owed_to(colleague) == []


def test_a_refused_schedule_stands_on_the_workbench_of_whoever_can_act(department: Department) -> None:
    slip = clear(department, [(make_document(department, make_column(department)), ItemRole.POLICY)])
    schedule_release(by=department.web, slip=slip, due_at=timezone.now() + timedelta(minutes=5))
    ScheduledRelease.objects.update(status=ScheduleStatus.FAILED, failure=[{"message": "受阻了"}])
    stranger = make_user(Role.DRAFTER)
    post(stranger, make_unit())
    for user, sees in (
        (department.web, True),
        (department.office, True),
        (department.drafter, True),
        (stranger, False),
    ):
        found = [t for t in load_todos(user, timezone.localdate()) if t.title.startswith("定时上线受阻")]
        assert bool(found) is sees, user
        assert all(todo.note == "受阻了" for todo in found)
