"""Name the clerk on whose behalf OA hands over, and make the token with which it does so over the net."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from ipaddress import ip_network

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.models import OaAccess
from gongkai.duties.dossiers.rules.intake import INTAKE_FORM, reasons_against_clerk
from gongkai.duties.dossiers.verbs import NUMBER, RECORD_SIGNATURE

ACT = "设置 OA 对接"


@transaction.atomic
def set_oa_access(
    *, by: User | None, clerk: User, addresses: Sequence[str] = (), with_token: bool = True
) -> tuple[OaAccess, str]:
    """Let OA hand over on behalf of a clerk from now on; what stood before ends. Answers the token, shown this once.

    Why a person and not an account of the system: a signature is recorded by somebody who may record and did not write
    the text (four eyes); an account that nobody is would answer for nothing. ``by`` is None on the command line.
    Raises ``Refused``.
    """
    may_record = may(clerk, RECORD_SIGNATURE) and may(clerk, NUMBER)
    reasons = reasons_against_clerk(is_named=True, may_record=may_record, is_frozen=clerk.is_frozen)
    for one in addresses:
        if not _is_network(one):
            reasons.append(INTAKE_FORM.reason(f"“{one}”不是 IP 地址或者网段。", remedy="例如 10.1.2.0/24。"))
    refuse_if(reasons, act=ACT)
    OaAccess.objects.filter(ended_at__isnull=True).update(ended_at=timezone.now())
    token = secrets.token_urlsafe(32) if with_token else ""
    row = OaAccess.objects.create(
        clerk=clerk, token_sha256=digest_of_token(token) if token else "", addresses=list(addresses)
    )
    record_event(action="dossiers.set_oa_access", by=by, subject=row, clerk=clerk.pk, over_net=with_token)
    return row, token


@transaction.atomic
def end_oa_access(*, by: User | None) -> int:
    """Nothing is filed by itself any more, and no token is good; answers how many ended."""
    ended = OaAccess.objects.filter(ended_at__isnull=True).update(ended_at=timezone.now())
    record_event(action="dossiers.end_oa_access", by=by, ended=ended)
    return ended


def digest_of_token(token: str) -> str:
    """What is kept of a token; it is random and long, so that a plain hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True
