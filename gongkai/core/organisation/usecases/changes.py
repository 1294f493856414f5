"""Drawing up, carrying out and dropping a change of units."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.enums import ChangeStatus
from gongkai.core.organisation.holdings import Holding
from gongkai.core.organisation.models import Change, Move, Unit
from gongkai.core.organisation.queries.changes import HeldRow, facts_of_change, held_by
from gongkai.core.organisation.rules.access import NOT_ALLOWED
from gongkai.core.organisation.rules.change import (
    NOT_DRAFT,
    RENAME,
    Plan,
    digest_of_held,
    reasons_against_carrying_out,
    reasons_against_change,
)
from gongkai.core.organisation.usecases.unit_history import end_units, link, rename_unit, set_up_targets
from gongkai.core.organisation.verbs import CHANGE_UNITS
from gongkai.core.reasons import Reason, refuse_if

ACT = "办理机构调整"


@transaction.atomic
def draw_up_change(
    *,
    by: User,
    kind: str,
    instrument: str,
    effective_on: date,
    plan: Plan,
    note: str = "",
    change: Change | None = None,
) -> Change:
    """Keep a change as a draft, or a draft as changed; nothing moves yet. Raises :class:`Refused`."""
    refuse_free_texts(
        by=by, texts=[FreeText("依据文件", instrument, "instrument"), FreeText("说明", note, "note")], act=ACT
    )
    if change is not None:
        change = Change.objects.select_for_update().get(pk=change.pk)
    refuse_if(_reasons_against_access(by, change), act=ACT)
    facts = facts_of_change(kind, instrument, effective_on, timezone.localdate(), plan)
    refuse_if(reasons_against_change(facts), act=ACT)
    row = change or Change(created_by=by)
    row.kind, row.instrument, row.effective_on = kind, instrument.strip(), effective_on
    row.note, row.plan = note.strip(), plan.written()
    row.save()
    record_event(action="organisation.draw_up_change", by=by, subject=row, kind=kind)
    return row


@transaction.atomic
def carry_out_change(*, by: User, change: Change, seen: str) -> Change:
    """Carry out a draft: units, names, and everything that hangs on them, in one transaction.

    ``seen`` is :func:`digest_of_rows` of the list that was confirmed. Raises :class:`Refused` when
    anything speaks against it, or when the list is another one by now.
    """
    row = Change.objects.select_for_update().get(pk=change.pk)
    refuse_if(_reasons_against_access(by, row), act=ACT)
    plan = Plan.read(row.plan)
    sources = list(Unit.objects.select_for_update().filter(pk__in=plan.source_ids))
    rows = [] if row.kind == RENAME else held_by(sources, row.effective_on)
    facts = facts_of_change(row.kind, row.instrument, row.effective_on, timezone.localdate(), plan)
    reasons = reasons_against_carrying_out(
        facts, [one.place for one in rows], seen=seen, now=digest_of_rows(rows)
    )
    refuse_if(reasons, act=ACT)
    if row.kind == RENAME:
        rename_unit(sources[0], plan.targets[0], row)
    else:
        _succeed(row, plan, sources, rows, by)
    row.status, row.done_by, row.done_at = ChangeStatus.DONE, by, timezone.now()
    row.save(update_fields=["status", "done_by", "done_at"])
    record_event(
        action="organisation.carry_out_change",
        by=by,
        subject=row,
        kind=row.kind,
        sources=list(plan.source_ids),
        moved=len(rows),
        seen=seen,
    )
    return row


@transaction.atomic
def drop_change(*, by: User, change: Change) -> Change:
    """Put a draft aside for good; it stays on record. Raises :class:`Refused`."""
    row = Change.objects.select_for_update().get(pk=change.pk)
    refuse_if(_reasons_against_access(by, row), act="作废机构调整草案")
    row.status = ChangeStatus.DROPPED
    row.save(update_fields=["status"])
    record_event(action="organisation.drop_change", by=by, subject=row)
    return row


def digest_of_rows(rows: list[HeldRow]) -> str:
    """The digest of a list of things that hang on units, as confirmed by the person who saw it."""
    return digest_of_held([one.place for one in rows])


def _succeed(change: Change, plan: Plan, sources: list[Unit], rows: list[HeldRow], by: User) -> None:
    """Set up new units, move everything that hangs on the old ones, end these, and link them."""
    targets = set_up_targets(plan, sources, change)
    for (holding, source, target), keys in _grouped(plan, targets, rows).items():
        if source == target:
            continue
        moved = [one for one in rows if one.holding is holding and one.held.key in keys]
        holding.move(list(keys), source, target, change.effective_on, by)
        Move.objects.bulk_create(
            Move(
                change=change,
                holding=holding.code,
                key=one.held.key,
                label=one.held.full_label[:300],
                source=source,
                target=target,
            )
            for one in moved
            if one.unit == source
        )
    end_units([one for one in sources if one not in targets], change)
    link(sources, targets, change)


def _grouped(
    plan: Plan, targets: list[Unit], rows: list[HeldRow]
) -> dict[tuple[Holding, Unit, Unit], list[str]]:
    found: dict[tuple[Holding, Unit, Unit], list[str]] = {}
    for row in rows:
        target = targets[plan.place_of(row.holding.code, row.held.key)]
        found.setdefault((row.holding, row.unit, target), []).append(row.held.key)
    return found


def _reasons_against_access(by: User, change: Change | None) -> list[Reason]:
    found = []
    if not may(by, CHANGE_UNITS):
        found.append(NOT_ALLOWED.reason("机构调整由厅办公室或系统管理员办理。", remedy="请联系厅办公室。"))
    if change is not None and change.status != ChangeStatus.DRAFT:
        found.append(NOT_DRAFT.reason(remedy="如需再调整，请另行拟定。"))
    return found
