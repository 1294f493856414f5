"""Titles of dossiers, numbers and rows of the register as a person may read them: the one way to show them.

A number keeps the title of its paper, the register has it from OA: each says what a page that was purged for a
suspected leak said, and is sealed with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from gongkai.clearance.models import BasePage
from gongkai.clearance.queries.sealing import sealed_ids
from gongkai.clearance.rules.sealing import SEALED_TITLE
from gongkai.core.accounts.models import User
from gongkai.duties.dossiers.models import Dossier, IssuedNumber, RegisterEntry
from gongkai.duties.dossiers.rules.reconciling import Found, Online, Row
from gongkai.duties.policies.models import PolicyDocument
from gongkai.duties.policies.queries import words_match

Titled = Dossier | IssuedNumber | RegisterEntry | Row | Online
Rows = TypeVar("Rows", IssuedNumber, RegisterEntry)


@dataclass(frozen=True, slots=True)
class Titles:
    """What is sealed from one person: pages, the dossiers that led to them, the numbers that either bears."""

    pages: frozenset[int] = frozenset()
    dossiers: frozenset[int] = frozenset()
    numbers: frozenset[str] = frozenset()

    def hides(self, row: Titled) -> bool:
        """Whether a row tells of what is sealed."""
        number, page, dossier = _marks_of(row)
        return number in self.numbers or page in self.pages or dossier in self.dossiers

    def of(self, row: Titled) -> str:
        """The title, or what stands in its place."""
        return SEALED_TITLE if self.hides(row) else row.title

    def of_finding(self, found: Found) -> str:
        """The title of what a finding is about; empty for a number that nothing bears."""
        row = found.row or found.online
        return self.of(row) if row is not None else ""

    def said(self, found: Found) -> str:
        """What a finding says; that of something sealed may repeat its title."""
        row = found.row or found.online
        return "" if row is not None and self.hides(row) else found.say

    def found_by(
        self, rows: QuerySet[Rows], words: str, fields: tuple[str, ...], number: str
    ) -> QuerySet[Rows]:
        """Rows by words in these fields or their number; what is sealed only by its number, or a search would tell it."""
        wanted = words_match(words, fields, number)
        if not self.pages:
            return rows.filter(wanted)
        is_hidden = self._hidden(rows.model, number)
        return rows.filter((wanted & ~is_hidden) | (words_match(words, (), number) & is_hidden))

    def _hidden(self, model: type[Any], number: str) -> Q:
        """The same as :meth:`hides`, for the database."""
        keys = set(IssuedNumber.objects.filter(dossier__in=self.dossiers).values_list("pk", flat=True))
        if model is RegisterEntry:
            mine = Q(page__in=self.pages) | Q(dossier__in=self.dossiers)
            keys = set(RegisterEntry.objects.filter(mine).values_list("pk", flat=True))
        return Q(pk__in=keys) | Q(**{f"{number}__in": self.numbers})


NOTHING_SEALED = Titles()
"""For those who may purge, and what is made for them."""


def _marks_of(row: Titled) -> tuple[str, int | None, int | None]:
    """Number, page and dossier by which a row is told to be of something."""
    if isinstance(row, Dossier):
        return "", row.page_id, row.pk
    if isinstance(row, IssuedNumber):
        return row.text, None, row.dossier_id
    if isinstance(row, RegisterEntry):
        return row.number, row.page_id, row.dossier_id
    return row.number, row.page if isinstance(row, Row) else row.key, None


def titles_for(user: User) -> Titles:
    """What a person may not read; nothing, and no further query, while nothing is sealed from them."""
    pages = frozenset(sealed_ids(user, BasePage))
    if not pages:
        return NOTHING_SEALED
    dossiers = frozenset(Dossier.objects.filter(page__in=pages).values_list("pk", flat=True))
    given = IssuedNumber.objects.filter(dossier__in=dossiers).values_list("text", flat=True)
    printed = PolicyDocument.objects.filter(pk__in=pages).values_list("doc_number", flat=True)
    return Titles(pages, dossiers, frozenset({*given, *printed} - {""}))
