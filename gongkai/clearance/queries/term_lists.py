"""The read side of the term lists' screens: who sees which words, what a file would change, what a list would hit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai.clearance.digest import HOUSEKEEPING
from gongkai.clearance.enums import ContentKind
from gongkai.clearance.models.knowledge import KnowledgeStamp, ListTerm, TermDraft, TermException, TermList
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.queries.sealing import without_sealed
from gongkai.clearance.rules.knowledge import reasons_against_keeping
from gongkai.clearance.rules.term_files import Line, TermChanges, TermFile, changes_between
from gongkai.clearance.screening.lexicon import Lexicon, Term
from gongkai.clearance.verbs import KEEP_CLOSED_LISTS, KEEP_KNOWLEDGE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.enums import UnitKind
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import Reason

PAGES_TRIED, LETTERS_TRIED = 300, 2_000_000
"""House numbers: the newest public pages, and their characters, that a list is tried on within one request."""
_TAG = re.compile(r"<[^>]*>")


def term_lists(on: date) -> QuerySet[TermList]:
    """All lists with the number of words in force on a day."""
    begun = Q(terms__valid_from__isnull=True) | Q(terms__valid_from__lte=on)
    lasts = Q(terms__valid_until__isnull=True) | Q(terms__valid_until__gte=on)
    rows = TermList.objects.select_related("unit").annotate(words=Count("terms", filter=begun & lasts))
    return rows.order_by("name")


def may_see_words(user: User, term_list: TermList) -> bool:
    """Whether a person who may read the lists sees the words of this one."""
    return not term_list.is_closed or may(user, KEEP_CLOSED_LISTS)


def reasons_against_keeping_for(user: User, term_list: TermList | None = None) -> list[Reason]:
    """Why a person may not change the lists, or this one."""
    return reasons_against_keeping(
        may_keep=may(user, KEEP_KNOWLEDGE),
        is_closed=term_list is not None and term_list.is_closed,
        may_keep_closed=may(user, KEEP_CLOSED_LISTS),
    )


def own_names() -> frozenset[str]:
    """Names of the department itself: no word to look for is part of one."""
    rows = Unit.objects.filter(kind=UnitKind.DEPARTMENT).values_list("name", "short_name")
    return frozenset(name for row in rows for name in row if name)


def words_of(term_list: TermList, query: str) -> QuerySet[ListTerm]:
    """Words of a list in which, or in whose suggestion, a text occurs."""
    terms = term_list.terms.order_by("text", "pk")
    return terms.filter(Q(text__contains=query) | Q(suggestion__contains=query)) if query else terms


def exceptions_for(user: User) -> QuerySet[TermException]:
    """Exceptions that a person may see: those of a closed list name its words."""
    rows = TermException.objects.select_related("term_list", "unit", "column", "by")
    return rows if may(user, KEEP_CLOSED_LISTS) else rows.exclude(term_list__is_closed=True)


def columns_for(user: User) -> QuerySet[BasePage]:
    """Public columns, for choosing one."""
    kinds = [model for model in _below(BasePage) if model.content_kind == ContentKind.STRUCTURE]
    pages = BasePage.objects.filter(live=True, content_type__model__in=[m._meta.model_name for m in kinds])
    return without_sealed(pages.order_by("path"), user)


def _below(model: type[BasePage]) -> Iterator[type[BasePage]]:
    for one in model.__subclasses__():
        yield one
        yield from _below(one)


# What a file would change


def draft_of(user: User, term_list: TermList) -> TermDraft | None:
    """The file that a person has read in for a list and not confirmed yet."""
    return TermDraft.objects.filter(by=user, term_list=term_list).first()


def content_of(found: TermFile) -> dict[str, Any]:
    """What was read, as plain data to be kept until it is confirmed."""
    return {
        "lines": [
            [one.text, one.suggestion, one.note, list(one.unless), one.valid_from, one.valid_until]
            for one in found.lines.values()
        ],
        "flaws": [[flaw.place, flaw.message] for flaw in found.flaws],
        "flawed": found.flawed,
        "repeated": found.repeated,
    }


def lines_of(draft: TermDraft) -> list[Line]:
    """The words of a draft."""
    return [
        Line(text, suggestion, note, tuple(unless), _day(first), _day(last))
        for text, suggestion, note, unless, first, last in draft.content["lines"]
    ]


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


@dataclass(frozen=True, slots=True)
class Preview:
    """What confirming a draft would do now; ``seen`` names the state of things that it was reckoned from.

    ``elsewhere`` are words that another list has too, with that list's name; only lists that the person may see.
    """

    changes: TermChanges
    elsewhere: tuple[tuple[str, str], ...]
    seen: str


def preview_of(draft: TermDraft, user: User, on: date) -> Preview:
    """See :class:`Preview`."""
    seen = seen_of(draft)
    lines = lines_of(draft)
    known, ended = known_words(draft.term_list, on)
    texts = {line.text for line in lines}
    others = ListTerm.objects.exclude(term_list=draft.term_list)
    if not may(user, KEEP_CLOSED_LISTS):
        others = others.exclude(term_list__is_closed=True)
    rows = others.order_by("text").values_list("text", "term_list__name").iterator(chunk_size=5000)
    elsewhere = tuple((text, name) for text, name in rows if text in texts)
    return Preview(changes_between(lines, known, ended=ended), elsewhere, seen)


def seen_of(draft: TermDraft) -> str:
    """The state of a draft and of all knowledge: any change of either is another."""
    token = KnowledgeStamp.objects.values_list("token", flat=True).first()
    return f"{token} {draft.pk} {draft.read_at.isoformat()}"


def known_words(term_list: TermList, on: date) -> tuple[Mapping[str, Line], frozenset[str]]:
    """The words of a list as lines, and which of them are no longer in force."""
    columns = ("text", "suggestion", "note", "unless", "valid_from", "valid_until")
    rows = term_list.terms.values_list(*columns).iterator(chunk_size=5000)
    known = {text: Line(text, said, note, tuple(unless), *days) for text, said, note, unless, *days in rows}
    ended = (text for text, line in known.items() if line.valid_until is not None and line.valid_until < on)
    return known, frozenset(ended)


# What a list would hit


@dataclass(frozen=True, slots=True)
class PublicHits:
    """How often a list would hit what is public: pages looked through, pages hit, and the words hit most, with counts."""

    pages: int
    pages_hit: int
    hits: int
    words: tuple[tuple[str, int], ...]
    is_all: bool


def hits_in(lexicon: Lexicon, text: str) -> list[tuple[Term, int, int]]:
    """Each hit of a list in a text."""
    return list(lexicon.find(text))


def hits_in_public(lexicon: Lexicon, user: User) -> PublicHits:
    """Over the newest public pages as they were cleared, bounded; what is sealed from the person is left out."""
    pages = without_sealed(BasePage.objects.filter(live=True).exclude(depth=1), user)
    rows = pages.order_by("-last_published_at", "-pk").values_list("live_revision__content", flat=True)
    looked, hit_pages, letters, counts = 0, 0, 0, dict[str, int]()
    for content in rows[:PAGES_TRIED].iterator(chunk_size=50):
        text = "\n".join(_words_in(content))
        letters += len(text)
        if letters > LETTERS_TRIED:
            break
        looked += 1
        found = [term.text for term, _, _ in lexicon.find(text)]
        hit_pages += bool(found)
        for word in found:
            counts[word] = counts.get(word, 0) + 1
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:20]
    return PublicHits(looked, hit_pages, sum(counts.values()), tuple(most), looked == pages.count())


def _words_in(value: Any) -> Iterator[str]:
    """What a stored revision says, less housekeeping; rich text without its tags, bodies of blocks unpacked."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in HOUSEKEEPING and key not in ("pk", "slug"):
                yield from _words_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words_in(inner)
    elif isinstance(value, str):
        unpacked = _unpacked(value)
        if unpacked is not None:
            yield from _words_in(unpacked)
        else:
            yield _TAG.sub("", value)


def _unpacked(text: str) -> Any:
    if text[:1] not in ("[", "{"):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
