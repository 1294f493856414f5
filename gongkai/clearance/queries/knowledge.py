"""What the screening engine knows on a day, kept ready in each process and never stale.

Building the automaton of 50,000 terms takes a second, so a process keeps what it built. Whoever asks first reads the
stamp, one cheap query: any change by any process changes its token. What other apps have published has stamps of its own.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.clearance.fingerprints import fingerprint
from gongkai.clearance.models.knowledge import (
    KnowledgeStamp,
    LeaderPost,
    ListTerm,
    PublishedPhone,
    ReferencedDocument,
    TermException,
    TermList,
)
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.screening import PublicOnce
from gongkai.clearance.rules.knowledge import digits_of
from gongkai.clearance.screening.excepting import Excepted, ExceptingLexicon, less
from gongkai.clearance.screening.knowledge import Knowledge, Lexicon, Office, Term
from gongkai.clearance.screening.lists import shipped_terms
from gongkai.clearance.screening.references import normal
from gongkai.clearance.screening.version import engine_mark
from gongkai.core.organisation.models import Unit
from gongkai.core.published import DOCUMENT_NUMBERS, PHONES

_KEPT = 6
"""How many things built are kept in a process: the lists of today and of a day or two that were asked for, and tables."""


class _Shelf:
    """What was built, by key; built once however many threads ask at the same time."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._built: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, build: Callable[[], Any]) -> Any:
        with self._lock:
            if key not in self._built:
                self._built[key] = build()
                while len(self._built) > _KEPT:
                    self._built.popitem(last=False)
            self._built.move_to_end(key)
            return self._built[key]


_LEXICONS, _KNOWN = _Shelf(), _Shelf()


@dataclass(frozen=True, slots=True)
class _Tables:
    """What the lists beside the terms say on a day."""

    offices: tuple[Office, ...]
    closed_numbers: frozenset[str]
    open_numbers: frozenset[str]
    phones: frozenset[str]
    exceptions: tuple[TermException, ...]
    closed_lists: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Known:
    """All of it on a day. ``version`` is a digest of what it says, so that a change elsewhere leaves it alone; ``adds`` one
    of what can add findings, ``told`` one of what can only take some away: the numbers that are public.
    """

    lexicon: Lexicon
    tables: _Tables
    public: frozenset[str]
    closed: frozenset[str]
    phones: frozenset[str]
    version: str
    adds: str
    told: str


def current_knowledge(*, on: date, unit: Unit | None = None, column: BasePage | None = None) -> Knowledge:
    """What the engine knows on a day about what a unit writes in a column.

    ``unit`` and ``column`` (the page, or the column in which it stands) decide which exceptions count; without them only
    those of the whole site do.
    """
    return knowledge_with_version(on=on, unit=unit, column=column)[0]


def knowledge_with_version(
    *, on: date, unit: Unit | None = None, column: BasePage | None = None
) -> tuple[Knowledge, str, str, str]:
    """The same with its version, the stamp of what can add findings and that of what can only take some away, all of one
    moment: what is scanned with the one is noted with the others.
    """
    known = _known(on)
    tables = known.tables
    excepted = _excepted(tables, [one for one in tables.exceptions if _counts(one, unit, column)])
    knowledge = Knowledge(
        on=on,
        lexicon=ExceptingLexicon(known.lexicon, excepted) if excepted else known.lexicon,
        offices=tables.offices,
        closed_numbers=known.closed,
        open_numbers=known.public,
        office_phones=known.phones,
    )
    return knowledge, known.version, known.adds, known.told


def knowledge_version(on: date) -> str:
    """A digest of everything the engine knows on a day, of 64 characters: for noting with what something was scanned."""
    return _known(on).version


def _known(on: date) -> _Known:
    """Kept until a stamp changes: of our own tables, of another app's numbers or telephones."""
    token = _token()
    numbers = [(source, source.stamp()) for _, source in sorted(DOCUMENT_NUMBERS.items())]
    phones = [(source, source.stamp()) for _, source in sorted(PHONES.items())]
    noted = PublicOnce.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = (token, on, noted, tuple(stamp for _, stamp in numbers), tuple(stamp for _, stamp in phones))

    def build() -> _Known:
        lexicon, tables, digest = _LEXICONS.get((token, on), lambda: _lists_on(on))
        found = [source.find(on) for source, _ in numbers]
        public = {normal(number) for one in found for number in one.public}
        closed = {normal(number) for one in found for number in one.not_public} - public
        told = {digits_of(phone) for source, _ in phones for phone in source.find(on)}
        open_numbers = frozenset(public - tables.closed_numbers) | tables.open_numbers
        closed_numbers = frozenset(closed - tables.open_numbers) | tables.closed_numbers
        all_phones = frozenset(told) | tables.phones
        version = _digest([digest, *(sorted(one) for one in (open_numbers, closed_numbers, all_phones))])
        digests = digests_of_public(open_numbers, all_phones)
        once = set(PublicOnce.objects.filter(is_set=False).values_list("digest", flat=True))
        adds = _digest([engine_mark(), digest, sorted(closed_numbers), sorted(once - digests)])
        public_now = _digest(sorted(digests))
        return _Known(lexicon, tables, open_numbers, closed_numbers, all_phones, version, adds, public_now)

    known: _Known = _KNOWN.get(key, build)
    return known


