"""Choose the chains of a kind, and name who gives the final review of what the office drafts."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Workflow

from gongkai.clearance.enums import ContentKind, Urgency
from gongkai.clearance.models import FinalReviewTask, ReviewChain
from gongkai.clearance.queries.chains import chain_facts
from gongkai.clearance.rules.chains import (
    FIELD,
    reasons_against_alternate,
    reasons_against_chain,
    reasons_against_configuring,
)
from gongkai.clearance.verbs import CONFIGURE, REVIEW_FINAL
from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import refuse_if


@transaction.atomic
def choose_chains(
    *,
    by: User,
    kind: ContentKind,
    workflow: Workflow,
    urgent_workflow: Workflow | None,
    typo_workflow: Workflow | None,
) -> ReviewChain:
    """Say which chains a kind goes through; no urgent or typo chain means that the kind has no such way.

    Slips under review go on in the chain they were sent into. Raises ``Refused`` with every reason.
    """
    wanted = {Urgency.NORMAL: workflow, Urgency.URGENT: urgent_workflow, Urgency.TYPO: typo_workflow}
    chosen = [(urgency, one) for urgency, one in wanted.items() if one is not None]
    reasons = reasons_against_configuring(may_configure=may(by, CONFIGURE))
    for urgency, one in chosen:
        reasons += reasons_against_chain(urgency, chain_facts(one))
    refuse_if(reasons, act="配置审查流程")
    row = ReviewChain.objects.select_for_update().get(kind=kind)
    changes: dict[str, list[int | None]] = {}
    for urgency, one in wanted.items():
        old, new = getattr(row, f"{FIELD[urgency]}_id"), one.pk if one else None
        if old != new:
            changes[FIELD[urgency]] = [old, new]
            setattr(row, FIELD[urgency], one)
    if changes:
        row.save(update_fields=list(changes))
        record_event(action="clearance.choose_chains", by=by, subject=row, kind=str(kind), changes=changes)
    return row


@transaction.atomic
def name_alternate(*, by: User, task: FinalReviewTask, alternate: User) -> FinalReviewTask:
    """Name who gives the final review where the office itself drafted. Raises ``Refused``."""
    task = FinalReviewTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    reasons = reasons_against_configuring(may_configure=may(by, CONFIGURE))
    reasons += reasons_against_alternate(
        name=str(alternate), may_give_final_review=people_with(REVIEW_FINAL).filter(pk=alternate.pk).exists()
    )
    refuse_if(reasons, act="指定终审人")
    old = task.alternate_id
    if old != alternate.pk:
        task.alternate = alternate
        task.save(update_fields=["alternate"])
        record_event(
            action="clearance.name_alternate", by=by, subject=task, changes={"alternate": [old, alternate.pk]}
        )
    return task
