"""What the outside register needs to be read: own names, what each unit's name means, the rows kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.core.organisation.enums import UnitKind
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries.names import directory_on, names_to_find
from gongkai.core.organisation.rules import Resolved, resolve
from gongkai.duties.dossiers.models import RegisterDraft, RegisterEntry
from gongkai.duties.dossiers.rules.register import FIELDS, Judged, Known, Line, judged
from gongkai.duties.dossiers.rules.register_cells import day_in


def lines_of(draft: RegisterDraft) -> list[Line]:
    """The rows of a draft."""
    return [Line(one["number"], one["cells"]) for one in draft.lines]


def judged_draft(draft: RegisterDraft) -> list[Judged]:
    """Every row of a draft, judged as it would be entered now; a constant number of queries."""
    lines = lines_of(draft)
    return judged(lines, known_for(lines))


def known_for(lines: Sequence[Line]) -> Known:
    """What reading these rows needs: a unit's name means what it meant on the day of the paper."""
    today = timezone.localdate()
    directory = directory_on(today)
    days: dict[str, date] = {}
    for line in lines:
        name = line.cells.get("unit", "").strip()
        if name:
            days.setdefault(name, day_in(line.cells.get("written_on", "")) or today)
    units = {}
    for name, day in days.items():
        found = resolve(name, today, directory)
        if not isinstance(found, Resolved):
            found = resolve(name, day, directory)
        if isinstance(found, Resolved):
            units[name] = found.unit_ids[0]
    return Known(today, own_names(), units)


def own_names() -> frozenset[str]:
    """All that the department itself is and was called."""
    rows = Unit.objects.filter(kind=UnitKind.DEPARTMENT)
    return frozenset(name for names in names_to_find(rows).values() for name in names.split())


def kept_by_key(keys: Sequence[str]) -> dict[str, RegisterEntry]:
    """The rows of the register that these keys name."""
    found: dict[str, RegisterEntry] = {}
    for start in range(0, len(keys), 500):
        rows = RegisterEntry.objects.filter(key__in=keys[start : start + 500])
        found |= {row.key: row for row in rows}
    return found


def values_of(entry: RegisterEntry) -> dict[str, Any]:
    """A kept row, as the rules compare it."""
    return {name: entry.unit_id if name == "unit" else getattr(entry, name) for name in FIELDS}
