"""审查流程 and 值班安排 in the browser, and Wagtail's own screens of workflows closed."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Task, Workflow, WorkflowTask

from gongkai.clearance.enums import ContentKind
from gongkai.clearance.models import FinalReviewTask, ReviewChain
from gongkai.clearance.usecases.setup import FULL_CHAIN, TYPO_CHAIN
from gongkai.clearance.verbs import CONFIGURE
from gongkai.core.accounts.enums import Role
from tests.factories.people import make_user
from tests.permissions import BACKEND, SUPERUSER, assert_opens, role_cases, sign_in, was_refused

pytestmark = pytest.mark.django_db
KIND = "article"


def office(client: Any) -> Any:
    user = make_user(Role.OFFICE)
    client.force_login(user, backend=BACKEND)
    return user


@pytest.mark.parametrize(("role", "allowed"), role_cases(CONFIGURE))
def test_who_configures(client, role, allowed):
    for url in (
        reverse("clearance:chains"),
        reverse("clearance:chain_edit", args=[KIND]),
        reverse("clearance:alternate", args=[FinalReviewTask.objects.get().pk]),
    ):
        assert_opens(client, role, url, allowed=allowed)
        client.logout()


def test_both_stand_in_the_menu_of_who_configures(client):
    office(client)
    text = client.get(reverse("clearance:chains")).content.decode()
    assert reverse("clearance:chains") in text
    assert reverse("duty_shifts:index") in text
    assert "三级审查" in text


def test_a_wrong_chain_is_refused_at_its_field_and_nothing_chosen_is_lost(client):
    office(client)
    full, typo = Workflow.objects.get(name=FULL_CHAIN), Workflow.objects.get(name=TYPO_CHAIN)
    url = reverse("clearance:chain_edit", args=[KIND])
    response = client.post(url, {"workflow": typo.pk, "urgent_workflow": "", "typo_workflow": typo.pk})
    text = response.content.decode()
    assert response.status_code == 409
    assert "不能用作普通流程" in text
    assert "请选步骤依次为处室负责人初审、办公室（含保密）复审、分管厅领导终审的流程" in text
    assert f'<option value="{typo.pk}" selected>' in text
    assert ReviewChain.objects.get(kind=ContentKind.ARTICLE).workflow == full
    empty = client.post(url, {"workflow": ""})
    assert empty.status_code == 422
    done = client.post(
        url, {"workflow": full.pk, "urgent_workflow": "", "typo_workflow": typo.pk}, follow=True
    )
    assert "审查流程已保存" in done.content.decode()
    assert ReviewChain.objects.get(kind=ContentKind.ARTICLE).urgent_workflow is None


def test_the_alternate_is_named_and_only_from_those_who_may(client):
    office(client)
    task, leader, drafter = FinalReviewTask.objects.get(), make_user(Role.LEADER), make_user(Role.DRAFTER)
    url = reverse("clearance:alternate", args=[task.pk])
    assert client.post(url, {"alternate": drafter.pk}).status_code == 422
    done = client.post(url, {"alternate": leader.pk}, follow=True)
    assert "终审人已指定" in done.content.decode()
    task.refresh_from_db()
    assert task.alternate == leader


def test_the_old_addresses_are_gone(client):
    office(client)
    row = ReviewChain.objects.first()
    assert row is not None
    for url in ("/admin/review_chains/", f"/admin/review_chains/edit/{row.pk}/"):
        assert client.get(url).status_code == 404
        assert client.post(url, {"workflow": row.typo_workflow_id}).status_code == 404


@pytest.mark.parametrize("who", [Role.OFFICE, Role.ADMIN, Role.WEB, SUPERUSER])
def test_wagtails_screens_change_no_chain(client, who):
    sign_in(client, who)
    full, task = Workflow.objects.get(name=FULL_CHAIN), FinalReviewTask.objects.get()

    def state() -> Any:
        rows = WorkflowTask.objects.order_by("pk").values_list("workflow", "task", "sort_order")
        tasks = Task.objects.order_by("pk").values_list("name", "active")
        return list(rows), list(tasks), list(Workflow.objects.values_list("name", "active"))

    before = state()
    stage = {
        "name": "改过",
        "active": "on",
        "workflow_tasks-TOTAL_FORMS": "1",
        "workflow_tasks-INITIAL_FORMS": "0",
        "workflow_tasks-MIN_NUM_FORMS": "1",
        "workflow_tasks-MAX_NUM_FORMS": "1000",
        "workflow_tasks-0-task": str(task.pk),
        "workflow_tasks-0-ORDER": "1",
    }
    for name, args, data in (
        ("index", [], None),
        ("task_index", [], None),
        ("add", [], stage),
        ("edit", [full.pk], stage),
        ("disable", [full.pk], {}),
        ("enable", [full.pk], {}),
        ("edit_task", [task.pk], {"name": "改过"}),
        ("disable_task", [task.pk], {}),
        ("enable_task", [task.pk], {}),
        ("add_task", ["clearance", "finalreviewtask"], {"name": "另一个终审"}),
        ("add_task", ["wagtailcore", "groupapprovaltask"], {"name": "随便批"}),
        ("task_chooser_create", [], {"create-task-name": "随便批", "create-task-active": "on"}),
    ):
        url = reverse(f"wagtailadmin_workflows:{name}", args=args)
        url += "?create_model=clearance.FinalReviewTask" if name == "task_chooser_create" else ""
        response = client.get(url) if data is None else client.post(url, data)
        assert was_refused(response) or response.status_code == 400, (name, response.status_code)
        assert state() == before, name
