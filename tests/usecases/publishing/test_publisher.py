"""The publisher: whole batches, one switch, only what was named, nothing uncleared."""

from __future__ import annotations

import gzip
from datetime import datetime

import pytest

from gongkai.clearance.enums import BatchStatus
from gongkai.clearance.models import BasePage, ReleaseBatch
from gongkai.core.audit.models import Event
from gongkai.core.shanghai import SHANGHAI
from gongkai.publishing.front.layout import Layout, slot_of
from gongkai.publishing.publisher import publish_pending
from tests.factories.publishing import Site, titled

pytestmark = pytest.mark.django_db


def read(layout: Layout, path: str) -> str:
    folders, name = slot_of(path)
    return layout.current.joinpath("site", *folders, name).read_text()


def test_a_batch_goes_out_whole_and_only_then_is_public(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "政策", "policies")
    page = site.add(section, "关于道路的通知", "road", "自十二月一日起施行。" * 18)
    outcome = publish_pending()
    assert outcome.status == "published"
    assert "关于道路的通知" in read(release_home, "/policies/")
    assert "政策（1）" in read(release_home, "/policies/")
    body = release_home.current / "site/policies/road.page.html"
    assert gzip.decompress(body.with_name("road.page.html.gz").read_bytes()) == body.read_bytes()
    page.refresh_from_db()
    assert page.public_since is not None
    batches = ReleaseBatch.objects.all()
    assert {batch.status for batch in batches} == {BatchStatus.PUBLISHED}
    assert {batch.release for batch in batches} == {outcome.release}
    assert Event.objects.filter(action="publishing.publish").count() == len(batches)


def test_an_edit_renders_only_what_shows_it(release_home: Layout) -> None:
    site = Site()
    shelves = [site.add(site.home, f"栏目{n}", f"s{n}") for n in range(3)]
    pages = [site.add(shelf, f"文{n}", f"d{n}") for n, shelf in enumerate(shelves)]
    publish_pending()
    site.edit(pages[1], title="改过的文")
    outcome = publish_pending()
    assert outcome.outputs == 2  # the page and the shelf it lies on
    assert "改过的文" in read(release_home, "/s1/")
    assert "文0" in read(release_home, "/s0/")


def test_what_is_taken_down_leaves_pages_and_lists(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "政策", "policies")
    page = site.add(section, "旧文", "old")
    publish_pending()
    site.take_down(page)
    outcome = publish_pending()
    assert outcome.removed == 1
    assert not (release_home.current / "site/policies/old").exists()
    assert "政策（0）" in read(release_home, "/policies/")
    page.refresh_from_db()
    assert page.public_since is None


def test_content_changed_after_clearance_stops_its_batch_and_no_other(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "政策", "policies")
    publish_pending()
    bad = site.add(section, "审过的题", "bad")
    site.tamper(bad, title="没有审过的题")
    bad_batch = ReleaseBatch.objects.latest("pk")
    good = site.add(section, "好文", "good")
    outcome = publish_pending()
    assert list(outcome.failed) == [bad_batch.pk]
    assert outcome.status == "published"
    bad_batch.refresh_from_db()
    assert bad_batch.status == BatchStatus.FAILED
    assert "不一致" in bad_batch.failure
    assert not (release_home.current / "site/policies/bad").exists()
    assert "没有审过的题" not in read(release_home, "/policies/")
    assert "好文" in read(release_home, "/policies/")
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.public_since is not None
    assert bad.public_since is None


def test_a_batch_is_all_or_nothing(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "政策", "policies")
    publish_pending()
    policy = site._page(section, "办法", "policy", "办法正文")
    reading = site._page(section, "解读", "reading", "解读正文")
    site.release(policy, reading)
    site.tamper(reading, title=titled("解读", "换了的解读"))
    site.add(section, "旁的", "beside")
    publish_pending()
    assert "政策（1）" in read(release_home, "/policies/")
    assert "办法" not in read(release_home, "/policies/")
    assert not (release_home.current / "site/policies/policy").exists()
    site.release(policy, reading)
    assert publish_pending().status == "published"
    assert "换了的解读" in read(release_home, "/policies/reading/")
    assert "办法" in read(release_home, "/policies/")


def test_tampering_outside_any_batch_is_not_carried_out_by_another(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "政策", "policies")
    old = site.add(section, "原题", "old")
    publish_pending()
    site.tamper(old, title="被改的题")
    site.add(section, "新文", "new")
    outcome = publish_pending()
    assert outcome.status == "published"
    assert "被改的题" not in read(release_home, "/policies/")
    assert "原题" in read(release_home, "/policies/old/")
    assert list(outcome.stopped) == [f"page:{old.pk}"]


def test_a_page_changes_at_its_midnight_without_a_batch(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "政策", "policies")
    site.add(section, "办法", "dated", day="2026-12-01")
    before = datetime(2026, 11, 30, 23, 59, tzinfo=SHANGHAI)
    publish_pending(now=before)
    assert "已过期" not in read(release_home, "/policies/dated/")
    assert (release_home.current / "site/policies/dated.page.html.until").exists()
    assert publish_pending(now=before).status == "nothing"
    outcome = publish_pending(now=datetime(2026, 12, 1, tzinfo=SHANGHAI))
    assert outcome.outputs == 1
    assert "已过期" in read(release_home, "/policies/dated/")
    assert not (release_home.current / "site/policies/dated.page.html.until").exists()


def test_two_pages_cannot_share_an_address(release_home: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site()
    section = site.add(site.home, "政策", "policies")
    site.add(section, "甲", "a")
    publish_pending()
    site.add(section, "乙", "b")
    monkeypatch.setattr("tests.factories.publishing.page_path", lambda page: "/same/")
    outcome = publish_pending()
    assert outcome.status == "failed"
    assert "同一地址" in outcome.message
    assert "甲" in read(release_home, "/policies/a/")


def test_nothing_new_is_nothing_done(release_home: Layout) -> None:
    site = Site()
    site.add(site.home, "政策", "policies")
    publish_pending()
    assert publish_pending().status == "nothing"
    again = publish_pending(full=True)
    assert (again.rendered, again.full) == (0, True)
    assert BasePage.objects.filter(public_since__isnull=False).count() == 1
