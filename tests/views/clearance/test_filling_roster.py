"""成批排班: previewed, written as previewed, and what each day has already stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import RotaDays
from gongkai.clearance.models import DutyShift
from gongkai.clearance.queries.rota import rota_for
from gongkai.clearance.rules.rota import turn_on
from gongkai.clearance.usecases.roster import fill_roster
from gongkai.clearance.verbs import CONFIGURE
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from tests.factories.people import make_user
from tests.fields import loose_ends
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = pytest.mark.django_db
URL = "/admin/clearance/roster/"


class Staff:
    def __init__(self) -> None:
        self.office = make_user(Role.OFFICE)
        self.leaders = [make_user(Role.LEADER), make_user(Role.LEADER)]
        self.checkers = [make_user(Role.SECRECY), make_user(Role.SECRECY)]

    @property
    def turns(self) -> list[tuple[User, User]]:
        return list(zip(self.leaders, self.checkers, strict=True))

    def data(self, days: int = 14, **changed: Any) -> dict[str, Any]:
        first = timezone.localdate()
        pairs = {f"leader_{n}": one.pk for n, one in enumerate(self.leaders, start=1)}
        pairs |= {f"checker_{n}": one.pk for n, one in enumerate(self.checkers, start=1)}
        last = first + timedelta(days=days - 1)
        return {"first": first, "last": last, "wanted": RotaDays.EVERY.value, **pairs, **changed}


@pytest.fixture
def staff(client: Client) -> Staff:
    made = Staff()
    client.force_login(made.office, backend=BACKEND)
    return made


@pytest.mark.parametrize(("who", "allowed"), role_cases(CONFIGURE))
def test_who_configures_opens_it(client: Client, who: Any, allowed: bool) -> None:
    assert_opens(client, who, URL, allowed=allowed)


def test_a_preview_writes_nothing_and_the_writing_writes_what_was_seen(client: Client, staff: Staff) -> None:
    kept = DutyShift.objects.create(
        day=timezone.localdate() + timedelta(days=3), leader=staff.leaders[1], checker=staff.checkers[1]
    )
    assert "成批排班" in client.get(reverse("duty_shifts:index")).content.decode()
    seen = client.post(URL, {**staff.data(), "act": "preview"})
    text = seen.content.decode()
    assert (seen.status_code, DutyShift.objects.count()) == (200, 1)
    assert "写入这 13 天" in text
    assert "已有安排，不动" in text
    assert loose_ends(text) == []
    answer = client.post(URL, {**staff.data(), "act": "write", "seen": seen.context["rota"].digest})
    assert answer.status_code == 302
    shifts = list(DutyShift.objects.order_by("day"))
    assert len(shifts) == 14
    assert shifts[3].pk == kept.pk
    for shift in shifts[:3] + shifts[4:]:
        week = turn_on(shift.day, shifts[0].day, len(staff.turns))
        assert (shift.leader, shift.checker) == staff.turns[week]
    assert Event.objects.filter(action="clearance.set_shift").count() == 13
    event = Event.objects.get(action="clearance.fill_roster")
    assert (event.actor_id, event.data["shifts"]) == (staff.office.pk, 13)


def test_what_was_not_previewed_is_not_written(client: Client, staff: Staff) -> None:
    digest = client.post(URL, {**staff.data(), "act": "preview"}).context["rota"].digest
    other = client.post(URL, {**staff.data(days=20), "act": "write", "seen": digest})
    assert other.status_code == 409
    assert "和刚才预览的不一样" in other.content.decode()
    assert "写入这 20 天" in other.content.decode()
    assert client.post(URL, {**staff.data(), "act": "write"}).status_code == 409
    assert not DutyShift.objects.exists()


def test_refusals_stand_at_their_fields_and_nothing_typed_is_lost(client: Client, staff: Staff) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    both = make_user(Role.LEADER, Role.SECRECY)
    asked = staff.data(first=yesterday, leader_2=both.pk, checker_2=both.pk, act="preview")
    answer = client.post(URL, asked)
    errors = answer.context["form"].errors
    assert answer.status_code == 409
    assert "已经过去" in str(errors["first"])
    assert "同一个人" in str(errors["checker_2"])
    assert f'value="{yesterday:%Y-%m-%d}"' in answer.content.decode()
    assert loose_ends(answer.content.decode()) == []
    half = client.post(URL, staff.data(checker_2="", act="write"))
    assert "只选了一个人" in str(half.context["form"].errors["checker_2"])
    for nonsense in (
        {"leader_1": "999999"},
        {"wanted": "x"},
        {"last": "9999-12-31"},
        {"first": "0001-01-01"},
        {},
    ):
        wrong = client.post(URL, staff.data(act="write", **nonsense) if nonsense else {"act": "write"})
        assert wrong.status_code in {409, 422}, nonsense
    assert not DutyShift.objects.exists()


def test_the_use_case_refuses_too(staff: Staff) -> None:
    first = timezone.localdate()
    last = first + timedelta(days=6)
    staff.leaders[0].frozen_at = timezone.now()
    staff.leaders[0].save()
    asked: dict[str, Any] = {"first": first, "last": last, "wanted": RotaDays.EVERY, "turns": staff.turns}
    with pytest.raises(Refused) as refused:
        fill_roster(by=make_user(Role.DRAFTER), seen=rota_for(**asked).digest, **asked)
    assert {code.removeprefix("clearance.roster.") for code in refused.value.codes} == {"right", "suited"}
    assert not DutyShift.objects.exists()


def test_days_past_the_last_table_are_filled_whole_or_not_at_all(client: Client, staff: Staff) -> None:
    far = date(timezone.localdate().year + 2, 3, 1)
    asked = staff.data(first=far, last=far + timedelta(days=6), act="preview")
    told = client.post(URL, {**asked, "wanted": RotaDays.REST.value}).context["form"].errors["wanted"]
    assert "放假安排还没有导入" in str(told)
    assert client.post(URL, asked).status_code == 200


def test_the_screen_asks_the_same_however_many_pairs(
    client: Client, staff: Staff, django_assert_max_num_queries: Any
) -> None:
    for _ in range(10):
        make_user(Role.LEADER)
        make_user(Role.SECRECY)
    with django_assert_max_num_queries(40):
        client.get(URL)


def test_a_refused_stretch_shows_nothing_to_write(client: Client, staff: Staff) -> None:
    for one in range(14):
        day = timezone.localdate() + timedelta(days=one)
        DutyShift.objects.create(day=day, leader=staff.leaders[0], checker=staff.checkers[0])
    answer = client.post(URL, staff.data(act="preview"))
    assert "都已有安排" in str(answer.context["form"].errors["last"])
    assert 'value="write"' not in answer.content.decode()
