"""A person's notices, and how deliveries stand."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.core.accounts.models import User
from gongkai.core.notify.enums import DeliveryState
from gongkai.core.notify.models import Delivery, Notice


def notices_of(user: User) -> QuerySet[Notice]:
    """One's own notices, newest first."""
    return Notice.objects.filter(user=user)


def is_told(*, kind: str, subject_url: str) -> bool:
    """Whether anybody was ever told of this thing in this way, read or not."""
    return Notice.objects.filter(kind=kind, subject_url=subject_url).exists()


def unread_count(user: User) -> int:
    """How many notices a person has not read (one query, cached on the user object)."""
    cached: int | None = getattr(user, "_unread_notices", None)
    if cached is None:
        cached = Notice.objects.filter(user=user, read_at__isnull=True).count()
        user._unread_notices = cached  # type: ignore[attr-defined]  # a per-request cache
    return cached


def failed_deliveries() -> QuerySet[Delivery]:
    """Deliveries that were given up."""
    return Delivery.objects.filter(state=DeliveryState.FAILED).select_related("digest__user")
