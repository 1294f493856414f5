"""The list of what was purged: chained, in several places, and missed where it is shortened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gongkai.clearance.models import BasePage, Suppression
from gongkai.clearance.suppression import FILE_NAME, copies, lines_lost, read_suppression_file, suppressed
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from gongkai.core.triggers import triggers_lifted
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.usecases.rollback import roll_back_release
from tests.factories.people import make_user
from tests.factories.publishing import Site
from tests.usecases.publishing.test_past import SECRET, bytes_anywhere

pytestmark = pytest.mark.django_db


@pytest.fixture
def purged(release_home: Layout, settings: Any, tmp_path: Path) -> tuple[Site, list[BasePage]]:
    """Two leaks, purged and gone; nothing was written when the transactions ended, as in a crash."""
    settings.SUPPRESSION_COPY = str(tmp_path / "other-disk")
    site = Site()
    section = site.add(site.home, "公告", "notices")
    pages = [site.add(section, f"{SECRET}{n}", f"leak{n}", text=SECRET) for n in range(2)]
    publish_pending()
    for page in pages:
        purge_document(by=make_user(Role.OFFICE), target=page, cause="secret")
    return site, pages


def restore_database(site: Site, pages: list[BasePage]) -> None:
    """The database of before the purge."""
    with triggers_lifted():
        Suppression.objects.all().delete()
    site.release(*[BasePage.objects.get(pk=page.pk) for page in pages])


def cut(folder: Path, lines: slice) -> None:
    place = folder / FILE_NAME
    place.write_text("".join(place.read_text().splitlines(True)[lines]))


def test_the_publisher_writes_the_list_that_a_crash_left_behind(purged: tuple[Site, list[BasePage]]) -> None:
    assert not any(read_suppression_file(folder) for folder in copies())
    publish_pending()
    assert [len(read_suppression_file(folder)) for folder in copies()] == [2, 2, 2]
    before = [(folder / FILE_NAME).stat().st_ino for folder in copies()]
    publish_pending()
    assert [(folder / FILE_NAME).stat().st_ino for folder in copies()] == before


@pytest.mark.parametrize("lines", [slice(0), slice(1), slice(1, 2)])
def test_a_line_removed_in_one_place_comes_back_from_another(
    release_home: Layout, purged: tuple[Site, list[BasePage]], lines: slice
) -> None:
    publish_pending()
    whole = (copies()[1] / FILE_NAME).read_bytes()
    restore_database(*purged)
    cut(copies()[0], lines)
    assert len(suppressed()[0]) == 2
    publish_pending(full=True)
    assert bytes_anywhere(release_home, SECRET) == []
    assert (copies()[0] / FILE_NAME).read_bytes() == whole


def test_nothing_is_published_once_the_list_is_shorter_than_it_was(
    release_home: Layout, purged: tuple[Site, list[BasePage]]
) -> None:
    publish_pending()
    whole = (copies()[0] / FILE_NAME).read_bytes()
    restore_database(*purged)
    for folder in copies():
        cut(folder, slice(1))
    assert lines_lost() == 1
    for _ in range(2):
        outcome = publish_pending(full=True)
        assert outcome.status == "failed"
        assert "缺少 1 条" in outcome.message
    assert bytes_anywhere(release_home, SECRET) == []
    with pytest.raises(Refused) as refused:
        roll_back_release(by=None, number=1, reason="演练")
    assert "缺少 1 条" in refused.value.reasons[0].message
    (copies()[0] / FILE_NAME).write_bytes(whole)
    assert publish_pending(full=True).status == "published"
    assert bytes_anywhere(release_home, SECRET) == []


def test_a_line_made_up_is_no_line(purged: tuple[Site, list[BasePage]]) -> None:
    publish_pending()
    restore_database(*purged)
    for folder in copies():
        place = folder / FILE_NAME
        place.write_text(place.read_text().replace("leak1", "leak9"))
    assert lines_lost() == 1


def test_a_copy_that_cannot_be_written_stops_nothing(
    purged: tuple[Site, list[BasePage]], settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "a-file").write_text("")
    settings.SUPPRESSION_COPY = str(tmp_path / "a-file")
    assert publish_pending().status == "published"
    assert [len(read_suppression_file(folder)) for folder in copies()] == [2, 2, 0]
