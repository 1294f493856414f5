"""Importing a year, and the deadlines that waited for it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.core.workdays.enums import DayKind, Roll
from gongkai.core.workdays.models import Day, HolidayYear
from gongkai.core.workdays.queries import calendar_for
from gongkai.core.workdays.rules import Deferred, Settled, days, is_workday, read_notice, workdays
from gongkai.core.workdays.usecases import import_holiday_year, preview_import, settle_deadlines
from tests.factories.people import make_user
from tests.factories.workdays import NOTICE_2026, NOTICE_2027, draft_of
from tests.ledger.models import Task

pytestmark = pytest.mark.django_db
D = date.fromisoformat


def make_task(start: str, n: int = 10, *, title: str = "补发解读", done: bool = False) -> Task:
    task = Task(title=title, done=done)
    task.set_deadline(D(start), workdays(n), calendar_for())
    task.save()
    return task


def test_migration_seeds_2019_to_2026() -> None:
    assert list(HolidayYear.objects.order_by("year").values_list("year", flat=True)) == [*range(2019, 2027)]
    assert calendar_for().years == frozenset(range(2019, 2027))
    assert not is_workday(D("2026-10-01"), calendar_for())
    assert is_workday(D("2026-10-10"), calendar_for())


@pytest.mark.rule("workdays.import.allowed")
@pytest.mark.parametrize("role", [None, *Role])
def test_only_office_and_administration_import(role: Role | None) -> None:
    user = make_user(*([role] if role else []))
    draft = read_notice(NOTICE_2027)
    if role in {Role.OFFICE, Role.ADMIN}:
        import_holiday_year(draft, by=user)
        assert 2027 in calendar_for().years
    else:
        with pytest.raises(Refused) as refusal:
            import_holiday_year(draft, by=user)
        assert refusal.value.codes == ("workdays.import.allowed",)
        assert not HolidayYear.objects.filter(year=2027).exists()
        assert not Event.objects.exists()


def test_refusal_names_every_reason_and_leaves_nothing() -> None:
    draft = draft_of(2027, extra=[("2027-03-03", DayKind.MAKEUP), ("2030-01-01", DayKind.HOLIDAY)])
    with pytest.raises(Refused) as refusal:
        import_holiday_year(draft, by=make_user(Role.DRAFTER))
    assert refusal.value.codes == (
        "workdays.import.allowed",
        "workdays.table.makeup_on_weekend",
        "workdays.table.right_year",
    )
    assert not Day.objects.filter(date__year__gte=2027).exists()


def test_deferred_deadline_settles_itself_on_import() -> None:
    task, known = make_task("2026-12-20", 20), make_task("2026-12-01", 5)
    assert task.outcome == Deferred(2027, D("2027-01-12"))
    assert task.due_text == "待2027年放假安排公布，不早于2027年1月12日"
    assert not task.is_overdue(D("2028-01-01"))

    done = import_holiday_year(read_notice(NOTICE_2027), by=make_user(Role.OFFICE))

    task.refresh_from_db()
    known.refresh_from_db()
    assert task.outcome == Settled(D("2027-01-18"))
    assert known.outcome == Settled(D("2026-12-08"))
    assert [change.subject for change in done.settling] == [task]
    event = Event.objects.get(action="workdays.settle_deadline")
    assert event.subject_id == str(task.pk)
    assert event.data["after"] == "2027年1月18日"
    summary = Event.objects.get(action="workdays.import_year")
    assert summary.data["deadlines_settled"] == 1


def test_preview_changes_nothing() -> None:
    task = make_task("2026-12-20", 20)
    preview = preview_import(read_notice(NOTICE_2027), by=make_user(Role.OFFICE))
    assert len(preview.settling) == 1
    assert any(c.day == D("2027-01-01") and c.text == "正常上班 → 放假" for c in preview.days)
    assert 2027 not in calendar_for().years
    task.refresh_from_db()
    assert task.due_on is None


def test_correction_moves_known_deadlines_but_not_finished_ones() -> None:
    open_task, finished = make_task("2026-12-01", 5), make_task("2026-12-01", 5, done=True)
    earlier = make_task("2026-11-02", 5)
    draft = read_notice(NOTICE_2026 + "八、临时安排：12月7日放假。\n")
    done = import_holiday_year(draft, by=make_user(Role.ADMIN))
    assert [(change.subject, str(change.after)) for change in done.moving] == [(open_task, "2026年12月9日")]
    for task, due in ((open_task, "2026-12-09"), (finished, "2026-12-08"), (earlier, "2026-11-09")):
        task.refresh_from_db()
        assert task.due_on == D(due)


def test_import_again_is_harmless_and_a_year_can_be_corrected() -> None:
    office = make_user(Role.OFFICE)
    import_holiday_year(read_notice(NOTICE_2027), by=office)
    again = import_holiday_year(read_notice(NOTICE_2027), by=office)
    assert again.days == []
    shorter = read_notice(NOTICE_2027.replace("六、中秋节：9月15日放假。\n", ""))
    changed = import_holiday_year(shorter, by=office)
    assert [(change.day, change.text) for change in changed.days] == [(D("2027-09-15"), "放假 → 正常上班")]
    assert is_workday(D("2027-09-15"), calendar_for())


def test_still_waiting_for_the_year_after() -> None:
    task = make_task("2026-12-20", 280)
    import_holiday_year(read_notice(NOTICE_2027), by=make_user(Role.OFFICE))
    task.refresh_from_db()
    assert isinstance(task.outcome, Deferred)
    assert task.outcome.year == 2028


def test_day_of_another_years_table_is_refused() -> None:
    office = make_user(Role.OFFICE)
    import_holiday_year(draft_of(2027, extra=[("2026-12-26", DayKind.HOLIDAY)]), by=office)
    with pytest.raises(Refused, match="已在2027年的放假安排中"):
        import_holiday_year(draft_of(2026, extra=[("2026-12-26", DayKind.HOLIDAY)]), by=office)


def test_settling_job_catches_what_was_set_with_an_old_calendar(capsys: pytest.CaptureFixture[str]) -> None:
    old = calendar_for()
    import_holiday_year(read_notice(NOTICE_2027), by=make_user(Role.OFFICE))
    task = Task(title="晚到的")
    task.set_deadline(D("2026-12-20"), workdays(20), old)
    task.save()
    call_command("settle_deadlines")
    assert "1个期限" in capsys.readouterr().out
    task.refresh_from_db()
    assert task.due_on == D("2027-01-18")
    assert settle_deadlines() == 0


def test_extension_keeps_start_unit_and_roll() -> None:
    task = Task(title="答复")
    task.set_deadline(D("2026-09-01"), days(30), calendar_for(), roll=Roll.NONE)
    assert task.due_on == D("2026-10-01")
    task.extend_deadline(days(3), calendar_for())
    assert (task.due_on, task.start_on, str(task.duration)) == (D("2026-10-04"), D("2026-09-01"), "33日")
    with pytest.raises(ValueError):
        Task(title="无期限").extend_deadline(days(1), calendar_for())


@pytest.mark.parametrize(
    "broken",
    [
        {"due_on": None},
        {"not_before": D("2027-01-01"), "waits_for_year": 2027},
        {"start_on": None},
        {"duration_n": None},
        {"due_on": None, "not_before": D("2027-01-01")},
    ],
)
def test_database_refuses_half_a_deadline(broken: dict[str, object]) -> None:
    task = make_task("2026-11-02")
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(**broken)
    Task.objects.create(title="没有期限")


def test_calendar_costs_one_query(django_assert_num_queries: object) -> None:
    calendar_for()
    with django_assert_num_queries(1):  # type: ignore[operator]
        calendar_for()
