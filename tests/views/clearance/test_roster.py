"""值班表: entered by the office, kept for the record, with an event for every change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.models import DutyShift
from gongkai.clearance.usecases.roster import remove_shift, set_shift
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> tuple[User, User, User]:
    """Who configures, who leads, who checks."""
    return make_user(Role.OFFICE), make_user(Role.LEADER), make_user(Role.SECRECY)


def today() -> date:
    return timezone.localdate()


def codes(error: Any) -> set[str]:
    return {code.removeprefix("clearance.roster.") for code in error.value.codes}


@pytest.mark.rule(
    "clearance.roster.right",
    "clearance.roster.past",
    "clearance.roster.one_person",
    "clearance.roster.suited",
    "clearance.roster.taken",
)
def test_every_wrong_shift_is_refused_and_a_right_one_leaves_its_event(people: Any) -> None:
    office, leader, checker = people
    day = today() + timedelta(days=1)
    frozen = make_user(Role.LEADER)
    frozen.frozen_at = timezone.now()
    frozen.save()
    for wanted, by, told in [
        ({"day": day, "leader": leader, "checker": checker}, make_user(Role.DRAFTER), {"right"}),
        ({"day": today() - timedelta(days=1), "leader": leader, "checker": checker}, office, {"past"}),
        ({"day": day, "leader": office, "checker": checker}, office, {"suited"}),
        ({"day": day, "leader": frozen, "checker": checker}, office, {"suited"}),
        ({"day": day, "leader": leader, "checker": make_user(Role.DRAFTER)}, office, {"suited"}),
        ({"day": day, "leader": leader, "checker": leader}, office, {"one_person", "suited"}),
    ]:
        with pytest.raises(Refused) as refused:
            set_shift(by=by, **wanted)
        assert codes(refused) == told
    assert not DutyShift.objects.exists()
    shift = set_shift(by=office, day=day, leader=leader, checker=checker)
    with pytest.raises(Refused) as refused:
        set_shift(by=office, day=day, leader=leader, checker=checker)
    assert codes(refused) == {"taken"}
    set_shift(by=office, shift=shift, day=day, leader=leader, checker=office)
    event = Event.objects.filter(action="clearance.set_shift").latest("pk")
    assert event.data["old"]["checker"] == checker.pk
    assert event.data["new"]["checker"] == office.pk


def test_the_record_of_a_day_that_has_passed_stays(people: Any) -> None:
    office, leader, checker = people
    past = DutyShift.objects.create(day=today() - timedelta(days=1), leader=leader, checker=checker)
    for act in (
        lambda: remove_shift(by=office, shift=past),
        lambda: set_shift(by=office, shift=past, day=today(), leader=leader, checker=checker),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == {"past"}
    coming = set_shift(by=office, day=today(), leader=leader, checker=checker)
    remove_shift(by=office, shift=coming)
    assert Event.objects.filter(action="clearance.remove_shift").count() == 1
    assert list(DutyShift.objects.all()) == [past]


def test_the_screen_tells_at_the_field_and_keeps_what_was_typed(client: Client, people: Any) -> None:
    office, leader, checker = people
    client.force_login(office)
    url = reverse("duty_shifts:add")
    wrong = {"day": today() - timedelta(days=3), "leader": leader.pk, "checker": checker.pk}
    answer = client.post(url, wrong)
    assert answer.status_code == 200
    assert "已经过去" in str(answer.context["form"].errors["day"])
    assert f'value="{wrong["day"]:%Y-%m-%d}"' in answer.content.decode()
    right = {**wrong, "day": today()}
    assert client.post(url, right).status_code == 302
    shift = DutyShift.objects.get()
    edited = client.post(reverse("duty_shifts:edit", args=[shift.pk]), {**right, "checker": office.pk})
    assert edited.status_code == 302
    assert Event.objects.filter(action="clearance.set_shift", actor_id=office.pk).count() == 2
    assert client.post(reverse("duty_shifts:delete", args=[shift.pk])).status_code == 302
    assert not DutyShift.objects.exists()


def test_a_past_shift_is_not_deleted_on_the_screen(client: Client, people: Any) -> None:
    office, leader, checker = people
    past = DutyShift.objects.create(day=today() - timedelta(days=1), leader=leader, checker=checker)
    client.force_login(office)
    answer = client.post(reverse("duty_shifts:delete", args=[past.pk]))
    assert answer.status_code == 409
    assert "已经过去" in answer.content.decode()
    assert DutyShift.objects.exists()
