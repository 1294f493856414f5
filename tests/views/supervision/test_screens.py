"""Screens by role; figures that open; query counts that do not grow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO

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
from gongkai.duties.supervision.models import Notice, ProgressReport, Task
from gongkai.duties.supervision.usecases.importing import import_notice
from tests.factories.people import make_unit, make_user, post
from tests.factories.supervision import make_notice, make_task
from tests.rules.supervision.notices import one

CLAUSE = "（牵头单位：甲处，责任单位：乙处；完成时限：2026年10月底前）"
APRIL = date(2026, 4, 5)


@pytest.fixture(autouse=True)
def in_may() -> Iterator[None]:
    with time_machine.travel("2026-05-20 09:00+08:00", tick=False):
        yield


@pytest.fixture
def unit(db: None) -> Unit:
    return make_unit("甲处")


@pytest.fixture
def enter(client: Client, unit: Unit) -> Callable[..., User]:
    def sign_in(*roles: Role, at: Unit | None = None) -> User:
        user = make_user(*roles)
        if at is not None:
            post(user, at)
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture
def task(unit: Unit) -> Task:
    return make_task(make_notice(is_confirmed=True, issued_on=APRIL), unit, make_unit("乙处"))


READERS = {Role.OFFICE, Role.UNIT_HEAD, Role.DRAFTER, Role.HANDLER, Role.LEADER, Role.INSPECTOR}
STAFF = sorted(READERS | {Role.HOTLINE, Role.ADMIN, Role.SECRECY})


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("name", ["supervision_board", "supervision_unit", "supervision_notices"])
def test_who_may_read(client: Client, enter: Callable[..., User], role: Role, name: str) -> None:
    enter(role)
    answer = client.get(reverse(name))
    assert answer.status_code == (200 if role in READERS else 403)
    if role not in READERS:
        assert "权限" in answer.content.decode()


@pytest.mark.parametrize("role", STAFF)
def test_who_may_import(client: Client, enter: Callable[..., User], role: Role) -> None:
    enter(role)
    answer = client.post(reverse("supervision_import"), {"text": one(CLAUSE)})
    assert answer.status_code == (302 if role is Role.OFFICE else 403)
    assert Notice.objects.count() == (1 if role is Role.OFFICE else 0)


@pytest.mark.parametrize("role", STAFF)
def test_who_may_report(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task, role: Role
) -> None:
    enter(role, at=unit)
    answer = client.post(reverse("supervision_report", args=[task.pk, unit.pk]), {"is_nil": "1"})
    reporters = {Role.OFFICE, Role.UNIT_HEAD, Role.DRAFTER, Role.HANDLER}
    assert answer.status_code == (302 if role in reporters else 403)
    assert ProgressReport.objects.count() == (1 if role in reporters else 0)


def test_strangers_are_sent_to_sign_in(client: Client, task: Task) -> None:
    for name in ("supervision_board", "supervision_unit", "supervision_import", "supervision_export"):
        assert client.get(reverse(name)).status_code == 302


def test_upload_review_edit_confirm_board(client: Client, enter: Callable[..., User], unit: Unit) -> None:
    enter(Role.OFFICE)
    make_unit("乙处")
    file = BytesIO(one(CLAUSE).encode("gb18030"))
    file.name = "通知.txt"
    answer = client.post(reverse("supervision_import"), {"file": file}, follow=True)
    notice = Notice.objects.get()
    task = notice.tasks.get()
    page = answer.content.decode()
    assert f'id="s-t{task.pk}-deadline">2026年10月底前<' in page
    sent = {f"t{task.pk}-{name}": value for name, value in edited(task).items()}
    for mention in task.mentions.all():
        sent |= {
            f"m{mention.pk}-role": mention.role,
            f"m{mention.pk}-units": [u.pk for u in mention.units.all()],
        }
    sent |= {f"new{task.pk}-role": "responsible"}
    answer = client.post(reverse("supervision_task_review", args=[task.pk]), sent)
    assert answer.status_code == 302, answer.content.decode()
    task.refresh_from_db()
    assert task.title == "改过的题目"
    plan = {
        "plan-starts_on": "2026-05-20",
        "plan-cycle": "quarterly",
        "plan-grace_days": 10,
        "plan-near_days": 30,
    }
    answer = client.post(reverse("supervision_confirm", args=[notice.pk]), plan, follow=True)
    assert "改过的题目" in answer.content.decode()


def edited(task: Task) -> dict[str, object]:
    return {
        "number": 1,
        "title": "改过的题目",
        "text": task.text,
        "deadline_type": "fixed",
        "due_on": "2026-10-31",
        "recurrence": "",
        "cycle": "quarterly",
        "duty": "",
        "gatherer": task.gatherer_id,
        "is_included": "on",
    }


def sent_of(task: Task, **changes: object) -> dict[str, object]:
    """What the page sends of one task, as it stands but for some changes."""
    sent = {f"t{task.pk}-{name}": value for name, value in (edited(task) | changes).items()}
    sent[f"new{task.pk}-role"] = "responsible"
    for mention in task.mentions.all():
        sent[f"m{mention.pk}-role"] = mention.role
        sent[f"m{mention.pk}-units"] = [unit.pk for unit in mention.units.all()]
    return sent


def test_one_save_keeps_the_edits_of_every_task_and_confirming_keeps_them_too(
    client: Client, enter: Callable[..., User], unit: Unit
) -> None:
    user = enter(Role.OFFICE)
    make_unit("乙处")
    notice = import_notice(by=user, text=one(CLAUSE + f"\n2.事。做。{CLAUSE}")).notice
    first, second = notice.tasks.all()
    page = client.get(reverse("supervision_review", args=[notice.pk])).content.decode()
    form = page.split(f'action="{reverse("supervision_save", args=[notice.pk])}"')[1].split("</form>")[0]
    assert f'name="t{first.pk}-title"' in form
    assert f'name="t{second.pk}-title"' in form
    both = sent_of(first, title="改一", number=1) | sent_of(second, title="改二", number=2)
    at_second = reverse("supervision_task_review", args=[second.pk])
    assert client.post(at_second, both).status_code == 302
    assert [task.title for task in notice.tasks.all()] == ["改一", "改二"]
    bad = sent_of(first, title="再改", number=1) | sent_of(second, due_on="不是日期", number=2)
    answer = client.post(at_second, bad)
    assert answer.status_code == 422
    assert "再改" in answer.content.decode()
    plan = {"plan-starts_on": "2026-05-20", "plan-cycle": "quarterly"}
    plan |= {"plan-grace_days": "10", "plan-near_days": "30"}
    late = sent_of(first, title="确认前才改", number=1) | sent_of(second, title="改二", number=2)
    confirm = reverse("supervision_confirm", args=[notice.pk])
    assert client.post(confirm, late | plan).status_code == 302
    assert notice.tasks.first().title == "确认前才改"


def test_what_the_parser_was_unsure_of_is_checked_before_confirming(
    client: Client, enter: Callable[..., User], unit: Unit
) -> None:
    user = enter(Role.OFFICE)
    make_unit("乙处")
    notice = import_notice(by=user, text=one(CLAUSE)).notice
    task = notice.tasks.get()
    task.flags = [{"code": "deadline_coarse", "message": "只写到月份。", "place": None}]
    task.save()
    plan = {"plan-starts_on": "2026-05-20", "plan-cycle": "quarterly"}
    plan |= {"plan-grace_days": "10", "plan-near_days": "30"}
    confirm = reverse("supervision_confirm", args=[notice.pk])
    refused = client.post(confirm, sent_of(task) | plan)
    assert refused.status_code == 422
    assert "有 1 处存疑还没有核对" in refused.content.decode()
    assert client.post(confirm, sent_of(task, flags_checked="on") | plan).status_code == 302
    task.refresh_from_db()
    assert task.flags[0]["checked_by"] == user.pk


def test_choices_and_addresses_speak_chinese(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task
) -> None:
    user = enter(Role.OFFICE, at=unit)
    notice = import_notice(by=user, text=one(CLAUSE)).notice
    page = client.get(reverse("supervision_review", args=[notice.pk])).content.decode()
    assert "---------" not in page
    assert "请选择" in page
    sent = {"title": "页", "url": "不是网址", "reference": ""}
    answer = client.post(reverse("supervision_evidence", args=[task.pk]), sent)
    assert "请填写完整网址" in answer.content.decode()


def test_bad_edits_come_back_with_what_was_typed(
    client: Client, enter: Callable[..., User], unit: Unit
) -> None:
    user = enter(Role.OFFICE)
    task = import_notice(by=user, text=one(CLAUSE)).notice.tasks.get()
    sent = {f"t{task.pk}-{name}": value for name, value in (edited(task) | {"due_on": "不是日期"}).items()}
    for mention in task.mentions.all():
        sent |= {f"m{mention.pk}-role": mention.role}
    answer = client.post(
        reverse("supervision_task_review", args=[task.pk]), sent | {f"new{task.pk}-role": "lead"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不是日期" in page
    assert "改过的题目" in page


def test_confirming_tells_all_that_is_open(client: Client, enter: Callable[..., User], unit: Unit) -> None:
    user = enter(Role.OFFICE)
    notice = import_notice(by=user, text=one("（甲处、丁处按职责分工负责）")).notice
    plan = {
        "plan-starts_on": "2026-05-20",
        "plan-cycle": "quarterly",
        "plan-grace_days": 10,
        "plan-near_days": 30,
    }
    answer = client.post(reverse("supervision_confirm", args=[notice.pk]), plan)
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("“丁处”还没有对上单位", "没有汇总单位", "没有时限"):
        assert words in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "请选择文件"),
        ({"text": "今天天气很好。"}, "不像一份任务分解通知"),
        ({"text": "机密★1年\n" + one(CLAUSE)}, "密级标志"),
    ],
)
def test_import_says_what_is_wrong(
    client: Client, enter: Callable[..., User], sent: dict[str, str], words: str
) -> None:
    enter(Role.OFFICE)
    answer = client.post(reverse("supervision_import"), sent)
    assert answer.status_code in {409, 422}  # marks are stopped before the view is reached
    assert words in answer.content.decode()
    assert not Notice.objects.exists()


def test_counts_open_the_lists_they_count(client: Client, enter: Callable[..., User], unit: Unit) -> None:
    enter(Role.LEADER)
    notice = make_notice(is_confirmed=True, issued_on=APRIL)
    make_task(notice, unit, deadline=DeadlineType.FIXED, due_on=date(2026, 5, 1))
    make_task(notice, unit)
    make_task(notice, unit)
    board = client.get(reverse("supervision_board"))
    for state, _, count in board.context["counts"]:
        rows = client.get(reverse("supervision_board"), {"state": state}).context["rows"]
        assert len(rows) == count
    assert {str(s): c for s, _, c in board.context["counts"]}["overdue"] == 1
    assert len(client.get(reverse("supervision_board"), {"on_course": "1"}).context["rows"]) == 2


@pytest.mark.parametrize(
    "asked", ["state=x", "unit=abc", "section=-1", "notice=%00", "unit=99999999999999999999"]
)
def test_odd_addresses_do_not_break_the_board(
    client: Client, enter: Callable[..., User], task: Task, asked: str
) -> None:
    enter(Role.LEADER)
    for name in ("supervision_board", "supervision_unit", "supervision_export"):
        assert client.get(f"{reverse(name)}?{asked}").status_code == 200


@pytest.mark.parametrize("period", ["x", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_odd_periods_do_not_break_reports(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task, period: str
) -> None:
    enter(Role.DRAFTER, at=unit)
    address = f"{reverse('supervision_report', args=[task.pk, unit.pk])}?period={period}"
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": "进展"}).status_code in {302, 422}


def test_refused_report_keeps_the_words(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task
) -> None:
    enter(Role.DRAFTER, at=unit)
    other = task.mentions.get(role="responsible").units.get()
    answer = client.post(reverse("supervision_report", args=[task.pk, other.pk]), {"text": "替别人写的话"})
    assert answer.status_code == 422
    assert "替别人写的话" in answer.content.decode()
    assert "您不在这个单位任职" in answer.content.decode()


def test_gather_evidence_close_and_check(client: Client, enter: Callable[..., User], unit: Unit) -> None:
    notice = make_notice(is_confirmed=True, issued_on=APRIL)
    task = make_task(notice, unit, deadline=DeadlineType.FIXED, due_on=date(2026, 6, 1))
    enter(Role.UNIT_HEAD, at=unit)
    gather = reverse("supervision_gather", args=[task.pk])
    refused = client.post(gather, {"text": "汇总", "because": ""})
    assert refused.status_code == 422
    assert "没有填报" in str(refused.context["form"].errors["because"])
    assert "汇总" in refused.context["form"]["text"].value()
    assert client.post(gather, {"text": "汇总", "because": "其余单位出差"}).status_code == 302
    assert (
        client.post(reverse("supervision_evidence", args=[task.pk]), {"title": "无处可查"}).status_code == 422
    )
    proof = {"title": "页", "url": "javascript:alert(1)"}
    assert client.post(reverse("supervision_evidence", args=[task.pk]), proof).status_code == 422
    proof = {"title": "页", "url": "https://example.gov.cn/1"}
    assert client.post(reverse("supervision_evidence", args=[task.pk]), proof).status_code == 302
    assert client.post(reverse("supervision_close", args=[task.pk]), {"text": "办完了"}).status_code == 302
    closure = task.closures.get()
    assert (
        client.post(reverse("supervision_check", args=[closure.pk]), {"decision": "accept"}).status_code
        == 403
    )
    enter(Role.OFFICE)
    answer = client.post(
        reverse("supervision_check", args=[closure.pk]),
        {"decision": "accept", "opinion": "其余单位出差，目录已在网上核对。"},
        follow=True,
    )
    assert "已完成" in answer.content.decode()


@pytest.mark.parametrize(("kind", "start"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_export_holds_the_chosen_rows(
    client: Client, enter: Callable[..., User], task: Task, kind: str, start: bytes
) -> None:
    enter(Role.INSPECTOR)
    answer = client.get(reverse("supervision_export"), {"format": kind})
    assert b"".join(answer.streaming_content).startswith(start)


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["supervision_board", "supervision_unit", "supervision_notices"])
def test_queries_do_not_grow_with_notices(
    client: Client, enter: Callable[..., User], unit: Unit, task: Task, name: str
) -> None:
    enter(Role.DRAFTER, at=unit)
    few = queries(client, reverse(name))
    for _ in range(2):
        notice = make_notice(is_confirmed=True, issued_on=APRIL)
        for _ in range(5):
            make_task(notice, unit, make_unit(), deadline=DeadlineType.FIXED, due_on=date(2026, 5, 1))
    assert queries(client, reverse(name)) == few


def test_review_queries_do_not_grow_with_tasks(
    client: Client, enter: Callable[..., User], unit: Unit
) -> None:
    user = enter(Role.OFFICE)
    small = import_notice(by=user, text=one(CLAUSE)).notice
    large = import_notice(
        by=user, text=one(CLAUSE + "".join(f"\n{n}.事。做。{CLAUSE}" for n in range(2, 9)))
    ).notice
    assert large.tasks.count() == 8
    first = queries(client, reverse("supervision_review", args=[small.pk]))
    assert queries(client, reverse("supervision_review", args=[large.pk])) == first
