"""WSGI entry point: the front answers released pages at once, Django is loaded behind it."""

import os

from gongkai.core.home import release_home_of_environment
from gongkai.publishing.front.app import Front
from gongkai.publishing.front.behind import Behind

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")


def _load_django():  # type: ignore[no-untyped-def]
    from django.core.wsgi import get_wsgi_application
    from django.urls import get_resolver

    loaded = get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018  (import the addresses now, not at the first request)
    return loaded


def _render_live(path: str) -> tuple[int, str, bytes] | None:
    from gongkai.publishing.live import render_live

    return render_live(path)


_behind = Behind(_load_django)
application = Front(release_home_of_environment(), _behind, live=_render_live, is_ready=_behind.is_ready)
