"""Columns, their feeds, and 政府信息公开."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.publishing.keys import page_key
from gongkai.publishing.protocol import Builder, Built, PageBuilder, Scope, SearchEntry, page_path
from gongkai.website.bodies import Targets, body_view, load_targets, plain_text
from gongkai.website.builders.lists import NOTHING, Listed, load_lists
from gongkai.website.builders.names import column_key, column_parts
from gongkai.website.enums import OPEN_GOVERNMENT_SECTIONS, ListStyle
from gongkai.website.head import View, column_tag, page_head
from gongkai.website.models import ColumnPage, OpenGovernmentPage
from gongkai.website.shell import load_shell
from gongkai.website.tree import Node, Tree, load_tree, node_of


@dataclass(frozen=True, slots=True)
class ColumnSource:
    page: ColumnPage
    tree: Tree
    shell: View
    targets: Targets
    listed: Listed


class ColumnBuilder(PageBuilder[ColumnSource]):
    """栏目: its text, what stands below it, the newest entries, and the way to older ones by year."""

    name = "website.column"
    model = ColumnPage
    template = "website/column.html"

    def sources_from(self, instances: Sequence[Any], scope: Scope) -> Sequence[ColumnSource]:
        lists = load_lists([page.path for page in instances if page.list_style != ListStyle.NONE], scope)
        targets = load_targets([page.body for page in instances], scope)
        tree, shell = load_tree(scope), load_shell(scope)
        return [
            ColumnSource(
                page,
                tree,
                shell,
                targets,
                lists.get(page.path, NOTHING),
            )
            for page in instances
        ]

    def view_of(self, source: ColumnSource) -> Built:
        page, tree, path, listed = source.page, source.tree, page_path(source.page), source.listed
        blocks, files = body_view(page.body, source.targets)
        has_list = page.list_style != ListStyle.NONE
        below = tree.children(page.path)
        return Built(
            path=path,
            view={
                "shell": source.shell,
                "head": page_head(
                    page.title,
                    path,
                    crumbs=tree.crumbs(page.path, page.title),
                    section=tree.section(page.path) or path,
                    description=page.summary,
                    column=node_of(page).tag(),
                    feed_url=f"{path}feed.xml" if has_list and listed.entries else "",
                ),
                "title": page.title,
                "summary": page.summary,
                "blocks": blocks,
                "below": [_node_view(each) for each in below],
                "sections": _sections_around(tree, page.path),
                "style": page.list_style,
                "has_list": has_list and (bool(listed.entries) or not (below or blocks)),
                "entries": [each.view(with_say=page.list_style == ListStyle.ROWS) for each in listed.entries],
                "years": listed.years_at(path),
                "is_empty": not (listed.entries or below or blocks),
            },
            depends_on=listed.keys(page.pk),
            changes_at=listed.changes_at,
            files=tuple(files),
            search=SearchEntry(
                title=page.title,
                body="\n".join([page.summary, plain_text(blocks)]),
                column=page.title,
                kind="栏目",
            ),
        )


def _node_view(node: Node) -> View:
    return {"title": node.title, "url": node.url, "say": node.summary}


def _sections_around(tree: Tree, place: str) -> list[View]:
    """The four fixed sections beside a column of 政府信息公开; empty elsewhere."""
    around = next((node for node in tree.above(place) if node.is_open_government), None)
    if around is None:
        return []
    return [
        {**section, "is_current": bool(section["place"]) and place.startswith(section["place"])}
        for section in fixed_sections(tree, around.place)
    ]


def fixed_sections(tree: Tree, place: str) -> list[View]:
    """The four sections in their order; one without a live column has no address and says so."""
    by_type = {node.type_code: node for node in tree.children(place)}
    sections = []
    for kind in OPEN_GOVERNMENT_SECTIONS:
        node = by_type.get(kind.value)
        label = str(kind.label)
        title = label if label.startswith("法定") else "政府" + label
        sections.append(
            {
                "title": title,
                "url": node.url if node else "",
                "say": node.summary if node else "",
                "place": node.place if node else "",
                "below": [_node_view(each) for each in tree.children(node.place)] if node else [],
            }
        )
    return sections


@dataclass(frozen=True, slots=True)
class OpenGovernmentSource:
    page: OpenGovernmentPage
    tree: Tree
    shell: View


class OpenGovernmentBuilder(PageBuilder[OpenGovernmentSource]):
    """政府信息公开: the four fixed sections, the way to apply, nothing else."""

    name = "website.open_government"
    model = OpenGovernmentPage
    template = "website/open_government.html"

    def sources_from(self, instances: Sequence[Any], scope: Scope) -> Sequence[OpenGovernmentSource]:
        return [OpenGovernmentSource(page, load_tree(scope), load_shell(scope)) for page in instances]

    def view_of(self, source: OpenGovernmentSource) -> Built:
        page, tree, path = source.page, source.tree, page_path(source.page)
        return Built(
            path=path,
            view={
                "shell": source.shell,
                "head": page_head(
                    page.title,
                    path,
                    crumbs=tree.crumbs(page.path, page.title),
                    section=path,
                    description=page.summary,
                    column=column_tag(page.title, type_label="信息公开目录", description=page.summary),
                ),
                "title": page.title,
                "summary": page.summary,
                "sections": fixed_sections(tree, page.path),
                "apply": {"title": page.apply_title, "url": page.apply_url},
            },
            depends_on=frozenset({page_key(page)}),
            search=SearchEntry(title=page.title, body=page.summary, column=page.title, kind="栏目"),
        )


class FeedBuilder(Builder[ColumnSource]):
    """The Atom feed of a column with entries; left out where there is nothing to tell."""

    name = "website.feed"
    template = "website/feed.xml"

    def targets(self, scope: Scope) -> Iterable[str]:
        return [str(node.pk) for node in load_tree(scope).nodes.values() if _has_feed(node)]

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        known = load_tree(scope).by_pk
        return [
            str(pk) for pk, part in column_parts(keys) if not part and pk in known and _has_feed(known[pk])
        ]

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, ColumnSource]:
        return {
            ident: source
            for ident, source in ColumnBuilder().load(ids, scope).items()
            if source.listed.entries and any(entry.at for entry in source.listed.entries)
        }

    def view_of(self, source: ColumnSource) -> Built:
        path = page_path(source.page)
        origin = source.shell["site"]["origin"]
        entries = [entry for entry in source.listed.entries if entry.at]
        return Built(
            path=f"{path}feed.xml",
            view={
                "title": f"{source.page.title} - {source.shell['site']['name']}",
                "url": f"{origin}{path}",
                "feed_url": f"{origin}{path}feed.xml",
                "updated": max(entry.at.isoformat() for entry in entries if entry.at),
                "author": source.shell["site"]["name"],
                "entries": [
                    {
                        "title": entry.title,
                        "url": f"{origin}{entry.url}",
                        "at": entry.at.isoformat() if entry.at else "",
                        "say": entry.say,
                    }
                    for entry in entries
                ],
            },
            depends_on=frozenset(
                {page_key(source.page), column_key(source.page.pk), *(entry.key for entry in entries)}
            ),
        )


def _has_feed(node: Node) -> bool:
    return bool(node.list_style) and node.list_style != ListStyle.NONE
