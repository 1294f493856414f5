"""The recheck does not trust what the database should have refused."""

from __future__ import annotations

import pytest

from gongkai.clearance.models import BasePage
from gongkai.core.triggers import triggers_lifted
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.recheck import failures_of
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
