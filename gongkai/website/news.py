"""The home page's own block: newest news and notices."""

from __future__ import annotations

from gongkai.publishing.protocol import Scope
from gongkai.website.builders.names import ARTICLES
from gongkai.website.enums import ColumnType
from gongkai.website.home import HomeBlock, register_home_block
from gongkai.website.listing import entries_of, with_column
from gongkai.website.models import ArticlePage
from gongkai.website.tree import load_tree

NEWS_TYPES = (ColumnType.NEWS, ColumnType.NOTICES)
ON_HOME = 8


def load_news(scope: Scope) -> HomeBlock | None:
    """The newest entries of columns of news and notices; None where there is no such column."""
    tree = load_tree(scope)
    columns = [node for node in tree.nodes.values() if node.type_code in NEWS_TYPES]
    if not columns:
        return None
    places = {node.place: node for node in columns}
    newest = scope.pages(ArticlePage).defer("body").order_by("-first_published_at", "-pk")[: ON_HOME * 4]
    pages = [page for page in newest if tree.parent(page.path) and page.path[:-4] in places][:ON_HOME]
    entries = entries_of(pages, scope)
    shown = [
        with_column(entries[page.pk], places[page.path[:-4]].title) for page in pages if page.pk in entries
    ]
    return HomeBlock(
        title="要闻和通知",
        say="厅里最近在做什么。",
        more_url=columns[0].url,
        more_text=f"全部{columns[0].title}",
        style="titles",
        entries=tuple(entry.view(with_say=False) for entry in shown),
        empty_title="最近没有新发布的要闻和通知",
        empty_text="有新内容会先出现在这里。",
        depends_on=frozenset({ARTICLES, *(entry.key for entry in shown)}),
    )


def register_news() -> None:
    """Enter the block."""
    register_home_block("website.news", 30, load_news)
