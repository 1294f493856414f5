"""The trace that an act of 内容清理 leaves, in the act's own transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.enums_upkeep import MotionAct
from gongkai.clearance.models import Archiving, BasePage, UpkeepAct
from gongkai.clearance.queries.upkeep import unit_name_of
from gongkai.core.accounts.models import User


def note_act(*, kind: MotionAct, target: Any, decider: User, reason: str) -> UpkeepAct:
    """The trace of one act, in its transaction: what, why, decided by whom, when and how."""
    now = timezone.now()
    return UpkeepAct.objects.create(
        kind=kind,
        content_type=queries.base_type_of(target),
        object_id=str(target.pk),
        title=str(target)[:300],
        path=public_path_of(target),
        reason=reason.strip(),
        unit_name=unit_name_of(decider, timezone.localdate(now)),
        by=decider,
        at=now,
    )


def end_archiving(target: Any, *, at: datetime) -> None:
    """What is taken down is archived no more: should it come back, it comes back as it was cleared."""
    if isinstance(target, BasePage):
        Archiving.objects.filter(page=target.pk, ended_at=None).update(ended_at=at)
