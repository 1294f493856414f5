"""Set how long records are kept, and erase what is due."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.personaldata.models import RetentionPeriod
from gongkai.core.personaldata.queries import period_of, rows_due
from gongkai.core.personaldata.registry import RETENTION, RetentionClass
from gongkai.core.personaldata.rules import ERASE_ALLOWED, reasons_against_period
from gongkai.core.personaldata.verbs import ERASE, SET_PERIOD
from gongkai.core.reasons import refuse_if
from gongkai.core.workdays.rules import Duration

if TYPE_CHECKING:
    from gongkai.core.accounts.models import User

_BATCH = 200


@transaction.atomic
def set_period(code: str, *, period: Duration | None, grounds: str, by: User) -> RetentionPeriod:
    """Set a department's own period for a retention class. Raises ``Refused`` with every reason."""
    refuse_free_texts(by=by, texts=[FreeText("依据", grounds, "grounds")], act="设定保存期限")
    entry = RETENTION[code]
    reasons = reasons_against_period(
        allowed=may(by, SET_PERIOD), period=period, at_least=entry.at_least, grounds=grounds
    )
    refuse_if(reasons, act="设定保存期限")
    assert period is not None
    before = period_of(entry)
    own, _ = RetentionPeriod.objects.update_or_create(
        code=code,
        defaults={
            "duration_n": period.n,
            "duration_unit": period.unit,
            "grounds": grounds.strip(),
            "set_at": timezone.now(),
            "set_by": by,
        },
    )
    record_event(
        action="personaldata.set_period", by=by, subject=own, code=code, before=str(before), after=str(period)
    )
    return own


def erase_due(*, today: date, by: User | None = None, code: str = "") -> dict[str, int]:
    """Erase what is due in every class (or one), each row in its own transaction with its event.

    ``by`` is nobody when the daily job runs. Idempotent, and safe to stop at any moment: erased rows are due
    no more. Answers how many rows were erased in each class. Raises ``Refused`` for a person without the right.
    """
    if by is not None and not may(by, ERASE):
        refuse_if([ERASE_ALLOWED.reason(remedy="请联系系统管理员。")], act="清除到期个人信息")
    entries = [RETENTION[code]] if code else list(RETENTION.values())
    return {entry.code: _erase_class(entry, today, by) for entry in entries}


def _erase_class(entry: RetentionClass, today: date, by: User | None) -> int:
    erased, after = 0, None
    while True:
        due = rows_due(entry, today).order_by("pk")
        keys = list(
            (due.filter(pk__gt=after) if after is not None else due).values_list("pk", flat=True)[:_BATCH]
        )
        if not keys:
            return erased
        erased += sum(_erase_row(entry, key, today, by) for key in keys)
        after = keys[-1]


@transaction.atomic
def _erase_row(entry: RetentionClass, key: object, today: date, by: User | None) -> bool:
    row = rows_due(entry, today).select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        return False
    record_event(action="personaldata.erase", by=by, subject=row, code=entry.code)  # a removed row has no id
    entry.erase(row)
    return True
