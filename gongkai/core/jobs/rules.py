"""When a periodic job is due, and when a failed task may run again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from gongkai.core.jobs.basis import JOBS
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.shanghai import SHANGHAI

EPOCH = datetime(2020, 1, 1, tzinfo=SHANGHAI)

NOT_FAILED = define_rule("jobs.not_failed", 13, "只有失败的任务可以重试。", JOBS)
RETRIED_ALREADY = define_rule("jobs.retried_already", 13, "这个任务已经重试过，请看新的那一条。", JOBS)
UNKNOWN_TASK = define_rule("jobs.unknown_task", 13, "程序里已经没有这个任务，不能重试。", JOBS)
NOT_ALLOWED = define_rule("jobs.not_allowed", 13, "只有系统管理员和网站运维可以重试后台任务。", JOBS)


@dataclass(frozen=True, slots=True)
class Every:
    """Due at whole multiples of ``interval`` since a fixed day, so that all machines agree."""

    interval: timedelta

    def last_due(self, now: datetime) -> datetime:
        """The latest due instant not after ``now``."""
        return (EPOCH + (now - EPOCH) // self.interval * self.interval).astimezone(UTC)

    def __str__(self) -> str:
        seconds = int(self.interval.total_seconds())
        for size, unit in ((86400, "天"), (3600, "小时"), (60, "分钟")):
            if seconds % size == 0:
                return f"每 {seconds // size} {unit}"
        return f"每 {seconds} 秒"


@dataclass(frozen=True, slots=True)
class DailyAt:
    """Due once a day at a Shanghai time of day."""

    at: time

    def last_due(self, now: datetime) -> datetime:
        """The latest due instant not after ``now``."""
        local = now.astimezone(SHANGHAI)
        due = datetime.combine(local.date(), self.at, tzinfo=SHANGHAI)
        if due > local:
            due = datetime.combine(local.date() - timedelta(days=1), self.at, tzinfo=SHANGHAI)
        return due.astimezone(UTC)

    def __str__(self) -> str:
        return f"每天 {self.at:%H:%M}"


Schedule = Every | DailyAt


def reasons_against_retrying(
    *, may_retry: bool, has_failed: bool, was_retried: bool, task_exists: bool
) -> list[Reason]:
    """Reasons why a task may not be queued again."""
    reasons = []
    if not may_retry:
        reasons.append(NOT_ALLOWED.reason())
    if not has_failed:
        reasons.append(NOT_FAILED.reason())
    if was_retried:
        reasons.append(RETRIED_ALREADY.reason())
    if not task_exists:
        reasons.append(UNKNOWN_TASK.reason(remedy="请升级后重新办理原来的事项。"))
    return reasons
