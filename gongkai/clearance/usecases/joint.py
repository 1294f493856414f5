"""Three-sync: tie a document to its interpretation and infographic, or owe them after an emergency."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.models import BasePage, InterpretationDebt, JointRelease
from gongkai.clearance.queries.joint import open_debt_of, reasons_against_joining_for
from gongkai.clearance.rules.joint import DebtFacts, reasons_against_owing
from gongkai.clearance.usecases.deadlines import workdays_after
from gongkai.clearance.verbs import REVIEW_FINAL
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if

OWE = "批准先行公开、限期补解读"


def _lock(*pages: BasePage) -> list[BasePage]:
    """The rows of pages as they are now, locked in the order of their keys, so that two groupings cannot cross."""
    keys = [page.pk for page in pages]
    rows = BasePage.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    by_key = {row.pk: row for row in rows}
    return [by_key[key] for key in keys]


@transaction.atomic
def join_release(
    *, by: User, policy: BasePage, interpretation: BasePage, infographic: BasePage
) -> JointRelease:
    """Tie three pages into one joint release; an earlier tie of the same document is replaced.

    Pages that leave the group stand alone again. Raises ``Refused`` with every reason: right, unit, under review, in
    another document's group, a public document's companions not public.
    """
    policy, interpretation, infographic = pages = _lock(policy, interpretation, infographic)
    refuse_if(reasons_against_joining_for(by, policy, interpretation, infographic), act="组建同步发布组")
    joint, _ = JointRelease.objects.update_or_create(
        policy_id=policy.pk,
        defaults={
            "interpretation_id": interpretation.pk,
            "infographic_id": infographic.pk,
            "created_at": timezone.now(),
            "created_by": by,
        },
    )
    keys = [page.pk for page in pages]
    BasePage.objects.filter(joint_release=joint).exclude(pk__in=keys).update(joint_release=None)
    BasePage.objects.filter(pk__in=keys).update(joint_release=joint)
    record_event(action="clearance.join", by=by, subject=joint, pages=keys)
    return joint


def approve_interpretation_debt(
    *, by: User, policy: BasePage, emergency: str, summary: str
) -> InterpretationDebt:
    """Let an emergency document go ahead of its interpretation, with a text summary; due in three working days.

    A debt is never renewed: while one is open another is refused, and a paid one stays as it is beside a new one.
    Raises ``Refused`` with every reason.
    """
    refuse_free_texts(
        by=by,
        texts=(FreeText("突发事件", emergency, "emergency"), FreeText("文字摘要", summary, "summary")),
        act=OWE,
    )
    with transaction.atomic():
        (policy,) = _lock(policy)
        refuse_if(reasons_against_owing(_debt_facts(by, policy, emergency, summary)), act=OWE)
        debt = InterpretationDebt.objects.create(
            policy_id=policy.pk,
            emergency=emergency.strip(),
            summary=summary.strip(),
            approved_by=by,
            approved_at=timezone.now(),
            due_on=workdays_after(timezone.localdate(), 3),
        )
        BasePage.objects.filter(pk=policy.pk).update(interpretation_debt=debt)
        record_event(action="clearance.debt", by=by, subject=debt, policy=policy.pk)
        return debt


def _debt_facts(by: User, policy: BasePage, emergency: str, summary: str) -> DebtFacts:
    debt = open_debt_of(policy)
    return DebtFacts(
        title=str(policy),
        may_approve=may(by, REVIEW_FINAL),
        emergency=emergency,
        summary=summary,
        is_needed=policy.specific.get_latest_revision_as_object().requires_joint_release(),
        has_open_debt=debt is not None,
        open_until=f"{debt.due_on:%Y-%m-%d}" if debt is not None and debt.due_on else "",
    )
