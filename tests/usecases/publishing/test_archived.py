"""归档: the page stays with its mark, leaves lists and search, and comes back; links are checked over the release."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from gongkai.clearance.models import BasePage
from gongkai.clearance.upkeep import FINDERS
from gongkai.clearance.usecases.upkeep_finding import compute_proposals
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.links import DEAD, check_release, read_page
from gongkai.publishing.preview import render_preview
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.search.following import search_public
from gongkai.publishing.upkeep import find_dead_links, shown_where
from tests.factories.publishing import Site

pytestmark = pytest.mark.django_db


def body(layout: Layout, path: str) -> str:
    return (layout.current / "site" / path).read_text(encoding="utf-8")


def found(words: str) -> list[str]:
    return [hit.path for hit in search_public(words).hits]


def test_it_stays_with_a_mark_and_leaves_lists_and_search(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "通知", "notices")
    page = site.add(section, "招聘公告", "job")
    site.add(section, "别的通知", "other")
    publish_pending()
    assert "招聘公告" in body(release_home, "notices.page.html")
    assert found("招聘公告") == ["/notices/job/"]
    digest = page.cleared_revision.digest
    site.archive(page, reason="招聘已经结束")
    publish_pending()
    marked = body(release_home, "notices/job.page.html")
    assert "招聘公告" in marked
    assert "归档，内容可能已过时，仅供查阅。" in marked
    assert "招聘公告" not in body(release_home, "notices.page.html")
    assert found("招聘公告") == []
    assert "归档 /notices/job/ 招聘已经结束" in body(release_home, "cleanup.page.html")
    assert "归档" in render_preview(BasePage.objects.get(pk=page.pk)).decode()
    assert BasePage.objects.get(pk=page.pk).cleared_revision.digest == digest
    site.archive(page, reason="延长报名")
    publish_pending()
    assert "仅供查阅" not in body(release_home, "notices/job.page.html")
    assert "招聘公告" in body(release_home, "notices.page.html")
    assert found("招聘公告") == ["/notices/job/"]
    told = body(release_home, "cleanup.page.html")
    assert told.index("恢复 /notices/job/ 延长报名") < told.index("归档 /notices/job/")


def test_links_of_the_release(release_home: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site()
    section = site.add(site.home, "通知", "notices")
    good = site.add(section, "在的", "good")
    gone = site.add(section, "撤下的", "gone")
    links = (
        "/notices/good/",
        "/notices/none/",
        "/notices/gone/",
        "/notices/good/#x",
        "tel:024",
        "javascript:x",
    )
    html = "".join(f'<a href="{url}">字</a>' for url in links) + '<a href="https://example.com/a">外</a>'
    from gongkai.publishing import rendering

    real = rendering.render
    monkeypatch.setattr(
        "gongkai.publishing.production.render",
        lambda builder, built: real(builder, built) + (html.encode() if built.path == "/notices/" else b""),
    )
    publish_pending()
    from gongkai.clearance.models import Withdrawal
    from gongkai.clearance.queries import base_type_of

    site.take_down(gone)
    Withdrawal.objects.create(
        content_type=base_type_of(gone),
        object_id=str(gone.pk),
        title="撤下的",
        path="/notices/gone/",
        reason="过时",
        by=site.editor,
        at=site.editor.date_joined,
    )
    publish_pending()
    report = check_release()
    bad = {(link.url, link.kind) for link in report.bad if link.page == "/notices/"}
    assert bad == {
        ("/notices/none/", "missing"),
        ("/notices/gone/", "withdrawn"),
        ("/notices/good/#x", "anchor"),
        ("javascript:x", "malformed"),
    }
    assert {kind for _, kind in bad} <= DEAD
    assert list(report.outside) == ["https://example.com/a"]
    proposed = list(find_dead_links(site.editor.date_joined.date()))
    assert [one.page for one in proposed] == [section.pk]
    assert "4 个链接到不了" in proposed[0].reason
    out = StringIO()
    call_command("links", "--json", stdout=out)
    assert json.loads(out.getvalue())["pages"] == report.pages
    shown = shown_where({good.pk: "/notices/good/"})
    assert shown[good.pk].follows == ("/notices/",)


@pytest.mark.rule("publishing.dead_link")
def test_a_broken_page_is_read_without_a_fault() -> None:
    assert read_page(b"") == ((), frozenset())
    links, places = read_page("<a href='/x/'>词<p id=一></a><a name=二>".encode())
    assert links == (("/x/", "词"),)
    assert places == {"一", "二"}


def test_every_finder_runs_over_nothing(release_home: Layout) -> None:
    outcome = compute_proposals(as_of=Site().editor.date_joined.date())
    assert outcome.failed == []
    assert set(outcome.seen) == set(FINDERS)
