"""Who is told of proofreadings and reminders. Like every notice of the gate: number and step, never a title or a name."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from gongkai.clearance.enums import Queue
from gongkai.clearance.models import Proofreading, ReviewSlip
from gongkai.clearance.rules.proofreading import ROUND_LABELS
from gongkai.clearance.verbs import READ_SLIPS
from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all, settle_notices

CORRECTIONS = define_kind("clearance.corrections", "校对提出改动", is_duty=True)
REMINDED = define_kind("clearance.reminded", "催办审校", is_duty=True)


def tell_of_proofreading(row: Proofreading) -> None:
    """A round was read: what was told of the wait for it is settled, and who looks after the slip learns of corrections."""
    call_off_reminders(row.slip)
    if not row.corrections:
        return
    label = ROUND_LABELS[row.round]
    text = f"审查单 {row.slip.number} {label}提出 {row.corrections} 处改动，请撤回改好后重新送审。"
    users = people_with(READ_SLIPS).filter(pk=row.slip.caretaker_id)
    notify_all(users=users, kind=CORRECTIONS, subject_url=_url(row.slip), text=text, once=True)


def tell_of_reminder(slip: ReviewSlip, queue: Queue, days: int | None, users: Iterable[User]) -> int:
    """Remind those who may take what a slip waits for; ``days`` it has waited, if that can be counted."""
    waited = f"，已等 {days} 个工作日" if days else ""
    text = f"审查单 {slip.number} 等{queue.label}{waited}，请尽快办理。"
    return notify_all(users=users, kind=REMINDED, subject_url=_url(slip), text=text)


def call_off_reminders(slip: ReviewSlip) -> None:
    """The slip has moved on, so what it was reminded of is done, corrections that were asked for too."""
    for kind in (REMINDED, CORRECTIONS):
        settle_notices(kind=kind, subject_url=_url(slip))


def _url(slip: ReviewSlip) -> str:
    return reverse("clearance:slip", args=[slip.pk])
