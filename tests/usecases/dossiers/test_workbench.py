"""The workbench of the chain: as many dossiers as there are, the same number of queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.duties.dossiers.enums import Mode
from gongkai.duties.dossiers.todos import load_todos
from gongkai.duties.policies.enums import DocumentKind
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
NOW = datetime(2026, 11, 28, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def to_sign(department: Department, role: Role) -> None:
    """A paper that a leader signs here, or, for whoever records, one that is signed in OA."""
    mode = Mode.FULL if role is Role.LEADER else Mode.OA
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN, mode=mode)
    add_version(dossier)


def queries_for(person: User) -> int:
    fresh = User.objects.get(pk=person.pk)
    with CaptureQueriesContext(connection) as captured:
        load_todos(fresh, timezone.localdate())
    return len(captured)


@pytest.mark.parametrize("role", [Role.LEADER, Role.OFFICE, Role.LEGALITY])
def test_the_number_of_queries_does_not_grow(department: Department, role: Role) -> None:
    person = make_user(role)
    to_sign(department, role)
    few = queries_for(person)
    for _ in range(6):
        to_sign(department, role)
    assert queries_for(person) == few
    if role is not Role.LEGALITY:
        assert len(load_todos(person, timezone.localdate())) == 7
