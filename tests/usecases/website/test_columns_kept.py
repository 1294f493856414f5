"""A column with an update duty: reminded of, on the workbench, and counted; only what is public counts as new."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.clearance.models import BasePage
from gongkai.core.accounts.enums import Role
from gongkai.core.evidence import EvidenceState, standing_of
from gongkai.core.notify.models import Notice
from gongkai.duties.policies.models import PolicyIndexPage
from gongkai.website.queries import columns_kept, columns_without_time
from gongkai.website.rules import reasons_against_resting
from gongkai.website.todos import load_todos
from gongkai.website.usecases import remind_of_resting_columns
from gongkai.website.verbs import SEE_TO_COLUMNS
from tests.factories.people import make_unit, make_user, post
from tests.factories.website import make_article, make_home, make_news_column, put_live

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def ago(days: int) -> datetime:
    return datetime(2026, 11, 22, 4, tzinfo=UTC) - timedelta(days=days)


def make_public() -> None:
    BasePage.objects.filter(live=True).update(public_since=ago(0))


@pytest.fixture
def resting() -> Any:
    """A column of a unit whose newest public entry is 15 days old, its duty 14; newer ones are not public."""
    column = make_news_column(make_home(), at=ago(200), update_within_days=14, unit=make_unit("宣传处"))
    make_article(column, at=ago(15))
    make_article(column, at=ago(100))
    make_public()
    make_article(column, "还没发布出去", at=ago(1))
    return column


@pytest.mark.rule("website.columns.updated")
@pytest.mark.parametrize(("days", "is_late"), [(0, False), (14, False), (15, True), (400, True)])
def test_the_last_day_still_counts(days: int, is_late: bool) -> None:
    last_on = TODAY - timedelta(days)
    reasons = reasons_against_resting(title="要闻", last_on=last_on, within_days=14, today=TODAY)
    assert bool(reasons) is is_late
    if is_late:
        assert f"{days} 天没有新内容" in reasons[0].message


def test_the_unit_is_told_and_not_again_within_a_week(resting: Any) -> None:
    office, one = make_user(Role.OFFICE), make_user(Role.DRAFTER)
    post(one, resting.unit)
    with time_machine.travel(ago(0), tick=False):
        assert remind_of_resting_columns(today=TODAY) == 1
        assert remind_of_resting_columns(today=TODAY) == 0
        notice = Notice.objects.get(kind="website.resting_column")
        assert notice.user == one
        assert "15 天没有新内容" in notice.text
    with time_machine.travel(ago(-8), tick=False):
        assert remind_of_resting_columns(today=TODAY + timedelta(8)) == 1
    assert not Notice.objects.filter(user=office).exists()


def test_where_nobody_works_in_the_unit_the_office_is_told(resting: Any) -> None:
    office = make_user(Role.OFFICE)
    make_user(Role.DRAFTER)
    assert remind_of_resting_columns(today=TODAY) == 1
    assert Notice.objects.get(kind="website.resting_column").user == office


def test_something_new_ends_it(resting: Any) -> None:
    make_public()
    make_user(Role.OFFICE)
    assert remind_of_resting_columns(today=TODAY) == 0
    assert standing_of(11, TODAY).figures[0].shown == "1 / 1"


def test_the_workbench_shows_it_to_the_unit(resting: Any) -> None:
    one = make_user(Role.DRAFTER)
    post(one, resting.unit)
    (todo,) = load_todos(one, TODAY)
    assert todo.due_on == TODAY - timedelta(1)


@pytest.mark.parametrize("role", list(Role))
def test_the_workbench_shows_all_to_who_sees_to_them(resting: Any, role: Role) -> None:
    todos = list(load_todos(make_user(role), TODAY))
    assert bool(todos) is (role in SEE_TO_COLUMNS.roles)


def test_the_evidence_counts_and_names_it(resting: Any) -> None:
    standing = standing_of(11, TODAY)
    assert standing.state is EvidenceState.FAILING
    assert standing.figures[0].shown == "0 / 1"
    assert standing.missing[0] == "“要闻动态”超过更新时限"


def test_a_column_below_counts_for_the_one_above_and_the_queries_stay_the_same(resting: Any) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            columns_kept()
        return len(caught)

    columns_kept()
    before = count()
    below = make_news_column(resting, slug="below", update_within_days=30)
    make_article(below, at=ago(2))
    make_public()
    BasePage.objects.filter(title="还没发布出去").update(public_since=None)
    assert count() == before
    assert {column.last_on for column in columns_kept()} == {TODAY - timedelta(2)}


def test_the_column_of_a_duty_may_have_its_time_too() -> None:
    home = make_home()
    page = PolicyIndexPage(title="政策文件", slug="policies", update_within_days=180, unit=make_unit())
    column = put_live(home, page, at=ago(200))
    make_public()
    kept = [row for row in columns_kept() if row.pk == column.pk]
    assert [row.within_days for row in kept] == [180]
    assert kept[0].reasons(TODAY)
    before = columns_without_time()
    column.update_within_days = None
    PolicyIndexPage.objects.filter(pk=column.pk).update(update_within_days=None)
    assert columns_without_time() == before + 1
