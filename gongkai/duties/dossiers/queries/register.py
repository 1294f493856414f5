"""What the outside register needs to be read: own names, what each unit's name means, the rows kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.clearance.enums import Disclosure
from gongkai.core.organisation.enums import UnitKind
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries.names import directory_on, names_to_find
from gongkai.core.organisation.rules import Resolved, resolve
from gongkai.duties.dossiers.models import RegisterDraft, RegisterEntry
from gongkai.duties.dossiers.queries.titles import Titles, titles_for
from gongkai.duties.dossiers.rules.register import Judged, Known, Line, judged
from gongkai.duties.dossiers.rules.register_cells import day_in
from gongkai.duties.dossiers.rules.register_changes import FIELDS, KeptTitle, held_back
from gongkai.duties.policies.models import PolicyDocument


def lines_of(draft: RegisterDraft) -> list[Line]:
    """The rows of a draft."""
    return [Line(one["number"], one["cells"], one.get("agreed", "")) for one in draft.lines]


@dataclass(frozen=True, slots=True)
class ReadDraft:
    """Every row of a draft, judged as it would be entered now, and the rows of the register that it would change."""

    rows: list[Judged]
    kept: dict[str, RegisterEntry]


def read_draft(draft: RegisterDraft) -> ReadDraft:
    """A draft beside what is kept; queries do not grow with its rows, but one for each 500."""
    lines = lines_of(draft)
    rows = judged(lines, known_for(lines))
    kept = kept_by_key([row.key for row in rows if row.key])
    titles = titles_for(draft.by)
    return ReadDraft(
        held_back(rows, {key: KeptTitle(row.title, titles.of(row)) for key, row in kept.items()}), kept
    )


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


_DAYS = {"written_on", "printed_on"}


def word_of(name: str, value: Any, units: Mapping[int, str]) -> str:
    """A value of a row as people read it; ``units`` gives the name of each unit."""
    if value is None or value == "":
        return ""
    if name == "unit":
        return units.get(value, "")
    if name == "is_void":
        return "是" if value else "否"
    if name in _DAYS:
        return f"{value:%Y-%m-%d}"
    if name in ("signature", "disclosure"):
        field: Any = RegisterEntry._meta.get_field(name)
        return str(dict(field.flatchoices).get(value, value))
    return str(value)[:255]


def entries_asked(
    words: str, titles: Titles, *, year: str, unit: str, disclosure: str
) -> QuerySet[RegisterEntry]:
    """Rows of the register by words (numbers in any spelling), year, unit and disclosure; values that are none ask for all."""
    rows = RegisterEntry.objects.select_related("unit")
    if words:
        rows = titles.found_by(rows, words, ("title",), "number")
    if _is_number(year) and len(year) == 4:
        rows = rows.filter(written_on__year=int(year))
    if _is_number(unit):
        rows = rows.filter(unit=int(unit))
    if disclosure == "none":
        return rows.filter(disclosure="")
    return rows.filter(disclosure=disclosure) if disclosure in Disclosure.values else rows


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < len(text) < 10 and int(text) > 0


def page_by_number(entry: RegisterEntry) -> PolicyDocument | None:
    """The public document with the number of a row to which nobody confirmed one: the two count as the same."""
    if entry.page_id is not None or not entry.number:
        return None
    return PolicyDocument.objects.filter(live=True, doc_number=entry.number).order_by("pk").first()


def pages_for(entry: RegisterEntry) -> QuerySet[PolicyDocument]:
    """Public documents that a row may be: of its year or without a day, and the one it is."""
    near = Q(written_on__year=entry.written_on.year) | Q(written_on__isnull=True) | Q(pk=entry.page_id)
    return PolicyDocument.objects.filter(near, live=True).only("title", "doc_number").order_by("title")
