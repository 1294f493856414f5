"""Each level of a review, tried by every role that holds the post."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from gongkai.clearance.enums import ItemRole, Verdict
from gongkai.clearance.queries import seats_of
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.verbs import REVIEW_FINAL, REVIEW_OFFICE, REVIEW_UNIT
from gongkai.core.accounts.enums import Role
from gongkai.core.organisation.enums import PostKind
from tests.factories.gate import make_column, make_department, make_document, submit
from tests.factories.people import make_user, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Any:
    return make_department()


@pytest.fixture
def slip(department: Any) -> Any:
    return submit(department, [(make_document(department, make_column(department)), ItemRole.POLICY)])


def may_take(user: Any, slip: Any) -> bool:
    return bool(seats_of(user, slip, slip.current_state().task.specific, timezone.localdate()))


@pytest.mark.parametrize("role", list(Role))
def test_the_first_level_is_for_a_head_with_the_role(department, slip, role):
    user = make_user(role)
    assert not may_take(user, slip)
    post(user, department.unit, PostKind.HEAD)
    assert may_take(user, slip) is (role in REVIEW_UNIT.roles)


@pytest.mark.parametrize("role", list(Role))
def test_the_second_level_is_for_the_office_and_secrecy(department, slip, role):
    slip = decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    assert may_take(make_user(role), slip) is (role in REVIEW_OFFICE.roles)


@pytest.mark.parametrize("role", list(Role))
def test_the_last_level_is_for_the_leader_in_charge(department, slip, role):
    for person in (department.head, department.office):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    user = make_user(role)
    assert not may_take(user, slip)
    department.unit.supervised_by = user
    department.unit.save()
    slip.refresh_from_db()
    assert may_take(user, slip) is (role in REVIEW_FINAL.roles)
