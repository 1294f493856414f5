"""What is public keeps its address, by whatever route one tries to take it away."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.actions.move_page import MovePageAction

from gongkai.clearance.enums import ContentKind, ItemRole
from gongkai.clearance.models import BasePage
from gongkai.clearance.usecases.release import release_slip
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyDocument, PolicyIndexPage
from tests.factories.gate import (
    Department,
    add_page,
    approve_all,
    clear_and_release,
    make_column,
    make_document,
    submit,
)
from tests.permissions import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
MOVED = ("clearance.move.live",)


@pytest.fixture
def live(department: Department, column: Any) -> PolicyDocument:
    page = make_document(department, column)
    clear_and_release(department, [(page, ItemRole.POLICY)])
    return PolicyDocument.objects.get(pk=page.pk)


@pytest.fixture
def elsewhere(department: Department) -> Any:
    return make_column(department)


@pytest.fixture
def superuser(django_user_model: Any) -> Any:
    return django_user_model.objects.create_superuser("root", password="x", full_name="系统管理员")


def address(page: Any) -> str:
    return BasePage.objects.get(pk=page.pk).url_path


def order_below(column: Any) -> list[int]:
    return list(BasePage.objects.get(pk=column.pk).get_children().values_list("pk", flat=True))


ROUTES = {
    "move": lambda page, target, user: page.move(target, pos="last-child"),
    "move without a place, which is beside the target": lambda page, target, user: page.move(target),
    "move by a person": lambda page, target, user: page.move(target, pos="last-child", user=user),
    "Wagtail's action": lambda page, target, user: MovePageAction(page, target, pos="last-child").execute(
        skip_permission_checks=True
    ),
    "the base row": lambda page, target, user: BasePage.objects.get(pk=page.pk).move(
        target, pos="first-child"
    ),
}


@pytest.mark.rule("clearance.move.live")
@pytest.mark.parametrize("route", ROUTES)
def test_no_move_takes_a_public_page_or_its_column_away(
    department, live, column, elsewhere, superuser, route
):
    before = address(live)
    for page in (live, column):
        target = BasePage.objects.get(pk=elsewhere.pk)
        if route.startswith("move without") and page == column:
            continue  # beside its sibling it stays where it is
        with pytest.raises((Refused, PermissionDenied)) as refused, transaction.atomic():
            ROUTES[route](type(page).objects.get(pk=page.pk), target, superuser)
        assert isinstance(refused.value, PermissionDenied) or refused.value.codes == MOVED
        assert address(live) == before
    draft = make_document(department, column)
    ROUTES[route](draft, BasePage.objects.get(pk=elsewhere.pk), superuser)
    assert not address(draft).startswith(address(column))


def test_bulk_move_takes_no_public_page_away(superuser, department, column, live, elsewhere):
    client = Client()
    client.force_login(superuser, backend=BACKEND)
    draft = make_document(department, column)
    url = reverse("wagtail_bulk_action", args=["clearance", "basepage", "move"])
    before = address(live)
    for page in (live, draft):
        response = client.post(f"{url}?id={page.pk}", {"chooser": elsewhere.pk})
        assert response.status_code < 500
    assert address(live) == before
    assert address(draft).startswith(address(elsewhere))


def test_public_pages_are_put_in_another_order(department, column, live):
    other = make_document(department, column)
    clear_and_release(department, [(other, ItemRole.POLICY)])
    client = Client()
    client.force_login(department.office, backend=BACKEND)
    addresses = address(live), address(other)
    assert order_below(column) == [live.pk, other.pk]
    url = reverse("wagtailadmin_pages:set_page_position", args=[live.pk])
    assert client.post(f"{url}?position=1").status_code == 200
    assert order_below(column) == [other.pk, live.pk]
    assert client.post(f"{url}?position=0").status_code == 200
    assert client.post(url).status_code == 200
    assert order_below(column) == [other.pk, live.pk]
    PolicyDocument.objects.get(pk=live.pk).move(BasePage.objects.get(pk=other.pk), pos="left")
    assert order_below(column) == [live.pk, other.pk]
    assert (address(live), address(other)) == addresses


def test_a_column_with_public_pages_is_not_sent_for_another_slug(department, column, live):
    column = PolicyIndexPage.objects.get(pk=column.pk)
    column.slug = "other-column"
    column.save_revision(user=department.drafter)
    with pytest.raises(Refused) as refused:
        submit(department, [(column, ItemRole.PAGE)], kind=ContentKind.STRUCTURE)
    assert refused.value.codes == MOVED


def test_a_column_is_not_released_at_another_address_than_its_public_pages(department, column):
    column.slug = "other-column"
    column.save_revision(user=department.drafter)
    slip = approve_all(department, submit(department, [(column, ItemRole.PAGE)], kind=ContentKind.STRUCTURE))
    page = make_document(department, PolicyIndexPage.objects.get(pk=column.pk))
    clear_and_release(department, [(page, ItemRole.POLICY)])
    before = address(page)
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert refused.value.codes == MOVED
    assert address(page) == before


def test_a_draft_column_above_public_pages_keeps_its_slug(department, column, live):
    root = BasePage.objects.get(depth=1)
    draft = add_page(
        root, PolicyIndexPage(title="草稿栏目", slug="draft", unit=department.unit), department.drafter
    )
    draft.slug = "renamed"
    draft.save()
    assert address(draft) == "/renamed/"
    BasePage.objects.filter(pk=live.pk).update(path=f"{draft.path}0001")
    with pytest.raises(Refused) as refused:
        draft.save_revision().as_object().move(root, pos="first-child")
        draft.slug = "again"
        draft.save()
    assert refused.value.codes == MOVED


def test_a_page_goes_live_at_the_address_it_was_cleared_for(department, live):
    live.slug = "new-address"
    live.save_revision(user=department.drafter)
    clear_and_release(department, [(PolicyDocument.objects.get(pk=live.pk), ItemRole.POLICY)])
    assert address(live).endswith("/new-address/")


@pytest.mark.parametrize("column_name", ["url_path", "slug"])
def test_the_database_keeps_the_address_of_a_public_page(department, column, live, column_name):
    update = f"UPDATE clearance_basepage SET {column_name} = %s WHERE id = %s"
    with connection.cursor() as cursor:
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(update, ["/elsewhere/", live.pk])
        draft = make_document(department, column)
        cursor.execute(update, ["/elsewhere/", draft.pk])
    assert address(live) == live.url_path
