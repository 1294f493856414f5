"""The system's own periodic jobs."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from modelsearch.tasks import insert_or_update_object_task
from wagtail.images.tasks import set_image_focal_point_task
from wagtail.tasks import delete_file_from_storage_task, update_reference_index_task

from gongkai.core.audit.mirror import mirror_seals
from gongkai.core.audit.sealing import seal_events
from gongkai.core.audit.watching import verify_and_note
from gongkai.core.jobs.models import JobRun, Worker
from gongkai.core.jobs.registry import define_job, periodic
from gongkai.core.standings import note_standings
from gongkai.core.stray_files import remove_stray_files

KEEP_RUNS = timedelta(days=90)
KEEP_DONE_DAYS, KEEP_FAILED_DAYS = 14, 180


@periodic("audit.seal", "封存审计事件", every=timedelta(minutes=1))
@task()
def seal_audit() -> int:
    """Seal what was committed since, and bring the mirror up to date."""
    sealed = seal_events()
    mirror_seals()
    return sealed


@periodic("core.standings", "汇总各项职责的状态", every=timedelta(minutes=5))
@task()
def count_standings() -> int:
    """Count how the duties stand, for the 工作台."""
    return len(note_standings().rows)


@periodic("audit.seal_everything", "封存审计事件（全面核查）", at="02:40")
@task()
def seal_audit_everywhere() -> int:
    """Once a day look at all events, for those committed very late."""
    sealed = seal_events(everywhere=True)
    mirror_seals()
    return sealed


@periodic("audit.verify", "核对审计封存链", at="02:50")
@task()
def verify_audit() -> bool:
    """Prove the chain; a break is shown on the audit page and fails this job."""
    verification = verify_and_note()
    if not verification.ok:
        raise RuntimeError(f"the audit chain does not hold: {verification.finding}")
    return verification.ok


@periodic("accounts.clear_sessions", "清理过期会话", at="03:10")
@task()
def clear_sessions() -> None:
    """Remove sessions that have run out."""
    call_command("clearsessions")


@periodic("jobs.prune", "清理旧的任务记录", at="03:20")
@task()
def prune_jobs() -> None:
    """Remove finished tasks, old runs and dead workers."""
    ages = {"min_age_days": KEEP_DONE_DAYS, "failed_min_age_days": KEEP_FAILED_DAYS}
    call_command("prune_db_task_results", queue_name="*", verbosity=0, **ages)
    JobRun.objects.filter(due_at__lt=timezone.now() - KEEP_RUNS).delete()
    Worker.objects.filter(seen_at__lt=timezone.now() - timedelta(days=1)).delete()


@periodic("core.stray_files", "删除没有登记的文件", at="03:50")
@task()
def sweep_stray_files() -> int:
    """Remove private files that no row names; too many at once fail this job, and nothing is removed."""
    return remove_stray_files(now=timezone.now())


# Wagtail's own jobs, which it queues when content is saved or removed.
define_job(update_reference_index_task, "更新引用关系")
define_job(delete_file_from_storage_task, "删除不再使用的文件")
define_job(set_image_focal_point_task, "计算图片焦点")
define_job(insert_or_update_object_task, "更新站内搜索")
