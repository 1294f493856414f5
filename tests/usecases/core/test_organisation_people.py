"""Delegations and leaving, with the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.usecases import unfreeze_account
from gongkai.core.accounts.verbs import roles_of
from gongkai.core.audit.models import Event
from gongkai.core.notify.models import Notice
from gongkai.core.organisation import holdings
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.holdings import Held, OpenWork
from gongkai.core.organisation.models import Delegation, Handover, Post, Unit
from gongkai.core.organisation.queries import grantors_for, heads_of, units_of
from gongkai.core.organisation.queries.delegations import delegations_seen_by, reasons_against_acting
from gongkai.core.organisation.rules.leaving import NO_GROUNDS, Receivers
from gongkai.core.organisation.usecases.delegations import grant_delegation, revoke_delegation
from gongkai.core.organisation.usecases.leaving import leave_post
from gongkai.core.reasons import Refused
from tests.factories.organisation import SCOPE, signing_right, tasks_on
from tests.factories.people import make_unit, make_user, post

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
WEEK = TODAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel("2026-11-22 10:00:00+08:00", tick=False), signing_right(Role.LEADER):
        yield


@pytest.fixture
def leader() -> User:
    return make_user(Role.LEADER)


@pytest.fixture
def deputy() -> User:
    return make_user(Role.UNIT_HEAD)


def grant(by: User, grantor: User, delegate: User, **other: Any) -> tuple[Delegation, list[Delegation]]:
    given: dict[str, Any] = {
        "valid_from": TODAY,
        "valid_until": WEEK,
        "grounds": "出差",
        "scope": SCOPE,
        **other,
    }
    return grant_delegation(by=by, grantor=grantor, delegate=delegate, **given)


def codes_of_acting(user: User, grantor: User, day: date = TODAY, **other: Any) -> list[str]:
    reasons = reasons_against_acting(user=user, grantor=grantor, scope=SCOPE, day=day, **other)
    return [reason.code for reason in reasons]


def test_a_delegation_is_given_used_and_taken_back(leader: User, deputy: User) -> None:
    assert codes_of_acting(deputy, leader) == ["delegation.not_in_force"]
    given, beside = grant(leader, leader, deputy)
    assert beside == []
    assert given.recorded_by is None
    assert list(grantors_for(deputy, SCOPE, WEEK)) == [leader]
    assert codes_of_acting(deputy, leader) == []
    assert codes_of_acting(deputy, leader, editors={leader.pk}) == ["delegation.grantor_edited"]
    revoke_delegation(by=leader, delegation=given, because="已返回")
    assert not grantors_for(deputy, SCOPE, TODAY).exists()
    assert codes_of_acting(deputy, leader) == ["delegation.not_in_force"]
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == [
        "organisation.grant_delegation",
        "organisation.revoke_delegation",
    ]


def test_a_right_held_by_delegation_cannot_be_passed_on(leader: User, deputy: User) -> None:
    grant(leader, leader, deputy)
    with pytest.raises(Refused) as refused:
        grant(deputy, deputy, make_user(Role.UNIT_HEAD))
    assert refused.value.codes == ("delegation.no_redelegation",)
    assert Delegation.objects.count() == 1


def test_the_office_records_a_paper_but_not_for_itself(leader: User, deputy: User) -> None:
    office = make_user(Role.OFFICE)
    given, _ = grant(office, leader, deputy)
    assert given.recorded_by == office
    with pytest.raises(Refused) as refused:
        grant(office, leader, office)
    assert refused.value.codes == ("delegation.self_recorded",)
    with pytest.raises(Refused) as refused:
        grant(deputy, leader, make_user(Role.DRAFTER))
    assert refused.value.codes == ("delegation.not_yours",)


def test_overlaps_are_allowed_and_listed(leader: User, deputy: User) -> None:
    first, _ = grant(leader, leader, deputy)
    _, beside = grant(leader, leader, make_user(Role.UNIT_HEAD), valid_from=WEEK, valid_until=WEEK)
    assert beside == [first]


def test_a_right_lost_meanwhile_ends_the_delegation(leader: User, deputy: User) -> None:
    grant(leader, leader, deputy)
    leader.groups.clear()
    fresh = User.objects.get(pk=leader.pk)
    assert codes_of_acting(deputy, fresh) == ["delegation.right_not_held"]


def test_everybody_sees_their_own_and_the_office_all(leader: User, deputy: User) -> None:
    given, _ = grant(leader, leader, deputy)
    assert list(delegations_seen_by(leader)) == [given]
    assert list(delegations_seen_by(deputy)) == [given]
    assert list(delegations_seen_by(make_user(Role.OFFICE))) == [given]
    assert not delegations_seen_by(make_user(Role.UNIT_HEAD)).exists()


@pytest.mark.parametrize("days", [-1, 0])
def test_the_database_itself_refuses_dates_out_of_order(leader: User, deputy: User, days: int) -> None:
    def create() -> Delegation:
        return Delegation.objects.create(
            grantor=leader,
            delegate=deputy,
            scope="x",
            grounds="y",
            valid_from=TODAY,
            valid_until=TODAY + timedelta(days=days),
        )

    if days < 0:
        with pytest.raises(IntegrityError), transaction.atomic():
            create()
    else:
        create()


@pytest.fixture
def leaving() -> dict[str, Any]:
    """A head with two tasks, a delegation each way and an open session."""
    head, unit = make_user(Role.UNIT_HEAD, name="李四"), make_unit("财审处")
    post(head, unit, PostKind.HEAD)
    other = make_user(Role.UNIT_HEAD, Role.LEADER)
    for one, two in ((head, other), (other, head)):
        Delegation.objects.create(
            grantor=one, delegate=two, scope="x", grounds="y", valid_from=TODAY, valid_until=WEEK
        )
    for user in (head, other):
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session.save()
    return {"head": head, "unit": unit, "other": other, "office": make_user(Role.OFFICE)}


def leave(of: dict[str, Any], receivers: Receivers, new_heads: dict[int, int], **other: Any) -> Handover:
    by = other.pop("by", of["office"])
    return leave_post(
        by=by,
        user=of["head"],
        left_on=TODAY,
        grounds="调令",
        receivers=receivers,
        new_heads=new_heads,
        **other,
    )


def test_leaving_is_refused_with_the_whole_list(leaving: dict[str, Any]) -> None:
    head, unit = leaving["head"], leaving["unit"]
    with tasks_on({"1": head, "2": head, "3": leaving["other"]}) as tasks:
        with pytest.raises(Refused) as refused:
            leave(leaving, Receivers(), {})
        assert refused.value.codes == ("leaving.open_item", "leaving.open_item", "leaving.last_head")
        assert tasks["1"] == head
    head.refresh_from_db()
    assert not head.is_frozen
    assert list(heads_of(unit, TODAY)) == [head]
    assert not Event.objects.exists()


def test_leaving_hands_over_freezes_and_ends_sessions(leaving: dict[str, Any]) -> None:
    head, unit, other = leaving["head"], leaving["unit"], leaving["other"]
    third = make_user(Role.DRAFTER)
    Unit.objects.filter(pk=unit.pk).update(supervised_by=head)
    with tasks_on({"1": head, "2": head, "3": other}) as tasks:
        receivers = Receivers(by_item={"在办任务:2": third.pk}, rest=other.pk)
        handover = leave(leaving, receivers, {unit.pk: other.pk})
        assert tasks == {"1": other, "2": third, "3": other}
    head.refresh_from_db()
    unit.refresh_from_db()
    assert (head.is_frozen, head.frozen_at) == (True, timezone.now())
    assert unit.supervised_by == other
    tomorrow = TODAY + timedelta(days=1)
    told = Notice.objects.get(kind="organisation.new_head")
    assert told.user == other
    assert f"自 {tomorrow:%Y-%m-%d} 起，您是财审处的负责人" in told.text
    assert list(heads_of(unit, tomorrow)) == [other]
    assert list(units_of(head, TODAY)) == [unit]
    assert not units_of(head, tomorrow).exists()
    assert (handover.ended_delegations, handover.ended_sessions) == (2, 1)
    assert [s.get_decoded()["_auth_user_id"] for s in Session.objects.all()] == [str(other.pk)]
    assert not Delegation.objects.filter(revoked_at=None).exists()
    assert {(item.label, item.receiver_id) for item in handover.items.all()} == {
        ("任务1", other.pk),
        ("任务2", third.pk),
        ("财审处", other.pk),
    }
    for action in ("organisation.leave_post", "accounts.freeze"):
        assert Event.objects.filter(action=action, actor_id=leaving["office"].pk).count() == 1


def test_who_left_can_come_back(leaving: dict[str, Any]) -> None:
    head, unit, other = leaving["head"], leaving["unit"], leaving["other"]
    leave(leaving, Receivers(rest=other.pk), {unit.pk: other.pk})
    gone = User.objects.get(pk=head.pk)
    assert not roles_of(gone)
    assert head not in User.objects.in_office()
    back, password = unfreeze_account(by=make_user(Role.ADMIN), user=gone)
    assert authenticate(None, username=head.username, password=password) == back
    assert roles_of(User.objects.get(pk=head.pk)) == {Role.UNIT_HEAD}
    assert head in User.objects.in_office()


def test_an_account_is_shut_by_freezing_only(leader: User) -> None:
    leader.is_active = False
    with pytest.raises(IntegrityError), transaction.atomic():
        leader.save()


def test_a_receiver_who_may_not_take_the_work_stops_everything(
    leaving: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(keys: Sequence[str], leaver: User, receiver: User, by: User) -> int:
        raise Refused([NO_GROUNDS.reason("接办人没有审查权限。")])

    work = OpenWork("审查", lambda user: [Held("1", "稿件")], refuse)
    monkeypatch.setitem(holdings.OPEN_WORK, "审查", work)
    with tasks_on({"1": leaving["head"]}) as tasks:
        with pytest.raises(Refused, match="接办人没有审查权限"):
            leave(leaving, Receivers(rest=leaving["other"].pk), {leaving["unit"].pk: leaving["other"].pk})
        assert tasks["1"] in (leaving["head"], leaving["other"])
    assert not Handover.objects.exists()
    assert not User.objects.get(pk=leaving["head"].pk).is_frozen
    assert Post.objects.filter(kind=PostKind.HEAD).count() == 1


@pytest.mark.parametrize("role", [Role.LEADER, Role.UNIT_HEAD, Role.DRAFTER, Role.INSPECTOR])
def test_others_may_not_let_people_leave(role: Role, leaving: dict[str, Any]) -> None:
    receivers, heads = Receivers(rest=leaving["other"].pk), {leaving["unit"].pk: leaving["other"].pk}
    with pytest.raises(Refused) as refused:
        leave(leaving, receivers, heads, by=make_user(role))
    assert refused.value.codes == ("organisation.not_allowed",)
    leave(leaving, receivers, heads)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.HOTLINE, Role.UNIT_HEAD])
def test_a_right_is_let_only_to_people_of_its_level(leader: User, role: Role) -> None:
    stranger, peer = make_user(role), make_user(Role.LEADER)
    with pytest.raises(Refused) as refused:
        grant(leader, leader, stranger, scope="clearance.review_final")
    assert refused.value.codes == ("delegation.not_suited",)
    assert not Delegation.objects.exists()
    grant(leader, leader, peer, scope="clearance.review_final")
    assert list(grantors_for(peer, "clearance.review_final", TODAY)) == [leader]
    assert not grantors_for(peer, "clearance.review_office", TODAY).exists()


def test_an_account_from_outside_is_no_delegate_of_any_right(leader: User) -> None:
    with pytest.raises(Refused) as refused:
        grant(leader, leader, make_user(Role.OPERATOR))
    assert refused.value.codes == ("delegation.not_suited",)


def test_a_delegate_who_lost_the_level_acts_for_nobody(leader: User, deputy: User) -> None:
    grant(leader, leader, deputy)
    deputy.groups.clear()
    fresh = User.objects.get(pk=deputy.pk)
    assert not grantors_for(fresh, SCOPE, TODAY).exists()
    assert codes_of_acting(fresh, leader) == ["delegation.not_suited"]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.DRAFTER])
def test_work_goes_only_to_who_may_do_it(leaving: dict[str, Any], role: Role) -> None:
    head, unit, other = leaving["head"], leaving["unit"], leaving["other"]
    Unit.objects.filter(pk=unit.pk).update(supervised_by=head)
    receivers, heads = Receivers(rest=make_user(role).pk), {unit.pk: make_user(role).pk}
    with pytest.raises(Refused) as refused:
        leave(leaving, receivers, heads)
    assert refused.value.codes == ("leaving.unsuited", "leaving.unsuited")
    assert not User.objects.get(pk=head.pk).is_frozen
    leave(leaving, Receivers(rest=other.pk), {unit.pk: other.pk})
    unit.refresh_from_db()
    assert unit.supervised_by == other
