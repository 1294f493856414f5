"""Wagtail's explorer over gated pages: as many queries for twelve rows as for two."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import BasePage, JointRelease
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.gate import Department, clear_and_release, make_column, make_department, make_document
from tests.factories.people import make_user
from tests.permissions import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return make_department()


def opened(client: Any, user: User, page: Any) -> tuple[int, str]:
    """How many queries the listing below a page takes for a person, and what it shows."""
    client.force_login(user, backend=BACKEND)
    url = reverse("wagtailadmin_explore", args=[page.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured), response.content.decode()


@pytest.mark.parametrize("role", ["drafter", "office", "web"])
def test_the_explorer_takes_as_many_queries_for_twelve_pages_as_for_two(
    client: Any, department: Department, role: str
) -> None:
    column = make_column(department)
    add_rows(department, column, 1)
    user = getattr(department, role)
    few, _ = opened(client, user, column)
    add_rows(department, column, 5)
    many, html = opened(client, user, column)
    assert html.count("关于某项工作的通知") >= 12
    assert many == few


def add_rows(department: Department, column: Any, count: int) -> None:
    """So many public pages and as many drafts, each draft of a joint release of its own."""
    for _ in range(count):
        clear_and_release(department, [(make_document(department, column), ItemRole.POLICY)])
        members = [make_document(department, column) for _ in range(3)]
        joint = JointRelease.objects.create(
            **dict(zip(("policy", "interpretation", "infographic"), members, strict=True)),
            created_by=department.drafter,
            created_at=timezone.now(),
        )
        BasePage.objects.filter(pk__in=[page.pk for page in members]).update(joint_release=joint)


def test_the_buttons_say_what_a_page_asked_by_itself_says(client: Any, department: Department) -> None:
    column = make_column(department)
    public, draft, withdrawn = (make_document(department, column) for _ in range(3))
    for page in (public, withdrawn):
        clear_and_release(department, [(page, ItemRole.POLICY)])
    withdraw_document(by=department.office, target=PolicyDocument.objects.get(pk=withdrawn.pk), reason="误")
    listed = {page.pk: page for page in BasePage.objects.filter(depth__gt=1).with_traces().specific()}
    for user in (department.drafter, department.office, make_user(Role.INSPECTOR)):
        for pk, row in listed.items():
            alone = BasePage.objects.get(pk=pk).specific
            for act in ("can_delete", "can_move"):
                found = getattr(row.permissions_for_user(user), act)()
                assert found == getattr(alone.permissions_for_user(user), act)(), (user, row, act)
    traces = {
        page: (listed[page.pk].was_cleared, listed[page.pk].cleared_below, listed[page.pk].live_below)
        for page in (column, public, draft, withdrawn)
    }
    assert list(traces.values()) == [
        (True, True, True),
        (True, True, True),
        (False, False, False),
        (True, True, False),
    ]
    office = department.office
    assert {pk for pk, row in listed.items() if row.permissions_for_user(office).can_delete()} == {draft.pk}
    assert {pk for pk, row in listed.items() if row.permissions_for_user(office).can_move()} == {
        draft.pk,
        withdrawn.pk,
    }
    add_rows(department, make_column(department), 1)
    for row in BasePage.objects.filter(depth__gt=1).with_traces().specific():
        assert row.explained_id() == BasePage.objects.get(pk=row.pk).explained_id()
    _, html = opened(client, office, column)
    assert html.count("紧急清除") == 3  # the two that were cleared, and the column itself in the header


def test_what_stands_below_is_asked_for_without_a_list_of_keys(department: Department) -> None:
    column = make_column(department)
    with CaptureQueriesContext(connection) as before:
        assert column.reasons_against_deleting()
    for _ in range(5):
        make_document(department, column)
    column.refresh_from_db()
    with CaptureQueriesContext(connection) as after:
        assert column.reasons_against_deleting()
    assert len(after) == len(before) == 1
    assert len(after[0]["sql"]) == len(before[0]["sql"])
