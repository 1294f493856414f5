"""A page that was taken down and came back: an earlier release shows it as it first came back, or not at all."""

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
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument
from gongkai.publishing.front.layout import Layout, file_folder
from gongkai.publishing.home import release_key
from gongkai.publishing.protocol import page_path
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.search.following import search_public
from gongkai.publishing.store.heads import HeadStore
from gongkai.publishing.store.trees import TreeStore
from gongkai.publishing.usecases.rollback import roll_back_release
from tests.factories.gate import (
    approve_all,
    clear_and_release,
    make_attachment,
    make_column,
    make_department,
    make_document,
    submit,
)
from tests.factories.people import make_user
from tests.factories.publishing import Site, titled
from tests.factories.website import make_article, make_facts, make_home, make_news_column
from tests.usecases.publishing.test_held import fresh, status, text_at
from tests.usecases.publishing.test_taken_out import TEXT, announce, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def layout(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """The real site, released into a directory of this test."""
    settings.HOME = tmp_path
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    return Layout(tmp_path / "release")


def take_down(target: Any, reason: str = "数字有误。") -> None:
    withdraw_document(by=make_user(Role.OFFICE), target=target, reason=reason)


def two_on_a_list() -> tuple[Site, BasePage]:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    page = site.add(section, "甲件", "one", text="错的")
    site.add(section, "乙件", "two")
    publish_pending()
    return site, page


@pytest.mark.parametrize("is_held", [True, False])
def test_what_waits_to_come_back_does_not_keep_up_what_was_taken_down(
    release_home: Layout, is_held: bool
) -> None:
    site, page = two_on_a_list()
    if is_held:
        roll_back_release(by=None, number=1, reason="核对")
    take_down(fresh(page))
    site.edit(fresh(page), title=titled("甲件", "对的"))
    if is_held:
        assert publish_pending().status == "held"
    else:
        roll_back_release(by=None, number=1, reason="核对")
    assert status(release_home, "/notices/one/") == 410
    assert "甲件" not in text_at(release_home, "/notices/")
    assert "乙件" in text_at(release_home, "/notices/")
    assert publish_pending(full=True).status == "published"
    assert "对的" in text_at(release_home, "/notices/one/")


def test_a_version_that_one_goes_back_from_is_not_shown(release_home: Layout) -> None:
    site, page = two_on_a_list()
    take_down(fresh(page))
    publish_pending()
    for text in ("对的", "误发的"):
        site.edit(fresh(page), title=titled("甲件", text))
        publish_pending()
    roll_back_release(by=None, number=1, reason="误发")
    assert "对的" in text_at(release_home, "/notices/one/")


def test_a_page_that_came_back_brings_no_later_banner_along(layout: Layout) -> None:
    make_facts()
    department = make_department()
    page = make_article(make_news_column(make_home()), "工作部署会召开", unit=department.unit)
    publish_pending(full=True)
    path = page_path(page)
    take_down(fresh(page))
    publish_pending()
    page = type(page).objects.get(pk=page.pk)
    page.title = "工作部署会更正"
    page.save_revision(user=department.drafter)
    slip = approve_all(department, submit(department, [(page, ItemRole.PAGE)], kind=ContentKind.ARTICLE))
    release_slip(by=department.web, slip=slip)
    row = announce(department)
    publish_pending()
    assert TEXT in page_of(layout, path)
    take_down(row, "施工结束。")
    roll_back_release(by=None, number=1, reason="核对")
    assert "更正" in page_of(layout, path)
    assert TEXT not in page_of(layout, path)


def test_files_that_were_taken_down_do_not_come_back_with_an_earlier_release(layout: Layout) -> None:
    make_facts()
    department = make_department()
    column = make_column(department)
    wrong, right = (make_attachment(department.drafter, data=data) for data in (b"a,1\n", b"a,2\n"))
    document = make_document(department, column)
    document.attachments.add(PolicyAttachment(attachment=wrong))
    document.save_revision(user=department.drafter)
    clear_and_release(department, [(document, ItemRole.PAGE)])
    publish_pending(full=True)
    assert names_of(layout, wrong.sha256)
    take_down(PolicyDocument.objects.get(pk=document.pk))
    publish_pending()
    document = PolicyDocument.objects.get(pk=document.pk).get_latest_revision_as_object()
    document.attachments.set([PolicyAttachment(attachment=right)])
    document.save_revision(user=department.drafter)
    clear_and_release(department, [(document, ItemRole.PAGE)])
    publish_pending()
    roll_back_release(by=None, number=1, reason="核对")
    assert names_of(layout, right.sha256)
    assert not names_of(layout, wrong.sha256)


def names_of(layout: Layout, sha256: str) -> list[str]:
    current = HeadStore(layout, release_key()).current()
    assert current is not None
    return TreeStore(layout).names_in(current.root, file_folder(sha256))


def test_going_forward_again_brings_back_what_going_back_left_out(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    site.add(section, "甲件", "one")
    publish_pending()
    gone = site.add(section, "乙件", "two")
    later = site.add(section, "丙件", "three")
    publish_pending()
    roll_back_release(by=None, number=1, reason="核对")
    assert fresh(later).public_since is None
    take_down(fresh(gone))
    roll_back_release(by=None, number=2, reason="核对过了")
    shown = text_at(release_home, "/notices/")
    assert "甲件" in shown
    assert "丙件" in shown
    assert "乙件" not in shown
    assert fresh(later).public_since is not None
    assert [search_public(title).total for title in ("甲件", "乙件", "丙件")] == [1, 0, 1]
