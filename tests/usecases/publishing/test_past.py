"""Rollback, verification and 紧急清除: what was purged never comes back."""

from __future__ import annotations

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from gongkai.clearance.models import BasePage
from gongkai.clearance.suppression import suppressed
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.home import release_key
from gongkai.publishing.locking import publisher_lock
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.search.following import search_public
from gongkai.publishing.store.heads import HeadStore
from gongkai.publishing.usecases.rollback import roll_back_release
from gongkai.publishing.verifying import Verdict, verify_releases
from tests.factories.people import make_user
from tests.factories.publishing import Site, titled

pytestmark = pytest.mark.django_db
SECRET = "王某某的身份证号"


def bytes_anywhere(layout: Layout, needle: str) -> list[str]:
    """Every file under the release home that holds the text, index and state included."""
    found = []
    for folder, _, names in os.walk(layout.home):
        for name in names:
            place = Path(folder) / name
            if not place.is_symlink() and needle.encode() in place.read_bytes():
                found.append(str(place))
    return found


def verdicts(layout: Layout) -> list[Verdict]:
    paths, digests = suppressed()
    return verify_releases(layout, HeadStore(layout, release_key()), paths=paths, digests=digests)


@pytest.fixture
def purged(release_home: Layout, django_capture_on_commit_callbacks: object) -> tuple[Site, BasePage]:
    """A leak that lay in three releases, in a list too, and was purged."""
    site = Site()
    section = site.add(site.home, "公告", "notices")
    page = site.add(section, SECRET, "leak", text=SECRET)
    publish_pending()
    site.add(section, "别的", "other")
    publish_pending()
    assert bytes_anywhere(release_home, SECRET)
    assert search_public(SECRET).total == 1
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        purge_document(by=make_user(Role.OFFICE), target=page, cause="personal")
    assert publish_pending().status == "published"
    return site, page


def test_a_purge_reaches_every_release_the_index_and_the_state(
    release_home: Layout, purged: tuple[Site, BasePage]
) -> None:
    assert bytes_anywhere(release_home, SECRET) == []
    assert search_public(SECRET).total == 0
    for head in (release_home.heads / "00000001", release_home.heads / "00000003"):
        assert "该内容已撤下" in (head / "site/notices/leak.gone.html").read_text()
        assert not (head / "site/notices/leak.page.html").exists()
    assert [verdict.faults for verdict in verdicts(release_home)] == [[], [], []]


def test_rollback_does_not_bring_it_back(release_home: Layout, purged: tuple[Site, BasePage]) -> None:
    site, page = purged
    later = site.add(page.get_parent(), "后来", "later")
    publish_pending()
    roll_back_release(by=None, number=1, reason="演练")
    assert not (release_home.current / "site/notices/later").exists()
    assert bytes_anywhere(release_home, SECRET) == []
    later.refresh_from_db()
    assert later.public_since is None
    assert search_public("后来").total == 0
    assert publish_pending().status == "held"
    assert publish_pending(full=True).status == "published"
    later.refresh_from_db()
    assert later.public_since is not None
    assert search_public("后来").total == 1


def test_a_restored_backup_does_not_bring_it_back(
    release_home: Layout, purged: tuple[Site, BasePage]
) -> None:
    site, page = purged
    site.release(BasePage.objects.get(pk=page.pk))  # the database of before: live, cleared, same digest
    outcome = publish_pending()
    assert list(outcome.failed.values())
    assert bytes_anywhere(release_home, SECRET) == []
    publish_pending(full=True, fresh=True)
    assert bytes_anywhere(release_home, SECRET) == []


def test_an_address_once_purged_is_not_given_to_corrected_content(
    release_home: Layout, purged: tuple[Site, BasePage]
) -> None:
    site, page = purged
    site.edit(page, title=titled("更正后的公告"))
    assert "以新地址发布" in next(iter(publish_pending().failed.values()))
    site.edit(page, slug="corrected")
    assert publish_pending().status == "published"
    assert (release_home.current / "site/notices/corrected.page.html").exists()
    assert (release_home.current / "site/notices/leak.gone.html").exists()


