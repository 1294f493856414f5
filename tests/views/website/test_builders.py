"""What the shell's builders make: pure views, honest dependencies, fixed numbers of queries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from gongkai.publishing.keys import SHELL, names_of, page_key
from gongkai.publishing.protocol import BUILDERS, Built
from gongkai.publishing.rendering import render
from gongkai.website.archives import ON_FRONT, PER_PAGE
from gongkai.website.bodies import Targets, body_view, clean_text, load_targets
from gongkai.website.builders.names import column_key
from gongkai.website.models import ArticlePage, ColumnPage
from gongkai.website.news import ON_HOME
from tests.factories.website import (
    NOW,
    make_article,
    make_facts,
    make_home,
    make_news_column,
    make_open_government,
    put_live,
    scope,
)

pytestmark = pytest.mark.django_db


class Tags(HTMLParser):
    """Meta tags, headings and links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: list[str] = []
        self.forms: list[str] = []
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        values = dict(attrs)
        if tag == "meta" and values.get("name"):
            self.meta[values["name"]] = values.get("content") or ""
        if tag == "a":
            self.links.append(values.get("href") or "")
        if tag == "form":
            self.forms.append((values.get("method") or "get").lower())
        if values.get("id"):
            self.ids.append(values["id"])
        if tag in {"h1", "h2"}:
            self.headings.append(tag)


def made(name: str, ident: object = "", **fields: Any) -> Built:
    """The output of one id."""
    builder, moment = BUILDERS[name], scope(**fields)
    return builder.view_of(builder.load([str(ident)], moment)[str(ident)])


def html_of(name: str, ident: object = "") -> str:
    return render(BUILDERS[name], made(name, ident)).decode()


@pytest.fixture
def site() -> dict[str, Any]:
    make_facts()
    home = make_home()
    return {"home": home, "news": make_news_column(home)}


def every_output() -> list[tuple[str, str]]:
    return [
        (name, ident)
        for name, builder in BUILDERS.items()
        if name.startswith("website.")
        for ident in builder.load(list(builder.targets(scope())), scope())
    ]


def test_article_carries_the_official_tags(site: dict[str, Any]) -> None:
    page = make_article(site["news"], "冬季除雪", at=datetime(2026, 11, 20, 16, 30, tzinfo=UTC))
    tags = Tags(html_of("website.article", page.pk))
    assert (
        tags.meta
        | {
            "SiteName": "示例省交通运输厅",
            "SiteDomain": "jtt.example.gov.cn",
            "SiteIDCode": "0000000000",
            "ColumnName": "要闻动态",
            "ColumnType": "政务动态",
            "ArticleTitle": "冬季除雪",
            "PubDate": "2026-11-21 00:30",
            "ContentSource": "本厅办公室",
        }
        == tags.meta
    )
    assert {"ColumnDescription", "ColumnKeywords", "Keywords", "Url"} <= set(tags.meta)


def test_article_address_is_the_month_it_went_live_in_shanghai(site: dict[str, Any]) -> None:
    page = make_article(site["news"], slug="a", at=datetime(2026, 10, 31, 17, tzinfo=UTC))
    assert made("website.article", page.pk).path == "/news/2026/11/a/"


def test_every_page_has_one_h1_and_no_id_twice_and_no_post_form(site: dict[str, Any]) -> None:
    make_article(site["news"])
    make_open_government(site["home"], "guide", "statutory")
    for name, ident in every_output():
        if name == "website.feed":
            continue
        tags = Tags(html_of(name, ident))
        assert tags.headings.count("h1") == 1, name
        assert len(tags.ids) == len(set(tags.ids)), name
        assert set(tags.forms) <= {"get"}, name


def test_views_are_the_same_twice_and_hold_plain_data(site: dict[str, Any]) -> None:
    make_article(site["news"])
    plain = (str, int, bool, type(None), datetime, dict, list)

    def check(value: Any) -> None:
        from datetime import date

        assert isinstance(value, (*plain, date)), type(value)
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
            check(each)

    for name, ident in every_output():
        check(dict(made(name, ident).view))
        assert html_of(name, ident) == html_of(name, ident)


