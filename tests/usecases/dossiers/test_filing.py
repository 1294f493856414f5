"""备案: recorded after publication, told before and after its last day, by the term that held; the workbench and notices."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.clearance.models import BasePage
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.notify.models import Notice
from gongkai.core.reasons import Refused
from gongkai.core.workbench import Shelf, Todo
from gongkai.duties.dossiers.enums import Owing, PaperKind, Route, Step, StepState
from gongkai.duties.dossiers.evidence import chain_figures
from gongkai.duties.dossiers.models import Dossier, ReviewTerm, StepRecord
from gongkai.duties.dossiers.notices_filing import FILING_DUE
from gongkai.duties.dossiers.queries.owing import owing_in
from gongkai.duties.dossiers.queries.standing import standing_of
from gongkai.duties.dossiers.rules.terms import FILING_DAYS, PARAMETERS
from gongkai.duties.dossiers.tasks_filing import remind_of_filings_due
from gongkai.duties.dossiers.todos import load_todos
from gongkai.duties.dossiers.usecases.recording import Told, record_step
from gongkai.duties.dossiers.usecases.terms import set_review_term
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.factories.filing import published_dossier
from tests.factories.gate import Department, clear, make_document
from tests.factories.people import make_user
from tests.usecases.dossiers.test_live import put_live
from tests.usecases.dossiers.walking import codes, scan, state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
SHANGHAI = ZoneInfo("Asia/Shanghai")
PUBLIC = date(2026, 11, 10)
LAST = date(2026, 11, 25)
TODAY = date(2026, 11, 28)
OWN = "《示例省行政规范性文件备案规定》第六条"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with at(TODAY):
        yield


def at(day: date) -> Any:
    return time_machine.travel(datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI), tick=False)


def told(done_on: date, **changes: Any) -> Told:
    values: dict[str, Any] = {
        "statement": "已报省政府备案。",
        "organ": "省司法厅",
        "file": scan("备案报告.pdf"),
        **changes,
    }
    return Told(done_on=done_on, **values)


def file(department: Department, dossier: Dossier, done_on: date, **changes: Any) -> StepRecord:
    return record_step(by=department.office, dossier=dossier, step=Step.FILING, told=told(done_on, **changes))


def words(dossier: Dossier) -> str:
    return standing_of(dossier).filing_words


def todos(person: User, day: date = TODAY) -> list[Todo]:
    return load_todos(User.objects.get(pk=person.pk), day)


def test_no_filing_before_publication_and_late_stays_late(department: Department) -> None:
    dossier = published_dossier(department, PUBLIC)
    assert words(dossier) == "备案超期 3 天"
    with pytest.raises(Refused) as refusal:
        file(department, dossier, PUBLIC - timedelta(1))
    assert codes(refusal)[-1] == "dossiers.record.dates"
    last = refusal.value.reasons[-1]
    assert last.field == "done_on"
    assert "备案（2026-11-09）早于同步发布（2026-11-10）" in last.message
    row = file(department, dossier, date(2026, 11, 27))
    assert row.paper is not None
    assert row.paper.kind == PaperKind.FILING
    assert state(dossier, Step.FILING) is StepState.DONE
    with at(date(2027, 6, 1)):
        assert words(dossier) == "备案晚了 2 天"


def test_a_filing_in_time_stops_the_clock(department: Department) -> None:
    dossier = published_dossier(department, PUBLIC)
    file(department, dossier, LAST)
    assert words(dossier) == ""
    assert standing_of(dossier).filing is not None


def test_the_page_starts_the_clock_on_the_day_it_went_live(department: Department, column: Any) -> None:
    dossier = published_dossier(department, PUBLIC)
    StepRecord.objects.filter(dossier=dossier, step__in=[Step.RELEASE, Step.IN_FORCE]).update(
        overtaken_at=timezone.now()
    )
    page = make_document(department, column)
    clear(department, [(page, "page")])
    Dossier.objects.filter(page=page).update(route=Route.HISTORY)
    put_live(page.pk)
    Dossier.objects.filter(page=page).update(page=None)
    Dossier.objects.filter(pk=dossier.pk).update(page=page)
    late_in_the_evening = datetime(2026, 11, 12, 0, 30, tzinfo=SHANGHAI)  # the 11th in Greenwich
    BasePage.objects.filter(pk=page.pk).update(first_published_at=late_in_the_evening)
    dossier.refresh_from_db()
    clock = standing_of(dossier).filing
    assert clock is not None
    assert (clock.published_on, clock.due_on) == (date(2026, 11, 12), date(2026, 11, 27))
    with pytest.raises(Refused) as refusal:
        file(department, dossier, date(2026, 11, 11))
    assert "早于同步发布（2026-11-12）" in refusal.value.reasons[-1].message
    file(department, dossier, date(2026, 11, 12))


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": DocumentKind.POLICY},
        {"signature": Signature.JOINT_OTHER},
        {"signature": Signature.PROVINCE},
        {"route": Route.HISTORY},
    ],
)
def test_what_is_not_ours_to_file_has_no_clock(department: Department, fields: dict[str, Any]) -> None:
    dossier = published_dossier(department, PUBLIC, **fields)
    assert standing_of(dossier).filing is None
    assert remind_of_filings_due.func() == 0


def test_the_term_of_the_day_of_publication_holds(department: Department) -> None:
    term, office = PARAMETERS[FILING_DAYS], department.office
    with pytest.raises(Refused) as refusal:
        set_review_term(by=department.drafter, term=term, days=20, source="")
    assert codes(refusal) == ["dossiers.terms.set", "dossiers.terms.set"]
    with at(date(2026, 11, 1)):
        set_review_term(by=office, term=term, days=20, source=OWN)
    dossier = published_dossier(department, PUBLIC)
    assert words(dossier) == "备案还剩 2 天"
    view = next(one for one in standing_of(dossier).track if one.step is Step.FILING)
    assert (view.ground, view.basis) == ("公布之日起 20 日内报省政府备案。", OWN)
    set_review_term(by=office, term=term, days=60, source="修订后的规定")
    assert words(dossier) == "备案还剩 2 天"  # what is public already is measured by what held then
    assert words(published_dossier(department, TODAY)) == "备案还剩 60 天"
    assert ReviewTerm.objects.filter(code=FILING_DAYS).count() == 2
    with pytest.raises(DatabaseError, match="只增不改"), transaction.atomic():
        ReviewTerm.objects.filter(code=FILING_DAYS).update(days=60)


def test_who_files_sees_it_on_the_workbench(department: Department) -> None:
    dossier = published_dossier(department, PUBLIC)
    reviewer, stranger = make_user(Role.LEGALITY), make_user(Role.LEADER)
    for person in (department.drafter, department.office, reviewer):
        (found,) = todos(person)
        assert found.shelf is Shelf.LATE
        assert (found.due_on, found.lamp, found.lamp_text) == (LAST, "red", "已超期")
        assert "备案超期 3 天" in found.note
    assert todos(stranger) == []
    assert todos(department.head) == []
    with at(LAST):
        assert [(one.lamp_text, one.shelf) for one in todos(reviewer, LAST)] == [("快到期", Shelf.LATE)]
    with at(PUBLIC):
        assert [(one.lamp_text, one.shelf) for one in todos(reviewer, PUBLIC)] == [("", Shelf.MINE)]
    file(department, dossier, TODAY)
    assert [one.act for one in todos(department.office)] == ["立卷"]


def test_the_number_of_queries_does_not_grow(department: Department) -> None:
    def taken() -> int:
        with CaptureQueriesContext(connection) as captured:
            todos(department.drafter)
        return len(captured)

    published_dossier(department, PUBLIC)
    few = taken()
    for _ in range(5):
        published_dossier(department, PUBLIC)
    assert taken() == few
    assert len(todos(department.drafter)) == 6


def test_it_is_told_once_until_it_is_read_and_settled_by_the_filing(department: Department) -> None:
    dossier = published_dossier(department, PUBLIC)
    people = {department.drafter, department.office}
    with at(LAST - timedelta(6)):
        assert remind_of_filings_due.func() == 0
    with at(LAST - timedelta(5)):
        assert remind_of_filings_due.func() >= len(people)
        assert remind_of_filings_due.func() == 0
    soon = Notice.objects.filter(kind=FILING_DUE.code)
    assert people <= {one.user for one in soon}
    assert all("快到期" in one.text and dossier.title not in one.text for one in soon)
    assert remind_of_filings_due.func() >= len(people)
    assert soon.filter(text__contains="已经超期").exists()
    with pytest.raises(Refused):
        file(department, dossier, TODAY, file=None)
    assert soon.filter(read_at__isnull=True).exists()
    file(department, dossier, TODAY)
    assert not soon.filter(read_at__isnull=True).exists()
    assert remind_of_filings_due.func() == 0


def test_what_is_overdue_is_counted_and_listed(department: Department) -> None:
    late, new = published_dossier(department, PUBLIC), published_dossier(department, TODAY)
    standings = [standing_of(one) for one in (late, new)]
    owing = owing_in(standings, TODAY)
    assert Owing.UNFILED in owing[late.pk]
    assert Owing.UNFILED not in owing[new.pk]
    figures = {one.name: one for one in chain_figures(TODAY)}
    assert figures[str(Owing.UNFILED.label)].value == 1
    assert "owes=unfiled" in figures[str(Owing.UNFILED.label)].url
