"""填报 and 核查销号 by written authority, and that four eyes hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries.changes import held_by
from gongkai.core.organisation.usecases.changes import carry_out_change, digest_of_rows, draw_up_change
from gongkai.core.organisation.usecases.delegations import grant_delegation
from gongkai.core.reasons import Refused
from gongkai.duties.supervision import todos
from gongkai.duties.supervision.enums import DeadlineType
from gongkai.duties.supervision.models import Closure, Task
from gongkai.duties.supervision.queries.checking import closures_to_check
from gongkai.duties.supervision.queries.pages import task_page
from gongkai.duties.supervision.queries.tasks import supervised_tasks
from gongkai.duties.supervision.todos import load_todos
from gongkai.duties.supervision.usecases.closing import ask_closure, check_closure
from gongkai.duties.supervision.usecases.progress import consolidate_progress, report_progress
from gongkai.duties.supervision.usecases.proving import add_evidence, remove_evidence
from tests.factories.organisation import plan_of
from tests.factories.people import make_unit, make_user, post
from tests.factories.supervision import make_notice, make_task
from tests.usecases.supervision.conftest import House

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel("2026-05-20 10:00+08:00", tick=False):
        yield


def empower(grantor: User, delegate: User, scope: str) -> None:
    grant_delegation(
        by=grantor,
        grantor=grantor,
        delegate=delegate,
        scope=scope,
        valid_from=TODAY,
        valid_until=TODAY,
        grounds="出差",
    )


def codes(refused: Any) -> set[str]:
    return set(refused.value.codes)


@pytest.fixture
def task(house: House) -> Task:
    notice = make_notice(is_confirmed=True, issued_on=date(2026, 4, 5))
    return make_task(notice, house.unit("bgs"), deadline=DeadlineType.FIXED, due_on=TODAY)


def outsider(role: Role) -> User:
    user = make_user(role)
    post(user, make_unit())
    return user


def last(action: str) -> Event:
    event = Event.objects.filter(action=action).order_by("-pk").first()
    assert event is not None
    return event


def test_a_delegate_reports_for_the_unit_of_who_let_them(house, task):
    stand_in = outsider(Role.DRAFTER)
    unit = house.unit("bgs")
    tell = {
        "by": stand_in,
        "task": task,
        "unit": unit,
        "period_start": date(2026, 4, 1),
        "text": "已完成一半",
    }
    with pytest.raises(Refused) as refused:
        report_progress(**tell)
    assert codes(refused) == {"supervision.own_unit"}
    empower(house.office, stand_in, "supervision.report")
    report = report_progress(**tell)
    assert (report.unit, report.reported_by) == (unit, stand_in)
    assert last("supervision.report").data["acted_for"] == house.office.pk


def test_a_delegate_gathers_proves_and_asks_for_the_unit_of_who_let_them(house, task):
    """The authority to tell progress is that to look after a task: what it takes to see it through belongs to it."""
    stand_in, unit = outsider(Role.DRAFTER), house.unit("bgs")
    acts = {
        "supervision.add_evidence": lambda: add_evidence(
            by=stand_in, task=task, title="文件", reference="示交办〔2026〕1号"
        ),
        "supervision.consolidate": lambda: consolidate_progress(
            by=stand_in, task=task, period_start=date(2026, 4, 1), text="各单位均已完成。", because="急用"
        ),
        "supervision.ask_closure": lambda: ask_closure(by=stand_in, task=task, statement="办完了"),
    }
    for act in acts.values():
        with pytest.raises(Refused):
            act()
    assert not task_page(task, stand_in, TODAY).is_mine
    empower(house.office, stand_in, "supervision.report")
    page = task_page(supervised_tasks().get(pk=task.pk), stand_in, TODAY)
    assert (page.is_mine, page.may_gather, page.may_lead) == (True, True, True)
    for action, act in acts.items():
        row = act()
        assert row.unit == unit
        assert last(action).data["acted_for"] == house.office.pk
    empower(house.checker, stand_in, "supervision.check")
    with pytest.raises(Refused) as refused:
        check_closure(by=stand_in, closure=row, is_accepting=True, opinion="已核对，情况属实。")
    assert codes(refused) == {"supervision.other_eyes"}


def test_a_delegate_finds_what_is_theirs_to_do_and_nothing_else(house, task):
    stand_in = outsider(Role.DRAFTER)
    titles = lambda user: [todo.title for todo in load_todos(user, TODAY)]  # noqa: E731
    assert titles(stand_in) == []
    empower(house.office, stand_in, "supervision.report")
    assert titles(stand_in) == ["填报任务进展 1 项"]
    add_evidence(by=house.office, task=task, title="文件", reference="示交办〔2026〕1号")
    ask_closure(by=house.office, task=task, statement="办完了")
    asked = f"核查销号：{task}"
    other = outsider(Role.INSPECTOR)
    for checker in (stand_in, other):
        assert asked not in titles(checker)
        empower(house.checker, checker, "supervision.check")
        assert asked in titles(checker)
    add_evidence(by=stand_in, task=task, title="文件之二", reference="示交办〔2026〕2号")
    assert asked not in titles(stand_in)
    assert asked in titles(other)


@pytest.mark.rule("supervision.own_request")
@pytest.mark.rule("supervision.other_eyes")
def test_nor_what_was_asked_in_their_own_place(house, task):
    """Who let somebody ask has asked; nor does anybody check it in the place of either."""
    stand_in, other = outsider(Role.DRAFTER), outsider(Role.INSPECTOR)
    empower(house.checker, stand_in, "supervision.report")
    add_evidence(by=stand_in, task=task, title="文件", reference="示交办〔2026〕1号")
    closure = ask_closure(by=stand_in, task=task, statement="办完了")
    check = {"closure": closure, "is_accepting": True, "opinion": "已核对。"}
    empower(house.checker, other, "supervision.check")
    for user, code in ((house.checker, "supervision.other_eyes"), (other, "supervision.own_request")):
        with pytest.raises(Refused) as refused:
            check_closure(by=user, **check)
        assert code in codes(refused)
    check_closure(by=house.office, **check)


def test_authority_falls_with_the_right_of_who_gave_it(house, task):
    add_evidence(by=house.office, task=task, title="文件", reference="示交办〔2026〕1号")
    closure = ask_closure(by=house.office, task=task, statement="办完了")
    stand_in = outsider(Role.INSPECTOR)
    empower(house.checker, stand_in, "supervision.check")
    house.checker.groups.clear()
    with pytest.raises(Refused) as refused:
        check_closure(by=stand_in, closure=closure, is_accepting=True, opinion="已核对，情况属实。")
    assert codes(refused) == {"supervision.right"}


@pytest.mark.rule("supervision.own_request")
def test_a_delegate_checks_what_others_asked_and_not_their_own_side(house, task):
    add_evidence(by=house.office, task=task, title="文件", reference="示交办〔2026〕1号")
    closure = ask_closure(by=house.office, task=task, statement="办完了")
    stand_in, colleague = outsider(Role.INSPECTOR), make_user(Role.DRAFTER)
    post(colleague, house.unit("bgs"))
    check = {"closure": closure, "is_accepting": True, "opinion": "已核对，情况属实。"}
    with pytest.raises(Refused) as refused:
        check_closure(by=stand_in, **check)
    assert codes(refused) == {"supervision.right"}
    empower(house.office, stand_in, "supervision.check")
    with pytest.raises(Refused) as refused:
        check_closure(by=stand_in, **check)
    assert codes(refused) == {"supervision.own_request"}
    empower(house.checker, colleague, "supervision.check")
    with pytest.raises(Refused) as refused:
        check_closure(by=colleague, **check)
    assert codes(refused) == {"supervision.own_request"}
    empower(house.checker, stand_in, "supervision.check")
    check_closure(by=stand_in, **check)
    assert last("supervision.check_closure").data["acted_for"] == house.checker.pk


def take_part(user: User, house: House, task: Task, part: str) -> None:
    """What bars from checking: telling (also where a colleague tells again), gathering, proving, asking before."""
    period = {"period_start": date(2026, 4, 1)}
    if part.startswith("told"):
        people = [user] if part == "told" else [user, house.office]
        for person in people:
            report_progress(by=person, task=task, unit=house.unit("bgs"), text="已完成", **period)
    elif part == "gathered":
        consolidate_progress(by=user, task=task, text="各单位已完成。", because="急用", **period)
    elif part == "proved":
        add_evidence(by=user, task=task, title="文件之二", reference="示交办〔2026〕2号")
    elif part == "proved and taken back":
        row = add_evidence(by=user, task=task, title="文件之二", reference="示交办〔2026〕2号")
        remove_evidence(by=user, evidence=row, because="写错了")
    else:
        closure = ask_closure(by=user, task=task, statement="办完了")
        check_closure(by=make_user(Role.OFFICE), closure=closure, is_accepting=False, opinion="缺附件")


PARTS = ["told", "told and replaced", "gathered", "proved", "proved and taken back", "asked before"]


@pytest.mark.rule("supervision.other_eyes")
@pytest.mark.parametrize("right", ["own", "lent", "grantor's"])
@pytest.mark.parametrize("part", PARTS)
def test_who_took_part_checks_by_no_right(house, task, part, right):
    """Nor does anybody by their own right what somebody else did in their place."""
    add_evidence(by=house.office, task=task, title="文件", reference="示交办〔2026〕1号")
    stand_in = outsider(Role.DRAFTER)
    if right == "own":
        taker = checker = house.checker
    else:
        empower(house.office if right == "lent" else house.checker, stand_in, "supervision.report")
        taker, checker = stand_in, stand_in if right == "lent" else house.checker
    take_part(taker, house, task, part)
    closure = ask_closure(by=house.office, task=task, statement="办完了")
    if right == "lent":
        empower(house.checker, stand_in, "supervision.check")
    assert not closures_to_check(checker, [closure], TODAY)
    assert f"核查销号：{task}" not in [todo.title for todo in load_todos(checker, TODAY)]
    with pytest.raises(Refused) as refused:
        check_closure(by=checker, closure=closure, is_accepting=True, opinion="已核对，情况属实。")
    assert codes(refused) == {"supervision.other_eyes"}
    check_closure(by=make_user(Role.OFFICE), closure=closure, is_accepting=True, opinion="已核对，情况属实。")


def test_to_dos_of_a_delegate_cost_the_same_however_many_and_reach_beyond_the_first_lines(house, monkeypatch):
    """What others asked is found behind any number of requests that are not theirs to check."""
    notice = make_notice(is_confirmed=True, issued_on=date(2026, 4, 5))
    stand_in = outsider(Role.DRAFTER)
    empower(house.checker, stand_in, "supervision.check")

    def ask(by: User, many: int) -> None:
        for _ in range(many):
            task = make_task(notice, house.unit("bgs"), deadline=DeadlineType.FIXED, due_on=TODAY)
            add_evidence(by=by, task=task, title="文件", reference="示交办〔2026〕1号")
            ask_closure(by=by, task=task, statement="办完了")

    def cost() -> tuple[int, int]:
        person = User.objects.get(pk=stand_in.pk)
        with CaptureQueriesContext(connection) as queries:
            found = [one for one in load_todos(person, TODAY) if one.title.startswith("核查销号")]
        return len(found), len(queries)

    ask(house.office, 1)
    count, before = cost()
    assert count == 1
    ask(house.office, 10)
    assert cost() == (11, before)
    Closure.objects.all().delete()
    monkeypatch.setattr(todos, "LIMIT", 3)
    empower(house.office, stand_in, "supervision.report")
    ask(stand_in, 5)
    ask(house.office, 2)
    assert cost()[0] == 2


@pytest.mark.rule("supervision.own_request")
def test_nor_what_a_unit_asked_that_has_become_theirs(house, task):
    add_evidence(by=house.office, task=task, title="文件", reference="示交办〔2026〕1号")
    closure = ask_closure(by=house.office, task=task, statement="办完了")
    stand_in, old, other = make_user(Role.DRAFTER), house.unit("bgs"), make_unit()
    empower(house.checker, stand_in, "supervision.check")
    change = draw_up_change(
        by=house.office,
        kind="merge",
        instrument="示编1号",
        effective_on=TODAY,
        plan=plan_of([old, other], "综合办公室"),
    )
    rows = held_by([old, other], TODAY)
    carry_out_change(by=house.office, change=change, seen=digest_of_rows(rows))
    post(stand_in, Unit.objects.get(name="综合办公室"))
    with pytest.raises(Refused) as refused:
        check_closure(by=stand_in, closure=closure, is_accepting=True, opinion="已核对，情况属实。")
    assert codes(refused) == {"supervision.own_request"}
