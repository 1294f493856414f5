"""Nothing runs out of its screen, and no date is torn in two: every page of the demonstration, in every reading mode."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page

from gongkai.clearance.enums import PurgeCause
from gongkai.clearance.models import BasePage
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.publishing.publisher import publish_pending
from gongkai.website.models import ArticlePage
from tests.architecture.source import ROOT
from tests.browser.server import Site
from tests.factories.people import make_user
from tests.factories.website import make_article

LONG = "关于印发《示例省道路旅客运输及客运站管理规定实施细则（试行）》等三个文件的通知附件一_20261127_FINAL_VERSION"
WIDTHS = (320, 390, 1280)
MODES = sorted(path.stem for path in (ROOT / "gongkai/website/static/website/modes").glob("*.css"))
FILES = re.compile(r"\.\w{2,5}$|^/(files|admin|feed)|\?")
STICKS_OUT = """() => {
    const wide = document.documentElement.clientWidth;
    const scrolls = (tag) => tag && (/auto|scroll/.test(getComputedStyle(tag).overflowX) || scrolls(tag.parentElement));
    return [...document.body.querySelectorAll("*")].filter((tag) => {
        const box = tag.getBoundingClientRect();
        return box.width > 1 && (box.right > wide + 1 || box.left < -1) && !tag.closest(".gk-vh, .gk-skip, svg") && !scrolls(tag.parentElement);
    }).map((tag) => `${tag.tagName}.${tag.className}`).slice(0, 3);
}"""
TORN_DATES = r"""() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), torn = [];
    for (let text; (text = texts.nextNode()); ) {
        for (const found of text.data.matchAll(/\d{4}-\d{2}-\d{2}|\d{4}年\d{1,2}月(\d{1,2}日)?/g)) {
            const range = document.createRange();
            range.setStart(text, found.index);
            range.setEnd(text, found.index + found[0].length);
            const lines = new Set([...range.getClientRects()].filter((box) => box.width).map((box) => Math.round(box.top / 4)));
            if (lines.size > 1 && !text.parentElement.closest(".gk-prose, .gk-law")) torn.push(`${found[0]} in ${text.parentElement.className}`);
        }
    }
    return torn;
}"""

LENGTHEN = """(name) => document.querySelectorAll(".gk-files a").forEach((file) => file.append(name))"""


@pytest.fixture
def whole(site: Site) -> Site:
    """The demonstration, with an article of everything that is wide, one withdrawn and one purged."""
    call_command("load_demo", verbosity=0)
    office = User.objects.get(username="bangongshi")
    column = ArticlePage.objects.first().get_parent().specific
    cells = [[f"第{n}列的长表头" for n in range(9)], ["86.5 公里"] * 9]
    table = {"data": cells, "first_row_is_table_header": True, "table_caption": LONG}
    make_article(
        column, LONG, slug="wide", body=[("table", table), ("text", f"<p>{'A' * 120}</p><p>{LONG}</p>")]
    )
    live = [
        page.specific
        for page in BasePage.objects.filter(live=True).order_by("-pk")
        if not page.get_children()
    ]
    articles = [page for page in live if isinstance(page, ArticlePage) and page.slug != "wide"]
    withdraw_document(by=office, target=articles[0], reason="内容有误，重新核实后再公开")
    purge_document(by=office, target=articles[1], cause=PurgeCause.PERSONAL)
    outcome = publish_pending(full=True)
    assert (outcome.status, outcome.stopped) == ("published", {}), outcome
    return site


def addresses(page: Page) -> Iterator[str]:
    """Every address of the site that a reader can come to from its home page."""
    seen, waiting = set(), ["/", "/search/?q=客运", "/mode/", "/nowhere/", "/policies/find/?kw=办法"]
    while waiting:
        url = waiting.pop(0)
        if url in seen:
            continue
        seen.add(url)
        yield url
        links = page.eval_on_selector_all(
            "a[href]", "all => all.map(one => one.getAttribute('href').split('#')[0])"
        )
        waiting += [one for one in links if one.startswith("/") and not FILES.search(one)]


def test_no_page_is_wider_than_its_screen(whole: Site, page: Page) -> None:
    urls = []
    page.goto("/")
    for url in addresses(page):
        page.goto(url)
        urls.append(url)
    assert len(urls) > 30
    wrong = []
    for mode in MODES:
        page.context.add_cookies([{"name": "mode", "value": mode, "url": whole.url}])
        for url in urls if mode in {"standard", "large"} else urls[::4]:  # the others change colours
            page.goto(url)
            page.evaluate(LENGTHEN, LONG)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                told = [*page.evaluate(STICKS_OUT), *page.evaluate(TORN_DATES)]
                if page.evaluate(wide) > 0 or told:
                    wrong.append(f"{mode} {width} {url}: {page.evaluate(wide)} px, {told}")
    assert not wrong, "\n".join(wrong)


def test_staff_lists_of_files_fit_a_phone(whole: Site, page: Page, sign_in: Callable[[Any], None]) -> None:
    sign_in(make_user(Role.OFFICE, name="办公室"))
    page.set_viewport_size({"width": 390, "height": 900})
    for url in ("/admin/documents/", "/admin/images/"):
        page.goto(url)
        wide = (
            "[...document.querySelectorAll('.content-wrapper, .content')].map(one => one.scrollWidth - 390)"
        )
        assert max(page.evaluate(wide)) <= 0, url
        assert page.locator(".w-slim-header input[name=q]").bounding_box()["width"] > 120, url
