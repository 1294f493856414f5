"""Write an audit event inside the act's own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone

from gongkai.core.audit.models import Event

if TYPE_CHECKING:
    from gongkai.core.accounts.models import User


def record_event(
    *,
    action: str,
    by: User | None,
    subject: models.Model | None = None,
    codes: Iterable[str] = (),
    **data: Any,
) -> Event:
    """Record one act: ``action`` such as ``clearance.grant``, who did it, on what, with ids and digests only.

    Must run inside the transaction of the act, so that neither exists without the other; raises
    ``RuntimeError`` outside of one.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record_event must run inside the transaction of the act")
    return Event.objects.create(
        at=timezone.now(),
        action=action,
        actor_id=by.pk if by is not None else None,
        subject_type=ContentType.objects.get_for_model(subject) if subject is not None else None,
        subject_id=str(subject.pk) if subject is not None else "",
        codes=list(codes),
        data=data,
    )
