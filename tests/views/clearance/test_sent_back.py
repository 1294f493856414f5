"""From a slip that was sent back, or taken back, to the next one; and what the next one tells of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.clearance.enums import ItemRole, Verdict
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.submission import cancel_slip
from gongkai.core.accounts.enums import Role
from tests.factories.gate import (
    Department,
    make_column,
    make_companions,
    make_department,
    make_document,
    submit,
)
from tests.factories.people import make_user
from tests.permissions import BACKEND

pytestmark = pytest.mark.django_db
OPINION = "第三条写清时限。"


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def document(department: Department) -> Any:
    return make_document(department, make_column(department))


def page_of(client: Client, user: Any, slip: Any) -> Any:
    client.force_login(user, backend=BACKEND)
    return client.get(reverse("clearance:slip", args=[slip.pk]))


def test_what_was_sent_back_leads_to_its_editor_and_to_the_next_slip(client, department, document):
    slip = submit(department, [(document, ItemRole.PAGE)])
    again = reverse("clearance:submit", args=["clearance.BasePage", document.pk])
    edit = f'href="{reverse("wagtailadmin_pages:edit", args=[document.pk])}"'
    assert again not in page_of(client, department.drafter, slip).content.decode()
    slip = decide_step(by=department.head, slip=slip, verdict=Verdict.RETURNED, opinion=OPINION)
    for user, is_theirs in ((department.drafter, True), (make_user(Role.DRAFTER), False)):
        html = page_of(client, user, slip).content.decode()
        assert (again in html, edit in html) == (is_theirs, is_theirs)
        assert "处室负责人初审：退回" in html
    second = submit(department, [(document, ItemRole.PAGE)])
    html = page_of(client, department.head, second).content.decode()
    assert slip.number in html
    assert OPINION in html
    assert "第一次送审" not in html
    assert "内容没有变化" in html
    assert again not in page_of(client, department.drafter, slip).content.decode(), "it was sent again"


def test_who_took_a_slip_back_is_not_shown_as_its_reviewer(client, department, document):
    slip = submit(department, [(document, ItemRole.PAGE)])
    cancel_slip(by=department.drafter, slip=slip)
    page = page_of(client, department.drafter, slip)
    assert [step.person for step in page.context["chain"]] == ["", "", ""]
    assert page.context["taken_back"].person == department.drafter.full_name
    assert reverse("clearance:submit", args=["clearance.BasePage", document.pk]) in page.content.decode()


def test_an_interpretation_leads_to_its_document(client, department, document):
    words, _chart = make_companions(department, document)
    client.force_login(department.drafter, backend=BACKEND)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[words.pk])).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[document.pk]) in html
    assert reverse("interpretations_sync", args=[document.pk]) in html
