"""What entering a draft of the outside register would do, before it is done: rows new, changed field by field, the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.core.organisation.models import Unit
from gongkai.duties.dossiers.models import RegisterDraft, RegisterEntry
from gongkai.duties.dossiers.queries.register import read_draft, values_of, word_of
from gongkai.duties.dossiers.queries.titles import Titles, titles_for
from gongkai.duties.dossiers.rules.register import Judged
from gongkai.duties.dossiers.rules.register_cells import LABELS
from gongkai.duties.dossiers.rules.register_changes import changes_of


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that is kept and would change: its line in the book, its number and title now, and (栏目, before, after)."""

    line: int
    number: str
    title: str
    fields: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Preview:
    """Rows that would be entered, by what that does, and those that stay."""

    new: list[Judged]
    changed: list[ChangedRow]
    unchanged: int
    bad: list[Judged]

    @property
    def good(self) -> int:
        """How many rows would be entered."""
        return len(self.new) + len(self.changed) + self.unchanged


def preview_of(draft: RegisterDraft) -> Preview:
    """A draft as it would be entered now."""
    found = read_draft(draft)
    good = [row for row in found.rows if not row.flaws]
    known = [row for row in good if row.key in found.kept]
    titles, units = titles_for(draft.by), dict(Unit.objects.values_list("pk", "name"))
    rows = [_changed(row, found.kept[row.key], titles, units) for row in known]
    changed = [row for row in rows if row.fields]
    return Preview(
        [row for row in good if row.key not in found.kept],
        changed,
        len(known) - len(changed),
        [row for row in found.rows if row.flaws],
    )


def _changed(row: Judged, entry: RegisterEntry, titles: Titles, units: dict[int, str]) -> ChangedRow:
    hidden = {"title": titles.of(entry), "note": ""} if titles.hides(entry) else {}
    fields = [
        (
            LABELS.get(name, "作废"),
            hidden.get(name, word_of(name, before, units)),
            word_of(name, after, units),
        )
        for name, before, after in changes_of(values_of(entry), row.values)
    ]
    return ChangedRow(row.line.number, entry.number, titles.of(entry), fields)
