"""Chromium, one shared server, people who sign in, and axe.

A browser test takes ``site`` and ``page``; ``sign_in(user)`` gives the page that person's session; ``check(name)``
runs axe on what the page shows (once for each template name in a run) and keeps a screenshot. A page on which a script
fails, a policy is violated or another host is asked for fails its test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

from tests.browser.server import Site

SHOTS = Path(__file__).resolve().parents[2] / ".cache" / "screenshots"
CHROMIUM = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
    "resultTypes": ["violations"],
}
WIDTHS = (1280, 390)
_checked: set[str] = set()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser and a database whose changes the server's threads can see."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # playwright keeps a loop in this thread; nothing here is async
    )
    if not Path(CHROMIUM).exists():
        pytest.fail("缺少 Chromium。执行：apt-get install chromium", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared_site(django_db_setup: None) -> Iterator[Site]:
    site = Site()
    yield site
    site.stop()


@pytest.fixture
def site(shared_site: Site, transactional_db: None) -> Site:
    """The running site, with a migrated database and nothing released."""
    shared_site.forget_releases()
    return shared_site


class Watch:
    """What went wrong on a page without anybody seeing it."""

    def __init__(self, page: Page, url: str) -> None:
        self.faults: list[str] = []
        self._url = url
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"script failed: {error}"))
        page.route("**/*", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _asked(self, route: Route) -> None:
        if route.request.url.startswith((self._url, "data:", "blob:")):
            route.continue_()
        else:
            self.faults.append(f"asked another host: {route.request.url}")
            route.abort()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A fresh page of 1280 × 900 in Chinese, at the site's address."""
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": 1280, "height": 900},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    watch = Watch(page, site.url)
    yield page
    context.close()
    assert watch.faults == []


@pytest.fixture
def sign_in(page: Page, site: Site) -> Callable[[Any], None]:
    """Give the page the session of a person (the sign-in page has tests of its own)."""

    def sign_in(user: Any) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "gongkai.core.accounts.backends.AccountBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "sessionid", "value": str(session.session_key), "url": site.url}])

    return sign_in


def faults_of(page: Page) -> list[str]:
    """Axe's violations on the page as it stands: rule, what to do, and the first place."""
    violations = Axe().run(page, options=AXE).response["violations"]
    return [f"{v['id']}: {v['help']} — {v['nodes'][0]['html'][:160]} ({len(v['nodes'])})" for v in violations]


SETTLED = """async () => {
    const moving = () => document.getAnimations().filter(a => a.effect.getComputedTiming().endTime !== Infinity);
    for (let still = 0; still < 3; still = moving().length ? 0 : still + 1) {
        await Promise.all(moving().map(a => a.finished.catch(() => null)));
        await new Promise(done => setTimeout(done, 60));
    }
}"""


def _settle(page: Page) -> None:
    """Let what fades in or slides come to rest: half faded a text has no contrast, half slid a menu covers the page."""
    page.evaluate(SETTLED)


@pytest.fixture
def check(page: Page) -> Callable[[str], None]:
    """Axe and two screenshots of the present page under a template's name; once for each name."""

    def check(name: str) -> None:
        if name in _checked:
            return
        _checked.add(name)
        SHOTS.mkdir(parents=True, exist_ok=True)
        height = 900
        for width in reversed(WIDTHS):
            page.set_viewport_size({"width": width, "height": height})
            _settle(page)
            page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
            overflow = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 0, f"{name} is {overflow} px too wide at {width} px"
        assert faults_of(page) == []

    return check
