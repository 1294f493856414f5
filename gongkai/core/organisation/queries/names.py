"""Names of units on a day, loaded in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Prefetch

from gongkai.core.organisation.enums import NameKind
from gongkai.core.organisation.models import Unit, UnitGroup, UnitGroupMember, UnitName
from gongkai.core.organisation.rules import (
    Directory,
    GroupEntry,
    MemberEntry,
    NameEntry,
    Resolution,
    UnitEntry,
    resolve_run,
)
from gongkai.core.organisation.rules.directory import is_within


def directory_on(day: date) -> Directory:
    """The directory for reading names; five queries however many units; may be read on any day."""
    return Directory.build(
        day,
        [_unit_entry(unit) for unit in Unit.objects.all()],
        [_name_entry(name) for name in UnitName.objects.order_by("pk")],
        [_group_entry(group) for group in _groups()],
    )


def resolve_names(texts: Sequence[str], on: date) -> tuple[Resolution, ...]:
    """What the names of one run parted by 、 mean on a day, in their order."""
    return resolve_run(texts, on, directory_on(on))


def name_on(unit: Unit, day: date, kind: NameKind = NameKind.FULL) -> str:
    """What a unit was called on a day; its present name where none is recorded for it."""
    for row in unit.names.filter(kind=kind).order_by("-valid_from"):
        if is_within(day, row.valid_from, row.valid_until):
            return row.text
    return unit.name if kind == NameKind.FULL else (unit.short_name or unit.name)


def names_to_find(units: Iterable[Unit]) -> dict[int, str]:
    """All that units are and were called, by id, for looking one up by any of it (one query)."""
    found = {unit.pk: [unit.name, unit.short_name] for unit in units}
    for unit_id, text in (
        UnitName.objects.filter(unit__in=found).order_by("pk").values_list("unit_id", "text")
    ):
        found[unit_id].append(text)
    return {pk: " ".join(dict.fromkeys(filter(None, names))) for pk, names in found.items()}


def _groups() -> list[UnitGroup]:
    members = Prefetch("members", UnitGroupMember.objects.order_by("pk"))
    return list(UnitGroup.objects.prefetch_related("other_names", members))


def _unit_entry(unit: Unit) -> UnitEntry:
    return UnitEntry(
        unit.pk,
        unit.name,
        unit.short_name,
        unit.kind,
        unit.parent_id,
        unit.valid_from,
        unit.valid_until,
    )


def _name_entry(name: UnitName) -> NameEntry:
    return NameEntry(name.unit_id, name.text, name.kind, name.valid_from, name.valid_until)


def _group_entry(group: UnitGroup) -> GroupEntry:
    return GroupEntry(
        group.pk,
        (group.name, *(other.text for other in group.other_names.all())),
        frozenset(group.kinds),
        group.under_id,
        group.is_open,
        tuple(
            MemberEntry(row.unit_id, row.is_excepted, row.valid_from, row.valid_until)
            for row in group.members.all()
        ),
        group.valid_from,
        group.valid_until,
    )
