"""What every page bears of one object is taken out of a release of the past, and shown on no page made on the spot."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from gongkai.clearance.enums import ContentKind, ItemRole
from gongkai.clearance.models import BasePage
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.publishing import live
from gongkai.publishing.brackets import bracketed, cut_out
from gongkai.publishing.emptying import naming_any
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.home import release_key
from gongkai.publishing.public import public_scope
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.search.following import search_public
from gongkai.publishing.store.blobs import BlobStore
from gongkai.publishing.store.heads import HeadStore
from gongkai.publishing.store.trees import TreeStore
from gongkai.publishing.usecases.rollback import roll_back_release
from gongkai.website.models import Announcement
from gongkai.website.shell import load_shell
from tests.factories.gate import approve_all, make_department, submit
from tests.factories.people import make_user
from tests.factories.website import make_article, make_facts, make_home, make_news_column

pytestmark = pytest.mark.django_db
TEXT = "大桥今晚八点起封闭施工，请绕行。"


@pytest.fixture
def layout(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """The real site, released into a directory of this test."""
    settings.HOME = tmp_path
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    return Layout(tmp_path / "release")


def announce(department: Any, text: str = TEXT) -> Announcement:
    """An announcement through its chain and out of the writer's hands."""
    row = Announcement.objects.create(text=text, unit=department.unit, disclosure="proactive")
    slip = approve_all(department, submit(department, [(row, ItemRole.SNIPPET)], kind=ContentKind.ARTICLE))
    release_slip(by=department.web, slip=slip)
    return Announcement.objects.get(pk=row.pk)


def page_of(layout: Layout, path: str) -> str:
    current = HeadStore(layout, release_key()).current()
    assert current is not None
    found = TreeStore(layout).find(current.root, path)
    assert found is not None
    return BlobStore(layout).read(found.sha256).decode()


def banners() -> list[str]:
    return [banner["text"] for banner in load_shell(public_scope())["announcements"]]


def test_a_banner_taken_down_does_not_come_back_with_an_earlier_release(layout: Layout) -> None:
    make_facts()
    make_article(make_news_column(make_home()), "工作部署会召开")
    department = make_department()
    row = announce(department)
    publish_pending(full=True)
    assert TEXT in page_of(layout, "/")
    withdraw_document(by=make_user(Role.OFFICE), target=row, reason="施工结束。")
    publish_pending()
    without = page_of(layout, "/")
    assert TEXT not in without
    roll_back_release(by=None, number=1, reason="核对")
    assert TEXT not in page_of(layout, "/")
    assert page_of(layout, "/") == without  # nothing else of the page was touched
    assert TEXT not in page_of(layout, "/news/")
    assert search_public("部署会").total == 1


def test_a_banner_waits_for_its_release_on_every_page(layout: Layout) -> None:
    """On pages made on the spot too: before the publisher has taken it, and while publishing is held."""
    make_facts()
    make_home()
    publish_pending(full=True)
    department = make_department()
    announce(department)
    assert banners() == []
    publish_pending()
    assert banners() == [TEXT]
    roll_back_release(by=None, number=1, reason="核对")
    assert banners() == []
    publish_pending(full=True)
    assert banners() == [TEXT]


def test_a_column_taken_down_leaves_the_menu_of_an_earlier_release(layout: Layout) -> None:
    make_facts()
    home = make_home()
    column = make_news_column(home, title="临时专栏")
    publish_pending(full=True)
    assert "临时专栏" in page_of(layout, "/")
    withdraw_document(by=make_user(Role.OFFICE), target=BasePage.objects.get(pk=column.pk), reason="已归档")
    publish_pending()
    roll_back_release(by=None, number=1, reason="核对")
    assert "临时专栏" not in page_of(layout, "/")


def test_only_what_stands_in_the_brackets_is_cut() -> None:
    text = f"a{bracketed('page:1', '甲')}b{bracketed('page:11', '乙')}c{bracketed('', '丙')}"
    assert cut_out(text.encode(), {"page:1"}).decode() == f"ab{bracketed('page:11', '乙')}c丙"
    assert cut_out(text.encode(), {"page:2"}) == text.encode()


def test_a_column_is_not_made_anew_of_what_it_was_changed_to(layout: Layout) -> None:
    """It stays in the menu, and its own page stays as the release holds it."""
    make_facts()
    department = make_department()
    column = make_news_column(make_home(), title="原栏目", unit=department.unit)
    publish_pending(full=True)
    column.title = "改错的栏目"
    column.save_revision(user=department.drafter)
    slip = approve_all(department, submit(department, [(column, ItemRole.PAGE)], kind=ContentKind.STRUCTURE))
    release_slip(by=department.web, slip=slip)
    publish_pending()
    assert "改错的栏目" in page_of(layout, "/news/")
    roll_back_release(by=None, number=1, reason="栏目名错")
    assert "原栏目" in page_of(layout, "/news/")
    assert live._render("/news/") is None
    assert live._render("/sitemap/") is not None


def test_a_page_whose_address_ends_like_one_taken_down_stays(layout: Layout) -> None:
    """``/news/special/`` names ``/news/special/``, not ``/special/``; what lies below an address is not that address."""
    make_facts()
    home = make_home()
    news = make_news_column(home)
    make_news_column(news, title="新闻专题", slug="special", in_menu=False)
    gone = make_news_column(home, title="临时专栏", slug="special", in_menu=False)
    publish_pending(full=True)
    before = page_of(layout, "/news/special/")
    withdraw_document(by=make_user(Role.OFFICE), target=BasePage.objects.get(pk=gone.pk), reason="已归档")
    publish_pending()
    roll_back_release(by=None, number=1, reason="核对")
    assert "新闻专题" in page_of(layout, "/news/special/") == before
    assert "/news/special/" in page_of(layout, "/sitemap/")
    assert "临时专栏" not in page_of(layout, "/sitemap/")


@pytest.mark.parametrize(
    "text",
    [
        '<a href="/a/b/">',
        "<loc>https://www.example.gov.cn/a/b/</loc>",
        '{"url": "/a/b/"}',
        '{"text": "见\\n/a/b/"}',
        "见/a/b/。",
        "/a/b/#tail",
        "/a/b/?page=2",
    ],
)
def test_an_address_is_found_wherever_it_stands_whole(text: str) -> None:
    assert naming_any(["/a/b/"]).search(text.encode())


@pytest.mark.parametrize("text", ['"/x/a/b/"', '"/a/b/c/"', '"https://www.example.gov.cn/x/a/b/"', '"/a/b"'])
def test_an_address_is_not_found_in_another(text: str) -> None:
    assert not naming_any(["/a/b/"]).search(text.encode())
    assert not naming_any([]).search(text.encode())
