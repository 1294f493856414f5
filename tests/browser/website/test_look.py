"""The public look in Chromium: every component and page with axe, in every reading mode, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from gongkai.publishing.publisher import publish_pending
from tests.browser.conftest import faults_of
from tests.browser.server import Site
from tests.factories.website import (
    NOW,
    make_article,
    make_facts,
    make_home,
    make_news_column,
    make_open_government,
)

MODES = ("standard", "large", "night", "contrast", "contrast-large")
LONG = (
    "示例省交通运输厅、示例省发展和改革委员会、示例省财政厅、示例省市场监督管理局关于转发《关于进一步规范道路客运、"
    "城市公共汽电车、轨道交通、出租汽车等领域优待乘车服务的指导意见》并做好贯彻落实工作的通知"
)
BODY = [
    ("heading", "三项要求"),
    ("text", "<p>提前备料，<b>11月30日前</b>完成。</p><ul><li>信息一小时一报</li></ul>"),
    (
        "table",
        {
            "data": [["路线", "里程（公里）"], ["国道 G101", "86"]],
            "first_row_is_table_header": True,
            "first_col_is_header": True,
            "table_caption": "重点保畅路段",
        },
    ),
]
FIRST_VIEW = 100 * 1024


@pytest.fixture
def released(site: Site) -> Site:
    """A small site, released."""
    make_facts()
    home = make_home(
        exits=[("exit", {"title": "查文件", "url": "/news/", "note": "现行有效"})],
        hot=[("link", {"title": "货车年审", "url": "/search/?q=货车年审"})],
        services=[
            ("service", {"icon": "truck", "title": "开货车", "links": [{"title": "年审", "url": "/news/"}]})
        ],
    )
    news = make_news_column(home, list_style="rows")
    make_article(news, LONG, slug="long", body=BODY, summary="司机：降雪时哪些路会临时限行。")
    for day in range(1, 4):
        make_article(news, at=NOW - timedelta(days=20 * day))
    make_open_government(home, "guide", "statutory")
    outcome = publish_pending(full=True)
    assert (outcome.status, outcome.stopped) == ("published", {}), outcome
    return site


PAGES = {
    "website-home": "/",
    "website-column": "/news/",
    "website-article": "/news/2026/11/long/",
    "website-month": "/news/2026/11/",
    "website-year": "/news/2026/",
    "website-open": "/open/",
    "website-section": "/open/guide/",
    "website-sitemap": "/sitemap/",
    "website-mode": "/mode/",
    "website-search": "/search/?q=除雪",
    "website-search-none": "/search/?q=没有这个词呀",
    "website-404": "/nowhere/",
}


def test_every_page_is_accessible_and_light(released: Site, page: Page, check: Callable[[str], None]) -> None:
    """One database and one release for all of them: the pages differ, not the site."""
    for name, path in PAGES.items():
        answer = page.goto(path)
        assert answer.status == (404 if path == "/nowhere/" else 200), name
        assert page.locator("h1").count() == 1, name
        weight = page.evaluate(
            "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
            ".reduce((sum, each) => sum + each.decodedBodySize, 0)"
        )
        assert weight < FIRST_VIEW, f"{name}: {weight} bytes"
        check(name)


def test_components_are_accessible_in_every_mode(
    site: Site, page: Page, check: Callable[[str], None], settings: Any
) -> None:
    settings.GONGKAI_SHOW_GALLERY = True
    make_facts()
    make_home()
    publish_pending(full=True)
    for mode in MODES:
        page.context.add_cookies([{"name": "mode", "value": mode, "url": site.url}])
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto("/dev/components/")
        check(f"gallery-{mode}")


def test_a_mode_is_one_click_and_stays(released: Site, page: Page) -> None:
    page.goto("/news/")
    size = "getComputedStyle(document.documentElement).fontSize"
    assert page.evaluate(size) == "16px"
    page.get_by_role("button", name="大字").click()
    page.wait_for_url("**/news/")
    assert page.evaluate(size) == "20px"
    assert (
        page.get_by_role("button", name="大字 （当前）")
        .or_(page.get_by_role("button", name="大字（当前）"))
        .count()
    )
    page.get_by_role("button", name="夜间").click()
    page.wait_for_url("**/news/")
    page.goto("/")
    assert page.evaluate(size) == "20px"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 23, 30)"
    assert [cookie["name"] for cookie in page.context.cookies()] == ["mode"]


def test_the_site_needs_no_javascript(released: Site, browser: Browser) -> None:
    context = browser.new_context(base_url=released.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="高对比").click()
    page.fill("#plate-q", "备料")
    page.get_by_role("button", name="搜索").click()
    assert page.get_by_role("heading", level=1).inner_text() == "搜“备料”"
    page.get_by_role("link", name=LONG).click()
    assert page.url.endswith("/news/2026/11/long/")
    context.close()


def test_keyboard_reaches_the_text_at_once(released: Site, page: Page) -> None:
    page.goto("/news/2026/11/long/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1920])
def test_nothing_scrolls_sideways(released: Site, page: Page, width: int) -> None:
    page.context.add_cookies([{"name": "mode", "value": "large", "url": released.url}])
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/", "/news/", "/news/2026/11/long/", "/open/", "/mode/"):
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is {wide} px too wide at {width} px"


def test_paper_stays_white_and_bare(released: Site, page: Page) -> None:
    page.context.add_cookies([{"name": "mode", "value": "night", "url": released.url}])
    page.goto("/news/2026/11/long/")
    page.emulate_media(media="print")
    shown = "selector => getComputedStyle(document.querySelector(selector)).display"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(shown, ".gk-nav") == "none"
    assert page.evaluate(shown, ".gk-modes") == "none"
    assert page.evaluate(shown, ".gk-print") == "block"
    assert "发布时间" in page.locator(".gk-print").inner_text()


def test_the_admin_wears_our_colours(site: Site, page: Page, sign_in: Callable[[Any], None]) -> None:
    from gongkai.core.accounts.enums import Role
    from tests.factories.people import make_user

    sign_in(make_user(Role.OFFICE, name="办公室"))
    page.goto("/admin/")
    assert page.title().endswith("- 公开")
    primary = page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--w-color-primary-hue')"
    )
    assert primary.strip() == "204"
    assert page.locator(".gk-wb__brand").first.is_visible()
    assert faults_of(page) == []
