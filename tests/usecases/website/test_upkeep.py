"""The site's finders over what is public: ended announcements, copies, resting and empty columns; lapsed documents."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.enums_upkeep import Remedy
from gongkai.clearance.models import BasePage
from gongkai.clearance.queries.upkeep_dates import due_rows
from gongkai.duties.policies import upkeep as policies
from gongkai.publishing.texts import PublicText
from gongkai.website import upkeep
from gongkai.website.enums import ColumnType
from tests.factories.gate import clear_and_release, make_column, make_department, make_document
from tests.factories.website import make_article, make_home, make_news_column

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)
LONG = "".join(f"第{n}条 企业应当在{n}日内办结事项{n * 7}并公开结果{n * 13}。" for n in range(1, 20))


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[PublicText]:
    """What the public reads, as the test says; the release itself has tests of its own."""
    said: list[PublicText] = []
    for module in (upkeep, policies):
        monkeypatch.setattr(module, "public_texts", lambda: said)
    return said


def says(page: Any, body: str) -> PublicText:
    return PublicText(page.pk, f"/{page.slug}/", page.title, body, TODAY)


def test_ended_and_copied(texts: list[PublicText]) -> None:
    column = make_news_column(make_home())
    one, two, three = (make_article(column, title) for title in ("报名", "报名", "动态"))
    texts += [says(one, f"报名截止2026年3月1日。{LONG}"), says(two, f"报名截止2026年3月1日。{LONG}")]
    texts.append(says(three, "2026年3月1日开会。"))
    assert {found.page for found in upkeep.find_ended(TODAY)} == {one.pk, two.pk}
    pairs = list(upkeep.find_near(TODAY))
    assert [(pair.page, pair.other, pair.remedy) for pair in pairs] == [(two.pk, one.pk, Remedy.MERGE)]
    assert "文字几乎相同（100% 相同）" in pairs[0].reason


@pytest.mark.rule("website.upkeep.empty_column")
def test_empty_and_resting_columns() -> None:
    long_ago = datetime(2026, 11, 27, tzinfo=UTC) - timedelta(days=100)
    column = make_news_column(make_home(), at=long_ago, update_within_days=14)
    BasePage.objects.filter(live=True).update(public_since=long_ago)
    assert [found.page for found in upkeep.find_empty(TODAY)] == [column.pk]
    assert [found.page for found in upkeep.find_resting(TODAY)] == [column.pk]
    make_article(column)
    assert list(upkeep.find_empty(TODAY)) == []


@pytest.mark.rule("website.upkeep.wrong_column")
def test_a_notice_among_the_news_is_to_move_where_there_is_a_column_for_it() -> None:
    home = make_home()
    news = make_news_column(home)
    stray = make_article(news, "关于考试安排的通知")
    make_article(news, "考试改为每周三次")
    assert list(upkeep.find_misplaced(TODAY)) == []
    notices = make_news_column(home, title="通知公告", slug="notices", column_type=ColumnType.NOTICES)
    make_article(notices, "关于封闭施工的公告")
    found = list(upkeep.find_misplaced(TODAY))
    assert [(one.page, one.remedy) for one in found] == [(stray.pk, Remedy.MOVE)]
    assert found[0].evidence[0].text == "通知公告"


@pytest.mark.rule("policies.lapsed_shown")
@pytest.mark.rule("policies.in_force_not_archived")
def test_lapsed_documents_and_what_cites_them(texts: list[PublicText]) -> None:
    department = make_department()
    column = make_column(department)
    lapsed, valid = (
        make_document(
            department, column, effective_on=date(2020, 1, 1), written_on=date(2020, 1, 1), expires_on=until
        )
        for until in (date(2024, 1, 1), date(2030, 1, 1))
    )
    for document in (lapsed, valid):
        clear_and_release(department, [(document, ItemRole.PAGE)])
    texts += [says(valid, f"按照《某办法》（{lapsed.doc_number}）办理。"), says(lapsed, lapsed.doc_number)]
    assert [found.page for found in policies.find_lapsed(TODAY)] == [lapsed.pk]
    cited = list(policies.find_cited(TODAY))
    assert [(found.page, found.other) for found in cited] == [(valid.pk, lapsed.pk)]
    texts[0] = says(valid, f"《某办法》（{lapsed.doc_number}）已废止。")
    assert list(policies.find_cited(TODAY)) == []
    assert [one.code for one in lapsed.reasons_against_archiving(TODAY)] == []
    assert [one.code for one in valid.reasons_against_archiving(TODAY)] == ["policies.in_force_not_archived"]


def test_the_kind_of_a_page_follows_its_column() -> None:
    home = make_home()
    notices = make_news_column(home, title="通知公告", slug="notices", column_type="notices")
    page = make_article(notices)
    row = next(row for row in due_rows(TODAY) if row.pk == page.pk)
    assert (row.kind, row.months) == ("website.notices", 6)
