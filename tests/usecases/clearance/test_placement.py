"""What is public stands where its reviewers saw it: path and parent lie outside the digest, and are compared."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.clearance.enums import ContentKind, ItemRole, SlipState, Verdict
from gongkai.clearance.models import BasePage, SlipItem
from gongkai.clearance.queries.releasing import reasons_against_release_for
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.submission import cancel_slip
from gongkai.core.reasons import Refused
from gongkai.core.triggers import triggers_lifted
from gongkai.duties.policies.models import PolicyIndexPage
from tests.factories.gate import (
    Department,
    add_page,
    approve_all,
    clear,
    clear_and_release,
    make_column,
    make_document,
    submit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
MOVED = {"clearance.move.under_review"}


@pytest.fixture
def columns(department: Department, column: BasePage) -> list[Any]:
    return [column, make_column(department)]


def move(page: Any, column: Any) -> None:
    """As code or a shell would, past the screens that refuse it."""
    BasePage.objects.get(pk=page.pk).move(BasePage.objects.get(pk=column.pk), pos="last-child")


def test_what_was_moved_under_review_is_not_approved(department, columns):
    page = make_document(department, columns[0])
    slip = submit(department, [(page, ItemRole.PAGE)])
    move(page, columns[1])
    with pytest.raises(Refused) as refused:
        decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    assert set(refused.value.codes) == MOVED
    assert "别的栏目" in str(refused.value)
    slip = decide_step(by=department.head, slip=slip, verdict=Verdict.RETURNED, opinion="放错了栏目")
    assert slip.state == SlipState.RETURNED
    anew = approve_all(department, submit(department, [(page, ItemRole.PAGE)]))
    assert anew.state == SlipState.GRANTED


def test_what_was_moved_after_its_clearance_goes_live_only_where_it_was_read(department, columns):
    page = make_document(department, columns[0])
    slip = clear(department, [(page, ItemRole.PAGE)])
    move(page, columns[1])
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert set(refused.value.codes) == MOVED
    assert not BasePage.objects.get(pk=page.pk).live
    move(page, columns[0])
    release_slip(by=department.web, slip=slip)
    assert BasePage.objects.get(pk=page.pk).live


def test_a_page_moved_with_the_column_above_it_counts_as_moved(department, columns):
    inner = PolicyIndexPage(title="分栏目", slug="inner", unit=department.unit)
    add_page(columns[0], inner, department.drafter)
    page = make_document(department, PolicyIndexPage.objects.get(pk=inner.pk))
    slip = submit(department, [(inner, ItemRole.PAGE), (page, ItemRole.PAGE)])
    move(inner, columns[1])
    with pytest.raises(Refused) as refused:
        decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    assert [reason.code for reason in refused.value.reasons] == [*MOVED] * 2


def test_a_neighbour_that_comes_and_goes_moves_nothing(department, columns):
    page, other = (make_document(department, columns[0]) for _ in range(2))
    slip = submit(department, [(page, ItemRole.PAGE)])
    move(other, columns[1])
    BasePage.objects.get(pk=page.pk).move(BasePage.objects.get(pk=columns[0].pk), pos="first-child")
    assert approve_all(department, slip).state == SlipState.GRANTED


WAITING = ("clearance.move.waiting_below",)


def with_other_slug(department: Department, column: Any, slug: str = "renamed") -> PolicyIndexPage:
    """The column with a new version that has another address."""
    page = PolicyIndexPage.objects.get(pk=column.pk)
    page.slug = slug
    page.save_revision(user=department.drafter)
    return PolicyIndexPage.objects.get(pk=column.pk)


def codes_of(act: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.codes


@pytest.mark.rule("clearance.move.waiting_below")
def test_a_column_gets_no_other_address_while_something_waits_below_it(department, column):
    page = make_document(department, column)
    slip = submit(department, [(page, ItemRole.PAGE)])
    renamed = with_other_slug(department, column)
    send = lambda: submit(department, [(renamed, ItemRole.PAGE)], kind=ContentKind.STRUCTURE)  # noqa: E731
    with pytest.raises(Refused) as refused:
        send()
    assert refused.value.codes == WAITING
    assert f"《{page.title}》" in str(refused.value)
    slip = approve_all(department, slip)
    assert codes_of(send) == WAITING, "cleared and not yet public"


@pytest.mark.rule("clearance.move.waiting_below")
def test_what_is_sent_below_a_column_on_its_way_to_another_address_holds_it_up(department, column):
    renamed = with_other_slug(department, column)
    slip = submit(department, [(renamed, ItemRole.PAGE)], kind=ContentKind.STRUCTURE)
    page = make_document(department, column)
    below = submit(department, [(page, ItemRole.PAGE)])
    decide = lambda: decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意")  # noqa: E731
    assert codes_of(decide) == WAITING
    cancel_slip(by=department.drafter, slip=below)
    slip = approve_all(department, slip)
    below = submit(department, [(page, ItemRole.PAGE)])
    assert [one.code for one in reasons_against_release_for(department.web, slip)] == [*WAITING]
    assert codes_of(lambda: release_slip(by=department.web, slip=slip)) == WAITING
    cancel_slip(by=department.drafter, slip=below)
    release_slip(by=department.web, slip=slip)
    clear_and_release(department, [(page, ItemRole.PAGE)])
    assert BasePage.objects.get(pk=page.pk).url_path.endswith(f"/renamed/{page.slug}/")


def test_a_column_changed_in_its_words_alone_holds_up_nobody(department, column):
    page = make_document(department, column)
    waiting = clear(department, [(page, ItemRole.PAGE)])
    column.introduction = "新的栏目说明"
    column.save_revision(user=department.drafter)
    clear_and_release(department, [(column, ItemRole.PAGE)], kind=ContentKind.STRUCTURE)
    release_slip(by=department.web, slip=waiting)
    assert BasePage.objects.get(pk=page.pk).live


def test_a_column_and_what_stands_below_it_get_their_address_together(department, column):
    inner = PolicyIndexPage(title="分栏目", slug="inner", unit=department.unit)
    add_page(column, inner, department.drafter)
    page = make_document(department, PolicyIndexPage.objects.get(pk=inner.pk))
    inner = with_other_slug(department, inner)
    clear_and_release(department, [(inner, ItemRole.PAGE), (page, ItemRole.PAGE)])
    assert BasePage.objects.get(pk=page.pk).url_path.endswith(f"/renamed/{page.slug}/")


def test_what_waits_below_a_column_renamed_past_the_gate_counts_as_moved(department, column, monkeypatch):
    """As a version released before the rule, or code that asks nobody, would have it."""
    page, other = (make_document(department, column) for _ in range(2))
    open_slip = submit(department, [(page, ItemRole.PAGE)])
    granted = clear(department, [(other, ItemRole.PAGE)])
    with monkeypatch.context() as patched:
        patched.setattr(BasePage, "waiting_below", lambda self, together=(): [])
        renamed = with_other_slug(department, column)
        clear_and_release(department, [(renamed, ItemRole.PAGE)], kind=ContentKind.STRUCTURE)
    decide = lambda: decide_step(by=department.head, slip=open_slip, verdict=Verdict.APPROVED, opinion="同意")  # noqa: E731
    assert set(codes_of(decide)) == MOVED
    assert set(codes_of(lambda: release_slip(by=department.web, slip=granted))) == MOVED
    assert not BasePage.objects.get(pk=other.pk).live


def test_a_place_noted_before_the_address_was_is_judged_by_its_keys(department, columns):
    page = make_document(department, columns[0])
    slip = submit(department, [(page, ItemRole.PAGE)])
    with triggers_lifted():
        SlipItem.objects.filter(slip=slip).update(placement=page.placement().partition("#")[0])
    assert approve_all(department, slip).state == SlipState.GRANTED
    move(page, columns[1])
    assert set(codes_of(lambda: release_slip(by=department.web, slip=slip))) == MOVED
