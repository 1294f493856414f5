"""发布版次 in Chromium: what a person of 网站运维 sees and does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from gongkai.clearance.enums import BatchKind, BatchStatus
from gongkai.clearance.models import ReleaseBatch
from gongkai.clearance.usecases.release import open_batch
from gongkai.core.accounts.enums import Role
from gongkai.publishing.publisher import publish_pending
from tests.browser.server import Site
from tests.factories.people import make_user
from tests.factories.website import make_article, make_facts, make_home, make_news_column


def _released(count: int) -> Any:
    """So many releases, and an article of the last."""
    make_facts()
    news = make_news_column(make_home())
    article = make_article(news, "关于国道 G101 线养护施工期间交通管制的通告")
    for _ in range(count):
        publish_pending(full=True, reason="全站生成")
    return article


def test_releases_are_looked_after_on_one_screen(
    site: Site, page: Page, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    article = _released(3)
    batch = open_batch(kind=BatchKind.RELEASE, by=make_user(name="林晓"), objects=[article])
    ReleaseBatch.objects.filter(pk=batch.pk).update(
        status=BatchStatus.FAILED,
        failure="《关于国道 G101 线养护施工期间交通管制的通告》与审定内容不一致，请恢复成审定的样子或重新送审",
    )
    sign_in(make_user(Role.WEB, name="周航"))
    page.goto("/admin/")
    page.get_by_role("link", name="1 批内容发布受阻", exact=True).click()
    expect(page.get_by_role("heading", name="发布受阻")).to_be_visible()
    check("publishing-releases")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="重新发布").click()
    expect(page.get_by_text("1 批已重新排队")).to_be_visible()
    expect(page.get_by_role("heading", name="等待发布")).to_be_visible()
    page.get_by_role("link", name="R00000001").click()
    check("publishing-roll_back")
    page.get_by_label("理由").fill("演练")
    page.get_by_role("button", name="退回到这一版").click()
    expect(page.get_by_role("heading", name="发布已暂停")).to_be_visible()
    page.get_by_role("link", name="全站重新生成，恢复发布").click()
    check("publishing-build_all")
    page.get_by_label("理由").fill("演练完毕")
    page.get_by_role("button", name="全站重新生成").click()
    expect(page.get_by_text("全站重新生成已排队")).to_be_visible()
    assert publish_pending().full
    page.reload()
    expect(page.get_by_role("heading", name="发布已暂停")).to_have_count(0)
