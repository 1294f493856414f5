"""Setting up and keeping units, their other names, and groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.enums import NameKind
from gongkai.core.organisation.models import Unit, UnitGroup, UnitGroupMember, UnitGroupName, UnitName
from gongkai.core.organisation.queries.names import directory_on
from gongkai.core.organisation.rules.access import NOT_ALLOWED
from gongkai.core.organisation.rules.units import (
    CODE_TAKEN,
    NAME_DATES,
    reasons_against_group,
    reasons_against_names,
    reasons_against_parent,
)
from gongkai.core.organisation.usecases.unit_history import name_unit
from gongkai.core.organisation.verbs import EDIT
from gongkai.core.reasons import Reason, refuse_if


def reasons_against_editing(by: User) -> list[Reason]:
    """Why a person may not keep the organisation at all."""
    return [] if may(by, EDIT) else [NOT_ALLOWED.reason(remedy="请联系厅办公室。")]


@transaction.atomic
def set_up_unit(
    *,
    by: User,
    code: str,
    name: str,
    short_name: str,
    kind: str,
    parent: Unit | None,
    supervised_by: User | None = None,
    position: int = 0,
    valid_from: date | None = None,
    instrument: str = "",
) -> Unit:
    """Set up a unit that succeeds nobody. Raises :class:`Refused`."""
    refuse_free_texts(by=by, texts=[FreeText("依据文件", instrument, "instrument")], act="新设单位")
    directory = directory_on(timezone.localdate())
    parent_id = parent.pk if parent is not None else None
    texts = [text for text in dict.fromkeys([name, short_name]) if text]
    reasons = [
        *reasons_against_editing(by),
        *([CODE_TAKEN.reason(field="code")] if Unit.objects.filter(code=code).exists() else []),
        *reasons_against_names(texts, directory, valid_from=valid_from, scope_id=parent_id, field="name"),
        *reasons_against_parent(None, parent_id, directory, directory.day),
    ]
    refuse_if(reasons, act="新设单位")
    unit = Unit.objects.create(
        code=code,
        name=name,
        short_name=short_name,
        kind=kind,
        parent=parent,
        supervised_by=supervised_by,
        position=position,
        valid_from=valid_from,
    )
    name_unit(unit, since=valid_from, instrument=instrument)
    record_event(action="organisation.set_up_unit", by=by, subject=unit)
    return unit


@transaction.atomic
def edit_unit(
    *, by: User, unit: Unit, kind: str, parent: Unit | None, supervised_by: User | None, position: int
) -> Unit:
    """Change where a unit stands; its names change only by instrument. Raises :class:`Refused`."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    directory = directory_on(timezone.localdate())
    parent_id = parent.pk if parent is not None else None
    refuse_if(
        [
            *reasons_against_editing(by),
            *reasons_against_parent(unit.pk, parent_id, directory, directory.day),
        ],
        act="修改单位",
    )
    wanted = {"kind": kind, "parent": parent, "supervised_by": supervised_by, "position": position}
    changed = [name for name, value in wanted.items() if getattr(unit, name) != value]
    for name, value in wanted.items():
        setattr(unit, name, value)
    unit.save(update_fields=list(wanted))
    record_event(action="organisation.edit_unit", by=by, subject=unit, changed=changed)
    return unit


@transaction.atomic
def add_alias(
    *,
    by: User,
    unit: Unit,
    text: str,
    valid_from: date | None = None,
    valid_until: date | None = None,
    instrument: str = "",
) -> UnitName:
    """Let a unit be read by another name too. Raises :class:`Refused`."""
    refuse_free_texts(by=by, texts=[FreeText("依据文件", instrument, "instrument")], act="登记别称")
    directory = directory_on(timezone.localdate())
    reasons = reasons_against_names(
        [text],
        directory,
        valid_from=valid_from,
        valid_until=valid_until,
        unit_id=unit.pk,
        scope_id=unit.parent_id,
        field="text",
    )
    refuse_if([*reasons_against_editing(by), *reasons], act="登记别称")
    name = UnitName.objects.create(
        unit=unit,
        text=text,
        kind=NameKind.ALIAS,
        valid_from=valid_from,
        valid_until=valid_until,
        instrument=instrument,
    )
    record_event(action="organisation.add_alias", by=by, subject=unit, name=name.pk)
    return name


@transaction.atomic
def end_alias(*, by: User, name: UnitName, last_day: date) -> UnitName:
    """Read a unit by an alias up to a last day only. Raises :class:`Refused`."""
    name = UnitName.objects.select_for_update().get(pk=name.pk)
    started = name.valid_from is None or name.valid_from <= last_day
    dates = [] if started else [NAME_DATES.reason(field="last_day")]
    refuse_if([*reasons_against_editing(by), *dates], act="停用别称")
    name.valid_until = last_day
    name.save(update_fields=["valid_until"])
    record_event(action="organisation.end_alias", by=by, subject=name.unit, name=name.pk)
    return name


@transaction.atomic
def save_group(
    *,
    by: User,
    group: UnitGroup | None,
    name: str,
    other_names: Sequence[str],
    kinds: Sequence[str],
    under: Unit | None,
    is_open: bool,
    listed: Iterable[Unit],
    excepted: Iterable[Unit],
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> UnitGroup:
    """Make or change a group. Members entered with dates of their own keep them. Raises :class:`Refused`."""
    directory = directory_on(timezone.localdate())
    wanted = {unit.pk: False for unit in listed} | {unit.pk: True for unit in excepted}
    reasons = reasons_against_names(
        dict.fromkeys([name, *other_names]),
        directory,
        valid_from=valid_from,
        valid_until=valid_until,
        group_id=group.pk if group is not None else 0,
        field="name",
    )
    refuse_if(
        [*reasons_against_editing(by), *reasons, *reasons_against_group(kinds, wanted)], act="保存单位组"
    )
    row = UnitGroup.objects.select_for_update().get(pk=group.pk) if group is not None else UnitGroup()
    row.name, row.kinds, row.under, row.is_open = name, list(kinds), under, is_open
    row.valid_from, row.valid_until = valid_from, valid_until
    row.save()
    row.other_names.all().delete()
    UnitGroupName.objects.bulk_create(
        UnitGroupName(group=row, text=text) for text in dict.fromkeys(other_names) if text != name
    )
    _set_members(row, wanted)
    record_event(action="organisation.save_group", by=by, subject=row)
    return row


def _set_members(group: UnitGroup, wanted: dict[int, bool]) -> None:
    """Make the undated rows say what is wanted; dated rows are history and stay."""
    undated = group.members.filter(valid_from__isnull=True, valid_until__isnull=True)
    undated.exclude(unit__in=wanted).delete()
    there = {row.unit_id: row for row in undated}
    for unit_id, is_excepted in wanted.items():
        row = there.get(unit_id) or UnitGroupMember(group=group, unit_id=unit_id)
        row.is_excepted = is_excepted
        row.save()
