"""Keep state secrets out of what people type (design invariant 8)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from gongkai.clearance.rules.storing import reasons_against_storing
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import refuse_if


def keep_secrets_out(*, by: User | None, texts: Iterable[tuple[str, str]], act: str) -> None:
    """Refuse texts, each (place, text), that bear a classification mark; call it before the act's transaction.

    Nothing of them is kept; the audit holds time, person and rule. Raises ``Refused``.
    """
    reasons = reasons_against_storing(texts)[:1]  # one is enough to refuse
    if reasons:
        with transaction.atomic():
            record_event(action="supervision.keep_out", by=by, codes=[reason.code for reason in reasons])
    refuse_if(reasons, act=act)
