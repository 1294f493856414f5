"""Write an audit event inside the act's own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone

from gongkai.core.audit.models import Event
from gongkai.core.audit.rules import FORBIDDEN_KEYS, places_of_personal_data
from gongkai.core.masking import MASK, masked_value

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
    ``RuntimeError`` outside of one. Personal data in ``data`` is a mistake of the caller: it is blacked out,
    and where ``GONGKAI_AUDIT_STRICT`` is set (tests) raises ``ValueError``.
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
        data=_without_personal_data(data),
    )


def _without_personal_data(data: dict[str, Any]) -> dict[str, Any]:
    places = places_of_personal_data(data)
    if not places:
        return data
    if getattr(settings, "GONGKAI_AUDIT_STRICT", False):
        raise ValueError(f"personal data must not enter the audit log: {', '.join(places)}")
    return {
        key: MASK if key in FORBIDDEN_KEYS and value else masked_value(value) for key, value in data.items()
    }
