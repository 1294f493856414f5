"""Incremental equals full, byte for byte, over random edits; a crash anywhere leaves the old release whole."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gongkai.clearance.enums import BatchStatus
from gongkai.clearance.models import BasePage, ReleaseBatch
from gongkai.core.shanghai import SHANGHAI
from gongkai.publishing import publisher
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.home import release_key, release_layout
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.store.heads import HeadStore
from gongkai.publishing.store.trees import TreeStore
from tests.factories.publishing import Site, titled

pytestmark = pytest.mark.django_db

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
START = datetime(2026, 11, 28, 9, tzinfo=SHANGHAI)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "edit", "move_text", "down", "up", "day", "two", "tamper", "archive"]),
        st.integers(0, 30),
        st.sampled_from(["路", "桥", "港", "航", "运"]),
    ),
    min_size=1,
    max_size=10,
)


def whole_site(layout: Layout) -> dict[str, bytes]:
    """Every file of the current release, compressed ones and notes included."""
    site = layout.current / "site"
    found = {}
    for folder, _, names in os.walk(site, followlinks=True):
        for name in names:
            place = Path(folder) / name
            found[str(place.relative_to(site))] = place.read_bytes()
    return found


def _mend(page: Any) -> None:
    """What was tampered with is put right before a person clears it again."""
    page.refresh_from_db()
    if "未审" in page.title:
        BasePage.objects.filter(pk=page.pk).update(title=titled("已改正"))


def _act(site: Site, sections: list[Any], pages: list[Any], act: tuple[str, int, str]) -> None:
    kind, number, word = act
    page = pages[number % len(pages)] if pages else None
    if kind == "add" or page is None:
        if len(pages) < 26:
            day = "2026-11-30" if number % 3 == 0 else ""
            pages.append(site.add(sections[number % 3], word, text=word * 40, day=day))
    elif kind == "edit":
        site.edit(page, title=titled(word * 2, word * number))
    elif kind == "down":
        site.take_down(page)
    elif kind == "up":
        _mend(page)
        site.release(page)
    elif kind == "archive":
        _mend(page)
        site.archive(page)
    elif kind == "two":
        other = pages[(number + 1) % len(pages)]
        _mend(page)
        _mend(other)
        site.release(*{page.pk: page, other.pk: other}.values())
    elif kind == "move_text":
        _mend(page)
        site.edit(page, slug=f"{page.slug}-{number}")
    elif kind == "tamper":
        site.edit(page, title=titled(word))
        site.tamper(page, title=titled("未审"))


@settings(max_examples=12, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(ACTS)
def test_incremental_equals_full(
    release_home: Layout, tmp_path_factory: Any, settings: Any, acts: Any
) -> None:
    home = tmp_path_factory.mktemp("home")
    settings.HOME = home
    now = START
    with transaction.atomic():
        site = Site()
        sections = [site.add(site.home, f"栏目{n}", f"s{n}") for n in range(3)]
        pages: list[Any] = []
        publish_pending(now=now)
        for act in acts:
            if act[0] == "day":
                now += timedelta(days=1)
            else:
                _act(site, sections, pages, act)
            publish_pending(now=now)
        grown = whole_site(release_layout())
        assert not any("未审".encode() in body for body in grown.values())
        stopped = set(ReleaseBatch.objects.filter(status=BatchStatus.FAILED))
        if (
            not stopped
        ):  # a stopped object keeps its last released page, which a build from nothing cannot know
            settings.HOME = tmp_path_factory.mktemp("afresh")
            publish_pending(now=now, full=True, fresh=True)
            afresh = whole_site(release_layout())
            assert afresh.keys() == grown.keys()
            assert afresh == grown
            assert HeadStore(release_layout(), release_key()).current().root == _root(home)
        transaction.set_rollback(True)


def _root(home: Path) -> str:
    head = HeadStore(Layout(home / "release"), release_key()).current()
    assert head is not None
    return head.root


STEPS = ["made", "trees", "synced", "head", "switched", "state", "database", "scrubbed"]


class Killed(BaseException):
    """The process is gone; nothing that follows runs."""


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_leaves_a_whole_release_and_the_batch_is_made_up_for(
    release_home: Layout, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    site = Site()
    section = site.add(site.home, "政策", "policies")
    page = site.add(section, "旧题", "page")
    publish_pending()
    before = whole_site(release_home)
    site.edit(page, title=titled("新题"))
    site.add(section, "新文", "new")

    def die(here: str) -> None:
        if here == step:
            raise Killed

    monkeypatch.setattr(publisher, "checkpoint", die)
    with pytest.raises(Killed), transaction.atomic():
        publish_pending()
    after = whole_site(release_home)
    is_old = "旧题" in after["policies/page.page.html"].decode()
    if is_old:
        assert after == before
    else:
        assert "policies/new.page.html" in after  # both or neither
    assert is_old == (STEPS.index(step) < STEPS.index("switched"))
    trees = TreeStore(release_home)
    head = HeadStore(release_home, release_key()).current()
    assert head is not None
    assert list(trees.faults(head.root)) == []
    monkeypatch.setattr(publisher, "checkpoint", lambda here: None)
    publish_pending()
    assert "新题" in whole_site(release_home)["policies/page.page.html"].decode()
    assert not ReleaseBatch.objects.filter(status=BatchStatus.PENDING).exists()
    from gongkai.publishing.search.following import search_public

    assert [hit.path for hit in search_public("新题").hits] == ["/policies/page/"]


@pytest.mark.skipif(
    os.environ.get("GONGKAI_TEST_DB") == "postgresql", reason="a forked child would share the connection"
)
def test_bytes_half_written_by_a_killed_build_are_not_taken_for_whole(release_home: Layout) -> None:
    site = Site()
    site.add(site.home, "政策", "policies")
    publish_pending()
    pid = os.fork()
    if pid == 0:  # the build dies in the middle of a write, as with kill -9 and a lost page cache
        publisher.checkpoint = lambda here: os._exit(9)
        site.add(site.home, "将来", "future")
        publish_pending()
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9
    newest = max(release_home.blobs.glob("??/*"), key=lambda place: place.stat().st_ctime_ns)
    os.chmod(newest, 0o644)
    newest.write_bytes(newest.read_bytes()[:5])
    site.add(site.home, "将来", "future")
    publish_pending()
    head = HeadStore(release_home, release_key()).current()
    assert head is not None
    assert list(TreeStore(release_home).faults(head.root)) == []
    assert "将来" in (release_home.current / "site/future.page.html").read_text()
