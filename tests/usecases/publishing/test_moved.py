"""An address that a released page has left leads on: to the page, to its notice, or nowhere after a purge."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.clearance.models import BasePage, ReleasedAddress
from gongkai.publishing.front.app import Front
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.publisher import publish_pending
from tests.factories.publishing import Site, titled

pytestmark = pytest.mark.django_db


class Visit:
    """One request to the front, as a visitor makes it."""

    def __init__(self, home: Layout, path: str) -> None:
        self.status, self.to = "", ""
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": ""}

        def start(status: str, headers: list[tuple[str, str]], exc: Any = None) -> None:
            self.status, self.to = status, dict(headers).get("Location", "")

        def behind(environ: Any, start_response: Any) -> list[bytes]:
            start_response("404 Django", [])
            return [b""]

        self.body = b"".join(Front(home.home, behind)(environ, start)).decode()


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def page(site: Site) -> BasePage:
    section = site.add(site.home, "政策", "policies")
    made = site.add(section, "通知", "old")
    publish_pending()
    return made


def test_the_old_address_leads_to_the_new_one(release_home: Layout, site: Site, page: BasePage) -> None:
    site.edit(page, slug="new")
    publish_pending()
    visit = Visit(release_home, "/policies/old/")
    assert (visit.status, visit.to) == ("301 Moved Permanently", "/policies/new/")
    assert Visit(release_home, "/policies/new/").status == "200 OK"


def test_each_step_leads_to_where_the_page_is_today(release_home: Layout, site: Site, page: BasePage) -> None:
    for slug in ("second", "third"):
        page = site.edit(page, slug=slug)
        publish_pending()
    assert Visit(release_home, "/policies/old/").to == "/policies/third/"
    assert Visit(release_home, "/policies/second/").to == "/policies/third/"


def test_a_page_that_comes_back_is_answered_itself(release_home: Layout, site: Site, page: BasePage) -> None:
    page = site.edit(page, slug="new")
    publish_pending()
    site.edit(page, slug="old")
    publish_pending()
    assert Visit(release_home, "/policies/old/").status == "200 OK"
    assert Visit(release_home, "/policies/new/").to == "/policies/old/"


def test_another_page_takes_the_address_and_gives_it_back(
    release_home: Layout, site: Site, page: BasePage
) -> None:
    site.edit(page, slug="new")
    publish_pending()
    other = site.add(page.get_parent(), "另一件", "old")
    publish_pending()
    assert "另一件" in Visit(release_home, "/policies/old/").body
    site.take_down(other)
    publish_pending()
    assert Visit(release_home, "/policies/old/").to == "/policies/new/"


def test_a_page_taken_down_leads_nowhere(release_home: Layout, site: Site, page: BasePage) -> None:
    moved = site.edit(page, slug="new")
    publish_pending()
    site.take_down(moved)
    publish_pending()
    assert Visit(release_home, "/policies/old/").status == "404 Django"


def test_an_edit_in_place_keeps_one_address(site: Site, page: BasePage) -> None:
    site.edit(page, title=titled("改过的通知"))
    rows = ReleasedAddress.objects.filter(page=page.pk).values_list("path", "is_former")
    assert list(rows) == [("/policies/old/", False)]
