"""While publishing is held, and when an earlier release is served: what must go goes, and nothing else moves."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from gongkai.clearance.enums import BatchStatus, PurgeCause
from gongkai.clearance.models import BasePage, Clearance, ReleaseBatch
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.publishing import live
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.held import changed_since
from gongkai.publishing.home import release_key
from gongkai.publishing.keys import page_key
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.store.blobs import BlobStore
from gongkai.publishing.store.heads import HeadStore
from gongkai.publishing.store.trees import File, TreeStore
from gongkai.publishing.usecases.rollback import roll_back_release
from tests.factories.people import make_user
from tests.factories.publishing import Site, titled

pytestmark = pytest.mark.django_db


def at(layout: Layout, path: str) -> File | None:
    current = HeadStore(layout, release_key()).current()
    assert current is not None
    return TreeStore(layout).find(current.root, path)


def status(layout: Layout, path: str) -> int:
    found = at(layout, path)
    return found.status if found is not None else 404


def fresh(page: BasePage) -> BasePage:
    return BasePage.objects.get(pk=page.pk)


def test_a_purge_takes_effect_and_lets_nothing_else_out(release_home: Layout) -> None:
    """Who may purge may neither release nor end a hold."""
    site = Site()
    section = site.add(site.home, "公告", "notices")
    leak = site.add(section, "甲", "leak")
    publish_pending()
    site.add(section, "误发的", "wrong")
    publish_pending()
    roll_back_release(by=None, number=1, reason="核对")
    site.add(section, "等着的", "waiting")
    purge_document(by=make_user(Role.SECRECY), target=fresh(leak), cause=PurgeCause.PERSONAL)
    assert publish_pending().status == "held"
    assert release_home.hold.exists()
    assert status(release_home, "/notices/leak/") == 410
    assert status(release_home, "/notices/wrong/") == 404
    assert status(release_home, "/notices/waiting/") == 404


def test_files_of_what_was_cleared_do_not_keep_it_up(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    page, other = site.add(section, "甲", "one"), site.add(section, "乙", "two")
    publish_pending()
    hashes = {clearance.pk: clearance.file_hashes for clearance in Clearance.objects.all()}
    assert hashes
    roll_back_release(by=None, number=1, reason="核对")
    for one in (page, other):
        withdraw_document(by=make_user(Role.OFFICE), target=fresh(one), reason="内容有误")
    assert publish_pending().status == "held"
    assert [status(release_home, f"/notices/{slug}/") for slug in ("one", "two")] == [410, 410]


def test_what_was_corrected_does_not_go_back_to_what_was_withdrawn(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    page = site.add(section, "某公告", "one", text="错的数")
    publish_pending()
    wrong = at(release_home, "/notices/one/")
    withdraw_document(by=make_user(Role.OFFICE), target=fresh(page), reason="数字有误")
    publish_pending()
    site.edit(fresh(page), title=fresh(page).title.replace("错的数", "对的数"))
    publish_pending()
    right = at(release_home, "/notices/one/")
    roll_back_release(by=None, number=1, reason="别处误发")
    served = at(release_home, "/notices/one/")
    assert served is not None
    assert wrong is not None
    assert right is not None
    assert (served.sha256, served.status) == (right.sha256, 200)
    assert served.sha256 != wrong.sha256


def test_a_withdrawal_that_is_committed_after_the_build_counts(release_home: Layout) -> None:
    """It bears the time at which it began, which is before that of the release which still shows the page."""
    site = Site()
    page = site.add(site.add(site.home, "公告", "notices"), "甲", "one")
    publish_pending()
    before = timezone.now() - timedelta(minutes=5)
    with time_machine.travel(before, tick=False):
        withdraw_document(by=make_user(Role.OFFICE), target=fresh(page), reason="内容有误")
    roll_back_release(by=None, number=1, reason="核对")
    assert status(release_home, "/notices/one/") == 410


def text_at(layout: Layout, path: str) -> str:
    found = at(layout, path)
    assert found is not None
    return BlobStore(layout).read(found.sha256).decode()


def made_on_the_spot(path: str) -> str:
    made = live.render_live(path)
    assert made is not None
    return made[2].decode()


def test_a_list_of_an_earlier_release_does_not_name_what_was_withdrawn_since(release_home: Layout) -> None:
    """Nor what came later, nor the new title of what was changed: the list shows the rest of what it showed."""
    site = Site()
    section = site.add(site.home, "公告", "notices")
    gone, changed, _ = (site.add(section, title, title) for title in ("已撤", "原题", "照旧"))
    publish_pending()
    kept = text_at(release_home, "/notices/")
    withdraw_document(by=make_user(Role.OFFICE), target=fresh(gone), reason="内容有误")
    site.edit(fresh(changed), title=titled("新题", "正文"))
    site.add(section, "误发的", "wrong")
    publish_pending()
    served = roll_back_release(by=None, number=1, reason="核对")
    assert served.number == 3
    now = text_at(release_home, "/notices/")
    assert "照旧" in now
    assert not any(title in now for title in ("已撤", "新题", "误发的"))
    assert "原题" in text_at(release_home, "/notices/原题/")
    first = HeadStore(release_home, release_key()).read(1)
    old = TreeStore(release_home).find(first.root, "/notices/")
    assert old is not None
    assert BlobStore(release_home).read(old.sha256).decode() == kept


def test_a_list_that_was_changed_itself_says_that_it_is_being_renewed(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    gone = site.add(section, "已撤", "gone")
    site.add(section, "照旧", "kept")
    publish_pending()
    withdraw_document(by=make_user(Role.OFFICE), target=fresh(gone), reason="内容有误")
    site.edit(fresh(section), title=titled("改错的栏目名"))
    publish_pending()
    roll_back_release(by=None, number=1, reason="栏目名错")
    shown = text_at(release_home, "/notices/")
    assert "正在更新" in shown
    assert not any(title in shown for title in ("已撤", "改错的栏目名"))
    assert live._render("/notices/") is None


def test_in_a_hold_lists_let_go_of_what_is_withdrawn_once(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    one, _ = site.add(section, "甲件", "one"), site.add(section, "乙件", "two")
    publish_pending()
    roll_back_release(by=None, number=1, reason="核对")
    heads = HeadStore(release_home, release_key())
    withdraw_document(by=make_user(Role.OFFICE), target=fresh(one), reason="内容有误")
    for _ in range(2):
        assert publish_pending().status == "held"
    assert heads.numbers() == [1, 2]
    assert "甲件" not in text_at(release_home, "/notices/")
    assert "乙件" in text_at(release_home, "/notices/")
    assert status(release_home, "/notices/one/") == 410


def test_what_is_made_on_the_spot_in_a_hold_shows_what_the_release_holds(
    release_home: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Released meanwhile: neither a new page nor a new version of an old one."""
    monkeypatch.setattr(live, "close_old_connections", lambda: None)  # the test's own connection
    site = Site()
    section = site.add(site.home, "公告", "notices")
    page = site.add(section, "原题", "one")
    publish_pending()
    roll_back_release(by=None, number=1, reason="核对")
    assert "原题" in made_on_the_spot("/notices/")
    site.edit(fresh(page), title=titled("新题", "正文"))
    site.add(section, "新件", "two")
    assert not any(title in made_on_the_spot("/notices/") for title in ("新题", "新件"))
    assert live.render_live("/notices/one/") is None
    publish_pending(full=True)
    assert "新题" in made_on_the_spot("/notices/")


def test_what_failed_once_and_went_out_later_is_as_the_release_holds_it(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    page = site.add(section, "甲件", "one")
    ReleaseBatch.objects.filter(items__object_id=str(page.pk)).update(status=BatchStatus.FAILED)
    assert page_key(page) in changed_since(timezone.now())
    site.release(fresh(page))
    publish_pending()
    assert page_key(page) not in changed_since(timezone.now())
    assert page_key(page) in changed_since(timezone.now() - timedelta(hours=1))
