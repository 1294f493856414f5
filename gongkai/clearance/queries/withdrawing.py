"""Whether something may be taken down: what the rule needs, loaded once for the act and for the screen before it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from gongkai.clearance.queries.addresses import pages_ever_at
from gongkai.clearance.rules.withdrawal import WithdrawalFacts, reasons_against_withdrawing
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.verbs import WITHDRAW
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.reasons import Reason


def reasons_against_withdrawal_for(
    user: User, target: Any, *, reason: str | None = None, replaced_by: str = ""
) -> list[Reason]:
    """Every reason why this person may not take it down; without ``reason``, before they have given one."""
    shape = shape_of(target)
    facts = WithdrawalFacts(
        title=str(target),
        may_withdraw=may(user, WITHDRAW),
        is_live=shape.live_version_id is not None,
        public_reason=reason,
        replaced_by=replaced_by,
        supports_live_policy=shape.supported_live_policy(),
        live_children=shape.live_children(),
        replacement_is_public=_stands_besides(target, replaced_by),
    )
    return reasons_against_withdrawing(facts)


def own_hosts() -> set[str | None]:
    """Hosts under which this installation is known, without ports."""
    return {urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname, *settings.ALLOWED_HOSTS} - {"*", ""}


def _stands_besides(target: Any, address: str) -> bool:
    """Whether something public stands at an address of this site that does not go down with the target.

    Of other sites nobody can tell; one's own is known by its host, as a browser's address bar gives it.
    """
    address = address.strip()
    if not address.startswith("/") and urlsplit(address).hostname not in own_hosts():
        return True
    going = {(type(page), page.pk) for page in (target, *shape_of(target).companions())}
    return any(page.live and (type(page.specific), page.pk) not in going for page in pages_ever_at(address))
