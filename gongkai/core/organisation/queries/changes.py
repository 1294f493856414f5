"""Changes of units: what hangs on them, and who stands in whose place on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet

from gongkai.core.organisation.enums import ChangeKind, ChangeStatus, NameKind, UnitKind
from gongkai.core.organisation.holdings import FOLLOWERS, HOLDINGS, Held, Holding
from gongkai.core.organisation.models import Change, Succession, Unit, UnitName
from gongkai.core.organisation.queries.names import directory_on
from gongkai.core.organisation.rules import UnitEntry
from gongkai.core.organisation.rules.change import ChangeFacts, Plan, UnitFacts
from gongkai.core.organisation.rules.directory import is_within


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One thing on one of the units of a change."""

    holding: Holding
    unit: Unit
    held: Held

    @property
    def place(self) -> tuple[str, str]:
        """What identifies it in a plan."""
        return self.holding.code, self.held.key

    @property
    def name(self) -> str:
        """Its name among the choices of a plan."""
        return f"{self.holding.code}:{self.held.key}"


def units_on(day: date) -> list[Unit]:
    """Units that exist on a day, in their order."""
    return [unit for unit in Unit.objects.all() if exists_on(unit, day)]


def units_existing_on(day: date) -> QuerySet[Unit]:
    """Units that exist on a day."""
    return Unit.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_until__isnull=True) | Q(valid_until__gt=day),
    )


def own_units_on(day: date) -> QuerySet[Unit]:
    """Units within the department that exist on a day: neither the department itself nor other organs that it deals with."""
    return units_existing_on(day).exclude(kind__in=[UnitKind.DEPARTMENT, UnitKind.EXTERNAL])


def exists_on(unit: Unit, day: date) -> bool:
    """Whether a unit exists on a day (the day of its end excluded)."""
    return (unit.valid_from is None or unit.valid_from <= day) and (
        unit.valid_until is None or day < unit.valid_until
    )


def held_by(units: Iterable[Unit], day: date) -> list[HeldRow]:
    """Everything that hangs on units, by registered kind; each kind is asked once for a unit."""
    return [
        HeldRow(holding, unit, held)
        for holding in sorted(HOLDINGS.values(), key=lambda one: one.label)
        for unit in units
        for held in holding.held(unit, day)
    ]


@dataclass(frozen=True, slots=True)
class NamesOfUnit:
    """What a unit is called in full and in short; no short name is empty."""

    full: str
    short: str


def names_before(changes: Iterable[Change]) -> dict[int, dict[int, NamesOfUnit]]:
    """For each change what its sources were called on its eve, by unit; of a draft, what they are called now.

    Two queries however many changes.
    """
    plans = {change.pk: (change, Plan.read(change.plan).source_ids) for change in changes}
    units = Unit.objects.in_bulk({pk for _, sources in plans.values() for pk in sources})
    names: dict[tuple[int, str], list[UnitName]] = defaultdict(list)
    for name in UnitName.objects.filter(unit__in=units).exclude(kind=NameKind.ALIAS):
        names[name.unit_id, name.kind].append(name)

    def called(unit: Unit, change: Change, kind: NameKind, present: str) -> str:
        rows = names[unit.pk, kind]
        if change.status != ChangeStatus.DONE or not rows:
            return present
        eve = change.effective_on - timedelta(days=1)
        return next((row.text for row in rows if is_within(eve, row.valid_from, row.valid_until)), "")

    return {
        change.pk: {
            pk: NamesOfUnit(
                called(unit, change, NameKind.FULL, unit.name) or unit.name,
                called(unit, change, NameKind.SHORT, unit.short_name),
            )
            for pk in sources
            if (unit := units.get(pk)) is not None
        }
        for change, sources in plans.values()
    }


def followers_of(units: Sequence[Unit]) -> list[str]:
    """What follows the work of units by itself, one sentence for each kind there is."""
    found = (FOLLOWERS[code].says(units) for code in sorted(FOLLOWERS))
    return [sentence for sentence in found if sentence]


def facts_of_change(kind: str, instrument: str, effective_on: date, today: date, plan: Plan) -> ChangeFacts:
    """What the rules of change need, in a fixed number of queries."""
    named = [one.unit_id for one in plan.targets if one.unit_id is not None]
    units = Unit.objects.in_bulk([*plan.source_ids, *named])
    changed = _changed_on(units)
    facts = {pk: _unit_facts(unit, changed.get(pk)) for pk, unit in units.items()}
    return ChangeFacts(
        kind,
        instrument,
        effective_on,
        today,
        plan,
        tuple(facts[pk] for pk in plan.source_ids if pk in facts),
        {pk: facts[pk] for pk in named if pk in facts},
        _names_taken(effective_on, plan, kind),
        frozenset(Unit.objects.values_list("code", flat=True)),
    )


