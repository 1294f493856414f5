"""The list of a column: its newest entries and the way to older ones; and the whole page of a duty's column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from gongkai.publishing.keys import page_key
from gongkai.publishing.protocol import Built, PageBuilder, Scope, SearchEntry, page_path
from gongkai.website.archives import ON_FRONT
from gongkai.website.builders.names import column_key
from gongkai.website.head import View, page_head
from gongkai.website.listing import ListEntry, entries_of
from gongkai.website.models.shapes import DutyColumnPage
from gongkai.website.queries import latest_entries, years_of
from gongkai.website.shell import load_shell
from gongkai.website.tree import Tree, load_tree, node_of


@dataclass(frozen=True, slots=True)
class Listed:
    """The newest entries of a column, and the years of which there are any."""

    entries: tuple[ListEntry, ...] = ()
    years: tuple[int, ...] = ()

    def keys(self, pk: int) -> frozenset[str]:
        """What a page depends on that shows this list of column ``pk``."""
        return frozenset({page_key(pk), column_key(pk)}).union(*(entry.keys for entry in self.entries))

    @property
    def changes_at(self) -> datetime | None:
        """The first moment from which an entry may be wrong."""
        return min((entry.changes_at for entry in self.entries if entry.changes_at), default=None)

    def years_at(self, path: str) -> list[View]:
        """Links to the archives of a column's address."""
        return [{"title": f"{year}年", "url": f"{path}{year}/"} for year in self.years]


NOTHING = Listed()


def load_lists(places: Sequence[str], scope: Scope) -> dict[str, Listed]:
    """The lists of columns by place in the tree; constant number of queries."""
    latest, years = latest_entries(scope, places, ON_FRONT), years_of(scope, places)
    entries = entries_of([page for pages in latest.values() for page in pages], scope)
    return {
        place: Listed(
            tuple(entries[page.pk] for page in latest.get(place, ()) if page.pk in entries),
            tuple(years.get(place, ())),
        )
        for place in places
    }


@dataclass(frozen=True, slots=True)
class ColumnListSource:
    """A duty's column with its list."""

    page: Any
    tree: Tree
    shell: View
    listed: Listed

    @property
    def entries(self) -> tuple[ListEntry, ...]:
        """The newest entries."""
        return self.listed.entries


class ColumnListBuilder(PageBuilder[ColumnListSource]):
    """The page of a duty's column. A duty states ``name``, ``model``, ``template``, and :meth:`extras` if any."""

    model: type[DutyColumnPage]

    def sources_from(self, instances: Sequence[Any], scope: Scope) -> Sequence[ColumnListSource]:
        lists = load_lists([page.path for page in instances], scope)
        listed = {
            place: replace(found, entries=self.entries_shown(found.entries, scope))
            for place, found in lists.items()
        }
        tree, shell = load_tree(scope), load_shell(scope)
        return [ColumnListSource(page, tree, shell, listed.get(page.path, NOTHING)) for page in instances]

    def entries_shown(self, entries: Sequence[ListEntry], scope: Scope) -> tuple[ListEntry, ...]:
        """The entries as this duty shows them, in its order. A constant number of queries."""
        return tuple(entries)

    def view_of(self, source: ColumnListSource) -> Built:
        page, path = source.page, page_path(source.page)
        view: Mapping[str, Any] = {
            "shell": source.shell,
            "head": page_head(
                page.title,
                path,
                crumbs=source.tree.crumbs(page.path, page.title),
                section=path,
                description=page.introduction,
                column=node_of(page).tag(),
            ),
            "title": page.title,
            "summary": page.introduction,
            "entries": [entry.view() for entry in source.entries],
            "years": source.listed.years_at(path),
        }
        return Built(
            path=path,
            view={**view, **self.extras(source)},
            depends_on=source.listed.keys(page.pk),
            changes_at=source.listed.changes_at,
            search=SearchEntry(title=page.title, body=page.introduction, column=page.title, kind="栏目"),
        )

    def extras(self, source: ColumnListSource) -> View:
        """What this duty's template shows besides, or instead of the plain rows. Pure."""
        return {}
