"""A granted clearance without the chain: a slip that carries the one thing, closed as granted."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils import timezone

from gongkai.clearance.enums import ContentKind, SlipState
from gongkai.clearance.models import Clearance, ReviewSlip, SlipItem
from gongkai.clearance.queries import base_type_of
from gongkai.core.accounts.models import User
from tests.factories.people import make_unit

_numbers = count(1)


def grant(target: Any, *, digest: str, by: User, **version: Any) -> Clearance:
    """Clear ``revision`` or ``dataset_version`` of an object at this digest, as the end of a chain would."""
    slip = ReviewSlip.objects.create(
        number=f"G{next(_numbers)}",
        title=str(target)[:300],
        kind=ContentKind.ARTICLE,
        unit=make_unit(),
        submitted_by=by,
        submitted_at=timezone.now(),
    )
    of: dict[str, Any] = {
        "slip": slip,
        "content_type": base_type_of(target),
        "object_id": str(target.pk),
        "digest": digest,
        **version,
    }
    SlipItem.objects.create(role="page", title=slip.title, is_open=False, **of)
    ReviewSlip.objects.filter(pk=slip.pk).update(state=SlipState.GRANTED)
    return Clearance.objects.create(granted_at=timezone.now(), granted_by=by, **of)
