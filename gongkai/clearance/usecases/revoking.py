"""Take a waiver back: what it let pass stops again at every gate, and what is public already is proposed for mending."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.enums import DecisionKind
from gongkai.clearance.models import BasePage, FindingDecision
from gongkai.clearance.notices_waivers import tell_of_revocation
from gongkai.clearance.queries.screening import is_leader_on_duty
from gongkai.clearance.queries.sealing import reasons_against_sealed
from gongkai.clearance.queries.waivers import key_of_row, objects_of
from gongkai.clearance.queries.waivers_public import FINDER_REVOKED, public_with_revoked
from gongkai.clearance.rules.revoking import REVOKE_NEEDLESS, RevokingFacts, reasons_against_revoking
from gongkai.clearance.shapes import lock_targets
from gongkai.clearance.usecases.upkeep_finding import compute_proposals_of
from gongkai.clearance.verbs import WAIVE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if

ACT = "撤回放行"

logger = logging.getLogger("gongkai.clearance")


def revoke_waivers(*, by: User, waivers: Collection[int], reason: str) -> list[FindingDecision]:
    """Take waivers of one object back, given by key, all or none. What is public stays so; a proposal and notices tell its
    unit and the office. Raises ``Refused`` with every reason.
    """
    refuse_free_texts(by=by, texts=[FreeText("撤回的理由", reason, "reason")], act=ACT)
    with transaction.atomic():
        target, rows = _held(waivers)
        facts = RevokingFacts(
            may_waive=may(by, WAIVE),
            is_on_duty=is_leader_on_duty(by),
            are_on_duty=bool(rows) and all(row.is_on_duty for row in rows),
            are_open=bool(rows) and len(rows) == len(set(waivers)),
            reason=reason,
        )
        refuse_if(reasons_against_revoking(facts), act=ACT)
        made = [_revoked(row, by, reason) for row in rows]
        kinds = sorted({row.kind for row in rows})
        record_event(action="clearance.revoke_waiver", by=by, subject=target, kinds=kinds, findings=len(made))
        is_public = _propose_mending(target)
        tell_of_revocation(by, target, rows, is_public=is_public)
        return made


def _held(waivers: Collection[int]) -> tuple[Any, list[FindingDecision]]:
    """The object, locked, with those of its waivers that are meant and still to be taken back. Raises ``Refused``."""
    rows = FindingDecision.objects.filter(pk__in=waivers, what=DecisionKind.WAIVER)
    keys = {key_of_row(row) for row in rows}
    targets = objects_of(keys)
    if len(keys) != 1 or not targets:
        remedy = "请刷新后再看。"
        refuse_if([REVOKE_NEEDLESS.reason("这次放行或它所在的内容已经不在了。", remedy=remedy)], act=ACT)
    target = lock_targets(list(targets.values()))[0]
    refuse_if(reasons_against_sealed([target]), act=ACT)
    return target, list(rows.filter(answered_by=None).select_related("by").order_by("pk"))


def _revoked(row: FindingDecision, by: User, reason: str) -> FindingDecision:
    return FindingDecision.objects.create(
        content_type_id=row.content_type_id,
        object_id=row.object_id,
        fingerprint=row.fingerprint,
        what=DecisionKind.REVOCATION,
        kind=row.kind,
        level=row.level,
        place=row.place,
        text=reason.strip(),
        by=by,
        at=timezone.now(),
        answers=row,
    )


def _propose_mending(target: Any) -> bool:
    """Whether the public reads what a waiver taken back had let pass; of a page it is proposed to mend it, now and not only
    tonight.
    """
    if not public_with_revoked(target):
        return False
    if isinstance(target, BasePage):
        _proposed_now()
    return True


def _proposed_now() -> None:
    """What goes wrong on another page does not hold the revocation up: the night proposes it."""
    try:
        with transaction.atomic():
            compute_proposals_of(finder=FINDER_REVOKED, as_of=timezone.localdate())
    except Exception:
        logger.exception("no proposal was made for a waiver taken back; tried again at night")
