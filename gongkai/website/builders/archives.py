"""Older entries of a column, by year and month; a change rebuilds its own month and year only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.publishing.protocol import Builder, Built, Scope
from gongkai.website.archives import Month, page_count, page_url, pager, slice_of
from gongkai.website.builders.names import column_key, column_parts
from gongkai.website.enums import ListStyle
from gongkai.website.head import View, crumb, page_head
from gongkai.website.listing import ListEntry, entries_of
from gongkai.website.queries import Span, entries_below, moments_of
from gongkai.website.shell import load_shell
from gongkai.website.tree import Node, Tree, load_tree

ALWAYS: Span = (Month(1900, 1).starts_at, Month(2999, 1).starts_at)


def _columns(scope: Scope) -> list[Node]:
    nodes = load_tree(scope).nodes.values()
    return [node for node in nodes if node.list_style and node.list_style != ListStyle.NONE]


def _year_span(year: int) -> Span:
    return Month(year, 1).starts_at, Month(year + 1, 1).starts_at


def _hull(spans: Iterable[Span]) -> Span:
    bounds = list(spans)
    return min(start for start, _ in bounds), max(end for _, end in bounds)


def _crumbs(tree: Tree, node: Node, *steps: View) -> list[View]:
    return [*tree.crumbs(node.place, node.title)[:-1], crumb(node.title, node.url), *steps]


@dataclass(frozen=True, slots=True)
class YearSource:
    node: Node
    year: int
    counts: Mapping[Month, int]
    tree: Tree
    shell: View


class YearBuilder(Builder[YearSource]):
    """A year of a column: its months with the number of entries of each. Id ``COLUMN:YEAR``."""

    name = "website.column_year"
    template = "website/column_year.html"

    def targets(self, scope: Scope) -> Iterable[str]:
        moments = moments_of(scope, {node.place: ALWAYS for node in _columns(scope)})
        pk_of = {node.place: node.pk for node in _columns(scope)}
        return sorted({f"{pk_of[place]}:{Month.of(at).year}" for place, at in moments})

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        return [f"{pk}:{part}" for pk, part in column_parts(keys) if part.isdigit()]

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, YearSource]:
        tree, shell = load_tree(scope), load_shell(scope)
        wanted = [(ident, tree.by_pk[int(pk)], int(year)) for ident, pk, year in _split(ids, tree)]
        spans = {
            node.place: _hull(_year_span(year) for _, each, year in wanted if each is node)
            for _, node, _ in wanted
        }
        counts: dict[tuple[str, int], Counter[Month]] = defaultdict(Counter)
        for place, at in moments_of(scope, spans):
            month = Month.of(at)
            counts[place, month.year][month] += 1
        return {
            ident: YearSource(node, year, counts[node.place, year], tree, shell)
            for ident, node, year in wanted
            if counts[node.place, year]
        }

    def view_of(self, source: YearSource) -> Built:
        node, year = source.node, source.year
        path, title = f"{node.url}{year}/", f"{node.title}（{year}年）"
        months = sorted(source.counts, reverse=True)
        return Built(
            path=path,
            view={
                "shell": source.shell,
                "head": page_head(
                    title,
                    path,
                    crumbs=_crumbs(source.tree, node, crumb(f"{year}年")),
                    section=source.tree.section(node.place),
                    column=node.tag(),
                ),
                "title": title,
                "total": sum(source.counts.values()),
                "column": {"title": node.title, "url": node.url},
                "months": [
                    {"title": month.label, "url": node.url + month.folder, "count": source.counts[month]}
                    for month in months
                ],
            },
            depends_on=frozenset({column_key(node.pk, year)}),
        )


def _split(ids: Iterable[str], tree: Tree) -> list[tuple[str, str, str]]:
    """Ids whose column is live, each with its column and the rest."""
    found = []
    for ident in ids:
        pk, _, rest = ident.partition(":")
        if int(pk) in tree.by_pk:
            found.append((ident, pk, rest))
    return found


@dataclass(frozen=True, slots=True)
class MonthSource:
    node: Node
    month: Month
    number: int
    count: int
    total: int
    entries: tuple[ListEntry, ...]
    tree: Tree
    shell: View


class MonthBuilder(Builder[MonthSource]):
    """A month of a column, in pages numbered from the oldest. Id ``COLUMN:YEAR-MONTH:PAGE``."""

    name = "website.column_month"
    template = "website/column_month.html"

    def targets(self, scope: Scope) -> Iterable[str]:
        return self._ids(scope, {node.place: ALWAYS for node in _columns(scope)})

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        tree = load_tree(scope)
        months = [
            (tree.by_pk[pk], Month.parse(part))
            for pk, part in column_parts(keys)
            if "-" in part and pk in tree.by_pk
        ]
        spans = {
            node.place: _hull((month.starts_at, month.ends_at) for each, month in months if each is node)
            for node, _ in months
        }
        return self._ids(scope, spans)

    def _ids(self, scope: Scope, spans: Mapping[str, Span]) -> list[str]:
        tree = load_tree(scope)
        counts = Counter((place, Month.of(at)) for place, at in moments_of(scope, spans))
        return [
            f"{tree.nodes[place].pk}:{month}:{number}"
            for (place, month), total in sorted(counts.items())
            for number in range(1, page_count(total) + 1)
        ]

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, MonthSource]:
        tree, shell = load_tree(scope), load_shell(scope)
        wanted = []
        for ident, pk, rest in _split(ids, tree):
            written, _, count = rest.partition(":")
            wanted.append((ident, tree.by_pk[int(pk)], Month.parse(written), int(count)))
        spans = {
            node.place: _hull((m.starts_at, m.ends_at) for _, each, m, _ in wanted if each is node)
            for _, node, _, _ in wanted
        }
        rows = entries_below(scope, spans, spans).order_by("-first_published_at", "-pk")
        by_month: dict[tuple[str, Month], list[Any]] = defaultdict(list)
        for page in rows:
            by_month[page.parent, Month.of(page.first_published_at)].append(page)
        cut = {}
        for ident, node, month, number in wanted:
            pages = by_month[node.place, month]
            if pages and number <= page_count(len(pages)):
                start, end = slice_of(number, len(pages))
                cut[ident] = (node, month, number, len(pages), pages[start:end])
        entries = entries_of([page for *_, pages in cut.values() for page in pages], scope)
        return {
            ident: MonthSource(
                node,
                month,
                number,
                page_count(total),
                total,
                tuple(entries[page.pk] for page in pages if page.pk in entries),
                tree,
                shell,
            )
            for ident, (node, month, number, total, pages) in cut.items()
        }

    def view_of(self, source: MonthSource) -> Built:
        node, month = source.node, source.month
        base = node.url + month.folder
        path = page_url(base, source.number, source.count)
        title = f"{node.title}（{month.label}）"
        moments: list[datetime] = [entry.changes_at for entry in source.entries if entry.changes_at]
        return Built(
            path=path,
            view={
                "shell": source.shell,
                "head": page_head(
                    title,
                    path,
                    crumbs=_crumbs(
                        source.tree,
                        node,
                        crumb(f"{month.year}年", f"{node.url}{month.year}/"),
                        crumb(f"{month.month}月"),
                    ),
                    section=source.tree.section(node.place),
                    column=node.tag(),
                ),
                "title": title,
                "total": source.total,
                "column": {"title": node.title, "url": node.url},
                "style": node.list_style,
                "entries": [
                    entry.view(with_say=node.list_style == ListStyle.ROWS) for entry in source.entries
                ],
                "pager": pager(base, source.number, source.count),
            },
            depends_on=frozenset({column_key(node.pk, month), *(entry.key for entry in source.entries)}),
            changes_at=min(moments, default=None),
        )
