"""The recheck does not trust what the database should have refused."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from gongkai.clearance.models import BasePage
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.triggers import triggers_lifted
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.originals import OriginalError, verified_bytes
from gongkai.publishing.protocol import BUILDERS, PublicFile, Scope
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.recheck import PURGED, failures_of
from tests.factories.people import make_user
from tests.factories.publishing import Site
from tests.usecases.publishing.test_incremental import whole_site

pytestmark = pytest.mark.django_db


def test_a_page_that_claims_to_be_a_root_is_not_released(release_home: Layout) -> None:
    site = Site()
    section = site.add(site.home, "栏目", "section")
    publish_pending()
    page = site._page(section, "没审过", "never", "没有审过的内容")
    with triggers_lifted():
        BasePage.objects.filter(pk=page.pk).update(live=True, depth=1)
        assert failures_of([f"page:{page.pk}"]) == {
            f"page:{page.pk}": "《没审过|没有审过的内容|》没有审定记录"
        }
        assert publish_pending(full=True).status == "published"
    assert not any("没有审过的内容".encode() in body for body in whole_site(release_home).values())


def test_content_that_was_purged_is_not_released_again_whatever_its_clearance_says(
    release_home: Layout,
) -> None:
    site = Site()
    page = site.add(site.home, "文件", "paper")
    key, digest = f"page:{page.pk}", BasePage.objects.get(pk=page.pk).cleared_revision.digest
    assert failures_of([key]) == {}
    failures = failures_of([key], frozenset([digest]))
    assert list(failures) == [key]
    assert PURGED in failures[key]
    assert "文件" not in failures[key]


def test_a_file_whose_bytes_are_not_those_cleared_is_not_released(db: None) -> None:
    cleared = hashlib.sha256("审过的".encode()).hexdigest()
    name = default_storage.save("files/表.csv", ContentFile("审过的".encode()))
    file = PublicFile(path="/files/x/表.csv", sha256=cleared, storage_name=name, name="表.csv")
    assert verified_bytes(file) == "审过的".encode()
    default_storage.delete(name)
    changed = default_storage.save(name, ContentFile("换过的".encode()))
    for other in (
        replace(file, storage_name=changed),
        replace(file, sha256=""),
        replace(file, storage_name="无"),
    ):
        with pytest.raises(OriginalError):
            verified_bytes(other)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [("/policies/new/", "/policies/new/"), ("javascript:alert(1)", ""), ("//evil.example/", "")],
)
def test_an_address_kept_before_its_rule_leads_nowhere_bad(
    release_home: Layout, kept: str, shown: str
) -> None:
    site = Site()
    page = site.add(site.home, "文件", "paper")
    publish_pending()
    row = withdraw_document(by=make_user(Role.OFFICE), target=page, reason="有新的规定")
    with triggers_lifted():
        type(row).objects.filter(pk=row.pk).update(replaced_by=kept)
    builder = BUILDERS["notice"]
    scope = Scope(now=timezone.now())
    built = builder.view_of(builder.load([row.path], scope)[row.path])
    assert built.view["withdrawal"]["replaced_by"] == shown