def _changed_on(units: Collection[int]) -> dict[int, date]:
    """The latest day on which a unit was changed or took one of its present names."""
    found: dict[int, date] = {}
    names = UnitName.objects.filter(unit__in=units).exclude(kind=NameKind.ALIAS)
    done = Succession.objects.filter(successor__in=units)
    for pk, day in [
        *names.values_list("unit").annotate(Max("valid_from")).order_by(),
        *done.values_list("successor").annotate(Max("effective_on")).order_by(),
    ]:
        if day is not None:
            found[pk] = max(found.get(pk, day), day)
    return found


def _unit_facts(unit: Unit, changed_on: date | None) -> UnitFacts:
    return UnitFacts(
        unit.pk, unit.name, unit.short_name, unit.kind, unit.valid_from, unit.valid_until, changed_on
    )


def _names_taken(day: date, plan: Plan, kind: str) -> dict[str, str]:
    """Names borne from the day on; a unit that ends or is renamed gives its own free."""
    directory = directory_on(day)
    named = {one.unit_id for one in plan.targets}
    freed = set(plan.source_ids) if kind == ChangeKind.RENAME else set(plan.source_ids) - named
    return {
        row.text: directory.units[row.unit_id].label
        for rows in directory.names.values()
        for row in rows
        if row.unit_id not in freed
        and (row.valid_until is None or row.valid_until >= day)
        and _goes_on(directory.units[row.unit_id], day)
    }


def _goes_on(unit: UnitEntry, day: date) -> bool:
    return unit.valid_until is None or unit.valid_until > day


@dataclass(frozen=True)
class Line:
    """All successions, for asking many times with one query."""

    after: dict[int, list[Succession]]
    before: dict[int, list[Succession]]
    units: dict[int, Unit]

    def current(self, unit_id: int, day: date) -> tuple[int, ...]:
        """Ids of the units in a unit's place on a day: itself, its successors or its predecessors."""
        unit = self.units[unit_id]
        if exists_on(unit, day):
            return (unit_id,)
        ended = unit.valid_until is not None and unit.valid_until <= day
        links = self.after if ended else self.before
        found: dict[int, None] = {}
        for link in links.get(unit_id, ()):
            other = link.successor_id if ended else link.predecessor_id
            found.update(dict.fromkeys(self.current(other, day)))
        return tuple(found)

    def main(self, unit_id: int, day: date) -> int:
        """The one unit under which figures of a unit are counted on a later day, so that sums add up."""
        while not exists_on(self.units[unit_id], day):
            following = [one for one in self.after.get(unit_id, ()) if one.is_main]
            if not following:
                return unit_id
            unit_id = following[0].successor_id
        return unit_id


def line_of_units() -> Line:
    """Every succession carried out, and every unit (two queries)."""
    after: dict[int, list[Succession]] = defaultdict(list)
    before: dict[int, list[Succession]] = defaultdict(list)
    for one in Succession.objects.order_by("-is_main", "pk"):
        after[one.predecessor_id].append(one)
        before[one.successor_id].append(one)
    return Line(dict(after), dict(before), Unit.objects.in_bulk())


def successors_of(unit: Unit, day: date) -> list[Unit]:
    """Units that stand in a unit's place on a later day, the main one first; itself while it exists."""
    line = line_of_units()
    return [line.units[pk] for pk in line.current(unit.pk, day)]


def predecessors_of(unit: Unit) -> list[Unit]:
    """Every unit whose work came to this one, near and far, the nearest first."""
    line = line_of_units()
    found: dict[int, None] = {}
    queue = [unit.pk]
    while queue:
        for link in line.before.get(queue.pop(0), ()):
            if link.predecessor_id not in found and link.predecessor_id != unit.pk:
                found[link.predecessor_id] = None
                queue.append(link.predecessor_id)
    return [line.units[pk] for pk in found]


def unit_on(unit: Unit, day: date) -> list[Unit]:
    """Which units this one was, or became, on a day: backwards its predecessors, forwards its successors."""
    return successors_of(unit, day)


def main_successors(unit_ids: Collection[int], day: date) -> dict[int, int]:
    """For statistics by successor: the unit under which each unit's figures count on a day (two queries)."""
    line = line_of_units()
    return {pk: line.main(pk, day) for pk in unit_ids}


def changes_due(today: date) -> Sequence[Change]:
    """Drafts whose day has come and which wait for confirmation."""
    return list(Change.objects.filter(status=ChangeStatus.DRAFT, effective_on__lte=today))
