"""Acts on releases by people: go back, try again, build all; who may, what is told, what it costs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.clearance.enums import BatchKind, BatchStatus
from gongkai.clearance.models import BasePage, ReleaseBatch
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.notify.models import Notice
from gongkai.core.reasons import Refused
from gongkai.publishing.front.layout import TREE, Layout
from gongkai.publishing.home import release_key
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.search.following import SearchDownError, search_public
from gongkai.publishing.store.heads import HeadStore
from gongkai.publishing.store.trees import TreeStore
from gongkai.publishing.usecases.batches import build_whole_site, retry_failed_batches
from gongkai.publishing.usecases.rollback import roll_back_release
from gongkai.publishing.verifying import verify_releases
from tests.factories.people import make_user
from tests.factories.publishing import Site

pytestmark = pytest.mark.django_db
LEVEL_MARK = "机" + "密★10年"


@pytest.fixture
def failed(release_home: Layout) -> tuple[Site, BasePage, ReleaseBatch]:
    """A page changed after it was cleared: its batch has failed."""
    site = Site()
    section = site.add(site.home, "公告", "notices")
    publish_pending()
    page = site.add(section, "审过的题", "one")
    title = page.title
    site.tamper(page, title="没有审过的题")
    batch = ReleaseBatch.objects.latest("pk")
    make_user(Role.WEB), make_user(Role.OFFICE), make_user(Role.DRAFTER)
    publish_pending()
    site.tamper(page, title=title)
    return site, page, batch


def test_who_can_do_something_is_told_once_that_batches_failed(
    failed: tuple[Site, BasePage, ReleaseBatch],
) -> None:
    told = Notice.objects.filter(kind="publishing.held_up")
    assert {role for notice in told for role in notice.user.groups.values_list("name", flat=True)} == {
        Role.WEB,
        Role.OFFICE,
    }
    assert told.count() == 2
    assert "没有审过的题" not in told[0].text
    assert publish_pending().status == "nothing"
    assert told.count() == 2


@pytest.mark.rule("publishing.retry.right")
@pytest.mark.rule("publishing.retry.failed")
def test_a_batch_that_was_put_right_goes_out_when_tried_again(
    release_home: Layout, failed: tuple[Site, BasePage, ReleaseBatch]
) -> None:
    _, page, batch = failed
    with pytest.raises(Refused) as right:
        retry_failed_batches(by=make_user(Role.OFFICE), batches=[batch.pk])
    assert right.value.codes == ("publishing.retry.right",)
    web = make_user(Role.WEB)
    with pytest.raises(Refused) as other:
        retry_failed_batches(by=web, batches=[batch.pk + 1])
    assert other.value.codes == ("publishing.retry.failed",)
    assert retry_failed_batches(by=web) == 1
    assert publish_pending().published == [batch.pk]
    batch.refresh_from_db()
    page.refresh_from_db()
    assert (batch.status, batch.failure) == (BatchStatus.PUBLISHED, "")
    assert page.public_since is not None
    assert Event.objects.filter(action="publishing.retry", actor_id=web.pk).count() == 1


@pytest.mark.rule("publishing.build_all.right")
@pytest.mark.rule("publishing.build_all.once")
@pytest.mark.rule("publishing.needs_reason")
def test_all_is_built_again_and_a_hold_ends(release_home: Layout) -> None:
    site = Site()
    site.add(site.home, "公告", "notices")
    publish_pending()
    late = site.add(site.home, "后来的", "late")
    publish_pending()
    web = make_user(Role.WEB)
    roll_back_release(by=web, number=1, reason="核对")
    late.refresh_from_db()
    assert late.public_since is None
    waiting = site.add(site.home, "等着的", "waiting")
    assert publish_pending().status == "held"
    with pytest.raises(Refused) as right:
        build_whole_site(by=make_user(Role.ADMIN), reason=" ")
    assert right.value.codes == ("publishing.build_all.right", "publishing.needs_reason")
    with pytest.raises(Refused) as mark:
        build_whole_site(by=web, reason=LEVEL_MARK)
    assert mark.value.codes == ("clearance.storing.secret_mark",)
    batch = build_whole_site(by=web, reason="核对无误")
    assert batch.kind == BatchKind.REBUILD
    with pytest.raises(Refused) as twice:
        build_whole_site(by=web, reason="再来一次")
    assert twice.value.codes == ("publishing.build_all.once",)
    outcome = publish_pending()
    assert (outcome.status, outcome.full) == ("published", True)
    assert batch.pk in outcome.published
    assert not release_home.hold.exists()
    for page in (late, waiting):
        page.refresh_from_db()
        assert page.public_since is not None


def test_what_was_taken_down_stays_down_when_an_earlier_release_is_served(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    gone, back = site.add(section, "写错了的", "wrong"), site.add(section, "又公开的", "again")
    publish_pending()
    office = make_user(Role.OFFICE)
    for page in (gone, back):
        withdraw_document(by=office, target=BasePage.objects.get(pk=page.pk), reason="内容有误")
    publish_pending()
    site.release(back)
    publish_pending()
    before = TreeStore(release_home).find(
        HeadStore(release_home, release_key()).read(1).root, "/notices/wrong/"
    )
    assert before is not None
    served = roll_back_release(by=None, number=1, reason="误发")
    assert served.number != 1
    trees = TreeStore(release_home)
    shown = {slug: trees.find(served.root, f"/notices/{slug}/") for slug in ("wrong", "again")}
    assert {slug: file.status for slug, file in shown.items() if file} == {"wrong": 410, "again": 200}
    first = HeadStore(release_home, release_key()).read(1)
    assert trees.find(first.root, "/notices/wrong/") == before, "what was public on that day is still known"
    verdict = verify_releases(
        release_home,
        HeadStore(release_home, release_key()),
        paths=frozenset(),
        digests=frozenset(),
        only=served.number,
    )[0]
    assert not verdict.faults
    build_whole_site(by=make_user(Role.WEB), reason="核对无误")
    assert publish_pending().status == "published"


def test_what_is_taken_down_while_publishing_is_held_goes_at_once(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    page = site.add(section, "写错了的", "wrong")
    publish_pending()
    site.add(section, "后来的", "late")
    publish_pending()
    roll_back_release(by=None, number=1, reason="核对")
    waiting = site.add(section, "等着的", "waiting")
    heads = HeadStore(release_home, release_key())
    find = lambda path: TreeStore(release_home).find(heads.current().root, path)  # noqa: E731
    assert publish_pending().status == "held"
    assert (heads.current().number, find("/notices/wrong/").status) == (1, 200)
    withdraw_document(by=make_user(Role.OFFICE), target=BasePage.objects.get(pk=page.pk), reason="内容有误")
    assert publish_pending().status == "held"
    assert find("/notices/wrong/").status == 410
    assert find("/notices/waiting/") is None, "a hold stops everything else"
    assert search_public("写错了的").total == 0
    served = heads.current().number
    assert publish_pending().status == "held"
    assert heads.current().number == served, "once is enough"
    build_whole_site(by=make_user(Role.WEB), reason="核对无误")
    assert publish_pending().status == "published"
    assert find(f"/notices/{waiting.slug}/").status == 200
    assert find("/notices/wrong/").status == 410


def test_building_all_looks_again_at_what_the_recheck_had_stopped(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    page = site.add(section, "一则", "one")
    publish_pending()
    title = page.title
    site.tamper(page, title="改过")
    site.add(section, "别的", "other")
    assert list(publish_pending().stopped) == [f"page:{page.pk}"]
    site.tamper(page, title=title)
    build_whole_site(by=make_user(Role.WEB), reason="改好了")
    assert publish_pending().stopped == {}


@pytest.mark.rule("publishing.rollback.right")
def test_going_back_asks_for_the_right_and_a_reason(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    publish_pending()
    late = site.add(section, "后来的", "late")
    publish_pending()
    assert search_public("后来的").total == 1
    with pytest.raises(Refused) as refused:
        roll_back_release(by=make_user(Role.ADMIN), number=1, reason="")
    assert refused.value.codes == ("publishing.rollback.right", "publishing.needs_reason")
    late.refresh_from_db()
    assert late.public_since is not None
    assert not release_home.hold.exists()
    office = make_user(Role.OFFICE)
    roll_back_release(by=office, number=1, reason="误发")
    late.refresh_from_db()
    assert late.public_since is None
    assert (release_home.current / "site/notices.page.html").exists()
    assert not (release_home.current / "site/notices/late.page.html").exists()
    assert "误发" in release_home.hold.read_text()
    assert search_public("后来的").total == 0
    event = Event.objects.get(action="publishing.roll_back")
    assert (event.actor_id, event.data["hidden"]) == (office.pk, 1)


def test_going_back_reads_before_it_writes(release_home: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """The transaction holds no reading of pages, and a folder's listing is not read once for each page in it."""
    site = Site()
    section = site.add(site.home, "公告", "notices")
    read: list[str] = []
    read_bytes = Path.read_bytes

    def counted(place: Path) -> bytes:
        if place.name == TREE:
            read.append(place.parent.name)
        return read_bytes(place)

    def go_back(pages: int) -> tuple[list[str], int]:
        for _ in range(pages):
            site.add(section, "一则")
        publish_pending(full=True)
        number = int((release_home.current).resolve().name)
        site.add(section, "多的一则")
        publish_pending()
        read.clear()
        with (
            CaptureQueriesContext(
                connection,
            ) as caught,
            monkeypatch.context() as patch,
        ):
            patch.setattr(Path, "read_bytes", counted)
            roll_back_release(by=None, number=number, reason="演练")
        return [row["sql"] for row in caught], len(read)

    few, few_read = go_back(2)
    many, many_read = go_back(6)
    assert (len(few), few_read) == (len(many), many_read)
    inside = many[next(i for i, sql in enumerate(many) if sql.startswith("SAVEPOINT")) :]
    assert [sql for sql in inside if sql.startswith("SELECT") and '"clearance_basepage"' in sql] == []


def test_an_index_that_cannot_go_back(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    publish_pending()
    site.add(section, "后来的", "late")
    publish_pending()
    assert search_public("后来的").total == 1
    (release_home.search.resolve() / "meta.json").write_text("坏了")
    roll_back_release(by=None, number=1, reason="演练")
    assert not release_home.search.exists()
    with pytest.raises(SearchDownError):
        search_public("后来的")
    publish_pending(full=True)
    assert search_public("后来的").total == 1


def test_a_switch_that_fails_leaves_everything(release_home: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site()
    publish_pending(full=True)
    late = site.add(site.home, "后来的", "late")
    publish_pending()

    def broken(place: Path, *args: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "symlink_to", broken)
        with pytest.raises(OSError, match="disk full"):
            roll_back_release(by=None, number=1, reason="演练")
    late.refresh_from_db()
    assert late.public_since is not None
    assert not Event.objects.filter(action="publishing.roll_back").exists()
    assert (release_home.current / "site/late.page.html").exists()
