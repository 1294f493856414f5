"""Release what is due: each slip in its own transaction, one runner at a time, nobody held up by a failure."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.enums import ScheduleStatus
from gongkai.clearance.models import ScheduledRelease
from gongkai.clearance.usecases.release import release_slip
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Refused


def release_due(*, now: datetime | None = None) -> tuple[list[str], list[str]]:
    """Put live every scheduled slip whose time has come; returns the numbers released and those refused.

    A refused one is marked with its reasons, shown on the board, and does not hold up the others. Two runners
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
        reasons = [reason.as_data() for reason in refusal.reasons]
    except Exception as error:
        reasons = [{"code": "clearance.release.error", "message": f"系统错误：{type(error).__name__}"}]
    return _mark_failed(pk, now, reasons), True


def _take(pk: int) -> ScheduledRelease | None:
    rows = ScheduledRelease.objects.select_for_update().select_related("slip", "set_by")
    return rows.filter(pk=pk, status=ScheduleStatus.WAITING).first()


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
    return schedule.slip.number
