"""The home page's own block: newest news and notices."""

from __future__ import annotations

from gongkai.clearance.models import BasePage
from gongkai.publishing.protocol import Scope
from gongkai.website.builders.names import column_key
from gongkai.website.enums import ColumnType
from gongkai.website.home import HomeBlock, register_home_block
from gongkai.website.listing import entries_of, with_column
from gongkai.website.queries import latest_entries
from gongkai.website.tree import load_tree

NEWS_TYPES = (ColumnType.NEWS, ColumnType.NOTICES)
ON_HOME = 8


def _newest(scope: Scope, places: list[str]) -> list[BasePage]:
    """The newest entries of these columns together, however busy the rest of the site is."""
    found = [page for pages in latest_entries(scope, places, ON_HOME).values() for page in pages]
    dated = [(page.first_published_at, page.pk, page) for page in found if page.first_published_at]
    return [page for *_, page in sorted(dated, key=lambda row: row[:2], reverse=True)[:ON_HOME]]


def load_news(scope: Scope) -> HomeBlock | None:
    """The newest entries of columns of news and notices; None where there is no such column."""
    tree = load_tree(scope)
    columns = [node for node in tree.nodes.values() if node.type_code in NEWS_TYPES]
    if not columns:
        return None
    pages = _newest(scope, [node.place for node in columns])
    entries = entries_of(pages, scope)
    shown = [
        with_column(entries[page.pk], node.title)
        for page in pages
        if page.pk in entries and (node := tree.parent(page.path))
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
        depends_on=frozenset({*(column_key(node.pk) for node in columns), *(entry.key for entry in shown)}),
    )


def register_news() -> None:
    """Enter the block."""
    register_home_block("website.news", 30, load_news)
