"""What of OA's deliveries waits for a person on the 工作台."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.workbench import Shelf, Todo, register_todos
from gongkai.duties.dossiers.enums_intake import DeliveryState
from gongkai.duties.dossiers.models import Delivery
from gongkai.duties.dossiers.queries.intake import differing_finals
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by
from gongkai.duties.dossiers.verbs import READ, RECORD

LIMIT = 50


def load_todos(user: User, today: date) -> list[Todo]:
    """For who records: deliveries to claim. For the drafter and who records: final texts that differ from what was signed."""
    if not may(user, READ):
        return []
    return [*_waiting(user), *_differing(user, today)]


def _waiting(user: User) -> Iterable[Todo]:
    if not may(user, RECORD):
        return
    count = Delivery.objects.filter(state=DeliveryState.WAITING).count()
    if count:
        url = f"{reverse('dossiers_intake')}?state={DeliveryState.WAITING.value}"
        yield Todo(Shelf.MINE, f"OA 来件 {count} 件待认领", "没有自动归卷，原因逐件写明。", url, "去认领")


def _differing(user: User, today: date) -> Iterable[Todo]:
    seen = dossiers_seen_by(user, today).filter(ending="")
    if not may(user, RECORD):
        seen = seen.filter(drafter=user)
    for row in differing_finals(seen)[:LIMIT]:
        assert row.dossier is not None  # filed
        url = reverse("dossiers_show", args=[row.dossier_id])
        note = "请对照卷内的正式文本核实。"
        title = f"正式文本与签发稿不一致：{row.dossier.title}"
        yield Todo(Shelf.LATE, title, note, url, "去核实", lamp="red", lamp_text="不一致")


register_todos("dossiers.intake", load_todos)
