"""Release what is due: each slip in its own transaction, one runner at a time, nobody held up by a failure."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import ScheduleStatus
from gongkai.clearance.models import ScheduledRelease
from gongkai.clearance.rules.screening import FILE_WAITS
from gongkai.clearance.usecases.closing import lock_slip
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.verbs import OVERSEE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.audit.usecases import record_event
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all
from gongkai.core.reasons import Refused

logger = logging.getLogger(__name__)

FAULT = "系统出错，没有上线，内容未变。请另定时间重试；再次出错的，请告知系统管理员，系统日志中有详情。"
LONGEST_WAIT = timedelta(hours=1)
"""After its time, for files that are scanned again; a house number."""
SCHEDULE_FAILED = define_kind("clearance.schedule_failed", "定时上线受阻", is_duty=True)


def release_due(*, now: datetime | None = None) -> tuple[list[str], list[str]]:
    """Put live every scheduled slip whose time has come; returns the numbers released and those refused.

    One whose files are being scanned again waits, for an hour at most. A refused one is marked with its reasons, made known to the office, to who looks after it and to who set the time,
    and does not hold up the others. Two runners
    cannot release the same one: the row is taken with a lock and looked at again inside its own transaction.
    """
    now = now or timezone.now()
    due = ScheduledRelease.objects.filter(status=ScheduleStatus.WAITING, due_at__lte=now).order_by(
        "due_at", "pk"
    )
    released: list[str] = []
    refused: list[str] = []
    for pk in list(due.values_list("pk", flat=True)):
        number, failure = _release_one(pk, now)
        if number:
            (refused if failure else released).append(number)
    return released, refused


def _release_one(pk: int, now: datetime) -> tuple[str, bool]:
    try:
        with transaction.atomic():
            schedule = _take(pk)
            if schedule is None:
                return "", False
            release_slip(by=schedule.set_by, slip=schedule.slip, on_schedule=True)
            schedule.status = ScheduleStatus.DONE
            schedule.tried_at = now
            schedule.attempts += 1
            schedule.save()
            return schedule.slip.number, False
    except Refused as refusal:
        if set(refusal.codes) == {FILE_WAITS.code} and _may_wait(pk, now):
            return "", False
        reasons = [reason.as_data() for reason in refusal.reasons]
    except Exception:
        logger.exception("The scheduled release %s could not be put live.", pk)
        reasons = [{"code": "clearance.release.error", "message": FAULT}]
    return _mark_failed(pk, now, reasons), True


def _may_wait(pk: int, now: datetime) -> bool:
    """Whether a file that is just being scanned again may hold it up for a while: the next run finds it done."""
    due_at: datetime = ScheduledRelease.objects.values_list("due_at", flat=True).get(pk=pk)
    return now < due_at + LONGEST_WAIT


def _take(pk: int) -> ScheduledRelease | None:
    """The schedule, if it still waits, with its slip: locked slip first, as by everybody who changes either."""
    slip = lock_slip(ScheduledRelease.objects.values_list("slip", flat=True).get(pk=pk))
    rows = ScheduledRelease.objects.select_for_update(of=("self",)).select_related("set_by")
    schedule = rows.filter(pk=pk, status=ScheduleStatus.WAITING).first()
    if schedule is not None:
        schedule.slip = slip
    return schedule


@transaction.atomic
def _mark_failed(pk: int, now: datetime, reasons: list[dict[str, str]]) -> str:
    schedule = ScheduledRelease.objects.select_for_update().select_related("slip").get(pk=pk)
    schedule.status = ScheduleStatus.FAILED
    schedule.tried_at = now
    schedule.attempts += 1
    schedule.failure = reasons
    schedule.save()
    record_event(
        action="clearance.schedule_failed",
        by=None,
        subject=schedule.slip,
        codes=[reason["code"] for reason in reasons],
    )
    _tell(schedule)
    return schedule.slip.number


def _tell(schedule: ScheduledRelease) -> None:
    """The reasons name documents, so they stay on the slip."""
    slip = schedule.slip
    concerned = User.objects.filter(
        Q(pk__in=people_with(OVERSEE)) | Q(pk__in=[slip.caretaker_id, schedule.set_by_id])
    )
    notify_all(
        users=concerned,
        kind=SCHEDULE_FAILED,
        subject_url=reverse("clearance:slip", args=[slip.pk]),
        text=f"审查单 {slip.number} 到点没有上线，原因见审查单。",
    )
