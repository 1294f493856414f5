"""What is public stands where its reviewers saw it: path and parent lie outside the digest, and are compared."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.clearance.enums import ItemRole, SlipState, Verdict
from gongkai.clearance.models import BasePage
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.release import release_slip
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyIndexPage
from tests.factories.gate import (
    Department,
    add_page,
    approve_all,
    clear,
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
