"""Tell progress and gather it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import refuse_if
from gongkai.duties.supervision.models import Consolidation, ProgressReport, Task
from gongkai.duties.supervision.notices import call_off_urging
from gongkai.duties.supervision.queries.standing_in import unit_to_report_for
from gongkai.duties.supervision.queries.tasks import (
    is_closed,
    silent_units,
    units_of_task,
)
from gongkai.duties.supervision.rules.acts import (
    ReportFacts,
    reasons_against_gathering,
    reasons_against_reporting,
)
from gongkai.duties.supervision.rules.periods import period_of
from gongkai.duties.supervision.usecases.loading import hold_task, is_open
from gongkai.duties.supervision.usecases.rights import without_right
from gongkai.duties.supervision.verbs import REPORT


def report_progress(
    *, by: User, task: Task, unit: Unit, period_start: date, text: str = "", is_nil: bool = False
) -> ProgressReport:
    """Tell a unit's progress in a period, or that nothing occurred; telling again replaces what was told.

    Raises ``Refused``.
    """
    act, words = "填报进展", text.strip()
    refuse_free_texts(by=by, texts=[FreeText("本期进展", words, "text")], act=act)
    with transaction.atomic():
        task, period = hold_task(task), period_of(task.cycle, period_start)
        own, acted_for = unit_to_report_for(by, [unit], timezone.localdate())
        facts = ReportFacts(
            is_own_unit=own is not None,
            is_task_unit=unit.pk in units_of_task(task),
            is_closed=is_closed(task),
            is_period_open=is_open(task, period),
            is_nil=is_nil,
            has_words=bool(words),
        )
        refuse_if([*without_right(by, REPORT), *reasons_against_reporting(facts)], act=act)
        told = {"is_nil": is_nil, "text": words, "reported_by": by, "reported_at": timezone.now()}
        report, is_new = ProgressReport.objects.update_or_create(
            task=task,
            unit=unit,
            period_start=period.start,
            defaults={"period_label": period.label, **told},
        )
        call_off_urging(task, unit, period)
        record_event(
            action="supervision.report",
            by=by,
            subject=task,
            unit=unit.pk,
            period=period.label,
            is_new=is_new,
            acted_for=acted_for.pk if acted_for else None,
        )
    return report


def consolidate_progress(
    *, by: User, task: Task, period_start: date, text: str, because: str = ""
) -> Consolidation:
    """Sum up the units' progress in a period in the gathering unit's name. Raises ``Refused``.

    ``because`` says why it is summed up without units that have not told; they are kept beside it.
    """
    act = "汇总进展"
    typed = [FreeText("汇总情况", text, "text"), FreeText("先行汇总的原因", because, "because")]
    refuse_free_texts(by=by, texts=typed, act=act)
    with transaction.atomic():
        task, period = hold_task(task), period_of(task.cycle, period_start)
        gatherer = task.gatherer
        own, acted_for = unit_to_report_for(by, [gatherer] if gatherer else [], timezone.localdate())
        silent = [str(unit) for unit in silent_units(task, period.start, timezone.localdate())]
        reasons = reasons_against_gathering(
            is_gatherer=own is not None,
            is_closed=is_closed(task),
            is_period_open=is_open(task, period),
            words=text,
            silent=silent,
            because=because,
        )
        refuse_if([*without_right(by, REPORT), *reasons], act=act)
        kept = {"text": text.strip(), "silent": silent, "because": because.strip() if silent else ""}
        made = {"unit": gatherer, "made_by": by, "made_at": timezone.now()}
        row, is_new = Consolidation.objects.update_or_create(
            task=task,
            period_start=period.start,
            defaults={"period_label": period.label, **kept, **made},
        )
        record_event(
            action="supervision.consolidate",
            by=by,
            subject=task,
            period=period.label,
            is_new=is_new,
            acted_for=acted_for.pk if acted_for else None,
        )
    return row
