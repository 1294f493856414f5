"""全站搜索: one view over the public index, which the publisher alone writes."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.website.finding import MAX_QUERY, PER_PAGE, SearchDownError, find_public
from gongkai.website.head import crumb, page_head
from gongkai.website.views import render_public

logger = logging.getLogger("gongkai.website")
MAX_PAGE = 50


def _page_of(text: str) -> int:
    """The wanted page of results; anything unfit counts as the first."""
    # Four digits are more than there are pages; thousands of them would not even become a number.
    is_number = text.isascii() and text.isdigit() and len(text) <= 4
    return min(max(int(text), 1), MAX_PAGE) if is_number else 1


def _url(query: str, page: int, newest_first: bool) -> str:
    asked: dict[str, str | int] = {"q": query}
    if newest_first:
        asked["sort"] = "time"
    if page > 1:
        asked["page"] = page
    return "/search/?" + urlencode(asked)


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results for ``q``; never a 500: an index that cannot be read is said so."""
    asked = " ".join(request.GET.get("q", "").replace("\x00", " ").split())
    query, page = asked[:MAX_QUERY], _page_of(request.GET.get("page", ""))
    newest_first = request.GET.get("sort") == "time"
    is_down, total = False, 0
    hits: list[Any] = []
    if query:
        try:
            total, hits = find_public(query, page, newest_first=newest_first)
        except SearchDownError:
            logger.exception("public search failed")
            is_down = True
    head = page_head(
        f"搜索：{query}" if query else "全站搜索",
        "/search/",
        crumbs=[crumb("首页", "/"), crumb("搜索")],
        is_noindex=True,
    )
    context = {
        "query": query,
        "is_cut": len(asked) > MAX_QUERY,
        "max_query": MAX_QUERY,
        "total": total,
        "hits": hits,
        "is_down": is_down,
        "newest_first": newest_first,
        "by_time_url": _url(query, 1, True),
        "by_fit_url": _url(query, 1, False),
        "newer_url": _url(query, page - 1, newest_first) if page > 1 else "",
        "older_url": _url(query, page + 1, newest_first)
        if page * PER_PAGE < total and page < MAX_PAGE
        else "",
    }
    return render_public(request, "website/search.html", head, context)
