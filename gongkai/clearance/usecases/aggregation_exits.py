"""Bulk exits: entered in the list, opened after an assessment, closed by hand or by growth (which is computed)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.enums_aggregation import ExitKind
from gongkai.clearance.models import Dataset, OpenExit
from gongkai.clearance.queries.aggregation import is_standing_open, reasons_against_opening
from gongkai.clearance.rules.aggregation import (
    reasons_against_registering_exit,
    reasons_against_switching_exit,
)
from gongkai.clearance.verbs import OPEN_EXIT
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if


def register_exit(
    *, by: User, kind: ExitKind, title: str, datasets: Sequence[Dataset], is_whole: bool = False
) -> OpenExit:
    """Enter an exit, closed. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("名称", title, "title")], act="登记批量出口")
    with transaction.atomic():
        reasons = reasons_against_registering_exit(
            may_open=may(by, OPEN_EXIT), title=title, contents=len(datasets), is_whole=is_whole
        )
        refuse_if(reasons, act="登记批量出口")
        row = OpenExit.objects.create(
            kind=kind, title=title.strip(), is_whole=is_whole, created_by=by, created_at=timezone.now()
        )
        row.datasets.set(datasets)
        record_event(action="clearance.register_exit", by=by, subject=row, kind=str(kind))
        return row


@transaction.atomic
def open_exit(*, by: User, row: OpenExit) -> OpenExit:
    """Open an exit. Raises ``Refused`` without an assessment that says 可以公开 and still covers what it hands out."""
    row = OpenExit.objects.select_for_update().get(pk=row.pk)
    reasons = reasons_against_switching_exit(
        may_open=may(by, OPEN_EXIT), is_open=is_standing_open(row), to_open=True
    )
    refuse_if(reasons + reasons_against_opening(row), act="开放批量出口")
    row.opened_by, row.opened_at, row.closed_at = by, timezone.now(), None
    row.save(update_fields=["opened_by", "opened_at", "closed_at"])
    record_event(action="clearance.open_exit", by=by, subject=row, kind=row.kind)
    return row


@transaction.atomic
def close_exit(*, by: User, row: OpenExit) -> OpenExit:
    """Close an exit that was opened, whether it still stood open or had outgrown its assessment. Raises ``Refused``."""
    row = OpenExit.objects.select_for_update().get(pk=row.pk)
    is_open = row.opened_at is not None and row.closed_at is None
    refuse_if(
        reasons_against_switching_exit(may_open=may(by, OPEN_EXIT), is_open=is_open, to_open=False),
        act="关闭批量出口",
    )
    row.closed_at = timezone.now()
    row.save(update_fields=["closed_at"])
    record_event(action="clearance.close_exit", by=by, subject=row, kind=row.kind)
    return row
