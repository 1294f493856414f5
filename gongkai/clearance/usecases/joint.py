"""Three-sync: tie a document to its interpretation and infographic, or owe them after an emergency."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.basis import THREE_SYNC
from gongkai.clearance.models import BasePage, InterpretationDebt, JointRelease
from gongkai.clearance.rules.live import NOT_JOINT
from gongkai.clearance.rules.storing import reasons_against_storing
from gongkai.clearance.verbs import REVIEW_FINAL, SUBMIT
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import define_rule, refuse_if

THREE_DIFFERENT = define_rule(
    "clearance.joint.three_different", 2, "同步发布组由文件、解读、图解三个不同的页面组成。", THREE_SYNC
)
JOINT_RIGHT = define_rule("clearance.joint.right", 2, "同步发布组由起草单位组建。", THREE_SYNC)
JOINT_UNDER_REVIEW = define_rule(
    "clearance.joint.under_review", 2, "正在审查的内容不能更换同步发布组。", THREE_SYNC
)
DEBT_TYPED = define_rule(
    "clearance.debt.typed", 2, "解读欠账只限突发事件，须写明事件和文字摘要，由厅领导批准。", THREE_SYNC
)
DEBT_UNNEEDED = define_rule("clearance.debt.unneeded", 2, "不须三同步的文件没有解读欠账。", THREE_SYNC)


@transaction.atomic
def join_release(
    *, by: User, policy: BasePage, interpretation: BasePage, infographic: BasePage
) -> JointRelease:
    """Tie three pages into one joint release; an earlier tie of the same document is replaced while it is a draft."""
    reasons = []
    if not may(by, SUBMIT):
        reasons.append(JOINT_RIGHT.reason("您没有组建同步发布组的权限。"))
    if len({policy.pk, interpretation.pk, infographic.pk}) != 3:
        reasons.append(THREE_DIFFERENT.reason())
    for page in (policy, interpretation, infographic):
        slip = queries.open_slip_of(page)
        if slip is not None:
            reasons.append(JOINT_UNDER_REVIEW.reason(f"《{page}》正在审查单 {slip.number} 上审查。"))
    debt = policy.interpretation_debt
    owes = debt is not None and debt.paid_at is None
    if policy.live and policy.needs_joint and not owes and not (interpretation.live and infographic.live):
        reasons.append(NOT_JOINT.reason(f"《{policy}》正在公开，不能换成还没有上线的解读或图解。"))
    refuse_if(reasons, act="组建同步发布组")
    joint, _ = JointRelease.objects.update_or_create(
        policy_id=policy.pk,
        defaults={
            "interpretation_id": interpretation.pk,
            "infographic_id": infographic.pk,
            "created_at": timezone.now(),
            "created_by": by,
        },
    )
    BasePage.objects.filter(pk__in=[policy.pk, interpretation.pk, infographic.pk]).update(joint_release=joint)
    record_event(
        action="clearance.join",
        by=by,
        subject=joint,
        pages=[policy.pk, interpretation.pk, infographic.pk],
    )
    return joint


@transaction.atomic
def approve_interpretation_debt(
    *, by: User, policy: BasePage, emergency: str, summary: str
) -> InterpretationDebt:
    """Let an emergency document go ahead of its interpretation, with a text summary; due in three working days."""
    from gongkai.clearance.usecases.deadlines import workdays_after

    specific = policy.specific
    reasons = list(reasons_against_storing((("突发事件", emergency), ("文字摘要", summary))))
    if not may(by, REVIEW_FINAL):
        reasons.append(DEBT_TYPED.reason("解读欠账由厅领导批准。"))
    if not emergency.strip():
        reasons.append(DEBT_TYPED.reason("请写明突发事件。", field="emergency"))
    if not summary.strip():
        reasons.append(DEBT_TYPED.reason("请写一段面向公众的文字摘要。", field="summary"))
    if not specific.get_latest_revision_as_object().requires_joint_release():
        reasons.append(DEBT_UNNEEDED.reason(f"《{policy}》不须三同步，没有解读欠账可批。"))
    refuse_if(reasons, act="批准先行公开、限期补解读")
    today = timezone.localdate()
    debt, _ = InterpretationDebt.objects.update_or_create(
        policy_id=policy.pk,
        defaults={
            "emergency": emergency.strip(),
            "summary": summary.strip(),
            "approved_by": by,
            "approved_at": timezone.now(),
            "due_on": workdays_after(today, 3),
        },
    )
    BasePage.objects.filter(pk=policy.pk).update(interpretation_debt=debt)
    record_event(action="clearance.debt", by=by, subject=debt, policy=policy.pk)
    return debt
