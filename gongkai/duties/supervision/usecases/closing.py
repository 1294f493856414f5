"""Strike tasks off the list (销号): asked by a lead unit with evidence, checked by the office."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.core import evidence
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.duties.supervision.enums import ClosureStatus
from gongkai.duties.supervision.models import Closure, Task
from gongkai.duties.supervision.notices import call_off_all_urging
from gongkai.duties.supervision.queries.checking import checker_facts, grantor_to_check_for
from gongkai.duties.supervision.queries.closing import cautions_of
from gongkai.duties.supervision.queries.standing_in import unit_to_report_for
from gongkai.duties.supervision.queries.tasks import (
    accepted_closure,
    is_closure_asked,
    leading_units,
    standing_evidence,
)
from gongkai.duties.supervision.rules.acts import (
    ClosureFacts,
    reasons_against_asking_closure,
    reasons_against_checker,
    reasons_against_checking,
)
from gongkai.duties.supervision.rules.cautions import reasons_against_accepting
from gongkai.duties.supervision.usecases.loading import hold_task
from gongkai.duties.supervision.usecases.rights import without_right
from gongkai.duties.supervision.verbs import REPORT


def ask_closure(*, by: User, task: Task, statement: str) -> Closure:
    """Propose a task for closing. Raises ``Refused`` with every reason, such as missing evidence."""
    act = "申请销号"
    refuse_free_texts(by=by, texts=[FreeText("完成情况", statement, "statement")], act=act)
    with transaction.atomic():
        task = hold_task(task)
        unit, acted_for = unit_to_report_for(by, leading_units(task), timezone.localdate())
        facts = ClosureFacts(
            deadline=task.deadline_type,
            is_own_unit=unit is not None,
            is_closed=accepted_closure(task) is not None,
            has_open_request=is_closure_asked(task),
            has_evidence=has_evidence(task),
            has_words=bool(statement.strip()),
        )
        refuse_if([*without_right(by, REPORT), *reasons_against_asking_closure(facts)], act=act)
        assert unit is not None  # else refused above
        closure = Closure.objects.create(
            task=task, unit=unit, statement=statement.strip(), asked_by=by, asked_at=timezone.now()
        )
        record_event(
            action="supervision.ask_closure",
            by=by,
            subject=task,
            closure=closure.pk,
            acted_for=acted_for.pk if acted_for else None,
        )
    return closure


def check_closure(*, by: User, closure: Closure, is_accepting: bool, opinion: str = "") -> Closure:
    """Decide a request after checking its evidence; a returned one may be asked again. What speaks against it is kept
    beside an acceptance, which then gives its opinion. Raises ``Refused``.
    """
    act = "核查销号"
    refuse_free_texts(by=by, texts=[FreeText("核查意见", opinion, "opinion")], act=act)
    with transaction.atomic():
        task = hold_task(closure.task)  # nobody reports while it is struck off
        closure = Closure.objects.select_for_update().get(pk=closure.pk)
        today = timezone.localdate()
        cautions = cautions_of(closure, task, _standing_of(task), today) if is_accepting else []
        reasons = [
            *reasons_against_checker(checker_facts(by, [closure], today)[closure.pk]),
            *reasons_against_checking(status=closure.status, is_accepting=is_accepting, opinion=opinion),
            *reasons_against_accepting(cautions, opinion),
        ]
        refuse_if(reasons, act=act)
        grantor = grantor_to_check_for(by, closure, today)
        closure.status = ClosureStatus.ACCEPTED if is_accepting else ClosureStatus.RETURNED
        closure.opinion, closure.cautions = opinion.strip(), cautions
        closure.checked_by, closure.checked_at = by, timezone.now()
        closure.save()
        if is_accepting:
            call_off_all_urging(task)
        record_event(
            action="supervision.check_closure",
            by=by,
            subject=closure.task,
            accepted=is_accepting,
            cautions=len(cautions),
            acted_for=grantor.pk if grantor else None,
        )
    return closure


def has_evidence(task: Task) -> bool:
    """Whether anything proves the task: a link entered, or the evidence of its duty."""
    if standing_evidence(task):
        return True
    standing = _standing_of(task)
    return standing is not None and standing.is_met


def _standing_of(task: Task) -> evidence.Standing | None:
    return evidence.standing_of(task.duty, timezone.localdate()) if task.duty else None