def test_a_purge_goes_out_although_publishing_is_held(
    release_home: Layout, django_capture_on_commit_callbacks: object
) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    page = site.add(section, SECRET, "leak", text=SECRET)
    publish_pending()
    site.add(section, "别的", "other")
    publish_pending()
    roll_back_release(by=None, number=1, reason="演练")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        purge_document(by=make_user(Role.OFFICE), target=page, cause="personal")
    publish_pending()
    assert bytes_anywhere(release_home, SECRET) == []


def test_a_withdrawal_leaves_its_reason_at_the_old_address(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    page = site.add(section, "旧通知", "old")
    publish_pending()
    withdraw_document(by=make_user(Role.OFFICE), target=page, reason="内容已被新通知替代。")
    publish_pending()
    notice = (release_home.current / "site/notices/old.gone.html").read_text()
    assert "旧通知" in notice
    assert "内容已被新通知替代。" in notice
    assert search_public("旧通知").total == 0
    assert "旧通知" not in (release_home.current / "site/notices.page.html").read_text()


def test_rollback_is_refused_to_what_is_missing_or_broken(release_home: Layout) -> None:
    site = Site()
    site.add(site.home, "公告", "notices")
    publish_pending()
    with pytest.raises(Refused) as missing:
        roll_back_release(by=None, number=9, reason="演练")
    assert missing.value.codes == ("publishing.rollback.exists",)
    place = release_home.heads / "00000001/site/notices.page.html"
    place.chmod(0o644)
    place.write_text("改过的字节")
    with pytest.raises(Refused) as broken:
        roll_back_release(by=None, number=1, reason="演练")
    assert broken.value.codes == ("publishing.rollback.whole",)
    assert not release_home.hold.exists()


@pytest.mark.parametrize("defect", ["bytes", "packed", "listing", "stranger", "head", "link"])
def test_verify_sees_every_kind_of_tampering(release_home: Layout, defect: str) -> None:
    site = Site()
    section = site.add(site.home, "公告", "notices")
    site.add(section, "一则公告", "one", text="公告正文" * 45)
    site.add(site.home, "别的", "other")
    publish_pending()
    assert [verdict.faults for verdict in verdicts(release_home)] == [[]]
    place = (release_home.current / "site/notices").resolve()
    head = release_home.heads / "00000001"
    if defect == "bytes":
        (place / "one.page.html").chmod(0o644)
        (place / "one.page.html").write_text("改")
    elif defect == "packed":
        packed = (release_home.current / "site").resolve() / "404.html"
        packed.with_name("404.html.gz").write_bytes(b"junk")
    elif defect == "listing":
        (place / ".tree").write_text((place / ".tree").read_text() + "\n")
    elif defect == "stranger":
        (place / "evil.html").write_text("多出来的")
    elif defect == "head":
        document = json.loads((head / "head.json").read_text())
        (head / "head.json").write_text(json.dumps({**document, "reason": "改"}))
    else:
        (head / "site").unlink()
        (head / "site").symlink_to(place)
    assert verdicts(release_home)[0].faults


def test_the_command_tells_in_json(release_home: Layout) -> None:
    site = Site()
    site.add(site.home, "公告", "notices")
    out = StringIO()
    call_command("release", "build", "--json", stdout=out)
    assert json.loads(out.getvalue())["status"] == "published"
    out = StringIO()
    call_command("release", "verify", "--json", stdout=out)
    assert json.loads(out.getvalue())["releases"][0]["faults"] == []
    out = StringIO()
    call_command("release", "list", "--json", stdout=out)
    assert [row["current"] for row in json.loads(out.getvalue())["releases"]] == [True]


def test_keys_are_for_their_owner_alone(release_home: Layout) -> None:
    release_key().signed({"a": 1})
    keys = release_home.home.parent / "keys"
    assert (keys / "release.key").stat().st_mode & 0o777 == 0o600
    assert keys.stat().st_mode & 0o777 == 0o700


@pytest.mark.rule("publishing.rollback.idle")
def test_rollback_waits_for_a_publisher_at_work(release_home: Layout) -> None:
    publish_pending(full=True)
    with publisher_lock(release_home) as got:
        assert got
        with pytest.raises(Refused) as busy:
            roll_back_release(by=None, number=1, reason="试")
    assert busy.value.codes == ("publishing.rollback.idle",)
