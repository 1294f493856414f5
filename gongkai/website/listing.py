"""How pages of any duty show in a list: title, date, number, badge, one sentence.

A duty registers a function per page model (:func:`register_listing`); others show title and date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from gongkai.clearance.models import BasePage
from gongkai.core.shanghai import SHANGHAI
from gongkai.publishing.archived import without_archived
from gongkai.publishing.keys import page_key
from gongkai.publishing.protocol import Scope, page_path
from gongkai.website.head import View
from gongkai.website.models import ArticlePage
from gongkai.website.tree import structural_models


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One row of a list. ``state`` is a badge's; ``changes_at`` the moment from which it may be wrong; ``also`` the
    keys of the pages that ``links`` and ``tile`` lead to.
    """

    pk: int
    title: str
    url: str
    on: date | None
    at: datetime | None = None
    number: str = ""
    state: str = ""
    state_text: str = ""
    say: str = ""
    column: str = ""
    links: tuple[View, ...] = ()
    tile: View | None = None
    changes_at: datetime | None = None
    also: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """The dependency keys of everything the row shows."""
        return self.also | {self.key}

    @property
    def key(self) -> str:
        """The dependency key of the page shown."""
        return page_key(self.pk)

    def view(self, *, with_say: bool = True) -> View:
        """Plain data for components/rows.html and components/titles.html."""
        return {
            "title": self.title,
            "url": self.url,
            "on": self.on,
            "number": self.number,
            "state": self.state,
            "state_text": self.state_text,
            "say": self.say if with_say else "",
            "column": self.column,
            "links": list(self.links),
            "tile": self.tile,
        }


Loader = Callable[[Sequence[int], Scope], Mapping[int, ListEntry]]
_LISTINGS: dict[type[BasePage], Loader] = {}


def register_listing(model: type[BasePage], load: Loader) -> None:
    """Let ``load(pks, scope)`` make the entries of a page model: bulk, a constant number of queries."""
    _LISTINGS[model] = load


def day_of(moment: datetime | None) -> date | None:
    """The day in Shanghai of a moment."""
    return moment.astimezone(SHANGHAI).date() if moment else None


def listed_pages(scope: Scope) -> QuerySet[BasePage]:
    """Live pages that lists may hold: everything but the structure itself and what is archived."""
    types = ContentType.objects.get_for_models(*structural_models()).values()
    return without_archived(scope.pages(BasePage).exclude(content_type__in=list(types)))


def entry_of_page(page: BasePage, *, say: str = "", tile: View | None = None) -> ListEntry:
    """The row of a page that shows its title and the day it went public, and a sentence or a tile if it has one."""
    return ListEntry(
        pk=page.pk,
        title=page.title,
        url=page_path(page),
        on=day_of(page.first_published_at),
        at=page.first_published_at,
        say=say,
        tile=tile,
    )


def _plain(pages: Sequence[BasePage], scope: Scope) -> dict[int, ListEntry]:
    specific = scope.pages(BasePage.objects.filter(pk__in=[page.pk for page in pages])).specific()
    return {page.pk: entry_of_page(page) for page in specific}


def entries_of(pages: Sequence[BasePage], scope: Scope) -> dict[int, ListEntry]:
    """Entries of pages, by id: the registered function of each model once, whatever the number of pages."""
    by_type: dict[int, list[BasePage]] = defaultdict(list)
    for page in pages:
        by_type[page.content_type_id].append(page)
    entries: dict[int, ListEntry] = {}
    for type_id, group in sorted(by_type.items()):
        model: Any = ContentType.objects.get_for_id(type_id).model_class()
        load = next((_LISTINGS[kind] for kind in model.__mro__ if kind in _LISTINGS), None)
        entries |= load([page.pk for page in group], scope) if load else _plain(group, scope)
    return entries


def _articles(pks: Sequence[int], scope: Scope) -> dict[int, ListEntry]:
    rows = scope.pages(ArticlePage.objects.filter(pk__in=pks)).defer("body")
    return {page.pk: entry_of_page(page, say=page.summary) for page in rows}


register_listing(ArticlePage, _articles)


def with_column(entry: ListEntry, column: str) -> ListEntry:
    """The entry with the name of the column it stands in."""
    return replace(entry, column=column)
