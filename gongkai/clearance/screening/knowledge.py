"""What the engine is told beside the text: dated tables and lists as plain facts. Pure.

Whoever keeps them (the database, a test, the lists shipped with the program) makes one ``Knowledge`` and scans many texts
with it: making one builds an automaton over all terms.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gongkai.clearance.screening.lexicon import Lexicon, Term


@dataclass(frozen=True, slots=True)
class Office:
    """A person in a post for a time: ``name`` 甲某某, ``title`` 厅长, ``organ`` 示例省交通运输厅; ``until`` None while it lasts."""

    name: str
    title: str
    organ: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the engine knows on one day.

    ``offices`` the dated table of leaders; ``closed_numbers`` numbers (文号) known not to be public, ``open_numbers`` those
    known to be public, both as :func:`gongkai.clearance.screening.references.normal` writes them; ``office_phones``
    published numbers, digits only; ``own_domains`` ends of mail addresses that are the department's own.
    """

    on: date
    lexicon: Lexicon = field(default_factory=lambda: Lexicon(()))
    offices: tuple[Office, ...] = ()
    closed_numbers: frozenset[str] = frozenset()
    open_numbers: frozenset[str] = frozenset()
    office_phones: frozenset[str] = frozenset()
    own_domains: tuple[str, ...] = ("gov.cn",)


__all__ = ["Knowledge", "Lexicon", "Office", "Term"]
