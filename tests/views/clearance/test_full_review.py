"""补送完整审查: the button on the slip that owes it, its page, and who sees them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import ItemRole, Urgency, Verdict
from gongkai.clearance.models import DutyShift, ReviewSlip
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.verbs import SUBMIT
from gongkai.core.accounts.enums import Role
from tests.factories.gate import Department, approve_all, make_column, make_department, make_document, submit
from tests.factories.people import make_user, post
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = pytest.mark.django_db
BUTTON = ">补送完整审查</a>"


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def urgent(department: Department) -> ReviewSlip:
    draft = make_document(department, make_column(department))
    checker, leader = make_user(Role.OFFICE), make_user(Role.LEADER)
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=checker)
    slip = submit(
        department, [(draft, ItemRole.POLICY)], urgency=Urgency.URGENT, urgent_grounds="大桥塌陷，须立即封路"
    )
    for person in (checker, leader):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    return slip


def page_of(client: Any, user: Any, slip: ReviewSlip) -> str:
    client.force_login(user, backend=BACKEND)
    return client.get(reverse("clearance:slip", args=[slip.pk])).content.decode()


@pytest.mark.parametrize(("role", "allowed"), role_cases(SUBMIT))
def test_who_opens_it(client, role, allowed, urgent):
    assert_opens(client, role, reverse("clearance:full_review", args=[urgent.pk]), allowed=allowed)


def test_the_button_is_for_the_unit_until_it_is_sent_and_again_if_that_was_taken_back(
    client, department, urgent
):
    stranger = make_user(Role.DRAFTER)
    colleague = make_user(Role.DRAFTER)
    post(colleague, department.unit)
    assert BUTTON in page_of(client, colleague, urgent)
    for other in (stranger, department.leader, department.web):
        text = page_of(client, other, urgent)
        assert BUTTON not in text
        assert f"由{department.unit}的人员补送" in text
    page_of(client, department.drafter, urgent)
    sent = client.post(reverse("clearance:full_review", args=[urgent.pk]), {"urgency": "urgent"})
    full = ReviewSlip.objects.get(previous=urgent)
    assert (sent.status_code, sent.url) == (302, reverse("clearance:slip", args=[full.pk]))
    assert full.urgency == Urgency.NORMAL
    text = page_of(client, department.drafter, urgent)
    assert BUTTON not in text
    assert f'正在审查单 <a href="{sent.url}">{full.number}</a>' in text
    client.post(reverse("clearance:cancel", args=[full.pk]))
    assert BUTTON in page_of(client, department.drafter, urgent)


def test_once_it_is_paid_the_slip_says_where(client, department, urgent):
    client.force_login(department.drafter, backend=BACKEND)
    url = reverse("clearance:full_review", args=[urgent.pk])
    client.post(url)
    full = approve_all(department, ReviewSlip.objects.get(previous=urgent))
    text = page_of(client, department.drafter, urgent)
    assert BUTTON not in text
    assert "上补齐完整审查" in text
    again = client.post(url)
    assert again.status_code == 409
    assert full.number in again.content.decode()


def test_a_stranger_is_told_why(client, urgent):
    client.force_login(make_user(Role.DRAFTER), backend=BACKEND)
    response = client.post(reverse("clearance:full_review", args=[urgent.pk]))
    assert response.status_code == 409
    assert "您不是起草单位的人员" in response.content.decode()
    assert not ReviewSlip.objects.filter(previous=urgent).exists()
