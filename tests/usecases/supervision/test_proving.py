"""Evidence that can be found, entered once, taken back openly; and what is weighed when a task is closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.core import evidence
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.evidence import EvidenceProvider, EvidenceState, Figure
from gongkai.core.reasons import Refused
from gongkai.duties.supervision.enums import DeadlineType
from gongkai.duties.supervision.models import EvidenceLink, Task
from gongkai.duties.supervision.queries.tasks import supervised_tasks, task_rows
from gongkai.duties.supervision.usecases.closing import ask_closure, check_closure
from gongkai.duties.supervision.usecases.progress import report_progress
from gongkai.duties.supervision.usecases.proving import add_evidence, remove_evidence
from tests.factories.people import make_user, post
from tests.factories.supervision import make_notice, make_task
from tests.usecases.supervision.conftest import House

TODAY = date(2026, 5, 20)
PAGE = "https://example.gov.cn/1"


@pytest.fixture(autouse=True)
def in_may() -> Iterator[None]:
    with time_machine.travel("2026-05-20 09:00+08:00", tick=False):
        yield


@pytest.fixture
def task(house: House) -> Task:
    notice = make_notice(is_confirmed=True, issued_on=date(2026, 4, 5))
    return make_task(notice, house.unit("ysc"), deadline=DeadlineType.FIXED, due_on=date(2026, 6, 1))


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return set(refused.value.codes)


def proof(house: House, task: Task, **more: str) -> EvidenceLink:
    return add_evidence(by=house.head, task=task, **({"title": "公开页", "url": PAGE} | more))


@pytest.mark.rule("supervision.evidence_found")
def test_a_drawer_is_no_evidence(house: House, task: Task) -> None:
    with pytest.raises(Refused) as refused:
        proof(house, task, title="无", url="", reference="见抽屉")
    assert codes(refused) == {"supervision.evidence_found"}
    assert {one.field for one in refused.value.reasons} == {"title", "reference"}
    assert not EvidenceLink.objects.exists()
    with pytest.raises(Refused) as refused:
        ask_closure(by=house.head, task=task, statement="已办。")
    assert codes(refused) == {"supervision.evidence_first"}


@pytest.mark.rule("supervision.evidence_once")
def test_the_same_evidence_stands_once_on_a_task(house: House, task: Task) -> None:
    row = proof(house, task)
    for url in (
        "http://example.gov.cn/1/",
        "https://WWW.example.gov.cn:443/%31?utm_source=wx#a",
        " example.gov.cn/1",
    ):
        with pytest.raises(Refused) as refused:
            proof(house, task, title="又一页", url=url)
        assert codes(refused) == {"supervision.evidence_once"}
    other = make_task(task.notice, house.unit("ysc"))
    assert proof(house, other).url == PAGE
    remove_evidence(by=house.head, evidence=row, because="重新整理")
    assert proof(house, task).pk != row.pk


@pytest.mark.rule("supervision.evidence_once")
def test_a_page_of_ours_is_one_with_and_without_its_host(house: House, task: Task, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://jt.example.gov.cn"
    proof(house, task, url="https://jt.example.gov.cn/zwgk/a/")
    with pytest.raises(Refused) as refused:
        proof(house, task, url="/zwgk/a/index.html")
    assert codes(refused) == {"supervision.evidence_once"}


def test_the_database_holds_an_address_once(house: House, task: Task) -> None:
    row, other = proof(house, task), proof(house, task, url="https://example.gov.cn/2")
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceLink.objects.filter(pk=other.pk).update(address_sha256=row.address_sha256)
    remove_evidence(by=house.head, evidence=row, because="重新整理")
    EvidenceLink.objects.filter(pk=other.pk).update(address_sha256=row.address_sha256)


def removers(house: House) -> list[tuple[User, bool]]:
    colleague = house.drafter
    inspector, handler = make_user(Role.INSPECTOR), make_user(Role.HANDLER)
    post(handler, house.unit("ysc"))
    people = [(house.head, True), (house.office, True), (colleague, False), (handler, False)]
    return [*people, (house.leader, False), (inspector, False)]


@pytest.mark.rule("supervision.evidence_kept")
@pytest.mark.parametrize("index", range(6))
def test_who_added_it_or_the_office_takes_evidence_back(house: House, task: Task, index: int) -> None:
    row = proof(house, task)
    person, may_remove = removers(house)[index]
    if not may_remove:
        with pytest.raises(Refused) as refused:
            remove_evidence(by=person, evidence=row, because="不对")
        assert "supervision.evidence_kept" in codes(refused)
        row.refresh_from_db()
        assert row.removed_at is None
        return
    remove_evidence(by=person, evidence=row, because=" 贴错了 ")
    row.refresh_from_db()
    assert (row.removed_by, row.removed_because) == (person, "贴错了")
    assert Event.objects.filter(action="supervision.remove_evidence", data__evidence=row.pk).count() == 1
    with pytest.raises(Refused) as refused:
        ask_closure(by=house.head, task=task, statement="已办。")
    assert codes(refused) == {"supervision.evidence_first"}
    with pytest.raises(Refused):
        remove_evidence(by=person, evidence=row, because="再来")


@pytest.mark.rule("supervision.evidence_kept")
def test_evidence_stays_while_a_request_waits_and_once_it_is_closed(house: House, task: Task) -> None:
    row = proof(house, task)
    for because in ("", "　"):
        with pytest.raises(Refused):
            remove_evidence(by=house.head, evidence=row, because=because)
    report_progress(by=house.head, task=task, unit=house.unit("ysc"), period_start=TODAY, text="办了")
    closure = ask_closure(by=house.head, task=task, statement="已办。")
    for person in (house.head, house.office):
        with pytest.raises(Refused) as refused:
            remove_evidence(by=person, evidence=row, because="不对")
        assert "等核查" in refused.value.reasons[0].message
    check_closure(by=house.office, closure=closure, is_accepting=False, opinion="缺附件")
    closure = ask_closure(by=house.head, task=task, statement="补齐了。")
    check_closure(by=house.office, closure=closure, is_accepting=True)
    with pytest.raises(Refused) as refused:
        remove_evidence(by=house.office, evidence=row, because="不对")
    assert "已经销号" in refused.value.reasons[0].message
    row.refresh_from_db()
    assert row.removed_at is None


def test_secret_marks_are_kept_out_of_the_reason(house: House, task: Task) -> None:
    row = proof(house, task)
    with pytest.raises(Refused) as refused:
        remove_evidence(by=house.head, evidence=row, because="机密★5年")
    assert codes(refused) == {"clearance.storing.secret_mark"}


def test_the_database_keeps_who_when_and_why(house: House, task: Task) -> None:
    row = proof(house, task)
    rows = EvidenceLink.objects.filter(pk=row.pk)
    for change in (
        {"removed_at": timezone.now()},
        {"removed_by": house.head, "removed_at": timezone.now()},
        {"removed_because": "不对"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


@pytest.fixture
def wanting(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = EvidenceProvider(
        8,
        "fees",
        "收费目录",
        lambda day: [Figure("已公开", 1, 9, "/x")],
        lambda day: ["还缺 8 项收费。"],
        lambda day, figures, missing: EvidenceState.AT_RISK,
    )
    monkeypatch.setitem(evidence.PROVIDERS, 8, provider)


@pytest.mark.rule("supervision.weigh_cautions")
def test_what_speaks_against_closing_is_answered_kept_and_shown(
    house: House, task: Task, wanting: None
) -> None:
    Task.objects.filter(pk=task.pk).update(duty=8, due_on=date(2026, 5, 10))
    proof(house, task)
    closure = ask_closure(by=house.head, task=task, statement="已办。")
    with pytest.raises(Refused) as refused:
        check_closure(by=house.office, closure=closure, is_accepting=True)
    assert [(one.code, one.field) for one in refused.value.reasons] == [
        ("supervision.weigh_cautions", "opinion")
    ]
    check_closure(by=house.office, closure=closure, is_accepting=True, opinion="目录其余项已停收。")
    closure.refresh_from_db()
    assert closure.cautions == [
        "系统证据要注意，没有达成：还缺 8 项收费。",
        "2026年第二季度有 1 个单位没有填报（共 1 个）。",
        "逾期：时限 2026-05-10，晚 10 天申请销号。",
    ]
    (row,) = task_rows(supervised_tasks().filter(pk=task.pk), TODAY)
    assert row.outcome.reasons[1:] == (*closure.cautions, "核查意见：目录其余项已停收。")


def test_nothing_against_it_needs_no_opinion_and_a_return_keeps_no_cautions(house: House, task: Task) -> None:
    proof(house, task)
    closure = ask_closure(by=house.head, task=task, statement="已办。")
    returned = check_closure(by=house.office, closure=closure, is_accepting=False, opinion="先填报")
    assert returned.cautions == []
    report_progress(by=house.head, task=task, unit=house.unit("ysc"), period_start=TODAY, text="办了")
    closure = ask_closure(by=house.head, task=task, statement="已办。")
    assert check_closure(by=house.office, closure=closure, is_accepting=True).cautions == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_evidence_is_compared_and_removed_under_the_tasks_lock(house: House, task: Task) -> None:
    row = proof(house, task)
    for act in (
        lambda: proof(house, task, url="https://example.gov.cn/2"),
        lambda: remove_evidence(by=house.head, evidence=row, because="不对"),
    ):
        with CaptureQueriesContext(connection) as queries:
            act()
        locks = [
            i for i, q in enumerate(queries) if "FOR UPDATE" in q["sql"] and '"supervision_task"' in q["sql"]
        ]
        reads = [
            i
            for i, q in enumerate(queries)
            if 'FROM "supervision_evidencelink"' in q["sql"] and i not in locks
        ]
        assert locks
        assert min(locks) < min(reads)
