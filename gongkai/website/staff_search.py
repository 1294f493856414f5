"""The staff side's search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.core.finding import found_for, words_of

SHOWN = 15


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Everything that holds the words and that this person may open, by kind."""
    assert request.user.is_authenticated  # mounted with Wagtail's admin addresses
    words = words_of(request.GET.get("q", ""))
    groups = found_for(request.user, words, SHOWN)
    context = {
        "title": "搜索",
        "query": " ".join(words),
        "groups": groups,
        "count": sum(len(group.rows) for group in groups),
        "shown": SHOWN,
    }
    return render(request, "website/staff/found.html", context)
