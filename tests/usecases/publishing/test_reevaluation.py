"""定期评估结果: numbers, and titles only of what the gate has let out; it follows when a page goes live or comes down."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gongkai.clearance.enums import BatchKind, Disclosure
from gongkai.clearance.models import BasePage, Opening
from gongkai.clearance.usecases.reevaluation import close_reevaluation_round
from gongkai.clearance.usecases.reevaluation_deciding import link_opened_page
from gongkai.clearance.usecases.release import open_batch
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.publisher import publish_pending
from tests.factories.publishing import Site
from tests.factories.reevaluation import KEEP, OPEN, PART, conclude, enter, make_house, open_round
from tests.factories.website import make_article, make_home, make_news_column
from tests.usecases.publishing.test_archived import body

pytestmark = pytest.mark.django_db
PAGE, CLOSED, SHOWN = "reevaluation.page.html", "仍不公开的名称", "公开版本的标题"


def test_numbers_and_what_is_public_by_now_and_nothing_else(release_home: Layout) -> None:
    house, site = make_house(), Site()
    section = site.add(site.home, "通知", "notices")
    publish_pending()
    assert "件，待公开" not in body(release_home, PAGE)
    enter(house, title=CLOSED)
    enter(house, title="决定公开的名称")
    enter(house, title="还没建稿的名称", disclosure=Disclosure.ON_REQUEST.value, ground="")
    enter(house, secret=True)
    turn = open_round(house)
    for item in turn.items.order_by("pk"):
        asked = {CLOSED: KEEP, "决定公开的名称": OPEN, "还没建稿的名称": PART}.get(item.title, KEEP)
        conclude(house, item, asked)
    open_batch(kind=BatchKind.REEVALUATION, by=house.office, objects=[])
    publish_pending()
    assert not (release_home.current / "site" / f"reevaluation/{turn.year}.page.html").exists()
    assert "件，待公开" not in body(release_home, PAGE)  # the round is not closed yet
    close_reevaluation_round(by=house.office, turn=turn)
    publish_pending()
    told = body(release_home, PAGE)
    assert "3 件，待公开 2" in told  # not the state secret
    assert "维持不予公开 原为不予公开 1" in told
    assert "部分公开（区分处理） 原为依申请公开 1" in told
    for words in (CLOSED, "决定公开的名称", "还没建稿的名称", "A-2023-07", "还在讨论"):
        assert words not in told
    year = timezone.localdate().year
    assert body(release_home, f"reevaluation/{year}.page.html").startswith("不予公开信息定期评估结果")
    draft = site._page(section, SHOWN, "opened")
    opening = Opening.objects.get(item__title="决定公开的名称")
    link_opened_page(by=house.office, opening=opening, page=draft)
    publish_pending()
    assert SHOWN not in body(release_home, PAGE)
    site.release(draft)
    publish_pending()
    told = body(release_home, PAGE)
    assert f"<a href=/notices/opened/>{draft.title}</a>" in told
    assert "3 件，待公开 1" in told
    withdraw_document(by=house.office, target=BasePage.objects.get(pk=draft.pk), reason="数据有误")
    publish_pending()
    told = body(release_home, PAGE)
    assert SHOWN not in told
    assert "3 件，待公开 2" in told


def test_an_opened_article_is_linked_at_its_own_address(release_home: Layout) -> None:
    house = make_house()
    article = make_article(make_news_column(make_home()), "转为公开的动态")
    enter(house, title="决定公开的名称")
    turn = open_round(house)
    conclude(house, turn.items.get(), OPEN)
    link_opened_page(by=house.office, opening=Opening.objects.get(), page=BasePage.objects.get(pk=article.pk))
    close_reevaluation_round(by=house.office, turn=turn)
    publish_pending()
    assert article.public_path.count("/") > 3
    assert f"<a href={article.public_path}>转为公开的动态</a>" in body(release_home, PAGE)