def test_empty_site_says_so_and_breaks_nothing() -> None:
    home = make_home()
    page = html_of("website.home", home.pk)
    assert "尚未填写单位名称" in page
    column = make_news_column(home)
    assert "这个栏目还没有内容" in html_of("website.column", column.pk)
    assert "最近没有新发布的要闻和通知" in html_of("website.home", home.pk)


def test_home_shows_the_news_however_busy_another_column_is(site: dict[str, Any]) -> None:
    page = make_article(site["news"], "一个月前的要闻", at=NOW - timedelta(days=30))
    busy = put_live(
        site["home"], ColumnPage(title="执法公示", slug="fines", column_type="response", summary="每天很多。")
    )
    for hour in range(ON_HOME * 4 + 2):
        make_article(busy, at=NOW - timedelta(hours=hour))
    home = made("website.home", site["home"].pk)
    assert "一个月前的要闻" in html_of("website.home", site["home"].pk)
    assert {column_key(site["news"].pk), page_key(page)} <= home.depends_on


def test_column_shows_the_newest_first_and_depends_on_them(site: dict[str, Any]) -> None:
    pages = [make_article(site["news"], at=NOW - timedelta(days=day)) for day in range(ON_FRONT + 3)]
    built = made("website.column", site["news"].pk)
    assert [entry["title"] for entry in built.view["entries"]] == [page.title for page in pages[:ON_FRONT]]
    assert built.depends_on >= {column_key(site["news"].pk), page_key(site["news"]), page_key(pages[0])}
    assert page_key(pages[-1]) not in built.depends_on
    assert [year["url"] for year in built.view["years"]] == ["/news/2026/"]


def test_month_is_cut_in_pages_from_the_oldest(site: dict[str, Any]) -> None:
    pages = [make_article(site["news"], at=NOW - timedelta(minutes=n)) for n in range(PER_PAGE + 2)]
    builder, column = BUILDERS["website.column_month"], site["news"].pk
    assert list(builder.targets(scope())) == [f"{column}:2026-11:1", f"{column}:2026-11:2"]
    newest, oldest = made(builder.name, f"{column}:2026-11:2"), made(builder.name, f"{column}:2026-11:1")
    assert [entry["title"] for entry in newest.view["entries"]] == [pages[0].title, pages[1].title]
    assert (newest.path, oldest.path) == ("/news/2026/11/", "/news/2026/11/p1/")
    assert len(oldest.view["entries"]) == PER_PAGE
    assert oldest.view["total"] == PER_PAGE + 2


def test_year_counts_its_months(site: dict[str, Any]) -> None:
    make_article(site["news"], at=datetime(2026, 10, 31, 17, tzinfo=UTC))  # 1 November in Shanghai
    make_article(site["news"], at=datetime(2026, 3, 3, tzinfo=UTC))
    built = made("website.column_year", f"{site['news'].pk}:2026")
    assert [(month["title"], month["count"]) for month in built.view["months"]] == [
        ("2026年11月", 1),
        ("2026年3月", 1),
    ]
    assert BUILDERS["website.column_year"].load([f"{site['news'].pk}:2020"], scope()) == {}


def test_a_new_article_names_its_lists_and_finds_their_outputs(site: dict[str, Any]) -> None:
    page = make_article(site["news"])
    keys, column = names_of(page), site["news"].pk
    assert {
        page_key(page),
        column_key(column),
        column_key(column, "2026"),
        column_key(column, "2026-11"),
    } <= keys
    assert list(BUILDERS["website.column_month"].targets_of(keys, scope())) == [f"{column}:2026-11:1"]
    assert list(BUILDERS["website.column_year"].targets_of(keys, scope())) == [f"{column}:2026"]
    assert list(BUILDERS["website.feed"].targets_of(keys, scope())) == [str(column)]
    assert list(BUILDERS["website.article"].targets_of(keys, scope())) == [str(page.pk)]


def test_structure_names_the_shell(site: dict[str, Any]) -> None:
    assert SHELL in names_of(site["news"])
    assert SHELL in names_of(site["home"])
    assert SHELL not in names_of(make_article(site["news"]))


def test_an_excluded_page_is_shown_nowhere(site: dict[str, Any]) -> None:
    page = make_article(site["news"], "不该出现的标题")
    stopped = {"excluded": frozenset({page_key(page)})}
    for name, ident in every_output():
        if name == "website.article":
            continue
        source = BUILDERS[name].load([ident], scope(**stopped))
        if ident in source:
            html = render(BUILDERS[name], BUILDERS[name].view_of(source[ident])).decode()
            assert "不该出现的标题" not in html, name


