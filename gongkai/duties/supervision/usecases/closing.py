"""Strike tasks off the list (销号): asked by a lead unit with evidence, checked by the office."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.usecases.screening import keep_secrets_out
from gongkai.core import evidence
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.organisation.queries import own_unit_among, unit_ids_worked_for
from gongkai.core.reasons import refuse_if
from gongkai.duties.supervision.enums import ClosureStatus
from gongkai.duties.supervision.models import Closure, Task
from gongkai.duties.supervision.queries.standing_in import grantors_with
from gongkai.duties.supervision.queries.tasks import accepted_closure, leading_units, supervised_tasks
from gongkai.duties.supervision.rules.acts import (
    ClosureFacts,
    reasons_against_asking_closure,
    reasons_against_checking,
)
from gongkai.duties.supervision.usecases.rights import without_right
from gongkai.duties.supervision.verbs import CHECK, REPORT


def ask_closure(*, by: User, task: Task, statement: str) -> Closure:
    """Propose a task for closing. Raises ``Refused`` with every reason, such as missing evidence."""
    act = "申请销号"
    keep_secrets_out(by=by, texts=[("完成情况", statement)], act=act)
    with transaction.atomic():
        Task.objects.select_for_update().get(pk=task.pk)
        task = supervised_tasks().get(pk=task.pk)
        unit = own_unit_among(by, leading_units(task), timezone.localdate())
        facts = ClosureFacts(
            deadline=task.deadline_type,
            is_own_unit=unit is not None,
            is_closed=accepted_closure(task) is not None,
            has_open_request=any(c.status == ClosureStatus.ASKED for c in task.closures.all()),
            has_evidence=has_evidence(task),
            has_words=bool(statement.strip()),
        )
        refuse_if([*without_right(by, REPORT), *reasons_against_asking_closure(facts)], act=act)
        assert unit is not None  # else refused above
        closure = Closure.objects.create(
            task=task, unit=unit, statement=statement.strip(), asked_by=by, asked_at=timezone.now()
        )
        record_event(action="supervision.ask_closure", by=by, subject=task, closure=closure.pk)
    return closure


def check_closure(*, by: User, closure: Closure, is_accepting: bool, opinion: str = "") -> Closure:
    """Decide a request after checking its evidence; a returned one may be asked again. Raises ``Refused``."""
    act = "核查销号"
    keep_secrets_out(by=by, texts=[("核查意见", opinion)], act=act)
    with transaction.atomic():
        Task.objects.select_for_update().get(pk=closure.task_id)  # nobody reports while it is struck off
        closure = Closure.objects.select_for_update().get(pk=closure.pk)
        today = timezone.localdate()
        grantors = [] if may(by, CHECK) else grantors_with(by, CHECK, today)
        grantor = next((one for one in grantors if one.pk != closure.asked_by_id), None)
        is_ours = closure.unit_id in unit_ids_worked_for(by, today) or has_taken_part(by, closure.task)
        reasons = reasons_against_checking(
            status=closure.status,
            is_asker=closure.asked_by_id == by.pk,
            is_accepting=is_accepting,
            opinion=opinion,
            stands_in_for_own=bool(grantors) and (grantor is None or is_ours),
        )
        refuse_if([*([] if grantors else without_right(by, CHECK)), *reasons], act=act)
        closure.status = ClosureStatus.ACCEPTED if is_accepting else ClosureStatus.RETURNED
        closure.opinion = opinion.strip()
        closure.checked_by, closure.checked_at = by, timezone.now()
        closure.save()
        record_event(
            action="supervision.check_closure",
            by=by,
            subject=closure.task,
            accepted=is_accepting,
            acted_for=grantor.pk if grantor else None,
        )
    return closure


def has_taken_part(user: User, task: Task) -> bool:
    """Whether a person told progress of a task, summed it up or added what proves it, for whichever unit."""
    told = task.reports.filter(reported_by=user).exists() or task.consolidations.filter(made_by=user).exists()
    return told or task.evidence.filter(added_by=user).exists()


def has_evidence(task: Task) -> bool:
    """Whether anything proves the task: a link entered, or the evidence of its duty."""
    if task.evidence.all():
        return True
    return bool(task.duty) and evidence.standing_of(task.duty or 0, timezone.localdate()).is_met
