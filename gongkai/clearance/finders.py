"""What the staff search finds of the gate: review slips by number and title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse

from gongkai.clearance.models import ReviewSlip
from gongkai.clearance.queries.sealing import without_sealed
from gongkai.clearance.verbs import READ_SLIPS
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.finding import Find, register_finder


def find_slips(user: User, words: Sequence[str], limit: int) -> Iterable[Find]:
    """Slips whose number or title holds every word."""
    if not may(user, READ_SLIPS):
        return []
    wanted = Q()
    for word in words:
        wanted &= Q(number__icontains=word) | Q(title__icontains=word)
    slips = without_sealed(ReviewSlip.objects.filter(wanted), user)
    slips = slips.select_related("unit").order_by("-pk")[:limit]
    return [
        Find(
            slip.title,
            reverse("clearance:slip", args=[slip.pk]),
            f"{slip.number}，{slip.get_state_display()}",
        )
        for slip in slips
    ]


register_finder("clearance.slips", 30, "审查单", find_slips)