def digests_of_public(open_numbers: Iterable[str], phones: Iterable[str]) -> set[str]:
    """What is noted of numbers that are public (:class:`gongkai.clearance.models.PublicOnce`)."""
    numbered = {fingerprint("public document", number) for number in open_numbers}
    return numbered | {fingerprint("public telephone", phone) for phone in phones}


def _digest(values: Iterable[object]) -> str:
    digest = hashlib.sha256()
    for value in values:
        digest.update(repr(value).encode())
    return digest.hexdigest()


def lexicon_of(term_list: TermList, on: date) -> Lexicon:
    """An automaton over the words of one list in force on a day, for trying it out; in force or not is the list itself."""
    key = (_token(), on, "list", term_list.pk)
    build = lambda: Lexicon(_terms(ListTerm.objects.filter(term_list=term_list).in_force(on)))  # noqa: E731
    found: Lexicon = _LEXICONS.get(key, build)
    return found


def _token() -> str:
    return str(KnowledgeStamp.objects.values_list("token", flat=True).first())


def _counts(one: TermException, unit: Unit | None, column: BasePage | None) -> bool:
    """Whether an exception of one unit or one column counts here; those of the whole site were taken out before."""
    if one.unit_id is not None:
        return unit is not None and one.unit_id == unit.pk
    if one.column is None or column is None:
        return False
    return bool(column.path.startswith(one.column.path))


def _excepted(tables: _Tables, exceptions: list[TermException]) -> Excepted:
    named = frozenset((one.term_list.name, one.text) for one in exceptions if one.term_list is not None)
    general = frozenset(one.text for one in exceptions if one.term_list is None)
    return Excepted(named, general, tables.closed_lists)


def _tables_on(on: date) -> _Tables:
    posts = LeaderPost.objects.filter(since__lte=on)  # past ones too: a sentence may speak of its time
    documents = ReferencedDocument.objects.values_list("number", "is_public")
    phones = PublishedPhone.objects.in_force(on).values_list("digits", flat=True)
    exceptions = TermException.objects.in_force(on).select_related("term_list", "column")
    return _Tables(
        offices=tuple(Office(p.name, p.title, p.organ, p.since, p.until) for p in posts),
        closed_numbers=frozenset(number for number, is_public in documents if not is_public),
        open_numbers=frozenset(number for number, is_public in documents if is_public),
        phones=frozenset(phones),
        exceptions=tuple(exceptions),
        closed_lists=frozenset(TermList.objects.filter(is_closed=True).values_list("name", flat=True)),
    )


def _lists_on(on: date) -> tuple[Lexicon, _Tables, str]:
    """The automaton, the tables beside it, and a digest of both."""
    tables = _tables_on(on)
    lists = TermList.objects.in_force(on).filter(is_in_use=True)
    rows = ListTerm.objects.in_force(on).filter(term_list__in=lists)
    everywhere = [one for one in tables.exceptions if one.unit_id is None and one.column_id is None]
    terms = less((*shipped_terms(on), *_terms(rows)), _excepted(tables, everywhere))
    scoped = [(one.text, one.term_list_id, one.unit_id, one.column_id) for one in tables.exceptions]
    said = [tables.offices, sorted(tables.closed_lists), sorted(scoped, key=repr)]
    plain = ((t.text, t.kind, t.level, t.list_name, t.suggestion, t.note, t.unless) for t in terms)
    return Lexicon(terms), tables, _digest([*plain, *said])


def _terms(rows: Any) -> tuple[Term, ...]:
    """Terms as the engine takes them, the strictest list's first where several have the same word."""
    columns = (
        "text",
        "suggestion",
        "note",
        "unless",
        "term_list__name",
        "term_list__kind",
        "term_list__level",
    )
    values = rows.order_by("term_list_id", "pk").values_list(*columns).iterator(chunk_size=5000)
    return tuple(_term(*row) for row in values)


def _term(text: str, suggestion: str, note: str, unless: list[str], name: str, kind: str, level: str) -> Term:
    right = (suggestion,) if text in suggestion else ()  # the right writing may hold the wrong one
    return Term(text, kind, level, name, suggestion, note, (*unless, *right))
