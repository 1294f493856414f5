"""Urging, taking evidence back and weighing a request to close, at the screens and by role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.models import Unit
from gongkai.duties.supervision.enums import DeadlineType
from gongkai.duties.supervision.models import EvidenceLink, Task, Urging
from gongkai.duties.supervision.usecases.closing import ask_closure
from gongkai.duties.supervision.usecases.proving import add_evidence
from gongkai.duties.supervision.usecases.urging import urge_reports
from tests.factories.people import make_unit, make_user, post
from tests.factories.supervision import make_notice, make_task

APRIL = date(2026, 4, 5)
STAFF = sorted(set(Role) - {Role.OPERATOR})


@pytest.fixture(autouse=True)
def in_may() -> Iterator[None]:
    with time_machine.travel("2026-05-20 09:00+08:00", tick=False):
        yield


@pytest.fixture
def unit(db: None) -> Unit:
    return make_unit("甲处")


@pytest.fixture
def other(db: None) -> Unit:
    unit = make_unit("乙中心")
    post(make_user(Role.HANDLER, name="乙中心承办人"), unit)
    return unit


@pytest.fixture
def task(unit: Unit, other: Unit) -> Task:
    notice = make_notice(is_confirmed=True, issued_on=APRIL)
    return make_task(notice, unit, other, deadline=DeadlineType.FIXED, due_on=date(2026, 5, 10))


@pytest.fixture
def enter(client: Client) -> Callable[..., User]:
    def sign_in(role: Role, at: Unit | None = None) -> User:
        user = make_user(role)
        if at is not None:
            post(user, at)
        client.force_login(user)
        return user

    return sign_in


def page_of(client: Client, task: Task, name: str = "supervision_task") -> str:
    answer = client.get(reverse(name, args=[task.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(page: str) -> str:
    """A page without its tags."""
    return re.sub(r"<[^>]+>", "", page)


REPORTERS = {Role.UNIT_HEAD, Role.DRAFTER, Role.HANDLER, Role.OFFICE}
READERS = REPORTERS | {Role.LEADER, Role.INSPECTOR}


@pytest.mark.parametrize("role", STAFF)
def test_who_may_urge_in_the_gathering_unit(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task, role: Role
) -> None:
    enter(role, unit)
    answer = client.post(reverse("supervision_urge", args=[task.pk]))
    expected = 302 if role in REPORTERS else 422 if role in READERS else 403
    assert answer.status_code == expected
    assert Urging.objects.exists() == (role in REPORTERS)
    if role in READERS:
        shown = 'action="' + reverse("supervision_urge", args=[task.pk])
        Urging.objects.all().delete()
        assert (shown in page_of(client, task)) == (role in REPORTERS)


@pytest.mark.parametrize("role", sorted(READERS))
def test_who_may_urge_outside_the_gathering_unit(
    client: Client, enter: Callable[..., User], other: Unit, task: Task, role: Role
) -> None:
    enter(role, other)
    answer = client.post(reverse("supervision_urge", args=[task.pk]))
    assert answer.status_code == (302 if role is Role.OFFICE else 422)
    assert Urging.objects.exists() == (role is Role.OFFICE)


def test_the_page_of_the_summary_urges_and_says_who_was_urged_when(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task
) -> None:
    person = enter(Role.UNIT_HEAD, unit)
    silent = make_unit("空处")
    task.mentions.get(role="responsible").units.add(silent)
    assert "催报" in page_of(client, task, "supervision_gather")
    answer = client.post(reverse("supervision_urge", args=[task.pk]), {"back": "gather"}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("supervision_gather", args=[task.pk]))
    page = answer.content.decode()
    assert "已催报 2 个单位" in page
    assert "空处没有能填报的人" in page
    assert f"已催报：2026-05-20 09:00，{person}，提醒 1 人" in words_of(page)
    again = client.post(reverse("supervision_urge", args=[task.pk]))
    assert again.status_code == 422
    assert "空处没有能填报的人" in again.content.decode()


@pytest.mark.parametrize("period", ["x", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_odd_periods_do_not_break_the_urging(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task, period: str
) -> None:
    enter(Role.UNIT_HEAD, unit)
    answer = client.post(f"{reverse('supervision_urge', args=[task.pk])}?period={period}")
    assert answer.status_code in {302, 422}


@pytest.mark.parametrize("role", STAFF)
def test_who_may_take_evidence_back(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task, role: Role
) -> None:
    head = make_user(Role.UNIT_HEAD)
    post(head, unit)
    row = add_evidence(by=head, task=task, title="公开页", url="https://example.gov.cn/1")
    enter(role, unit)
    address = reverse("supervision_evidence_remove", args=[row.pk])
    answer = client.post(address, {"because": "贴错了"})
    expected = 302 if role is Role.OFFICE else 422 if role in REPORTERS else 403
    assert answer.status_code == expected
    row.refresh_from_db()
    assert (row.removed_at is not None) == (role is Role.OFFICE)


def test_what_was_taken_back_stays_struck_through_and_no_reason_is_asked_for_at_its_field(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task
) -> None:
    person = enter(Role.DRAFTER, unit)
    row = add_evidence(by=person, task=task, title="公开页", url="https://example.gov.cn/1")
    address = reverse("supervision_evidence_remove", args=[row.pk])
    answer = client.post(address, {"because": " "})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有写移除的原因" in page.split("gk-field--bad")[1]
    page = client.post(address, {"because": "网址贴错了"}, follow=True).content.decode()
    assert "<s>公开页" in page
    assert f"{person}，2026-05-20 09:00 移除：网址贴错了" in words_of(page)
    assert address not in page


def test_a_drawer_comes_back_with_its_reasons_at_the_fields(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task
) -> None:
    enter(Role.DRAFTER, unit)
    sent = {"title": "无", "url": "", "reference": "见抽屉"}
    answer = client.post(reverse("supervision_evidence", args=[task.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("gk-field--bad") == 2
    assert "凭“见抽屉”找不到材料" in page
    assert 'value="见抽屉"' in page
    assert not EvidenceLink.objects.exists()


@pytest.mark.parametrize(
    "url", ["http://[", "http://[::1", "https://example.gov.cn:x/", "javascript:alert(1)"]
)
def test_odd_addresses_do_not_break_the_comparison(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task, url: str
) -> None:
    person = enter(Role.DRAFTER, unit)
    add_evidence(by=person, task=task, title="公开页", url="https://example.gov.cn/1")
    sent = {"title": "另一页", "url": url, "reference": ""}
    assert client.post(reverse("supervision_evidence", args=[task.pk]), sent).status_code == 422


def test_a_page_of_ours_may_be_written_without_its_host(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task, settings: Any
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://jt.example.gov.cn"
    enter(Role.DRAFTER, unit)
    address, sent = reverse("supervision_evidence", args=[task.pk]), {"title": "公开页", "reference": ""}
    assert client.post(address, sent | {"url": "/zwgk/a.html"}).status_code == 302
    assert EvidenceLink.objects.get().url == "https://jt.example.gov.cn/zwgk/a.html"
    answer = client.post(address, sent | {"url": "http://jt.example.gov.cn:80/zwgk/./a.html#b"})
    assert answer.status_code == 422
    assert "换一种写法也是同一个页面" in answer.content.decode()


def test_the_office_sees_what_speaks_against_closing_and_answers_it(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task
) -> None:
    head = make_user(Role.UNIT_HEAD)
    post(head, unit)
    add_evidence(by=head, task=task, title="公开页", url="https://example.gov.cn/1")
    closure = ask_closure(by=head, task=task, statement="已办。")
    enter(Role.OFFICE)
    said = ("2026年第二季度有 2 个单位没有填报（共 2 个）", "晚 10 天申请销号")
    page = page_of(client, task)
    assert all(words in page for words in said)
    assert reverse("supervision_evidence_remove", args=[task.evidence.get().pk]) not in page
    check = reverse("supervision_check", args=[closure.pk])
    answer = client.post(check, {"decision": "accept", "opinion": ""})
    assert answer.status_code == 422
    assert "没有写核查意见" in answer.content.decode().split("gk-field--bad")[1]
    assert client.post(check, {"decision": "accept", "opinion": "网上已能查到。"}).status_code == 302
    board = client.get(reverse("supervision_board")).content.decode()
    assert "核查意见：网上已能查到。" in board
    assert "晚 10 天申请销号" in board
    assert "通过时系统提示" in page_of(client, task)


def test_a_summary_without_everybody_is_amber_on_the_board(
    client: Client, enter: Callable[..., User], unit: Unit, other: Unit
) -> None:
    task = make_task(make_notice(is_confirmed=True, issued_on=APRIL), unit, other)
    enter(Role.UNIT_HEAD, unit)
    gather = reverse("supervision_gather", args=[task.pk])
    assert client.post(gather, {"text": "汇总", "because": "乙中心出差"}).status_code == 302
    board = client.get(reverse("supervision_board"))
    page = board.content.decode()
    assert 'gk-lamp--amber">' in page
    assert "本期已汇总（缺 2 个单位）" in page
    counts = {str(state): count for state, _, count in board.context["counts"]}
    assert (counts["gathered_short"], counts["kept_up"]) == (1, 0)


def test_confirming_says_in_which_units_nobody_may_report(
    client: Client, enter: Callable[..., User], unit: Unit, other: Unit
) -> None:
    enter(Role.OFFICE)
    notice = make_notice()
    make_task(notice, unit, other)
    plan = {"plan-starts_on": "2026-05-20", "plan-cycle": "quarterly", "plan-grace_days": 10}
    task = notice.tasks.get()
    sent = {
        f"t{task.pk}-{name}": value
        for name, value in {
            "number": 1,
            "title": "任务",
            "text": "",
            "deadline_type": "continuous",
            "recurrence": "",
            "cycle": "quarterly",
            "duty": "",
            "gatherer": unit.pk,
            "is_included": "on",
        }.items()
    }
    sent[f"new{task.pk}-role"] = "responsible"
    for mention in task.mentions.all():
        sent[f"m{mention.pk}-role"] = mention.role
        sent[f"m{mention.pk}-units"] = [one.pk for one in mention.units.all()]
    confirm = reverse("supervision_confirm", args=[notice.pk])
    page = client.post(confirm, sent | plan | {"plan-near_days": 30}, follow=True).content.decode()
    assert "甲处没有能填报的人" in page
    assert "乙中心" not in page.split("没有能填报的人")[0].rsplit("<", 1)[-1]


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["supervision_task", "supervision_gather"])
def test_queries_do_not_grow_with_evidence_and_urgings(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task, name: str
) -> None:
    person = enter(Role.UNIT_HEAD, unit)
    add_evidence(by=person, task=task, title="公开页", url="https://example.gov.cn/0")
    urge_reports(by=person, task=task, period_start=date(2026, 5, 20))
    few = queries(client, reverse(name, args=[task.pk]))
    for number in range(1, 5):
        colleague = make_user(Role.DRAFTER)
        post(colleague, unit)
        add_evidence(by=colleague, task=task, title="公开页", url=f"https://example.gov.cn/{number}")
        with time_machine.travel(f"2026-05-2{number} 09:00+08:00", tick=False):
            urge_reports(by=colleague, task=task, period_start=date(2026, 5, 20))
    assert queries(client, reverse(name, args=[task.pk])) == few


def test_who_took_part_is_told_why_there_is_no_button(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task
) -> None:
    person = enter(Role.OFFICE, unit)
    add_evidence(by=person, task=task, title="公开页", url="https://example.gov.cn/1")
    head = make_user(Role.UNIT_HEAD)
    post(head, unit)
    closure = ask_closure(by=head, task=task, statement="已办。")
    address, check = (
        reverse("supervision_task", args=[task.pk]),
        reverse("supervision_check", args=[closure.pk]),
    )
    page = client.get(address).content.decode()
    assert check not in page
    assert "您不能核查这个申请" in page
    assert "填报、汇总、举证" in page
    answer = client.post(check, {"decision": "accept", "opinion": "已核对，情况属实。"})
    assert answer.status_code == 422
    assert "填报、汇总、举证" in answer.content.decode()
    enter(Role.OFFICE)
    assert check in client.get(address).content.decode()
