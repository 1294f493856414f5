"""One publisher at a time on one database, and one view of it for the whole of a build."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.db import connection

from gongkai.publishing.front.layout import Layout
from gongkai.publishing.locking import publisher_lock
from gongkai.publishing.protocol import BUILDERS, Scope
from gongkai.publishing.publisher import publish_pending
from tests.factories.publishing import ShelfBuilder, Site

pytestmark = pytest.mark.django_db(transaction=True)
IS_POSTGRESQL = connection.vendor == "postgresql"


def elsewhere(act: Callable[[], object]) -> object:
    """What an act answers on a connection of its own, as another process has one."""
    answers: list[object] = []

    def run() -> None:
        try:
            answers.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    assert answers, "the other thread did not come to an end"
    return answers[0]


def _got(layout: Layout) -> bool:
    with publisher_lock(layout) as got:
        return got


def test_two_publishers_of_one_home_do_not_work_at_once(tmp_path: Path) -> None:
    home = Layout(tmp_path)
    with publisher_lock(home) as got:
        assert got
        assert elsewhere(lambda: _got(home)) is False
    assert elsewhere(lambda: _got(home)) is True


def test_two_machines_on_one_postgresql_do_not_work_at_once(tmp_path: Path) -> None:
    """Their homes are not the same directory; on SQLite there is no second machine."""
    here, there = Layout(tmp_path / "here"), Layout(tmp_path / "there")
    with publisher_lock(here) as got:
        assert got
        assert elsewhere(lambda: _got(there)) is not IS_POSTGRESQL
    assert elsewhere(lambda: _got(there)) is True


def test_a_publisher_that_fails_gives_the_lock_back(tmp_path: Path) -> None:
    home = Layout(tmp_path)
    with pytest.raises(RuntimeError), publisher_lock(home):
        raise RuntimeError
    assert elsewhere(lambda: _got(home)) is True


def test_a_release_committed_during_a_build_is_not_half_seen(release_home: Layout) -> None:
    """Its page is not among what this build makes; so no list may show it either."""
    site = Site()
    section = site.add(site.home, "公告", "notices")
    publish_pending()
    site.add(section, "第一则", "first")

    class Interrupted(ShelfBuilder):
        """Somebody releases another page after the outbox was read, before any page is."""

        was = False

        def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
            if not self.was:
                type(self).was = True
                elsewhere(lambda: site.add(section, "第二则", "second"))
            return super().targets_of(keys, scope)

    BUILDERS["test.shelf"] = Interrupted()
    assert publish_pending().status == "published"
    assert Interrupted.was
    shelf = release_home.current / "site/notices.page.html"
    assert "第一则" in shelf.read_text()
    assert "第二则" not in shelf.read_text()
    assert not (release_home.current / "site/notices/second.page.html").exists()
    assert publish_pending().status == "published"
    assert "第二则" in shelf.read_text()
    assert (release_home.current / "site/notices/second.page.html").exists()
