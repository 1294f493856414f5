"""A book becomes rows: the same book twice changes nothing, another changes what it says otherwise, with its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from gongkai.clearance.enums import Disclosure, ItemRole
from gongkai.clearance.models import BasePage
from gongkai.core.accounts.models import User
from gongkai.core.denominators import denominator_on
from gongkai.core.evidence import standing_of
from gongkai.core.notify.models import Notice
from gongkai.core.reasons import Refused
from gongkai.core.workbench import todos_for
from gongkai.duties.dossiers.enums import RegisterFinding
from gongkai.duties.dossiers.models import RegisterChange, RegisterDraft, RegisterEntry
from gongkai.duties.dossiers.queries import register_noted
from gongkai.duties.dossiers.queries.reconciling import reconciled
from gongkai.duties.dossiers.queries.register import read_draft
from gongkai.duties.dossiers.tasks_register import reconcile_register
from gongkai.duties.dossiers.usecases.register import (
    enter_register,
    match_entry,
    mend_lines,
    put_register_aside,
    read_register,
)
from gongkai.duties.policies.evidence import NO_REGISTER
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.gate import Department, clear_and_release, make_document
from tests.factories.numbers import make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
NOW = datetime(2026, 11, 28, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
HEAD = ["文号", "标题", "署名", "公开属性", "成文日期", "印发日期", "处室"]
ROWS = [
    ["示交办〔2026〕9号", "关于甲事的通知", "本厅", "主动公开", "2026.3.5", "2026年3月6日", "运输处"],
    ["示交办[2026]第10号", "关于乙事的通知", "本厅", "依申请公开", "46086", "", "运输处"],
    ["", "关于丙事的函", "本厅", "不予公开", "2026-03-07", "", ""],
]


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def codes_of(act: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.codes


def enter(department: Department, rows: list[list[Any]]) -> Any:
    read_register(by=department.office, source="登记簿.xlsx", rows=[HEAD, *rows])
    return enter_register(by=department.office)


def test_a_book_becomes_rows(department: Department) -> None:
    done = enter(department, ROWS)
    assert (done.added, done.changed, done.unchanged, done.left) == (3, 0, 0, 0)
    first = RegisterEntry.objects.get(number="示交办〔2026〕9号")
    assert (first.unit, first.written_on, first.printed_on) == (
        department.unit,
        date(2026, 3, 5),
        date(2026, 3, 6),
    )
    assert RegisterEntry.objects.get(number="示交办〔2026〕10号").disclosure == Disclosure.ON_REQUEST
    assert not RegisterDraft.objects.exists()


def test_the_same_book_changes_nothing_and_a_later_one_only_what_changed(department: Department) -> None:
    enter(department, ROWS)
    again = enter(department, ROWS)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    assert not RegisterChange.objects.exists()
    later = [[*row] for row in ROWS]
    later[0][0], later[0][3] = "示交办（2026）09号", "依申请公开"
    done = enter(department, [*later, ["", "关于丁事的函", "厅", "", "2026-03-08", "", ""]])
    assert (done.added, done.changed, done.unchanged) == (1, 1, 2)
    (change,) = RegisterChange.objects.all()
    assert (change.field, change.before, change.after) == ("公开属性", "主动公开", "依申请公开")
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterChange.objects.update(before="别的")


@pytest.mark.rule("dossiers.register.line")
def test_bad_rows_wait_to_be_mended_and_nothing_typed_is_lost(department: Department) -> None:
    bad = ["示交办2026-11", "关于戊事的通知", "本厅", "主动公开", "明天", "", "没有的处"]
    done = enter(department, [ROWS[0], bad])
    assert (done.added, done.left) == (1, 1)
    draft = RegisterDraft.objects.get()
    (row,) = read_draft(draft).rows
    assert {flaw.field for flaw in row.flaws} == {"number", "written_on", "unit"}
    assert row.line.cells["written_on"] == "明天"
    assert codes_of(lambda: enter_register(by=department.office)) == ("dossiers.register.line",)
    mended = {"number": "示交办〔2026〕11号", "written_on": "2026-03-09", "unit": "运输处"}
    mend_lines(by=department.office, cells={row.line.number: mended})
    assert enter_register(by=department.office).added == 1
    assert RegisterEntry.objects.get(number="示交办〔2026〕11号").title == "关于戊事的通知"


def test_a_duplicate_row_is_dropped_by_hand(department: Department) -> None:
    read_register(by=department.office, source="登记簿", rows=[HEAD, ROWS[0], ROWS[0]])
    second = read_draft(RegisterDraft.objects.get()).rows[1]
    assert "第 2 行" in second.flaws[0].message
    done = enter_register(by=department.office)
    assert (done.added, done.left) == (1, 1), "the second is not entered beside the first"
    mend_lines(by=department.office, cells={}, dropped=[second.line.number])
    assert RegisterEntry.objects.count() == 1
    assert not RegisterDraft.objects.exists()


@pytest.mark.rule("dossiers.register.right")
def test_only_the_office_keeps_the_register(department: Department) -> None:
    by, entry = department.drafter, make_entry(department.office, "示交办〔2026〕9号")
    acts: list[Callable[[], object]] = [
        lambda: read_register(by=by, source="登记簿", rows=[HEAD, *ROWS]),
        lambda: mend_lines(by=by, cells={}),
        lambda: enter_register(by=by),
        lambda: match_entry(by=by, entry=entry, page=None),
    ]
    for act in acts:
        assert codes_of(act) == ("dossiers.register.right",)


def test_a_book_with_a_mark_of_classification_is_refused_whole(department: Department) -> None:
    rows = [HEAD, ["示交办〔2026〕12号", "机密★1年 关于己事的通知", "本厅", "不予公开", "2026-03-05", "", ""]]
    with pytest.raises(Refused):
        read_register(by=department.office, source="登记簿", rows=rows)
    assert not RegisterDraft.objects.exists()


def test_what_is_no_table_is_told_and_an_earlier_draft_stays(department: Department) -> None:
    read_register(by=department.office, source="登记簿", rows=[HEAD, *ROWS])
    bad = lambda: read_register(by=department.office, source="照片", rows=[["不是表"]])  # noqa: E731
    assert codes_of(bad) == ("dossiers.register.table",)
    assert RegisterDraft.objects.get().source == "登记簿"
    put_register_aside(by=department.office)
    assert codes_of(lambda: enter_register(by=department.office)) == ("dossiers.register.table",)


def test_thousands_of_rows_take_a_few_queries(
    department: Department, django_assert_max_num_queries: Any
) -> None:
    rows = [
        [
            f"示交办〔2026〕{number}号",
            f"关于第{number}件事的通知",
            "本厅",
            "主动公开",
            "2026-03-05",
            "",
            "运输处",
        ]
        for number in range(1, 5001)
    ]
    read_register(by=department.office, source="登记簿", rows=[HEAD, *rows])
    with django_assert_max_num_queries(120):
        assert enter_register(by=department.office).added == 5000


def online(department: Department, column: BasePage, **fields: Any) -> PolicyDocument:
    page = make_document(department, column, **fields)
    clear_and_release(department, [(page, ItemRole.PAGE)])
    return PolicyDocument.objects.get(pk=page.pk)


@pytest.mark.rule("dossiers.reconcile.only_proactive")
def test_the_alarm_reaches_the_office_by_todo_and_notice(department: Department, column: BasePage) -> None:
    page = online(department, column, doc_number="示交办〔2026〕9号")
    entry = make_entry(
        department.office, page.doc_number, title=page.title, disclosure=Disclosure.WITHHELD, unit=page.unit
    )
    found = reconciled(timezone.localdate())
    assert found is not None
    (alarm,) = [one for one in found.findings if one.kind is RegisterFinding.ALARM]
    assert alarm.row is not None
    assert alarm.row.key == entry.pk
    titles = [todo.title for todo in todos_for(department.office, timezone.localdate())]
    assert "不是主动公开却已上线 1 件" in titles
    reconcile_register.func()
    reconcile_register.func()
    told = Notice.objects.filter(kind="dossiers.register_alarm", user=department.office)
    assert told.count() == 1
    assert page.title not in told.get().text


def test_what_is_late_is_told_to_the_unit(department: Department) -> None:
    make_entry(department.office, "示交办〔2026〕9号", written_on=date(2026, 1, 5), unit=department.unit)
    late = [todo for todo in todos_for(department.drafter, timezone.localdate()) if "主动公开" in todo.title]
    assert [todo.title for todo in late] == ["主动公开还没有上线 1 件"]


def test_coverage_of_the_duties_divides_by_the_register(department: Department, column: BasePage) -> None:
    today = timezone.localdate()
    assert denominator_on(today) is None
    assert NO_REGISTER in standing_of(1, today).missing
    page = online(department, column, doc_number="示交办〔2026〕9号")
    make_entry(department.office, page.doc_number, title=page.title)
    make_entry(department.office, "示交办〔2026〕10号")
    outside = denominator_on(today)
    assert outside is not None
    assert (outside.due, outside.online) == (2, 1)
    standing = standing_of(1, today)
    assert NO_REGISTER not in standing.missing
    assert "发文登记簿里应公开的文件还有 1 件没有上线。" in standing.missing
    assert [one.shown for one in standing.figures if "登记簿" in one.name] == ["1 / 2"]
    assert [one.value for one in standing_of(2, today).figures if "登记簿" in one.name] == [1]


def test_a_person_says_which_page_a_row_is(department: Department, column: BasePage) -> None:
    page = online(department, column, doc_number="")
    one, two = make_entry(department.office, "示交办〔2026〕9号"), make_entry(department.office)
    match_entry(by=department.office, entry=one, page=page)
    found = reconciled(timezone.localdate())
    assert found is not None
    assert found.match.pages[one.pk].key == page.pk
    again = lambda: match_entry(by=department.office, entry=two, page=page)  # noqa: E731
    assert codes_of(again) == ("dossiers.register.line",)
    match_entry(by=department.office, entry=one, page=None)
    match_entry(by=department.office, entry=two, page=page)


def titles_of(person: User) -> list[str]:
    return [todo.title for todo in todos_for(person, timezone.localdate()) if "上线" in todo.title]


def test_the_workbench_keeps_what_was_found_until_something_changes(
    department: Department, column: BasePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[date] = []

    def look(day: date) -> Any:
        looked.append(day)
        return reconciled(day)

    monkeypatch.setattr(register_noted, "reconciled", look)
    office, nine = department.office, "示交办〔2026〕9号"
    make_entry(office, nine, title="丁事", written_on=date(2026, 1, 5), unit=department.unit)
    for person in (office, department.drafter, office):
        assert titles_of(person) == ["主动公开还没有上线 1 件"]
    assert len(looked) == 1
    (todo,) = [one for one in todos_for(office, timezone.localdate()) if "上线" in one.title]
    assert "10:00 核对" in todo.note
    online(department, column, doc_number=nine)
    assert titles_of(office) == [], "a page that goes public is seen at once"
    read_register(
        by=office, source="登记簿", rows=[HEAD, [nine, "丁事", "本厅", "不予公开", "2026-01-05", "", ""]]
    )
    enter_register(by=office)
    assert titles_of(office) == ["不是主动公开却已上线 1 件"], "and a book that says otherwise"
    before = len(looked)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        titles_of(office)
    assert len(looked) == before + 1, "every paper stands on a day"


def test_the_morning_keeps_what_it_found(department: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    make_entry(department.office, "示交办〔2026〕9号", written_on=date(2026, 1, 5), unit=department.unit)
    reconcile_register.func()
    monkeypatch.setattr(register_noted, "reconciled", lambda day: pytest.fail("looked again"))
    assert titles_of(department.office) == ["主动公开还没有上线 1 件"]


def test_what_is_kept_names_nothing(department: Department) -> None:
    entry = make_entry(department.office, "示交办〔2026〕9号", written_on=date(2026, 1, 5))
    kept = register_noted.noted_register(timezone.localdate())
    assert kept.counts[RegisterFinding.NOT_ONLINE] == 1
    assert entry.title not in repr(kept)
