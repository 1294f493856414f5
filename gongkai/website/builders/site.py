"""网站地图: the whole structure on one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.publishing.protocol import Builder, Built, Scope
from gongkai.website.head import View, crumb, page_head
from gongkai.website.shell import load_shell
from gongkai.website.tree import Node, Tree, load_tree


@dataclass(frozen=True, slots=True)
class SiteMapSource:
    tree: Tree
    shell: View


class SiteMapBuilder(Builder[SiteMapSource]):
    """One output; every change of the structure is a full build."""

    name = "website.sitemap"
    template = "website/sitemap.html"

    def targets(self, scope: Scope) -> Iterable[str]:
        return ["sitemap"]

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        return []

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, SiteMapSource]:
        return {ident: SiteMapSource(load_tree(scope), load_shell(scope)) for ident in ids}

    def view_of(self, source: SiteMapSource) -> Built:
        tree = source.tree
        path = "/sitemap/"
        return Built(
            path=path,
            view={
                "shell": source.shell,
                "head": page_head("网站地图", path, crumbs=[crumb("首页", "/"), crumb("网站地图")]),
                "columns": [_branch(tree, node) for node in tree.children(tree.home.place)]
                if tree.home
                else [],
            },
        )


def _branch(tree: Tree, node: Node) -> View:
    return {
        "title": node.title,
        "url": node.url,
        "say": node.summary,
        "below": [_branch(tree, each) for each in tree.children(node.place)],
    }
