"""What a public page says of itself: the ``head`` of ``website/base.html``, and the official page tags."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gongkai.core.shanghai import SHANGHAI

View = dict[str, Any]


def crumb(title: str, url: str = "") -> View:
    """One step of the breadcrumbs; the present page has no address."""
    return {"title": title, "url": url}


def column_tag(name: str, *, type_label: str, description: str = "", keywords: str = "") -> View:
    """Tags of a column page. Where an editor gave no description or keywords, the name stands for them."""
    return {
        "name": name,
        "type": type_label,
        "description": description or name,
        "keywords": keywords or name,
    }


def article_tag(
    title: str, *, published_at: datetime, source: str, keywords: str = "", author: str = "", image: str = ""
) -> View:
    """Tags of a content page. ``published_at`` is the true moment, shown to the minute in Shanghai."""
    local = published_at.astimezone(SHANGHAI)
    return {
        "title": title,
        "pub_date": local.strftime("%Y-%m-%d %H:%M"),
        "source": source,
        "keywords": keywords or title,
        "author": author,
        "image": image,
    }


def page_head(
    title: str,
    path: str,
    *,
    crumbs: Sequence[View] = (),
    section: str = "",
    description: str = "",
    column: View | None = None,
    article: View | None = None,
    feed_url: str = "",
    is_home: bool = False,
    is_noindex: bool = False,
) -> View:
    """The ``head`` variable. ``section`` is the address of the menu item under which the page stands."""
    return {
        "title": title,
        "path": path,
        "crumbs": list(crumbs),
        "section": section,
        "is_section": bool(section) and path == section,
        "description": description,
        "column": column,
        "article": article,
        "feed_url": feed_url,
        "is_home": is_home,
        "is_noindex": is_noindex,
    }
