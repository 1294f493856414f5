"""Who is told of failed jobs, delegations and hand-overs; and what the digest gathers of the workbench."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.jobs.scheduling import MAX_ATTEMPTS, _give_back
from gongkai.core.jobs.working import run_pending_jobs
from gongkai.core.notify.models import Notice
from gongkai.core.notify.usecases import mark_read
from gongkai.core.organisation.holdings import OPEN_WORK, Held, register_open_work
from gongkai.core.organisation.rules.leaving import Receivers
from gongkai.core.organisation.usecases.delegations import (
    grant_delegation,
    revoke_delegation,
    tell_of_delegations_run_out,
)
from gongkai.core.organisation.usecases.leaving import leave_post
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@task()
def break_down() -> None:
    raise RuntimeError("来信人 13812345678")


def told(kind: str) -> set[User]:
    rows = Notice.objects.filter(kind=kind).select_related("user")
    return {row.user for row in rows}


def frozen(user: User) -> User:
    user.frozen_at = timezone.now()
    user.save()
    return user


def fail() -> None:
    break_down.enqueue()
    run_pending_jobs()


def test_a_job_that_fails_every_minute_is_told_once_until_it_is_read(client: Client) -> None:
    DBTaskResult.objects.all().delete()
    admin, web = make_user(Role.ADMIN), make_user(Role.WEB)
    make_user(Role.OFFICE)
    frozen(make_user(Role.ADMIN))
    fail()
    fail()
    assert told("jobs.failed") == {admin, web}
    assert Notice.objects.count() == 2
    mark_read(user=admin)
    fail()
    assert Notice.objects.filter(user=admin).count() == 2
    assert Notice.objects.filter(user=web).count() == 1
    notice = Notice.objects.filter(user=web)[0]
    assert "13812345678" not in notice.text
    client.force_login(web)
    assert client.get(notice.subject_url).status_code == 200


def test_a_job_given_up_with_its_workers_is_told_too() -> None:
    web = make_user(Role.WEB)
    break_down.enqueue()
    result = DBTaskResult.objects.latest("enqueued_at")
    result.worker_ids = ["dead"] * MAX_ATTEMPTS
    _give_back(result)
    assert told("jobs.failed") == {web}


def delegate_to(grantor: User, delegate: User, by: User):
    today = timezone.localdate()
    return grant_delegation(
        by=by,
        grantor=grantor,
        delegate=delegate,
        scope="clearance.review_office",
        valid_from=today,
        valid_until=today + timedelta(days=3),
        grounds="书面授权",
    )[0]


def test_both_sides_of_a_delegation_are_told_save_who_acts(client: Client) -> None:
    grantor, delegate, office = (make_user(Role.OFFICE) for _ in range(3))
    make_user(Role.OFFICE)
    row = delegate_to(grantor, delegate, by=office)
    assert told("organisation.delegated") == {grantor, delegate}
    revoke_delegation(by=grantor, delegation=row)
    assert told("organisation.delegation_ended") == {delegate}
    for notice in Notice.objects.select_related("user"):
        assert not any(str(person) in notice.text for person in (grantor, delegate, office))
        client.force_login(notice.user)
        assert client.get(notice.subject_url).status_code == 200


def test_who_takes_over_is_told_and_who_leaves_is_not(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    for label in list(OPEN_WORK):
        monkeypatch.delitem(OPEN_WORK, label)
    leaver, receiver, office = make_user(Role.OFFICE), make_user(Role.OFFICE), make_user(Role.OFFICE)
    held = [Held("1", "《某港口隐患》"), Held("2", "《另一件》")]
    register_open_work(
        "试验",
        lambda user: held if user == leaver else [],
        lambda keys, of, to, by: len(keys),
    )
    delegate_to(leaver, receiver, by=leaver)
    Notice.objects.all().delete()
    leave_post(
        by=office,
        user=leaver,
        left_on=timezone.localdate(),
        grounds="调动",
        receivers=Receivers(rest=receiver.pk),
        new_heads={},
    )
    OPEN_WORK.pop("试验")
    assert told("organisation.handed_over") == {receiver}
    assert told("organisation.delegation_ended") == {receiver}
    notice = Notice.objects.get(kind="organisation.handed_over")
    assert "2 件" in notice.text
    assert not any(words in notice.text for words in ("港口", str(leaver)))
    client.force_login(receiver)
    assert client.get(notice.subject_url).status_code == 200


def test_both_sides_are_told_once_when_a_delegation_ends_by_its_date(client: Client) -> None:
    grantor, delegate, office = (make_user(Role.OFFICE) for _ in range(3))
    row = delegate_to(grantor, delegate, by=office)
    taken_back = delegate_to(grantor, office, by=grantor)
    revoke_delegation(by=grantor, delegation=taken_back)
    Notice.objects.all().delete()
    assert tell_of_delegations_run_out(today=row.valid_until) == 0
    after = row.valid_until + timedelta(days=1)
    assert tell_of_delegations_run_out(today=after) == 2
    assert told("organisation.delegation_ended") == {grantor, delegate}
    mark_read(user=grantor)
    assert tell_of_delegations_run_out(today=after + timedelta(days=1)) == 0
    notice = Notice.objects.get(user=delegate)
    assert f"{row.valid_until:%Y-%m-%d} 到期" in notice.text
    client.force_login(delegate)
    shown = client.get(notice.subject_url).content.decode()
    assert f'id="{notice.subject_url.partition("#")[2]}"' in shown
