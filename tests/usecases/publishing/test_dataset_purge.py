"""紧急清除 of data that many pages show: no release kept holds a value of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from gongkai.clearance.models import Dataset
from gongkai.clearance.suppression import write_suppression_file
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.home import release_key
from gongkai.publishing.keys import dataset_key
from gongkai.publishing.protocol import BUILDERS, Builder, Built, Scope
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.store.heads import HeadStore
from gongkai.publishing.usecases.rollback import roll_back_release
from tests.factories.people import make_user
from tests.factories.publishing import Site
from tests.factories.website import make_facts
from tests.usecases.publishing.test_past import bytes_anywhere

pytestmark = pytest.mark.django_db
VALUE = "138-0000-1234（王某某家中）"


class PhoneBuilder(Builder[str]):
    """A page that shows the telephone of the site."""

    name = "test.phone"
    template = "leaf.html"

    def targets(self, scope: Scope) -> list[str]:
        return ["phone"]

    def targets_of(self, keys: frozenset[str], scope: Scope) -> list[str]:
        return ["phone"] if dataset_key("site") in keys else []

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, str]:
        dataset = Dataset.objects.get(key="site")
        rows = dataset.live_version.rows.filter(key="phone") if dataset.live_version else []
        return {ident: "".join(row.values["value"] for row in rows) for ident in ids}

    def view_of(self, source: str) -> Built:
        view = {"title": "电话", "text": source}
        return Built(path="/phone/", view=view, depends_on=frozenset({dataset_key("site")}))


@pytest.fixture
def dataset(release_home: Layout) -> Dataset:
    """Data shown in two releases."""
    BUILDERS["test.phone"] = PhoneBuilder()
    dataset = make_facts({"name": "示例省交通运输厅", "phone": VALUE})
    site = Site()
    publish_pending()
    site.add(site.home, "公告", "notices")
    publish_pending()
    assert len(HeadStore(release_home, release_key()).numbers()) == 2
    assert bytes_anywhere(release_home, VALUE)
    return dataset


def test_no_release_kept_holds_a_value_of_purged_data(release_home: Layout, dataset: Dataset) -> None:
    purge_document(by=make_user(Role.OFFICE), target=dataset, cause="personal")
    write_suppression_file()
    assert publish_pending().status == "published"
    assert not bytes_anywhere(release_home, VALUE)
    with pytest.raises(Refused) as refused:
        roll_back_release(by=make_user(Role.WEB), number=1, reason="试一试")
    assert "不存在" in str(refused.value) or "没有" in str(refused.value)
