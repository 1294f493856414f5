"""Where the words of something that had to go may stand: every text of every table is entered here, with what becomes of it.

A purge takes content out of everything public, a seal closes what hangs on it. What was copied or computed elsewhere goes
with it (:func:`drop_rows_with`, and the gate's own ``usecases.purging``); what somebody typed elsewhere no machine can tell
from an innocent text: those who may purge are led there and see to it by hand. An app enters its tables in its
``places.py``; a test of the architecture refuses a text field of which nobody has said what becomes of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote_plus

from django.apps import apps
from django.db.models import JSONField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from gongkai.core.accounts.models import User
from gongkai.core.finding import Find, Group

SHORTEST = 4
"""Shorter words stand everywhere and lead nowhere."""


class Fate(StrEnum):
    """What becomes of the words in a field when what they are of is purged."""

    OWN = "随内容封存"
    """Of the object itself: sealed with it after a leak; where personal data is the cause its unit corrects it."""
    ERASED = "随内容抹去"
    """Rows about the object, copied or computed: emptied or deleted in the act that purges it."""
    DROPPED = "含有即删除"
    """Drafts and notes of passing worth, whoever's: rows with the words are deleted in the same act."""
    TRACED = "列给清除人"
    """Typed by somebody: found by :func:`traces_for`, with a way to open it."""
    PASSING = "到时自行消失"
    """Goes by itself after a time, and nobody can look into it meanwhile."""
    NEVER = "写不进内容"
    """Codes, digests, names of the house, or written by this program without words of any content."""


@dataclass(frozen=True, slots=True)
class Place:
    """One text field of a table (model label, field), what becomes of it, and why that is enough."""

    model: str
    field: str
    fate: Fate
    why: str

    @property
    def key(self) -> str:
        """How reports and tests name it."""
        return f"{self.model}.{self.field}"


@dataclass(frozen=True, slots=True)
class Sought:
    """Titles and numbers, the SHA-256 of files, and what they are of (model label, key), where they stand anyway."""

    texts: tuple[str, ...]
    hashes: tuple[str, ...] = ()
    own: frozenset[tuple[str, str]] = frozenset()

    def stands_in(self, *fields: str) -> Q:
        """Rows of which one of these text fields holds one of the texts."""
        found = Q(pk__in=[])
        for text in self.texts:
            for field in fields:
                found |= Q(**{f"{field}__contains": text})
        return found

    def stands_in_json(self, field: str) -> Q:
        """The same for a JSON field annotated as text.

        One database keeps it with every Chinese character escaped, and the body of a page is JSON within JSON.
        """
        plain = {json.dumps(text, ensure_ascii=False)[1:-1] for text in self.texts}
        escaped = {json.dumps(text)[1:-1] for text in self.texts}
        twice = {json.dumps(text)[1:-1] for text in escaped}
        found = Q(pk__in=[])
        for text in sorted(plain | escaped | twice):
            found |= Q(**{f"{field}__contains": text})
        return found

    def stands_in_form(self, field: str) -> Q:
        """The same for a form as a browser sends it."""
        return Sought(tuple(quote_plus(text) for text in self.texts)).stands_in(field)


TraceFinder = Callable[[User, Sought, int], Iterable[Find]]
PLACES: dict[tuple[str, str], Place] = {}
_TRACES: dict[str, tuple[int, str, TraceFinder]] = {}


def enter_place(fate: Fate, model: str, fields: str, why: str) -> None:
    """Say what becomes of these fields (names with spaces between) of a model. Raises ``ValueError`` if it was said before."""
    for field in fields.split():
        place = Place(model, field, fate, why)
        if PLACES.setdefault((model, field), place) != place:
            raise ValueError(f"{place.key} is entered twice")


def register_traces(name: str, order: int, label: str, find: TraceFinder, *, reads: dict[str, str]) -> None:
    """Enter ``find(user, sought, limit)``: newest first, at most ``limit`` rows; ``reads`` fields by model."""
    _TRACES[name] = (order, label, find)
    for model, fields in reads.items():
        enter_place(Fate.TRACED, model, fields, f"“{label}”里列出")


def trace_rows(
    order: int,
    label: str,
    model: str,
    fields: str,
    opens: Callable[[Any], Find],
    *,
    but: Callable[[Sought], Q] | None = None,
) -> None:
    """Let the rows of a model be traced by what stands in these fields; ``opens`` leads to a row, ``but`` leaves out rows
    that the seal reaches anyway. Rows under one label come in one group.
    """

    def find(user: User, sought: Sought, limit: int) -> list[Find]:
        found = rows_with(sought, model, fields.split()).order_by("-pk")
        rows = found.exclude(but(sought)) if but is not None else found
        return [opens(row) for row in rows[:limit]]

    register_traces(model, order, label, find, reads={model: fields})


def rows_with(sought: Sought, model: str, fields: Iterable[str]) -> QuerySet[Any]:
    """Rows of a model of which one of the fields holds one of the texts, whether it is text, JSON or a form."""
    kind: type[Model] = apps.get_model(model)
    rows, wanted = kind._default_manager.all(), Q(pk__in=[])
    for name in fields:
        if isinstance(kind._meta.get_field(name), JSONField):
            rows = rows.annotate(**{f"{name}_as_text": as_text(name)})
            wanted |= sought.stands_in_json(f"{name}_as_text")
        else:
            wanted |= sought.stands_in(name) | sought.stands_in_form(name)
    return rows.filter(wanted)


def drop_rows_with(sought: Sought) -> dict[str, int]:
    """Delete the rows with these words wherever that is what becomes of them; how many went, by model."""
    fields: dict[str, list[str]] = {}
    for place in PLACES.values():
        if place.fate == Fate.DROPPED:
            fields.setdefault(place.model, []).append(place.field)
    return {model: rows_with(sought, model, names).delete()[0] for model, names in sorted(fields.items())}


def as_text(field: str) -> Any:
    """A JSON field as text, for :meth:`Sought.stands_in_json`."""
    return Cast(field, TextField())


def traces_for(user: User, sought: Sought, limit: int) -> list[Group]:
    """Groups with at least one trace, in their registered order; what several finders lead to is told once."""
    found: dict[str, dict[tuple[str, str], Find]] = {}
    for _, (_, label, find) in sorted(_TRACES.items(), key=lambda item: (item[1][0], item[0])):
        for row in find(user, sought, limit + 1):
            found.setdefault(label, {}).setdefault((row.url, row.title), row)
    return [
        Group(label, list(rows.values())[:limit], len(rows) > limit) for label, rows in found.items() if rows
    ]
