"""Enter, change and take away the shifts of the duty roster."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from gongkai.clearance.enums import RotaDays
from gongkai.clearance.models import DutyShift
from gongkai.clearance.queries.roster import (
    reasons_against_removing_shift_for,
    reasons_against_shift_for,
)
from gongkai.clearance.queries.rota import Turn, reasons_against_filling_for, rota_for
from gongkai.clearance.rules.roster import TAKEN
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import refuse_if

ACT = "安排值班"
FILL = "成批排班"


@transaction.atomic
def set_shift(
    *, by: User, day: date, leader: User, checker: User, shift: DutyShift | None = None
) -> DutyShift:
    """Enter who leads and who checks on a day, or change a shift. Raises ``Refused`` with every reason."""
    row = DutyShift.objects.select_for_update().get(pk=shift.pk) if shift is not None else None
    refuse_if(reasons_against_shift_for(by, row, day=day, leader=leader, checker=checker), act=ACT)
    before = _written(row) if row is not None else None
    row = row or DutyShift()
    row.day, row.leader, row.checker = day, leader, checker
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody entered the same day in the same instant
        refuse_if([TAKEN.reason(field="day", remedy="请打开那一天的安排修改。")], act=ACT)
    record_event(action="clearance.set_shift", by=by, subject=row, old=before, new=_written(row))
    return row


@transaction.atomic
def fill_roster(
    *, by: User, first: date, last: date, wanted: RotaDays, turns: Sequence[Turn], seen: str
) -> list[DutyShift]:
    """Enter the shifts of a stretch of days, the pairs taking turns by the week; what a day has already stays.

    ``seen`` is the digest of the preview. Raises ``Refused`` with every reason, and then nothing is written.
    """
    rota = rota_for(first=first, last=last, wanted=wanted, turns=turns)
    refuse_if(reasons_against_filling_for(by, rota, seen=seen), act=FILL)
    shifts = [set_shift(by=by, day=one.day, leader=one.leader, checker=one.checker) for one in rota.new]
    record_event(
        action="clearance.fill_roster",
        by=by,
        first=f"{first:%Y-%m-%d}",
        last=f"{last:%Y-%m-%d}",
        wanted=wanted.value,
        shifts=len(shifts),
    )
    return shifts


@transaction.atomic
def remove_shift(*, by: User, shift: DutyShift) -> None:
    """Take a shift that has not come yet off the roster. Raises ``Refused``."""
    row = DutyShift.objects.select_for_update().get(pk=shift.pk)
    refuse_if(reasons_against_removing_shift_for(by, row), act=ACT)
    record_event(action="clearance.remove_shift", by=by, subject=row, old=_written(row))
    row.delete()


def _written(row: DutyShift) -> dict[str, str | int]:
    return {"day": f"{row.day:%Y-%m-%d}", "leader": row.leader_id, "checker": row.checker_id}
