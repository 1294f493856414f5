"""Where words that had to go stand in the records of who took over what: a label stays as it was on that day."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.finding import Find
from gongkai.core.organisation.models import HandoverItem, Move
from gongkai.core.traces import Sought, register_traces


def trace_labels(user: User, sought: Sought, limit: int) -> Iterable[Find]:
    """Rows of hand-overs and of changes of units."""
    items = HandoverItem.objects.filter(sought.stands_in("label")).select_related("handover__user")
    moves = Move.objects.filter(sought.stands_in("label")).select_related("change")
    found = [
        Find(item.label, reverse("organisation:handover", args=[item.handover_id]), str(item.handover))
        for item in items.order_by("-pk")[:limit]
    ]
    found += [
        Find(move.label, reverse("organisation:change", args=[move.change_id]), str(move.change))
        for move in moves.order_by("-pk")[:limit]
    ]
    return found[:limit]


register_traces("organisation.labels", 40, "离岗交接单、机构调整记录", trace_labels)
