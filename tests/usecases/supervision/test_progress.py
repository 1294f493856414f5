"""Telling, gathering, proving and closing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.core import evidence
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.evidence import EvidenceProvider, EvidenceState, Figure
from gongkai.core.organisation.holdings import HOLDINGS
from gongkai.core.reasons import Refused
from gongkai.core.workbench import Shelf
from gongkai.duties.supervision.enums import DeadlineType, TaskState, UnitRole
from gongkai.duties.supervision.models import Closure, EvidenceLink, ProgressReport, Task
from gongkai.duties.supervision.queries.tasks import supervised_tasks, task_rows, unit_tasks
from gongkai.duties.supervision.todos import load_todos
from gongkai.duties.supervision.usecases.closing import ask_closure, check_closure
from gongkai.duties.supervision.usecases.progress import consolidate_progress, report_progress
from gongkai.duties.supervision.usecases.proving import add_evidence
from tests.factories.people import make_user, post
from tests.factories.supervision import make_notice, make_task
from tests.usecases.supervision.conftest import House

TODAY = date(2026, 5, 20)
Q2 = date(2026, 4, 1)
APRIL = date(2026, 4, 5)


@pytest.fixture(autouse=True)
def in_may() -> Iterator[None]:
    with time_machine.travel("2026-05-20 09:00+08:00", tick=False):
        yield


@pytest.fixture
def task(house: House) -> Task:
    notice = make_notice(is_confirmed=True, issued_on=APRIL)
    return make_task(notice, house.unit("ysc"), house.unit("bgs"))


def state_of(task: Task, day: date = TODAY) -> TaskState:
    return task_rows(supervised_tasks().filter(pk=task.pk), day)[0].outcome.state


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return set(refused.value.codes)


def test_reports_then_the_summary_keep_a_task_up(house: House, task: Task) -> None:
    assert state_of(task) is TaskState.NOT_STARTED
    report_progress(by=house.head, task=task, unit=house.unit("ysc"), period_start=TODAY, text="目录已更新。")
    report_progress(by=house.office, task=task, unit=house.unit("bgs"), period_start=TODAY, is_nil=True)
    assert state_of(task) is TaskState.IN_PROGRESS
    row = consolidate_progress(by=house.head, task=task, period_start=TODAY, text="都已更新。")
    assert (row.period_start, row.period_label) == (Q2, "2026年第二季度")
    assert state_of(task) is TaskState.KEPT_UP


@pytest.mark.rule("supervision.everybody_told")
def test_a_summary_without_a_unit_says_why_and_keeps_who_was_silent(house: House, task: Task) -> None:
    report_progress(by=house.head, task=task, unit=house.unit("ysc"), period_start=TODAY, text="目录已更新。")
    silent = str(house.unit("bgs"))
    for because in ("", "　"):
        with pytest.raises(Refused) as refused:
            consolidate_progress(
                by=house.head, task=task, period_start=TODAY, text="都已更新。", because=because
            )
        assert codes(refused) == {"supervision.everybody_told"}
        assert silent in refused.value.reasons[0].message
    row = consolidate_progress(
        by=house.head, task=task, period_start=TODAY, text="先报。", because="明日截止，办公室出差。"
    )
    assert (row.silent, row.because) == ([silent], "明日截止，办公室出差。")
    report_progress(by=house.office, task=task, unit=house.unit("bgs"), period_start=TODAY, is_nil=True)
    row = consolidate_progress(by=house.head, task=task, period_start=TODAY, text="齐了。", because="多余")
    assert (row.silent, row.because) == ([], "")


def test_a_single_unit_needs_no_summary(house: House) -> None:
    alone = make_task(make_notice(is_confirmed=True, issued_on=APRIL), house.unit("ysc"))
    report_progress(by=house.head, task=alone, unit=house.unit("ysc"), period_start=TODAY, text="办了。")
    assert state_of(alone) is TaskState.KEPT_UP


def test_telling_again_replaces(house: House, task: Task) -> None:
    for words in ("一稿", "二稿"):
        report_progress(by=house.head, task=task, unit=house.unit("ysc"), period_start=TODAY, text=words)
    assert ProgressReport.objects.get().text == "二稿"


@pytest.mark.rule("supervision.own_unit")
def test_nobody_tells_for_another_unit_or_a_unit_without_the_task(house: House, task: Task) -> None:
    with pytest.raises(Refused) as refused:
        report_progress(by=house.head, task=task, unit=house.unit("bgs"), period_start=TODAY, text="代填")
    assert codes(refused) == {"supervision.own_unit"}
    other = make_task(task.notice, house.unit("bgs"))
    with pytest.raises(Refused) as refused:
        report_progress(by=house.head, task=other, unit=house.unit("ysc"), period_start=TODAY, text="多填")
    assert codes(refused) == {"supervision.own_unit"}
    assert not ProgressReport.objects.exists()


@pytest.mark.rule("supervision.right")
def test_leaders_read_and_do_not_report(house: House, task: Task) -> None:
    with pytest.raises(Refused) as refused:
        report_progress(by=house.leader, task=task, unit=house.unit("ysc"), period_start=TODAY, text="批示")
    assert "supervision.right" in codes(refused)


@pytest.mark.rule("supervision.words")
@pytest.mark.parametrize(("text", "is_nil"), [("", False), ("  ", False), ("有进展", True)])
def test_words_or_nil_one_of_the_two(house: House, task: Task, text: str, is_nil: bool) -> None:
    with pytest.raises(Refused) as refused:
        report_progress(
            by=house.head, task=task, unit=house.unit("ysc"), period_start=TODAY, text=text, is_nil=is_nil
        )
    assert codes(refused) == {"supervision.words"}


@pytest.mark.rule("supervision.period_come")
@pytest.mark.parametrize("day", [date(2026, 7, 1), date(2026, 3, 31)])
def test_periods_to_come_or_before_the_plan_are_refused(house: House, task: Task, day: date) -> None:
    with pytest.raises(Refused) as refused:
        report_progress(by=house.head, task=task, unit=house.unit("ysc"), period_start=day, text="早了")
    assert codes(refused) == {"supervision.period_come"}


@pytest.mark.rule("supervision.gatherer")
def test_only_the_gathering_unit_sums_up(house: House, task: Task) -> None:
    with pytest.raises(Refused) as refused:
        consolidate_progress(by=house.office, task=task, period_start=TODAY, text="代为汇总", because="急")
    assert codes(refused) == {"supervision.gatherer"}


def test_secret_marks_are_kept_out_of_reports(house: House, task: Task) -> None:
    with pytest.raises(Refused) as refused:
        report_progress(by=house.head, task=task, unit=house.unit("ysc"), period_start=TODAY, text="机密★5年")
    assert codes(refused) == {"clearance.storing.secret_mark"}
    assert not ProgressReport.objects.exists()


@pytest.fixture
def dated(house: House) -> Task:
    notice = make_notice(is_confirmed=True, issued_on=APRIL)
    return make_task(notice, house.unit("ysc"), deadline=DeadlineType.FIXED, due_on=date(2026, 5, 10))


@pytest.mark.rule("supervision.evidence_first")
@pytest.mark.rule("supervision.other_eyes")
def test_closing_needs_evidence_and_other_eyes(house: House, dated: Task) -> None:
    assert state_of(dated) is TaskState.OVERDUE
    with pytest.raises(Refused) as refused:
        ask_closure(by=house.head, task=dated, statement="办完了")
    assert codes(refused) == {"supervision.evidence_first"}
    add_evidence(by=house.head, task=dated, title="公开页", url="https://example.gov.cn/1")
    closure = ask_closure(by=house.head, task=dated, statement="办完了")
    with pytest.raises(Refused) as refused:
        check_closure(by=house.head, closure=closure, is_accepting=True, opinion="已核对，情况属实。")
    assert codes(refused) == {"supervision.right", "supervision.other_eyes"}
    check_closure(by=house.office, closure=closure, is_accepting=True, opinion="已核对，情况属实。")
    assert state_of(dated) is TaskState.DONE


def test_the_office_does_not_check_its_own_request(house: House) -> None:
    notice = make_notice(is_confirmed=True, issued_on=APRIL)
    own = make_task(notice, house.unit("bgs"), deadline=DeadlineType.FIXED, due_on=TODAY)
    add_evidence(by=house.office, task=own, title="文件", reference="示交办〔2026〕1号")
    closure = ask_closure(by=house.office, task=own, statement="办完了")
    with pytest.raises(Refused) as refused:
        check_closure(by=house.office, closure=closure, is_accepting=True, opinion="已核对，情况属实。")
    assert codes(refused) == {"supervision.other_eyes"}
    assert (
        check_closure(
            by=house.checker, closure=closure, is_accepting=True, opinion="已核对，情况属实。"
        ).checked_by
        == house.checker
    )


@pytest.mark.rule("supervision.say_why")
@pytest.mark.rule("supervision.still_asked")
@pytest.mark.rule("supervision.one_request")
def test_a_returned_request_says_why_and_may_be_asked_again(house: House, dated: Task) -> None:
    add_evidence(by=house.head, task=dated, title="公开页", url="https://example.gov.cn/1")
    closure = ask_closure(by=house.head, task=dated, statement="办完了")
    with pytest.raises(Refused) as refused:
        ask_closure(by=house.head, task=dated, statement="再来")
    assert codes(refused) == {"supervision.one_request"}
    with pytest.raises(Refused) as refused:
        check_closure(by=house.office, closure=closure, is_accepting=False)
    assert codes(refused) == {"supervision.say_why"}
    check_closure(by=house.office, closure=closure, is_accepting=False, opinion="缺附件")
    with pytest.raises(Refused) as refused:
        check_closure(by=house.office, closure=closure, is_accepting=True, opinion="已核对，情况属实。")
    assert codes(refused) == {"supervision.still_asked"}
    assert ask_closure(by=house.head, task=dated, statement="补齐了").pk != closure.pk


@pytest.mark.rule("supervision.closable_kind")
def test_continuous_tasks_are_not_closed(house: House, task: Task) -> None:
    add_evidence(by=house.head, task=task, title="页", url="https://example.gov.cn/1")
    with pytest.raises(Refused) as refused:
        ask_closure(by=house.head, task=task, statement="办完了")
    assert codes(refused) == {"supervision.closable_kind"}


@pytest.mark.rule("supervision.still_open")
def test_closed_tasks_take_no_more_reports(house: House, dated: Task) -> None:
    add_evidence(by=house.head, task=dated, title="页", url="https://example.gov.cn/1")
    check_closure(
        by=house.office,
        closure=ask_closure(by=house.head, task=dated, statement="完"),
        is_accepting=True,
        opinion="已核对，情况属实。",
    )
    with pytest.raises(Refused) as refused:
        report_progress(by=house.head, task=dated, unit=house.unit("ysc"), period_start=TODAY, text="又")
    assert codes(refused) == {"supervision.still_open"}


def test_a_task_kept_up_after_its_date_goes_on_after_closing(house: House) -> None:
    both = make_task(
        make_notice(is_confirmed=True, issued_on=APRIL),
        house.unit("ysc"),
        deadline=DeadlineType.FIXED_CONTINUOUS,
        due_on=date(2026, 5, 10),
    )
    add_evidence(by=house.head, task=both, title="页", url="https://example.gov.cn/1")
    check_closure(
        by=house.office,
        closure=ask_closure(by=house.head, task=both, statement="完"),
        is_accepting=True,
        opinion="已核对，情况属实。",
    )
    report_progress(by=house.head, task=both, unit=house.unit("ysc"), period_start=TODAY, text="还在做")
    assert state_of(both) is TaskState.KEPT_UP


@pytest.fixture
def met_duty(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = EvidenceProvider(
        8,
        "fees",
        "收费目录",
        lambda day: [Figure("已公开", 9, 9, "/x")],
        lambda day: [],
        lambda day, figures, missing: EvidenceState.MET,
    )
    monkeypatch.setitem(evidence.PROVIDERS, 8, provider)


def test_what_evidence_proves_need_not_be_told(house: House, task: Task, met_duty: None) -> None:
    Task.objects.filter(pk=task.pk).update(duty=8)
    assert state_of(task) is TaskState.KEPT_UP
    (mine,) = unit_tasks(house.unit("bgs"), TODAY)
    assert (mine.standing.value, mine.is_owed) == ("exempt", False)


def test_evidence_of_its_duty_is_enough_to_close(house: House, dated: Task, met_duty: None) -> None:
    Task.objects.filter(pk=dated.pk).update(duty=8)
    assert state_of(dated) is TaskState.IN_PROGRESS
    assert ask_closure(by=house.head, task=dated, statement="目录已公开").pk


def test_a_units_own_list_has_what_it_owes_first(house: House, task: Task) -> None:
    second = make_task(task.notice, house.unit("bgs"))
    report_progress(by=house.office, task=task, unit=house.unit("bgs"), period_start=TODAY, is_nil=True)
    mine = unit_tasks(house.unit("bgs"), TODAY)
    assert [(one.row.task.pk, one.standing.value) for one in mine] == [(second.pk, "owed"), (task.pk, "nil")]
    assert [one.row.task.pk for one in unit_tasks(house.unit("ysc"), TODAY)] == [task.pk]


def refuses(make: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make()  # type: ignore[operator]


def test_the_database_keeps_the_promises_too(house: House, dated: Task) -> None:
    now, unit, user = timezone.now(), house.unit("ysc"), house.head
    told = {"task": dated, "unit": unit, "period_start": Q2, "reported_by": user, "reported_at": now}
    refuses(lambda: ProgressReport.objects.create(**told, text=""))
    refuses(lambda: ProgressReport.objects.create(**told, text="有", is_nil=True))
    ProgressReport.objects.create(**told, text="有")
    refuses(lambda: ProgressReport.objects.create(**told, text="又"))
    refuses(lambda: EvidenceLink.objects.create(task=dated, title="无处可查", added_by=user, added_at=now))
    asked = {"task": dated, "unit": unit, "asked_by": user, "asked_at": now}
    refuses(lambda: Closure.objects.create(**asked, status="accepted"))
    refuses(lambda: Closure.objects.create(**asked, status="accepted", checked_by=user, checked_at=now))
    Closure.objects.create(**asked)
    refuses(lambda: Closure.objects.create(**asked))
    refuses(lambda: Task.objects.filter(pk=dated.pk).update(duty=15))


def test_the_workbench_says_what_waits(house: House, task: Task, dated: Task) -> None:
    own = load_todos(house.head, TODAY)
    assert [(t.shelf.value, t.due_on) for t in own] == [
        ("mine", date(2026, 7, 10)),
        ("late", date(2026, 5, 10)),
    ]
    add_evidence(by=house.head, task=dated, title="页", url="https://example.gov.cn/1")
    ask_closure(by=house.head, task=dated, statement="完")
    make_notice()
    titles = [t.title for t in load_todos(house.office, TODAY)]
    assert any(title.startswith("核查销号") for title in titles)
    assert any(title.startswith("核对通知") for title in titles)
    assert load_todos(house.leader, TODAY) == []


def test_what_is_late_or_near_stands_before_each_leading_unit_and_the_office(house: House) -> None:
    notice = make_notice(is_confirmed=True, issued_on=APRIL)
    units = house.unit("kjc"), house.unit("bgs")
    late = make_task(notice, *units, deadline=DeadlineType.FIXED, due_on=date(2026, 5, 10))
    near = make_task(notice, *units, deadline=DeadlineType.FIXED, due_on=date(2026, 6, 1))
    far = make_task(notice, *units, deadline=DeadlineType.FIXED, due_on=date(2026, 12, 1))
    second = make_user(Role.UNIT_HEAD)
    post(second, house.unit("ysc"))

    def shown(user: User) -> list[tuple[str, str]]:
        todos = [todo for todo in load_todos(user, TODAY) if todo.shelf is Shelf.LATE]
        return [(todo.title, todo.lamp) for todo in todos]

    assert shown(house.office) == [(f"任务逾期：{late}", "red"), (f"任务快到期：{near}", "amber")]
    assert shown(second) == []
    for task in (late, near, far):
        mention = task.mentions.get(role=UnitRole.RESPONSIBLE)
        mention.role = UnitRole.LEAD
        mention.units.set([house.unit("ysc")])
        mention.save()
    assert [lamp for _, lamp in shown(second)] == ["red", "amber"]


def test_what_is_late_is_told_for_all_of_a_persons_units_and_once(house: House) -> None:
    notice = make_notice(is_confirmed=True, issued_on=APRIL)
    person, due = make_user(Role.UNIT_HEAD), date(2026, 5, 10)
    for code in ("ysc", "kjc"):
        post(person, house.unit(code))
    first, other = (
        make_task(notice, house.unit(code), deadline=DeadlineType.FIXED, due_on=due)
        for code in ("ysc", "kjc")
    )
    both = make_task(notice, house.unit("ysc"), house.unit("kjc"), deadline=DeadlineType.FIXED, due_on=due)
    both.mentions.update(role=UnitRole.LEAD)
    titles = [todo.title for todo in load_todos(person, TODAY) if todo.shelf is Shelf.LATE]
    assert sorted(titles) == [f"任务逾期：{task}" for task in (first, other, both)]


def test_open_tasks_follow_a_merged_unit(house: House, task: Task) -> None:
    source, target = house.unit("ysc"), house.unit("kjc")
    for code in ("supervision.gathered", "supervision.tasks"):
        holding = HOLDINGS[code]
        keys = [one.key for one in holding.held(source, TODAY)]
        assert holding.move(keys, source, target, TODAY, house.office) == 1
    task.refresh_from_db()
    assert task.gatherer == target
    assert unit_tasks(source, TODAY) == []
    assert [one.row.task.pk for one in unit_tasks(target, TODAY)] == [task.pk]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_nobody_reports_while_a_task_is_struck_off(house: House) -> None:
    """Who checks a closure and who reports hold the same row, so that one of them sees what the other did."""
    notice = make_notice(is_confirmed=True, issued_on=APRIL)
    dated = make_task(notice, house.unit("ysc"), deadline=DeadlineType.FIXED, due_on=date(2026, 10, 31))
    add_evidence(by=house.head, task=dated, title="目录", url="https://example.org/1")
    closure = ask_closure(by=house.head, task=dated, statement="办完了。")
    for act in (
        lambda: report_progress(
            by=house.head, task=dated, unit=house.unit("ysc"), period_start=TODAY, text="更新"
        ),
        lambda: check_closure(
            by=house.office, closure=closure, is_accepting=True, opinion="已核对，情况属实。"
        ),
    ):
        with CaptureQueriesContext(connection) as queries:
            act()
        held = [
            q["sql"] for q in queries if "FOR UPDATE" in q["sql"] and 'FROM "supervision_task"' in q["sql"]
        ]
        assert held
