"""Where else the words of something that had to go stand: an app registers what it keeps in its ``finders.py``.

A purge takes content out of everything public, a seal closes what hangs on it; what somebody typed elsewhere no machine can
tell from an innocent text. Those who may purge are led there and see to it by hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from gongkai.core.accounts.models import User
from gongkai.core.finding import Find, Group

SHORTEST = 4
"""Shorter words stand everywhere and lead nowhere."""


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


TraceFinder = Callable[[User, Sought, int], Iterable[Find]]
_TRACES: dict[str, tuple[int, str, TraceFinder]] = {}


def register_traces(name: str, order: int, label: str, find: TraceFinder) -> None:
    """Enter ``find(user, sought, limit)``: newest first, at most ``limit`` rows."""
    _TRACES[name] = (order, label, find)


def as_text(field: str) -> Any:
    """A JSON field as text, for :meth:`Sought.stands_in_json`."""
    return Cast(field, TextField())


def traces_for(user: User, sought: Sought, limit: int) -> list[Group]:
    """Groups with at least one trace, in their registered order."""
    groups = []
    for _, (_, label, find) in sorted(_TRACES.items(), key=lambda item: (item[1][0], item[0])):
        rows = list(find(user, sought, limit + 1))
        if rows:
            groups.append(Group(label, rows[:limit], len(rows) > limit))
    return groups
