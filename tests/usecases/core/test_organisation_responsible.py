"""After a unit has ended its pages and columns are its successor's, and nothing that was cleared has changed (ADR 0007)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from gongkai.clearance.digest import digest_of
from gongkai.clearance.enums import ContentKind, ItemRole
from gongkai.clearance.forms import _name_of_unit
from gongkai.clearance.models import BasePage
from gongkai.clearance.queries import slips_waiting_for
from gongkai.clearance.usecases.submission import submit_for_review
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.notify.models import Notice
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.models import Post, Unit
from gongkai.core.organisation.queries import responsible_unit, unit_ids_worked_for, works_for
from gongkai.core.organisation.queries.changes import held_by, main_successors
from gongkai.core.organisation.queries.responsible import title_posts
from gongkai.core.organisation.rules.change import Plan
from gongkai.core.organisation.usecases.changes import carry_out_change, digest_of_rows, draw_up_change
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyDocument
from gongkai.website.todos import load_todos
from gongkai.website.usecases import remind_of_resting_columns
from tests.factories.gate import Department, clear_and_release, make_column, make_department, make_document
from tests.factories.organisation import plan_of
from tests.factories.people import make_unit, make_user, post
from tests.factories.website import make_article, make_home, make_news_column

pytestmark = pytest.mark.django_db
TODAY, DAY = date(2026, 11, 22), date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel("2026-11-22 10:00:00+08:00", tick=False):
        yield


def change(kind: str, plan: Plan, day: date = DAY) -> None:
    office = make_user(Role.OFFICE)
    row = draw_up_change(by=office, kind=kind, instrument="示编1号", effective_on=day, plan=plan)
    sources = list(Unit.objects.filter(pk__in=plan.source_ids))
    rows = [] if kind == "rename" else held_by(sources, day)
    carry_out_change(by=office, change=row, seen=digest_of_rows(rows))


@dataclass
class Merged:
    """A department whose division went into a new one, with the people of that and of another."""

    department: Department
    released: PolicyDocument
    draft: PolicyDocument
    new: Unit
    heir: User
    head: User
    stranger: User


@pytest.fixture
def merged() -> Merged:
    department = make_department()
    column = make_column(department)
    released, draft = make_document(department, column), make_document(department, column)
    clear_and_release(department, [(released, ItemRole.PAGE)])
    other = make_unit("公路处", supervised_by=department.leader)
    change("merge", plan_of([department.unit, other], "综合处"))
    new = Unit.objects.get(name="综合处")
    heir, head = make_user(Role.DRAFTER), make_user(Role.UNIT_HEAD)
    post(heir, new)
    post(head, new, PostKind.HEAD)
    stranger = make_user(Role.DRAFTER)
    post(stranger, make_unit("法规处"))
    return Merged(department, released, draft, new, heir, head, stranger)


def test_what_was_cleared_keeps_its_unit_and_its_digest(merged: Merged) -> None:
    page = PolicyDocument.objects.get(pk=merged.released.pk)
    clearance = page.granted_clearance()
    assert page.live
    assert page.unit == merged.department.unit
    assert clearance is not None
    assert digest_of(page) == clearance.digest
    assert clearance.slip.unit == merged.department.unit


def test_statistics_go_by_the_unit_of_the_time_and_by_the_successor(merged: Merged) -> None:
    then = list(BasePage.objects.filter(pk=merged.released.pk).values_list("unit", flat=True))
    assert then == [merged.department.unit.pk]
    assert main_successors(then, TODAY) == {merged.department.unit.pk: merged.new.pk}
    assert main_successors(then, DAY - timedelta(days=1)) == {
        merged.department.unit.pk: merged.department.unit.pk
    }


def test_the_successor_may_edit_and_others_may_not(merged: Merged) -> None:
    page = BasePage.objects.get(pk=merged.draft.pk)
    assert page.permissions_for_user(merged.heir).can_edit()
    assert not page.permissions_for_user(merged.stranger).can_edit()
    assert unit_ids_worked_for(merged.stranger, TODAY).isdisjoint({merged.department.unit.pk, merged.new.pk})


def test_before_the_day_the_successor_has_no_right_yet(merged: Merged) -> None:
    assert not works_for(merged.heir, merged.department.unit.pk, DAY - timedelta(days=1))
    assert works_for(merged.heir, merged.department.unit.pk, DAY)


def test_the_successor_sends_it_and_its_head_reviews_it(merged: Merged) -> None:
    members = [(merged.draft, ItemRole.PAGE)]
    asked = {"members": members, "kind": ContentKind.POLICY, "unit": merged.department.unit}
    with pytest.raises(Refused) as refused:
        submit_for_review(by=merged.stranger, **asked)
    assert "clearance.submit.right" in refused.value.codes
    slip = submit_for_review(by=merged.heir, **asked)
    assert slip.unit == merged.new
    assert slip in slips_waiting_for(merged.head, TODAY)
    item = slip.items.get()
    assert item.revision.as_object().unit == merged.department.unit


def test_the_choice_of_units_says_who_has_its_work_now(merged: Merged) -> None:
    old = Unit.objects.get(pk=merged.department.unit.pk)
    assert _name_of_unit(old) == "运输处（2026-11-01 撤销，现由综合处承办）"
    assert _name_of_unit(merged.new) == "综合处"


def test_a_resting_column_is_reminded_of_at_the_successor() -> None:
    old, other = make_unit("宣传处"), make_unit("信息处")
    long_ago = datetime(2026, 10, 1, tzinfo=UTC)
    column = make_news_column(make_home(), at=long_ago, update_within_days=14, unit=old)
    make_article(column, at=long_ago)
    BasePage.objects.filter(live=True).update(public_since=long_ago)
    change("merge", plan_of([old, other], "新闻处"))
    heir, stranger = make_user(Role.DRAFTER), make_user(Role.DRAFTER)
    post(heir, Unit.objects.get(name="新闻处"))
    post(stranger, make_unit("法规处"))
    office = make_user(Role.OFFICE)
    assert [todo.title for todo in load_todos(heir, TODAY)] == [f"栏目该更新了：{column.title}"]
    assert not list(load_todos(stranger, TODAY))
    remind_of_resting_columns(today=TODAY)
    told = Notice.objects.filter(user__in=[heir, stranger, office])
    assert [notice.user for notice in told] == [heir]


def test_the_chain_is_followed_to_its_end_and_a_split_goes_to_the_main_successor() -> None:
    first, second, third = make_unit("一处"), make_unit("二处"), make_unit("三处")
    change("end", plan_of([first], second), date(2026, 9, 1))
    change("split", plan_of([second], "四处", third), date(2026, 10, 1))
    main = Unit.objects.get(name="四处")
    first.refresh_from_db()
    assert responsible_unit(first, TODAY) == main
    assert responsible_unit(first, date(2026, 9, 15)) == second
    assert responsible_unit(first, date(2026, 8, 15)) == first
    one, other = make_user(Role.DRAFTER), make_user(Role.DRAFTER)
    post(one, main)
    post(other, third)
    assert unit_ids_worked_for(one, TODAY) == {first.pk, second.pk, main.pk}
    assert unit_ids_worked_for(other, TODAY) == {third.pk}


def test_titles_of_posts_are_shown_with_the_present_name() -> None:
    unit, person = make_unit("财审处"), make_user()
    held = post(person, unit, PostKind.HEAD)
    Post.objects.filter(pk=held.pk).update(title="财审处处长")
    plan = plan_of([unit], unit)
    renamed = Plan(
        plan.source_ids,
        tuple(type(one)(one.unit_id, name="财务处", short_name="财务处") for one in plan.targets),
    )
    change("rename", renamed)
    row = Post.objects.select_related("unit").get(pk=held.pk)
    title_posts([row], TODAY)
    assert (row.title_now, row.title) == ("财务处处长", "财审处处长")


def test_a_title_bears_the_name_of_the_day_that_it_is_asked_for() -> None:
    unit, person = make_unit("财审处"), make_user()
    held, past, before = (post(person, unit, PostKind.HEAD) for _ in range(3))
    rows = Post.objects.filter(unit=unit)
    rows.update(title="财审处处长")
    rows.filter(pk=past.pk).update(valid_until=TODAY - timedelta(days=1))
    rows.filter(pk=before.pk).update(valid_until=DAY - timedelta(days=1))
    plan = plan_of([unit], unit)
    named = tuple(type(one)(one.unit_id, name="财务处", short_name="财务处") for one in plan.targets)
    change("rename", Plan(plan.source_ids, named))

    def titles(day: date) -> dict[int, str]:
        found = list(rows.select_related("unit"))
        title_posts(found, day)
        return {row.pk: row.title_now for row in found}

    assert titles(TODAY) == {held.pk: "财务处处长", past.pk: "财务处处长", before.pk: "财审处处长"}
    assert set(titles(DAY - timedelta(days=1)).values()) == {"财审处处长"}
