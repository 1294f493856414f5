"""Nothing uncleared goes live through Wagtail's own screens; each refusal is a page, never a 500."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import BasePage
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.gate import clear_and_release, make_column, make_department, make_document, submit
from tests.factories.people import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Any:
    return make_department()


@pytest.fixture
def column(department: Any) -> Any:
    return make_column(department)


@pytest.fixture
def draft(department: Any, column: Any) -> PolicyDocument:
    return make_document(department, column)


@pytest.fixture
def client_of() -> Any:
    def make(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def superuser(django_user_model: Any) -> Any:
    return django_user_model.objects.create_superuser("root", password="x", full_name="系统管理员")


def form_data(page: PolicyDocument, **extra: Any) -> dict[str, Any]:
    data = {
        "title": page.title,
        "slug": page.slug,
        "kind": page.kind,
        "signature": page.signature,
        "disclosure": page.disclosure,
        "unit": page.unit_id,
        "body-count": "0",
        "points-count": "0",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "attachments-TOTAL_FORMS": 0,
        "attachments-INITIAL_FORMS": 0,
    }
    return {**data, **extra}


def test_posting_publish_in_the_editor_keeps_a_draft(client_of, superuser, draft):
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    response = client_of(superuser).post(url, form_data(draft, **{"action-publish": "1"}))
    assert response.status_code in (302, 409)
    assert not BasePage.objects.get(pk=draft.pk).live


def test_posting_publish_on_create_keeps_a_draft(client_of, superuser, column, draft):
    url = reverse("wagtailadmin_pages:add", args=["policies", "policydocument", column.pk])
    data = form_data(draft, title="新建即发布", slug="new-and-live", **{"action-publish": "1"})
    response = client_of(superuser).post(url, data)
    assert response.status_code in (302, 409)
    assert not BasePage.objects.filter(slug="new-and-live", live=True).exists()


def test_bulk_publish_publishes_nothing(client_of, superuser, draft):
    url = reverse("wagtail_bulk_action", args=["clearance", "basepage", "publish"])
    response = client_of(superuser).post(f"{url}?id={draft.pk}", {"id": draft.pk})
    assert response.status_code < 500
    assert not BasePage.objects.get(pk=draft.pk).live


def test_the_editor_offers_our_acts_and_no_publish(client_of, department, draft):
    html = (
        client_of(department.drafter)
        .get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
        .content.decode()
    )
    assert "提交审查" in html
    assert 'name="action-publish"' not in html
    assert 'name="action-submit"' not in html


def test_a_page_under_review_is_locked_for_everybody(client_of, department, draft):
    submit(department, [(draft, ItemRole.POLICY)])
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    for person in (department.drafter, department.office):
        client_of(person).post(url, form_data(draft, title="审查中改标题"))
        assert BasePage.objects.get(pk=draft.pk).draft_title != "审查中改标题"


def test_wagtails_scheduler_publishes_nothing_uncleared(draft):
    from django.core.management import call_command
    from django.utils import timezone

    revision = draft.get_latest_revision()
    revision.approved_go_live_at = timezone.now()
    revision.save()
    call_command("publish_scheduled")
    assert not BasePage.objects.get(pk=draft.pk).live


def test_a_workflow_on_a_page_clears_nothing(department, draft, superuser):
    workflow = Workflow.objects.create(name="旁路")
    task = GroupApprovalTask.objects.create(name="自己批")
    WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr)
    state = workflow.start(draft, superuser)
    with pytest.raises(Refused):
        state.current_task_state.specific.approve(user=superuser)
    assert not BasePage.objects.get(pk=draft.pk).live


def test_the_delete_screen_of_a_cleared_page_explains(client_of, superuser, department, draft):
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    response = client_of(superuser).get(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    assert response.status_code in (302, 403, 409)
    client_of(superuser).post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    assert BasePage.objects.get(pk=draft.pk).live


@pytest.mark.parametrize("verb", ["unpublish", "set_privacy"])
def test_wagtails_unpublish_and_privacy_are_closed(client_of, superuser, department, draft, verb):
    clear_and_release(department, [(draft, ItemRole.POLICY)])
    response = client_of(superuser).post(reverse(f"wagtailadmin_pages:{verb}", args=[draft.pk]))
    assert response.status_code < 500
    assert BasePage.objects.get(pk=draft.pk).live


@pytest.mark.parametrize("name", ["wagtailapi", "wagtailapi_v3", "wagtail_serve", "wagtaildocs_serve"])
def test_no_interface_of_wagtail_is_mounted_publicly(name):
    with pytest.raises(NoReverseMatch):
        reverse(name, args=["x"])


def test_a_drafter_edits_only_in_the_own_unit(client_of, department, draft):
    other = make_department()
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert client_of(other.drafter).get(url).status_code in (302, 403)
    assert client_of(department.drafter).get(url).status_code == 200


def test_a_new_page_starts_in_the_writers_unit_and_offers_no_unit_that_is_no_more(
    client_of, department, column
):
    gone = make_unit("撤销处")
    Unit.objects.filter(pk=gone.pk).update(valid_until=date(2026, 1, 1))
    url = reverse("wagtailadmin_pages:add", args=["policies", "policydocument", column.pk])
    html = client_of(department.drafter).get(url).content.decode()
    assert f'<option value="{department.unit.pk}" selected>' in html
    assert "撤销处" not in html


def test_a_page_of_a_unit_that_is_no_more_says_so(client_of, department, draft):
    Unit.objects.filter(pk=department.unit.pk).update(valid_until=date(2026, 1, 1))
    html = (
        client_of(department.drafter)
        .get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
        .content.decode()
    )
    assert "运输处（2026-01-01 撤销）" in html
