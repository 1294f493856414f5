"""紧急清除 does not wait: not for a build that is blocked, not for an address that has changed since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from gongkai.clearance.enums import BatchKind, BatchStatus
from gongkai.clearance.models import BasePage, ReleaseBatch, ReleasedAddress, Suppression
from gongkai.clearance.suppression import write_suppression_file
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.publishing import live
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.home import release_layout
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.search.following import search_public
from gongkai.publishing.usecases.rollback import roll_back_release
from tests.factories.people import make_user
from tests.factories.publishing import Site, titled
from tests.usecases.publishing.test_incremental import whole_site
from tests.usecases.publishing.test_past import SECRET, bytes_anywhere, verdicts

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(release_home: Layout) -> Site:
    return Site()


@pytest.fixture
def section(site: Site) -> BasePage:
    return site.add(site.home, "公告", "notices")


@pytest.fixture
def leak(site: Site, section: BasePage) -> BasePage:
    """A leak in the first release."""
    page = site.add(section, SECRET, "leak", text=SECRET)
    publish_pending()
    return page


def purge(page: BasePage) -> None:
    purge_document(by=make_user(Role.OFFICE), target=BasePage.objects.get(pk=page.pk), cause="secret")
    write_suppression_file()


def block(site: Site, section: BasePage) -> list[BasePage]:
    """More public pages that somebody has changed than a build lets pass."""
    pages = [site.add(section, f"郑{n}", f"leaf{n}") for n in range(6)]
    publish_pending()
    for page in pages:
        site.tamper(page, title=titled("被改过"))
    return pages


def purge_batch() -> ReleaseBatch:
    return ReleaseBatch.objects.get(kind=BatchKind.PURGE)


def test_a_blocked_build_leaves_no_trace_of_what_was_purged(
    release_home: Layout, site: Site, section: BasePage, leak: BasePage
) -> None:
    pages = block(site, section)
    assert search_public(SECRET).total == 1
    purge(leak)
    assert publish_pending(full=True).status == "failed"
    assert bytes_anywhere(release_home, SECRET) == []
    assert search_public(SECRET).total == 0
    assert search_public("郑1").total == 1
    assert "本页正在更新" in whole_site(release_home)["notices.page.html"].decode()
    assert [verdict.faults for verdict in verdicts(release_home)] == [[], []]

    for number, page in enumerate(pages):
        site.tamper(page, title=titled(f"郑{number}", "正文"))
    assert publish_pending().status == "published"
    assert purge_batch().status == BatchStatus.PUBLISHED
    assert "公告（6）" in whole_site(release_home)["notices.page.html"].decode()


def test_a_blocked_purge_waits_and_is_told_once(
    release_home: Layout, site: Site, section: BasePage, leak: BasePage
) -> None:
    block(site, section)
    purge(leak)
    for _ in range(3):
        assert publish_pending(full=True).status == "failed"
    batch = purge_batch()
    assert batch.status == BatchStatus.PENDING
    assert "不一致" in batch.failure
    assert Event.objects.filter(action="publishing.fail", subject_id=str(batch.pk)).count() == 1


def test_an_emptied_page_is_rendered_live_meanwhile(
    release_home: Layout, site: Site, section: BasePage, leak: BasePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "close_old_connections", lambda: None)  # the test's own connection
    site.add(section, "别的", "other")
    publish_pending()
    many = [site.add(site.home, f"栏目{n}", f"s{n}") for n in range(6)]
    publish_pending()
    for page in many:
        site.tamper(page, title=titled("被改过"))
    purge(leak)
    assert publish_pending(full=True).status == "failed"
    made = live.render_live("/notices/")
    assert made is not None
    assert "公告（1）" in made[2].decode()
    assert "别的" in made[2].decode()


def test_a_purge_and_its_build_are_as_a_build_from_nothing(
    release_home: Layout, site: Site, section: BasePage, leak: BasePage, settings: Any, tmp_path_factory: Any
) -> None:
    site.add(section, "别的", "other")
    publish_pending()
    purge(leak)
    publish_pending()
    grown = whole_site(release_home)
    kept = (settings.HOME / "suppressed.jsonl").read_bytes()
    settings.HOME = tmp_path_factory.mktemp("afresh")
    (settings.HOME / "suppressed.jsonl").write_bytes(kept)
    publish_pending(full=True, fresh=True)
    assert whole_site(release_layout()) == grown


def test_a_purge_reaches_the_addresses_of_before(
    release_home: Layout, site: Site, section: BasePage, leak: BasePage
) -> None:
    site.edit(leak, slug="new-place")
    publish_pending()
    purge(leak)
    assert set(Suppression.objects.values_list("path", flat=True)) == {
        "/notices/leak/",
        "/notices/new-place/",
    }
    assert publish_pending().status == "published"
    assert bytes_anywhere(release_home, SECRET) == []
    roll_back_release(by=None, number=1, reason="演练")
    assert "notices/leak.gone.html" in whole_site(release_home)
    assert bytes_anywhere(release_home, SECRET) == []


def test_a_purge_reaches_where_it_was_withdrawn_from(
    release_home: Layout, site: Site, section: BasePage, leak: BasePage
) -> None:
    withdraw_document(by=make_user(Role.OFFICE), target=BasePage.objects.get(pk=leak.pk), reason="失效")
    publish_pending()
    place = BasePage.objects.get(pk=leak.pk).url_path.replace("/leak/", "/elsewhere/")
    site.tamper(leak, slug="elsewhere", url_path=place)
    purge(leak)
    publish_pending()
    roll_back_release(by=None, number=1, reason="演练")
    assert bytes_anywhere(release_home, SECRET) == []


def test_a_release_knows_whose_page_it_holds(
    release_home: Layout, site: Site, section: BasePage, leak: BasePage
) -> None:
    """Also where no table remembers the address, and another page has taken it since."""
    site.edit(leak, slug="new-place")
    publish_pending()
    innocent = site.add(section, "接任的页", "leak")
    publish_pending()
    ReleasedAddress.objects.filter(page=leak.pk).delete()
    purge(leak)
    assert publish_pending().status == "published"
    assert bytes_anywhere(release_home, SECRET) == []
    now = whole_site(release_home)
    assert "接任的页" in now["notices/leak.page.html"].decode()
    innocent.refresh_from_db()
    assert innocent.public_since is not None
    roll_back_release(by=None, number=1, reason="演练")
    assert "notices/leak.page.html" not in whole_site(release_home)


def test_an_address_that_another_page_has_now_is_not_taken_from_it(
    release_home: Layout, site: Site, section: BasePage, leak: BasePage
) -> None:
    site.edit(leak, slug="new-place")
    site.add(section, "接任的页", "leak")
    publish_pending()
    purge(leak)
    assert list(Suppression.objects.values_list("path", flat=True)) == ["/notices/new-place/"]


def test_what_was_corrected_survives_the_next_purge(
    release_home: Layout, site: Site, section: BasePage, leak: BasePage
) -> None:
    other = site.add(section, "另一泄密", "second")
    publish_pending()
    purge(leak)
    publish_pending()
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=True):
        site.edit(leak, slug="corrected", title=titled("更正后的公告"))
        publish_pending()
        purge(other)
        block(site, section)
        assert publish_pending(full=True).status == "failed"
    now = whole_site(release_home)
    assert "更正后的公告" in now["notices/corrected.page.html"].decode()
    assert bytes_anywhere(release_home, "另一泄密") == []


def test_a_release_of_the_past_is_cleaned_before_it_is_served(
    release_home: Layout, site: Site, section: BasePage, leak: BasePage
) -> None:
    site.add(section, "别的", "other")
    publish_pending()
    purge(leak)
    roll_back_release(by=None, number=1, reason="演练")  # before the publisher has run
    assert bytes_anywhere(release_home, SECRET) == []
    assert search_public(SECRET).total == 0
