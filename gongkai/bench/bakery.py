"""The static peer: wagtail-bakery itself, building the same articles with the same template and data.

Runs in the environment of ``requirements/bench.txt`` on a bench home that exists already, and prints its pages a
second. Start-up is not counted; one page is built before the clock starts, so that templates are compiled.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any


def _view(count: int) -> Any:
    from wagtailbakery.views import AllPublishedPagesView

    from gongkai.clearance.models import BasePage
    from gongkai.website.models import ArticlePage

    class ArticlePages(AllPublishedPagesView):  # type: ignore[misc]  # its environment is not the type checker's
        """The newest published articles."""

        def get_queryset(self) -> Any:
            # Its own query asks for `.public()`, which with us means: in the current release.
            newest = ArticlePage.objects.live().order_by("-pk").values_list("pk", flat=True)[:count]
            return BasePage.objects.filter(pk__in=list(newest))

    return ArticlePages()


def main() -> None:
    """``python -m gongkai.bench.bakery COUNT``: pages a second on standard output."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.bench.bakery_settings")
    import django

    django.setup()
    view = _view(int(sys.argv[1]))
    pages = list(view.get_queryset())
    view.build_object(pages[0])
    started = time.perf_counter()
    view.build_queryset()
    sys.stdout.write(str(len(pages) / (time.perf_counter() - started)))


if __name__ == "__main__":
    main()
