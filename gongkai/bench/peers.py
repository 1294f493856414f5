"""The peer: the same pages through Wagtail's router and ``serve``, uncached, every query their own.

Mounted for benchmarks only; no installation has Wagtail's serve view.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.utils import timezone

from gongkai.publishing.protocol import Scope, builder_for
from gongkai.publishing.rendering import render


def serve(request: HttpRequest, address: str) -> HttpResponse:
    """What ``wagtail.views.serve`` does: walk the tree by slugs, serve the specific page."""
    page, _, _ = _home().route(request, [part for part in address.split("/") if part])
    builder = builder_for(page)
    built = builder.view_of(builder.source_from(page, Scope(now=timezone.now())))
    return HttpResponse(render(builder, built))


def _home() -> Any:
    from gongkai.website.models import HomePage

    return HomePage.objects.get()


# Under the name that Wagtail looks for when it makes the address of a page.
urlpatterns = [re_path(r"^((?:[\w\-]+/)*)$", serve, name="wagtail_serve")]
