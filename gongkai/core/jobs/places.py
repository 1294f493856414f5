"""What words of content the queue can hold: an error of a task may quote what it stumbled over."""

from typing import Any

from django.urls import reverse

from gongkai.core.finding import Find
from gongkai.core.traces import Fate, enter_place, trace_rows


def _task(row: Any) -> Find:
    return Find(row.task_path, reverse("jobs_task", args=[row.pk]), "系统管理员可以打开")


enter_place(Fate.NEVER, "jobs.JobRun", "name", "任务名称")
enter_place(Fate.NEVER, "jobs.Worker", "id host", "进程和机器的名称")
enter_place(
    Fate.NEVER,
    "django_tasks_database.DBTaskResult",
    "task_path worker_ids queue_name backend_name exception_class_path",
    "程序里的名称",
)
trace_rows(
    80,
    "后台任务的记录",
    "django_tasks_database.DBTaskResult",
    "args_kwargs return_value traceback",
    _task,
)
