"""Background work: with the act or not at all, once when due, never lost."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.jobs.models import JobRun, Retry, Worker
from gongkai.core.jobs.registry import PERIODIC, PeriodicJob, enqueue_after_commit, periodic
from gongkai.core.jobs.rules import Every
from gongkai.core.jobs.scheduling import MAX_ATTEMPTS, _queue, queue_due_jobs, take_back_orphans
from gongkai.core.jobs.usecases import retry_job
from gongkai.core.jobs.working import run_pending_jobs
from gongkai.core.reasons import Refused
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
CALLS: list[int] = []


@task()
def remember(number: int) -> int:
    CALLS.append(number)
    return number


@task()
def break_down() -> None:
    raise RuntimeError("没有磁盘空间")


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    CALLS.clear()
    DBTaskResult.objects.all().delete()
    for name in list(PERIODIC):
        monkeypatch.delitem(PERIODIC, name)


def results(status: TaskResultStatus) -> int:
    return DBTaskResult.objects.filter(status=status, task_path__startswith="tests.").count()


def test_a_job_of_an_act_that_did_not_happen_does_not_run() -> None:
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        enqueue_after_commit(remember, 1)
        raise ZeroDivisionError
    with transaction.atomic():
        enqueue_after_commit(remember, 2)
    run_pending_jobs()
    assert CALLS == [2]


def test_a_due_job_is_queued_once_by_any_number_of_schedulers() -> None:
    PERIODIC["test.remember"] = PeriodicJob("test.remember", "记住", Every(timedelta(hours=1)), remember_five)
    now = datetime(2026, 11, 22, 8, 10, tzinfo=UTC)
    assert queue_due_jobs(now) == ["test.remember"]
    assert queue_due_jobs(now) == []
    assert queue_due_jobs(now + timedelta(minutes=40)) == []
    assert queue_due_jobs(now + timedelta(minutes=50)) == ["test.remember"]
    assert JobRun.objects.count() == 2
    run_pending_jobs()
    assert CALLS == [5, 5]


@task()
def remember_five() -> None:
    CALLS.append(5)


def test_after_a_pause_only_the_latest_run_is_made_up_for() -> None:
    PERIODIC["test.remember"] = PeriodicJob("test.remember", "记住", Every(timedelta(hours=1)), remember_five)
    start = datetime(2026, 11, 22, 8, 10, tzinfo=UTC)
    queue_due_jobs(start)
    assert queue_due_jobs(start + timedelta(days=3)) == ["test.remember"]
    assert JobRun.objects.count() == 2


def test_a_schedule_is_one_of_two_and_a_name_belongs_to_one_task() -> None:
    with pytest.raises(ValueError):
        periodic("test.x", "x")
    with pytest.raises(ValueError):
        periodic("test.x", "x", every=timedelta(hours=1), at="08:00")
    periodic("test.x", "x", every=timedelta(hours=1))(remember_five)
    with pytest.raises(ValueError):
        periodic("test.x", "x", every=timedelta(hours=1))(remember)


def running_task(worker_ids: list[str], started: timedelta) -> DBTaskResult:
    remember.enqueue(7)
    result = DBTaskResult.objects.latest("enqueued_at")
    result.status = TaskResultStatus.RUNNING
    result.worker_ids = worker_ids
    result.started_at = timezone.now() - started
    result.save()
    return result


def test_tasks_of_a_dead_worker_run_again_and_those_of_a_live_one_do_not() -> None:
    now = timezone.now()
    Worker.objects.create(pk="alive", host="h", pid=1, started_at=now, seen_at=now)
    Worker.objects.create(pk="dead", host="h", pid=2, started_at=now, seen_at=now - timedelta(hours=1))
    kept = running_task(["alive"], timedelta(hours=2))
    lost = running_task(["dead"], timedelta(hours=2))
    fresh = running_task(["unknown"], timedelta(seconds=5))
    assert take_back_orphans() == 1
    for result in (kept, lost, fresh):
        result.refresh_from_db()
    assert [kept.status, lost.status, fresh.status] == ["RUNNING", "READY", "RUNNING"]
    run_pending_jobs()
    assert CALLS == [7]


def test_a_task_that_keeps_killing_its_workers_is_given_up() -> None:
    result = running_task(["a", "b", "c"], timedelta(hours=2))
    assert len(result.worker_ids) == MAX_ATTEMPTS
    take_back_orphans(only_worker="me")
    result.refresh_from_db()
    assert result.status == TaskResultStatus.FAILED
    assert "中断" in result.traceback


def test_a_failure_is_kept_and_can_be_tried_again_once() -> None:
    break_down.enqueue()
    run_pending_jobs()
    failed = DBTaskResult.objects.failed().get(task_path__startswith="tests.")
    assert "没有磁盘空间" in failed.traceback
    admin, drafter = make_user(Role.ADMIN), make_user(Role.DRAFTER)
    with pytest.raises(Refused) as caught:
        retry_job(by=drafter, task_id=failed.pk)
    assert caught.value.codes == ("jobs.not_allowed",)
    again = retry_job(by=admin, task_id=failed.pk)
    assert again.status == TaskResultStatus.READY
    with pytest.raises(Refused) as caught:
        retry_job(by=admin, task_id=UUID(str(failed.pk)))
    assert caught.value.codes == ("jobs.retried_already",)
    assert Retry.objects.count() == 1
    assert Event.objects.filter(action="jobs.retry", actor_id=admin.pk).count() == 1
    with pytest.raises(Refused) as caught:
        retry_job(by=admin, task_id=again.pk)
    assert caught.value.codes == ("jobs.not_failed",)


def test_two_schedulers_at_the_same_moment_make_one_run() -> None:
    """Both have looked and found nothing; the unique row decides."""
    job = PeriodicJob("test.remember", "记住", Every(timedelta(hours=1)), remember_five)
    due_at = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    assert [_queue(job, due_at), _queue(job, due_at)] == [True, False]
    assert DBTaskResult.objects.count() == 1
