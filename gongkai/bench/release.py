"""`bench release`: full, unchanged and one-edit releases, against wagtail-bakery."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from gongkai.bench.contract import Row, at_least, at_most, bench, median, value_at_most
from gongkai.bench.environment import peers_python
from gongkai.bench.site import BenchSite
from gongkai.core.home import home_path
from gongkai.publishing.home import release_layout
from gongkai.publishing.publisher import Outcome, publish_pending

SMALL = int(os.environ.get("GONGKAI_BENCH_SMALL", "1000"))
LARGE = int(os.environ.get("GONGKAI_BENCH_LARGE", "10000"))
EDITS = 9
PEER_PAGES = 150


def _full(*, fresh: bool, empty: bool) -> Outcome:
    if empty:
        _put_aside(release_layout().home)
    return publish_pending(full=True, fresh=fresh)


def _put_aside(place: Path) -> None:
    """Begin with nothing there. Not deleted now: for half a minute after files were deleted, ext4 looks past their inodes
    for each one it makes (tens of times slower), and that is not what is measured.
    """
    if place.exists():
        place.rename(place.with_name(f"{place.name}-{time.monotonic_ns()}"))


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


def _bakery(python: Path) -> float:
    """Pages a second of wagtail-bakery itself: the same articles, template and data, compressed too; into nothing."""
    _put_aside(home_path("bakery"))
    done = subprocess.run(  # noqa: S603  (our own interpreter and module)
        [str(python), "-W", "ignore", "-m", "gongkai.bench.bakery", str(PEER_PAGES)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "gongkai.bench.bakery_settings"},
        stdout=subprocess.PIPE,
        check=True,
    )
    return float(done.stdout)


@bench("release")
def release() -> list[Row]:
    """The figures of design §7 for releases. Sizes differ from the design's where the rows say so."""
    site = BenchSite(SMALL)
    python = peers_python()
    fulls, nothings, peers = [], [], []
    for _ in range(3):
        outcome = _full(fresh=False, empty=True)
        fulls.append(outcome.outputs / outcome.seconds)
        outcome = _full(fresh=False, empty=False)
        nothings.append(outcome.outputs / outcome.seconds)
        peers.append(_bakery(python))
    edit_small = _one_edit(site)
    rows = [
        at_least(
            f"全站生成（{outcome.outputs} 项，含核验、压缩、落盘、签名、搜索索引）",
            median(fulls),
            "页/秒",
            "wagtail-bakery 逐页生成（同一模板与数据，一份压缩，不核验不签名）",
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
    home = home_path("large")
    home.mkdir()
    done = subprocess.run(  # noqa: S603  (our own interpreter and module)
        [sys.executable, "-m", "gongkai.bench", "edit-time", str(LARGE)],
        env={**os.environ, "GONGKAI_HOME": str(home)},
        stdout=subprocess.PIPE,
        check=True,
    )
    taken = float(done.stdout)
    return at_most(f"一处改动上线（{LARGE} 篇）", taken, "秒", f"{SMALL} 篇时", edit_small, 1.5)
