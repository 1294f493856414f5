"""What of proofreading waits for a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from gongkai.clearance.enums import Queue, SlipState
from gongkai.clearance.models import ReviewSlip
from gongkai.clearance.queries import slips_in_care_of
from gongkai.clearance.queries.parameters import settings_in_force
from gongkai.clearance.queries.progress import open_slips
from gongkai.clearance.queries.proofreading import texts_on
from gongkai.clearance.queries.sealing import without_sealed
from gongkai.clearance.rules.progress import PROOF_QUEUES
from gongkai.clearance.rules.proofreading import corrections_asked
from gongkai.clearance.verbs import PROOFREAD
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.workbench import Shelf, Todo

LIMIT = 200


def to_proofread(user: User, today: date) -> Iterable[Todo]:
    """Rounds that a person may read, where any kind of content asks for them."""
    settings = settings_in_force()
    if not may(user, PROOFREAD) or not settings.asks_for_proofreading:
        return []
    asking = [
        kind for kind in dict(ReviewSlip._meta.get_field("kind").choices or []) if settings.rounds(kind)
    ]
    waiting = ReviewSlip.objects.filter(state=SlipState.IN_REVIEW, kind__in=asking).exclude(submitted_by=user)
    waiting = without_sealed(waiting, user)
    rows, _ = open_slips(today, only=list(waiting.values_list("pk", flat=True)[:LIMIT]))
    return [
        Todo(
            Shelf.MINE,
            f"校对：{row.slip.title}",
            f"{wait.queue.label}，{row.slip.unit} {row.slip.submitted_by} 送审",
            reverse("clearance:proofread", args=[row.slip.pk]),
            "去校对",
            due_on=wait.waiting.due_on,
        )
        for row in rows
        for wait in row.waits
        if wait.queue in PROOF_QUEUES.values() and user.pk in wait.people
    ]


def to_correct(user: User) -> Iterable[Todo]:
    """Slips that a person looks after and of which a proofreader asked for corrections."""
    waiting = without_sealed(slips_in_care_of(user).filter(state=SlipState.IN_REVIEW), user)
    slips = list(waiting.filter(proofreadings__isnull=False).distinct().order_by("pk")[:LIMIT])
    texts = texts_on(slips)
    for slip in slips:
        if count := corrections_asked(texts[slip.pk].texts):
            note = f"校对提出 {count} 处改动，撤回改好后重新送审，改过的只校改动处。"
            url = reverse("clearance:slip", args=[slip.pk])
            yield Todo(Shelf.BLOCKED, f"{Queue.CORRECTION.label}：{slip.title}", note, url, "看校对说明")
