"""Who is told that a waiver was taken back. As with slips: numbers and dates, never a title, a name or a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.models import FindingDecision
from gongkai.clearance.queries.gate import slips_of
from gongkai.clearance.verbs import DECIDE_UPKEEP, READ_SLIPS
from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all
from gongkai.core.organisation.queries import heads_of, responsible_unit

WAIVER_REVOKED = define_kind("clearance.waiver_revoked", "放行被撤回", is_duty=True)


def tell_of_revocation(by: User, target: Any, rows: Sequence[FindingDecision], *, is_public: bool) -> int:
    """Tell who waived, who looks after the newest slip with the object, and the heads of its unit; of what is public the
    office too. Not who took it back.
    """
    slip = slips_of(target).first()
    today = timezone.localdate()
    concerned = Q(pk__in={row.by_id for row in rows})
    unit = getattr(target, "unit", None)
    if unit is not None:
        concerned |= Q(pk__in=heads_of(responsible_unit(unit, today), today))
    if slip is not None:
        concerned |= Q(pk=slip.caretaker_id)
    elif getattr(target, "owner_id", None):
        concerned |= Q(pk=target.owner_id)
    if is_public:
        concerned |= Q(pk__in=people_with(DECIDE_UPKEEP))
    users = people_with(READ_SLIPS).filter(concerned).exclude(pk=by.pk)
    url = reverse("clearance:slip", args=[slip.pk]) if slip else reverse("clearance:upkeep")
    return notify_all(
        users=users, kind=WAIVER_REVOKED, subject_url=url, text=_text(slip, len(rows), is_public=is_public)
    )


def _text(slip: Any, count: int, *, is_public: bool) -> str:
    where = f"审查单 {slip.number} 里" if slip is not None else "一件内容里"
    after = "公开的内容里还有，请改正、送审，或重新放行。" if is_public else "请改稿，或另行请求放行。"
    return f"{where}有 {count} 处放行于 {timezone.localdate():%Y-%m-%d} 被撤回，{after}"
