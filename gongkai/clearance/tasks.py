"""Periodic work of the gate."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from gongkai.clearance.file_keys import FileKey
from gongkai.clearance.notices import remind_of_full_reviews
from gongkai.clearance.notices_reevaluation import remind_of_openings, remind_of_reevaluation
from gongkai.clearance.notices_upkeep import remind_of_looks
from gongkai.clearance.queries.reevaluation import open_round, openings_undone
from gongkai.clearance.queries.releasing import files_to_scan_before
from gongkai.clearance.queries.upkeep_dates import due_rows
from gongkai.clearance.usecases.aggregation_index import refresh_index
from gongkai.clearance.usecases.purging import erase_purged_anew
from gongkai.clearance.usecases.reports import ask_for_scans, run_file_scan, take_up_lost_scans
from gongkai.clearance.usecases.scheduling import release_due
from gongkai.clearance.usecases.upkeep_finding import compute_proposals
from gongkai.core.jobs.registry import define_job, enqueue_after_commit, periodic


@periodic("clearance.release_due", "定时上线", every=timedelta(minutes=1))
@task()
def release_what_is_due() -> None:
    """Put live the scheduled slips whose time has come; then see to it that the files of those to come are known."""
    release_due()
    scan_when_committed(files_to_scan_before(timezone.now() + timedelta(minutes=5)))


@periodic("clearance.full_reviews", "提醒急件补审", at="08:00")
@task()
def remind_of_full_reviews_due() -> int:
    """Before the daily digest, name the full reviews that are due."""
    return remind_of_full_reviews(timezone.localdate())


@task()
def scan_file(sha256: str, suffix: str = "") -> bool:
    """Scan the bytes with this hash as a file of this ending; running it twice does no harm."""
    return run_file_scan(file=FileKey(sha256, suffix))


define_job(scan_file, "检查附件和图片")


@periodic("clearance.file_scans", "接续没有查完的文件", every=timedelta(minutes=5))
@task()
def take_up_file_scans() -> int:
    """Queue again what a dead worker left, and what was here before there were scans; answers how many."""
    return queue_scans(take_up_lost_scans())


def scan_when_committed(files: Iterable[FileKey]) -> int:
    """Have these files scanned, each once as things are today; answers for how many a task was queued."""
    return queue_scans(ask_for_scans(files=files))


def queue_scans(files: Iterable[FileKey]) -> int:
    """Queue a task for each, with the running transaction; where the settings say so, scan here and now."""
    wanted = list(files)
    for file in wanted:
        if getattr(settings, "GONGKAI_SCAN_AT_ONCE", False):
            run_file_scan(file=file)
        else:
            enqueue_after_commit(scan_file, *file)
    return len(wanted)


@periodic("clearance.upkeep_proposals", "算出内容清理建议", at="03:40")
@task()
def compute_upkeep_proposals() -> dict[str, int]:
    """At night, when nobody waits: ask every finder what of the public content should come down or be mended."""
    return compute_proposals(as_of=timezone.localdate()).seen


@periodic("clearance.upkeep_looks", "提醒复核公开内容", at="08:10")
@task()
def remind_of_looks_due() -> int:
    """Before the daily digest, tell whose pages are past their review date."""
    today = timezone.localdate()
    return remind_of_looks((row for row in due_rows(today) if row.standing(today) == "late"), today)


@periodic("clearance.public_profiles", "核对公开表格索引", at="03:10")
@task()
def refresh_public_profiles() -> int:
    """Mend the index of public tables: a restore, a rollback or a new reader of files may have left it behind."""
    return refresh_index()


@periodic("clearance.reevaluation", "提醒年度评估和转公开", at="08:15")
@task()
def remind_of_what_is_to_be_opened() -> int:
    """Before the daily digest: conclusions owed in the last week of a round, and what should be public by now."""
    today, turn = timezone.localdate(), open_round()
    told = remind_of_reevaluation(turn, today) if turn is not None else 0
    return told + remind_of_openings((row.opening for row in openings_undone(today) if row.is_late), today)


@periodic("clearance.purged_traces", "抹去已清除内容留下的痕迹", at="03:20")
@task()
def erase_traces_of_purged() -> int:
    """What a purge could not erase, or a restored database brought back; answers for how many objects."""
    return erase_purged_anew()
