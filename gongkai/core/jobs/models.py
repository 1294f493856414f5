"""When periodic jobs were due, which worker lives, and what was tried again."""

from django.db import models


class JobRun(models.Model):
    """One due run of a periodic job. The unique key makes one of it, whatever number of schedulers there
    is.
    """

    name = models.CharField("作业", max_length=100)
    due_at = models.DateTimeField("应运行时间")
    task_id = models.UUIDField("任务编号", null=True)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "定时作业"
        verbose_name_plural = "定时作业"
        ordering = ["-due_at", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "due_at"],
                name="job_run_once",
                violation_error_message="这次定时作业已经登记。",
            )
        ]


class Worker(models.Model):
    """A process of ``gongkai work``; its heartbeat tells the others whether its tasks are orphans."""

    id = models.CharField("编号", max_length=64, primary_key=True)
    host = models.CharField("主机", max_length=100)
    pid = models.PositiveIntegerField("进程号")
    started_at = models.DateTimeField("启动时间")
    seen_at = models.DateTimeField("最近心跳", db_index=True)

    class Meta:
        verbose_name = "后台进程"
        verbose_name_plural = "后台进程"


class Retry(models.Model):
    """A failed task that was queued again; once only, the second failure is a task of its own."""

    failed_id = models.UUIDField("失败的任务", unique=True)
    task_id = models.UUIDField("再次运行的任务")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "重试"
        verbose_name_plural = "重试"
