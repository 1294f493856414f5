"""The process behind ``gongkai work``: schedules, works, beats."""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.db import OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from gongkai.core.home import home_path
from gongkai.core.jobs.models import Worker
from gongkai.core.jobs.notices import tell_of_failed_job
from gongkai.core.jobs.scheduling import queue_due_jobs, take_back_orphans

logger = logging.getLogger("gongkai.jobs")
BEAT_SECONDS = 15
TICK_SECONDS = 5


class WorkerRunningError(Exception):
    """Another process already works for this home on SQLite."""


class TellingWorker(QueueWorker):
    """The queue's worker; what fails is told to those who look after it."""

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        """Run a task; its failure is noted first and told then."""
        super().run_task(db_task_result)
        if db_task_result.status == TaskResultStatus.FAILED:
            tell_of_failed_job(db_task_result.task_path)


class JobProcess:
    """One scheduler and worker. Stops cleanly on SIGTERM: the running task is finished, nothing new begun."""

    def __init__(self, *, poll_seconds: float = 1.0, once: bool = False) -> None:
        self.id = f"{socket.gethostname()[:30]}-{os.getpid()}-{get_random_string(8)}"
        self.poll_seconds = poll_seconds
        self.once = once
        self.stopping = threading.Event()
        self.queue = _queue_worker(self.id)
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)

    def run(self) -> int:
        """Work until told to stop (or, with ``once``, until nothing is left); answers how many tasks were
        run.
        """
        with only_one_on_sqlite(), self._heartbeat():
            take_back_orphans(only_worker=self.id if connection.vendor == "sqlite" else None)
            done = 0
            next_tick = 0.0
            while not self.stopping.is_set():
                close_old_connections()
                if (now := timezone.now().timestamp()) >= next_tick:
                    self._tick()
                    next_tick = now + TICK_SECONDS
                if self._work_one():
                    done += 1
                elif self.once:
                    break
                else:
                    self.stopping.wait(self.poll_seconds)
            return done

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Finish the running task and end; a second signal ends at once."""
        if self.stopping.is_set():
            os._exit(1)
        logger.info("stopping after the running task")
        self.stopping.set()

    def listen_to_signals(self) -> None:
        """Stop on SIGTERM and SIGINT."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)

    def _tick(self) -> None:
        try:
            queue_due_jobs()
            if connection.vendor != "sqlite":
                take_back_orphans()
        except OperationalError:
            logger.exception("the scheduler could not reach the database; trying again")

    def _work_one(self) -> bool:
        try:
            if not DBTaskResult.objects.ready().exists():
                return False
            before = self.queue._run_tasks
            self.queue.max_tasks = before + 1
            self.queue.run()
            return self.queue._run_tasks > before
        except OperationalError:
            logger.exception("the worker could not reach the database; trying again")
            connection.close()
            return False

    @contextmanager
    def _heartbeat(self) -> Iterator[None]:
        now = timezone.now()
        host = socket.gethostname()[:100]
        Worker.objects.create(pk=self.id, host=host, pid=os.getpid(), started_at=now, seen_at=now)
        beat_to_file(self.id)
        ended = threading.Event()
        thread = threading.Thread(target=self._beat_until, args=[ended], daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join(timeout=BEAT_SECONDS)
            Worker.objects.filter(pk=self.id).delete()
            with contextlib.suppress(FileNotFoundError):
                heartbeat_file().unlink()

    def _beat_until(self, ended: threading.Event) -> None:
        while not ended.wait(BEAT_SECONDS):
            beat_to_file(self.id)
            try:
                Worker.objects.filter(pk=self.id).update(seen_at=timezone.now())
            except OperationalError:
                logger.warning("heartbeat could not be written to the database")
        connection.close()  # this thread's own


def heartbeat_file() -> Path:
    """Touched every 15 seconds by the worker of this home; `./run` and systemd watch its age."""
    return home_path("run", "work.json")


def beat_to_file(worker_id: str) -> None:
    """Write the heartbeat in one step, so that a reader never sees half of it."""
    path = heartbeat_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    body: dict[str, Any] = {"worker": worker_id, "pid": os.getpid(), "at": timezone.now().isoformat()}
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text(json.dumps(body), encoding="utf-8")
    draft.replace(path)


@contextmanager
def only_one_on_sqlite() -> Iterator[None]:
    """On SQLite one worker for a home: a lock that ends with the process, however it ends.

    Raises :class:`WorkerRunningError`. On PostgreSQL any number may work.
    """
    if connection.vendor != "sqlite":
        yield
        return
    path = home_path("run", "work.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorkerRunningError(str(path)) from None
        yield


def run_pending_jobs() -> int:
    """Run everything that is queued, here and now, without due jobs: for tests and commands. Answers how many.

    Unlike the process it keeps the caller's connection and may run inside a transaction.
    """
    worker = _queue_worker("by-hand")
    while result := _claim(worker.worker_id):
        worker.run_task(result)
    return worker._run_tasks


def _claim(worker_id: str) -> DBTaskResult[Any, Any] | None:
    with transaction.atomic():
        result = DBTaskResult.objects.ready().get_locked()
        if result is not None:
            result.claim(worker_id)
    return result


def _queue_worker(worker_id: str) -> TellingWorker:
    return TellingWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
