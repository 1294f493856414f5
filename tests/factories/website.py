"""A small public site: home, columns, articles, facts; cleared and live without walking the review chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.utils import timezone
from wagtail.models import Revision

from gongkai.clearance.digest import digest_of, rows_digest
from gongkai.clearance.enums import Disclosure
from gongkai.clearance.models import BasePage, Dataset, DatasetRow, DatasetVersion
from gongkai.core.accounts.models import User
from gongkai.duties.policies.models import PolicyDocument
from gongkai.publishing.protocol import Scope
from gongkai.website.facts import FACTS
from gongkai.website.models import ArticlePage, ColumnPage, HomePage, OpenGovernmentPage
from tests.factories.granting import grant
from tests.factories.history import keep_as_history
from tests.factories.people import make_unit, make_user

_numbers = count(1)
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
TEXT = [("text", "<p>雪停路通，<b>重点路段</b>随下随清。</p>")]


def put_live(parent: BasePage, page: Any, *, at: datetime = NOW, by: User | None = None) -> Any:
    """Add a page below a parent, cleared as it stands, first live at a moment."""
    by = by or make_user()
    page.live = False
    type(parent).objects.get(pk=parent.pk).add_child(instance=page)
    page = type(page).objects.get(pk=page.pk)  # as stored: blocks have got their ids
    revision = Revision.objects.create(
        content_type=page.get_content_type(),
        base_content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        created_at=timezone.now(),
        user=by,
        content=page.serializable_data(),
    )
    if isinstance(page, PolicyDocument):
        keep_as_history(page, by)
    grant(page, revision=revision, digest=digest_of(page), by=by)
    BasePage.objects.filter(pk=page.pk).update(
        live=True,
        live_revision=revision,
        latest_revision=revision,
        cleared_revision=revision.pk,
        first_published_at=at,
    )
    return type(page).objects.get(pk=page.pk)


def make_home(**fields: Any) -> HomePage:
    """The home page."""
    return put_live(BasePage.objects.get(depth=1), HomePage(title="首页", slug="home", **fields))


def make_news_column(home: BasePage, *, at: datetime = NOW, **fields: Any) -> ColumnPage:
    """A column of news in the menu."""
    values = {"title": "要闻动态", "slug": "news", "column_type": "news", "summary": "厅里最近在做什么。"}
    return put_live(home, ColumnPage(**{**values, "in_menu": True, **fields}), at=at)


def make_article(column: BasePage, title: str = "", *, at: datetime = NOW, **fields: Any) -> ArticlePage:
    """A live article."""
    number = next(_numbers)
    values = {
        "title": title or f"工作部署会召开{number}",
        "slug": f"a{number}",
        "source": "本厅办公室",
        "body": TEXT,
        "disclosure": Disclosure.PROACTIVE,
    }
    return put_live(column, ArticlePage(**{**values, **fields}), at=at)


def make_open_government(home: BasePage, *sections: str) -> OpenGovernmentPage:
    """政府信息公开 with some of its sections (codes of ``ColumnType``)."""
    page = put_live(
        home, OpenGovernmentPage(title="政府信息公开", slug="open", summary="依法应当公开的都在这里。")
    )
    for code in sections:
        put_live(
            page,
            ColumnPage(title=f"栏目{code}", slug=code.replace("_", "-"), column_type=code, summary="说明"),
        )
    return page


def make_facts(values: Mapping[str, str] | None = None) -> Dataset:
    """The live facts of the site; examples of each where none are given."""
    by = make_user()
    dataset = Dataset.objects.create(key="site", title="网站信息", unit=make_unit())
    version = DatasetVersion.objects.create(
        dataset=dataset, number=1, created_by=by, created_at=timezone.now()
    )
    held = values if values is not None else {fact.code: fact.example for fact in FACTS}
    DatasetRow.objects.bulk_create(
        DatasetRow(version=version, position=number, key=key, values={"value": value})
        for number, (key, value) in enumerate(held.items(), start=1)
    )
    digest = rows_digest(dataset.key, [(key, {"value": value}) for key, value in held.items()])
    clearance = grant(dataset, dataset_version=version, digest=digest, by=by)
    Dataset.objects.filter(pk=dataset.pk).update(
        live_version=version, cleared_version=clearance.dataset_version_id
    )
    return dataset


def scope(**fields: Any) -> Scope:
    """A build at a fixed moment."""
    return Scope(now=NOW, **fields)
