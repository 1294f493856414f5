"""The home page and articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from gongkai.publishing.keys import page_key
from gongkai.publishing.protocol import Built, PageBuilder, PublicFile, Scope, SearchEntry, page_path
from gongkai.website.bodies import Targets, body_view, load_targets, plain_text
from gongkai.website.head import View, article_tag, page_head
from gongkai.website.home import HomeBlock, load_home_blocks
from gongkai.website.listing import day_of
from gongkai.website.models import ArticlePage, HomePage
from gongkai.website.shell import load_shell
from gongkai.website.tree import Node, Tree, load_tree


@dataclass(frozen=True, slots=True)
class HomeSource:
    page: HomePage
    shell: View
    blocks: tuple[tuple[str, HomeBlock], ...]


class HomeBuilder(PageBuilder[HomeSource]):
    """首页: the plate, the blocks of the duties, the ways in."""

    name = "website.home"
    model = HomePage
    template = "website/home.html"

    def sources_from(self, instances: Sequence[Any], scope: Scope) -> Sequence[HomeSource]:
        blocks = tuple(load_home_blocks(scope)) if instances else ()
        return [HomeSource(page, load_shell(scope), blocks) for page in instances]

    def view_of(self, source: HomeSource) -> Built:
        page, site = source.page, source.shell["site"]
        notes: dict[str, str] = {}
        for _, block in source.blocks:
            notes |= block.exits
        shown = [_block_view(name, block) for name, block in source.blocks]
        description = f"{site['name']}：{site['slogan']}" if site["slogan"] else site["name"]
        moments = [block.changes_at for _, block in source.blocks if block.changes_at]
        return Built(
            path=page_path(page),
            view={
                "shell": source.shell,
                "head": page_head(site["name"], page_path(page), description=description, is_home=True),
                "sign": {
                    "title": page.plate_title,
                    "placeholder": page.placeholder,
                    "hot": [dict(value) for value in _values(page.hot)],
                    "exits": [
                        {**value, "note": notes.get(value["url"], value["note"])}
                        for value in _values(page.exits)
                    ],
                },
                "blocks": shown,
                "services": _values(page.services),
            },
            depends_on=frozenset({page_key(page)}).union(*(block.depends_on for _, block in source.blocks)),
            changes_at=min(moments, default=None),
        )


def _values(stream: Any) -> list[View]:
    """Plain values of a stream of structs; lists inside are unwrapped from their ids."""
    return [_plain(block["value"]) for block in (stream.get_prep_value() if stream else [])]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [
            _plain(each["value"]) if isinstance(each, dict) and "value" in each else each for each in value
        ]
    return "" if value is None else value


def _block_view(name: str, block: HomeBlock) -> View:
    return {
        "id": "block-" + name.replace(".", "-"),
        "title": block.title,
        "say": block.say,
        "more_url": block.more_url,
        "more_text": block.more_text,
        "style": block.style,
        "entries": list(block.entries),
        "empty_title": block.empty_title,
        "empty_text": block.empty_text,
    }


@dataclass(frozen=True, slots=True)
class ArticleSource:
    page: ArticlePage
    tree: Tree
    shell: View
    targets: Targets
    published_at: datetime


class ArticleBuilder(PageBuilder[ArticleSource]):
    """一般信息."""

    name = "website.article"
    model = ArticlePage
    template = "website/article.html"

    def queryset(self, scope: Scope) -> Any:
        return super().queryset(scope).prefetch_related("attachments__attachment")

    def sources_from(self, instances: Sequence[Any], scope: Scope) -> Sequence[ArticleSource]:
        files = [row.attachment for page in instances for row in page.attachments.all()]
        targets = load_targets([page.body for page in instances], scope, attachments=files)
        tree, shell = load_tree(scope), load_shell(scope)
        return [
            ArticleSource(page, tree, shell, targets, page.first_published_at or scope.now)
            for page in instances
        ]

    def view_of(self, source: ArticleSource) -> Built:
        page, column = source.page, source.tree.parent(source.page.path)
        blocks, used = body_view(page.body, source.targets)
        attached = [(row, source.targets.files[row.attachment_id]) for row in page.attachments.all()]
        return Built(
            path=page_path(page),
            view={
                "shell": source.shell,
                "head": _article_head(source, column),
                "title": page.title,
                "summary": page.summary,
                "blocks": blocks,
                "files": [file_view(file, row.title) for row, file in attached],
            },
            depends_on=frozenset({page_key(page)}),
            files=(*used, *(file for _, file in attached)),
            search=SearchEntry(
                title=page.title,
                body="\n".join(filter(None, [page.summary, plain_text(blocks)])),
                column=column.title if column else "",
                on=day_of(source.published_at),
                kind="信息",
            ),
        )


def _article_head(source: ArticleSource, column: Node | None) -> View:
    page, tree = source.page, source.tree
    return page_head(
        page.title,
        page_path(page),
        crumbs=tree.crumbs(page.path, "正文"),
        section=tree.section(page.path),
        description=page.summary or page.title,
        column=column.tag() if column else None,
        article=article_tag(
            page.title,
            published_at=source.published_at,
            source=page.source,
            keywords=page.keywords,
            author=page.author,
        ),
    )


def file_view(file: PublicFile, title: str = "") -> View:
    """Plain data of one row of components/files.html."""
    return {
        "title": title or file.name,
        "url": file.path,
        "size": file.size,
        "kind": PurePosixPath(file.path).suffix.lstrip(".").upper(),
        "locked_why": "",
    }