def test_what_was_stopped_is_not_asked_for_again(site: dict[str, Any]) -> None:
    """Or the publisher, which tries again without what failed, would never end."""
    from gongkai.publishing.protocol import shell_keys

    every = shell_keys(scope())
    assert {"dataset:site", page_key(site["home"]), page_key(site["news"])} <= every
    assert shell_keys(scope(excluded=every)) == frozenset()


def test_a_draft_is_shown_nowhere(site: dict[str, Any]) -> None:
    page = ArticlePage(title="草稿标题", slug="draft", source="本厅", body=[], live=False)
    site["news"].add_child(instance=page)
    for name, ident in every_output():
        assert "草稿标题" not in html_of(name, ident), name


def test_preview_of_a_draft_is_the_page_that_would_be_released(site: dict[str, Any]) -> None:
    from gongkai.publishing.preview import render_preview

    page = ArticlePage(title="草稿标题", slug="draft", source="本厅", body=[], live=False)
    site["news"].add_child(instance=page)
    assert "草稿标题" in render_preview(page).decode()


def test_open_government_has_its_four_sections_in_order(site: dict[str, Any]) -> None:
    page = make_open_government(site["home"], "statutory", "guide")
    sections = made("website.open_government", page.pk).view["sections"]
    assert [section["title"] for section in sections] == [
        "政府信息公开指南",
        "政府信息公开制度",
        "法定主动公开内容",
        "政府信息公开年报",
    ]
    assert [bool(section["url"]) for section in sections] == [True, False, True, False]
    html = html_of("website.open_government", page.pk)
    assert html.count("正在整理，尚未公开") == 2


def test_feed_is_well_formed(site: dict[str, Any]) -> None:
    from xml.etree import ElementTree

    make_article(site["news"], "甲<乙>&丙")
    feed = ElementTree.fromstring(html_of("website.feed", site["news"].pk))
    atom = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{atom}title") for entry in feed.findall(f"{atom}entry")] == ["甲<乙>&丙"]


@pytest.mark.parametrize(
    "name", ["website.article", "website.column", "website.column_month", "website.feed"]
)
def test_queries_do_not_grow_with_the_pages(
    name: str, site: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    for day in range(8):
        make_article(site["news"], at=NOW - timedelta(days=day * 9))
    builder = BUILDERS[name]
    ids = list(builder.targets(scope()))
    builder.load(ids[:1], scope())  # content types are cached from here on
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        builder.load(ids[:1], scope())
    with CaptureQueriesContext(connection) as many:
        builder.load(ids, scope())
    assert len(many) <= len(few)


HOSTILE = (
    '<p onclick="x()">甲<script>alert(1)</script><a href="javascript:x()">乙</a>'
    '<a linktype="page" id="77">丙</a><a href="https://example.gov.cn/">丁</a><img src=x onerror=x()></p>'
)


def test_text_is_cleaned_and_links_resolve() -> None:
    html = clean_text(HOSTILE, Targets(pages={77: "/a/"}))
    assert "script" not in html
    assert "onclick" not in html
    assert "img" not in html
    assert 'href="/a/"' in html
    assert 'href="https://example.gov.cn/"' in html


def test_a_link_to_what_is_not_public_is_its_text(site: dict[str, Any]) -> None:
    draft = ArticlePage(title="草稿", slug="d", source="x", body=[], live=False)
    site["news"].add_child(instance=draft)
    page = make_article(
        site["news"], body=[("text", f'<p><a linktype="page" id="{draft.pk}">看草稿</a></p>')]
    )
    targets = load_targets([page.body], scope())
    blocks, _ = body_view(page.body, targets)
    assert "href" not in blocks[0]["html"]
    assert "看草稿" in blocks[0]["html"]


def test_menu_leaves_out_what_editors_left_out(site: dict[str, Any]) -> None:
    put_live(site["home"], ColumnPage(title="不进导航", slug="x", column_type="site", summary="s"))
    html = html_of("website.home", site["home"].pk)
    nav = html.split("gk-nav")[1].split("</nav>")[0]
    assert "要闻动态" in nav
    assert "不进导航" not in nav
