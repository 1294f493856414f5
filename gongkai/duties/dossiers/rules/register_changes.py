"""What a later book says otherwise of a row that is kept, and which of that a person has to say is meant. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from gongkai.core.title_marks import in_title_marks
from gongkai.duties.dossiers.rules.register import Flaw, Judged
from gongkai.duties.dossiers.rules.register_cells import same_title

FIELDS = ("number", "title", "signature", "disclosure", "written_on", "printed_on", "unit", "note", "is_void")
"""What of a row is compared with what is kept."""


def changes_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """What a later book says otherwise, as (field, before, after)."""
    return [(name, before[name], after[name]) for name in FIELDS if before[name] != after[name]]


class KeptTitle(NamedTuple):
    """The title of a row that is kept, and as the person who imports may read it."""

    title: str
    shown: str


def held_back(rows: Sequence[Judged], kept: Mapping[str, KeptTitle]) -> list[Judged]:
    """The rows, those held back that give a known number another title, until a person says that the document is the same.

    What is agreed to is one change, from this title to that one: another one is asked about anew.
    """
    return [_held(row, kept[row.key]) if row.key in kept else row for row in rows]


def _held(row: Judged, kept: KeptTitle) -> Judged:
    title = row.values["title"]
    if same_title(kept.title, title):
        return row
    name = hashlib.sha256("\n".join((row.key, kept.title, title)).encode()).hexdigest()[:20]
    row = replace(row, retitled=name)
    if row.line.agreed == name:
        return row
    message = (
        f"登记簿里“{row.key}”是{in_title_marks(kept.shown)}，这里是另一个标题。"
        "同一件公文改了标题的，勾选“标题确实改了”；不是同一件的，改正文号。"
    )
    return replace(row, flaws=(*row.flaws, Flaw("title", message)))
