"""Writing the history of units: new names, beginnings, ends and successions.

Called only by use cases that have checked the rules and hold the transaction.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from gongkai.core.organisation.enums import ChangeKind, NameKind
from gongkai.core.organisation.models import Change, Succession, Unit, UnitName
from gongkai.core.organisation.rules.change import Plan, Target


def rename_unit(unit: Unit, target: Target, change: Change) -> None:
    """Give a unit new names from the day on; the old ones end on the eve."""
    day = change.effective_on
    for kind, old, new in (
        (NameKind.FULL, unit.name, target.name.strip()),
        (NameKind.SHORT, unit.short_name, target.short_name.strip()),
    ):
        if old == new:
            continue
        _record_present_name(unit, kind, old)
        _end_names(unit, day, kind)
        if new:
            UnitName.objects.create(
                unit=unit, text=new, kind=kind, valid_from=day, instrument=change.instrument
            )
    unit.name, unit.short_name = target.name.strip(), target.short_name.strip()
    unit.save(update_fields=["name", "short_name"])


def set_up_targets(plan: Plan, sources: list[Unit], change: Change) -> list[Unit]:
    """The units that take over, in the plan's order; new ones stand where the first source stood."""
    return [_set_up(one, sources[0], change) for one in plan.targets]


def name_unit(unit: Unit, *, since: date | None, instrument: str = "") -> None:
    """Record a unit's present names as borne from a day on."""
    for kind, text in ((NameKind.FULL, unit.name), (NameKind.SHORT, unit.short_name)):
        if text:
            UnitName.objects.create(unit=unit, text=text, kind=kind, valid_from=since, instrument=instrument)


def end_units(units: list[Unit], change: Change) -> None:
    """End units and their names: the day itself is the first without them."""
    for unit in units:
        _record_present_name(unit, NameKind.FULL, unit.name)
        _record_present_name(unit, NameKind.SHORT, unit.short_name)
        _end_names(unit, change.effective_on)
        unit.valid_until = change.effective_on
        unit.save(update_fields=["valid_until"])


def link(sources: list[Unit], targets: list[Unit], change: Change) -> None:
    """Record who stands in whose place; one successor of each unit is the main one."""
    for source in sources:
        others = [one for one in targets if one != source]
        for place, target in enumerate(others):
            Succession.objects.create(
                change=change,
                predecessor=source,
                successor=target,
                effective_on=change.effective_on,
                is_main=place == 0 and not (change.kind == ChangeKind.SPLIT and source in targets),
            )


def _set_up(target: Target, model: Unit, change: Change) -> Unit:
    if target.unit_id is not None:
        return Unit.objects.get(pk=target.unit_id)
    unit = Unit.objects.create(
        code=target.code.strip(),
        name=target.name.strip(),
        short_name=target.short_name.strip(),
        kind=target.kind,
        parent=model.parent,
        supervised_by=model.supervised_by,
        position=model.position,
        valid_from=change.effective_on,
    )
    name_unit(unit, since=change.effective_on, instrument=change.instrument)
    return unit


def _record_present_name(unit: Unit, kind: NameKind, text: str) -> None:
    """A unit without a recorded name of a kind went by its present one; write that down before it changes."""
    if text and not unit.names.filter(kind=kind).exists():
        UnitName.objects.create(unit=unit, text=text, kind=kind, valid_from=unit.valid_from)


def _end_names(unit: Unit, day: date, kind: NameKind | None = None) -> None:
    names = unit.names.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    if kind is not None:
        names = names.filter(kind=kind)
    names.filter(Q(valid_from__isnull=True) | Q(valid_from__lt=day)).update(
        valid_until=day - timedelta(days=1)
    )
