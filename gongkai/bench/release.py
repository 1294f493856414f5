"""`bench release`: full, unchanged and one-edit releases, against a page-by-page build through Wagtail."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from gongkai.bench.contract import Row, at_least, at_most, bench, median, value_at_most
from gongkai.bench.site import BenchSite
from gongkai.publishing.publisher import Outcome, publish_pending, release_layout
from gongkai.website.models import ArticlePage

SMALL = int(os.environ.get("GONGKAI_BENCH_SMALL", "1000"))
LARGE = int(os.environ.get("GONGKAI_BENCH_LARGE", "10000"))
EDITS = 9
PEER_PAGES = 150


def _full(*, fresh: bool, empty: bool) -> Outcome:
    if empty:
        shutil.rmtree(release_layout().home, ignore_errors=True)
    return publish_pending(full=True, fresh=fresh)


def _one_edit(site: BenchSite) -> float:
    """Median seconds from taking the batch to the switch, the database and the search index done."""
    taken = []
    for number in range(EDITS):
        site.edit(site.pages[-1 - number * 3])
        outcome = publish_pending()
        if outcome.status != "published":
            raise RuntimeError(f"edit was not published: {outcome}")
        taken.append(outcome.seconds)
    return median(taken[1:])


def _page_by_page(folder: Path) -> float:
    """Pages a second as wagtail-bakery and django-distill do it: one request a page, then write it.

    The same pages and templates through Wagtail's router, ``serve`` and the page's own queries, compressed too.
    """
    client = Client(headers={"host": "127.0.0.1"})
    urls = [page.url_path for page in ArticlePage.objects.order_by("-pk")[:PEER_PAGES]]
    home = "/".join(urls[0].split("/")[:2])
    with override_settings(ROOT_URLCONF="gongkai.bench.peers"):
        client.get("/" + urls[0].removeprefix(f"{home}/"))
        started = time.perf_counter()
        for number, url in enumerate(urls):
            response: Any = client.get("/" + url.removeprefix(f"{home}/"))
            if response.status_code != 200:
                raise RuntimeError(f"peer answered {response.status_code} for {url}")
            (folder / f"{number}.html").write_bytes(response.content)
            (folder / f"{number}.html.gz").write_bytes(gzip.compress(response.content, 6, mtime=0))
    return len(urls) / (time.perf_counter() - started)


@bench("release")
def release() -> list[Row]:
    """The figures of design §7 for releases. Sizes differ from the design's where the rows say so."""
    site = BenchSite(SMALL)
    folder = Path(settings.HOME) / "peer"
    folder.mkdir()
    fulls, nothings, peers = [], [], []
    for _ in range(3):
        outcome = _full(fresh=False, empty=True)
        fulls.append(outcome.outputs / outcome.seconds)
        outcome = _full(fresh=False, empty=False)
        nothings.append(outcome.outputs / outcome.seconds)
        peers.append(_page_by_page(folder))
    edit_small = _one_edit(site)
    rows = [
        at_least(
            f"全站生成（{outcome.outputs} 项，含核验、压缩、落盘、签名、搜索索引）",
            median(fulls),
            "页/秒",
            "逐页经 Wagtail 请求生成（wagtail-bakery 的做法，同一模板，测试客户端）",
            median(peers),
            15,
        ),
        at_least("内容未变的全站生成", median(nothings), "页/秒", "从零全站生成", median(fulls), 5),
        value_at_most(f"一处改动上线（{SMALL} 篇）", edit_small, "秒", 1.0),
    ]
    return [*rows, _large(edit_small)]


def edit_time(size: int) -> float:
    """Median seconds of one edit on a site of a size; in a process of its own (``python -m gongkai.bench``)."""
    site = BenchSite(size)
    outcome = _full(fresh=False, empty=True)
    if outcome.status != "published":
        raise RuntimeError(f"site was not released: {outcome}")
    return _one_edit(site)


def _large(edit_small: float) -> Row:
    """One edit on a larger site, in a home and process of its own."""
    home = Path(settings.HOME) / "large"
    home.mkdir()
    done = subprocess.run(  # noqa: S603  (our own interpreter and module)
        [sys.executable, "-m", "gongkai.bench", "edit-time", str(LARGE)],
        env={**os.environ, "GONGKAI_HOME": str(home)},
        stdout=subprocess.PIPE,
        check=True,
    )
    taken = float(done.stdout)
    return at_most(f"一处改动上线（{LARGE} 篇）", taken, "秒", f"{SMALL} 篇时", edit_small, 1.5)
