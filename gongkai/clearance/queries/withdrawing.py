"""Whether a document may be taken down: what the rule needs, loaded once for the act and for the screen before it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.release import JointRelease
from gongkai.clearance.rules.release import (
    NO_RIGHT_TO_WITHDRAW,
    WithdrawalFacts,
    reasons_against_withdrawing,
)
from gongkai.clearance.verbs import WITHDRAW
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.reasons import Reason


def _supported_live_policy(page: BasePage) -> str:
    joints = JointRelease.objects.filter(
        Q(interpretation=page.pk) | Q(infographic=page.pk), policy__live=True
    )
    joint = joints.select_related("policy").first()
    return joint.policy.title if joint else ""


def reasons_against_withdrawal_for(user: User, target: Any, *, reason: str | None = None) -> list[Reason]:
    """Every reason why this person may not take a document down; without ``reason``, before they have given one."""
    is_page = isinstance(target, BasePage)
    facts = WithdrawalFacts(
        title=str(target),
        is_live=target.live,
        public_reason=reason,
        supports_live_policy=_supported_live_policy(target) if is_page else "",
        live_children=target.get_descendants().filter(live=True).count() if is_page else 0,
    )
    right = [] if may(user, WITHDRAW) else [NO_RIGHT_TO_WITHDRAW.reason("您没有撤下的权限。")]
    return [*right, *reasons_against_withdrawing(facts)]
