"""Making the next version of a data set: the values are the person's, the rest is the version's."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gongkai.clearance.models import Dataset
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.core.accounts.enums import Role
from tests.factories.people import make_unit, make_user
from tests.permissions import sign_in

pytestmark = pytest.mark.django_db
ROWS = [
    ("a", {"label": "电话", "value": "1", "note": "工作时间"}),
    ("b", {"label": "地址", "value": "2"}),
    ("空 key", {"value": "3"}),
]


@pytest.fixture
def dataset() -> Dataset:
    dataset = Dataset.objects.create(key="site", title="网站信息", unit=make_unit())
    create_dataset_version(by=make_user(Role.OFFICE), dataset=dataset, rows=ROWS)
    return dataset


def newest(dataset: Dataset) -> list[tuple[str, dict[str, Any]]]:
    version = dataset.versions.order_by("-number").first()
    return list(version.rows.order_by("position").values_list("key", "values"))


def test_only_values_are_taken_and_what_was_not_sent_stays(client: Any, dataset: Dataset) -> None:
    sign_in(client, Role.OFFICE)
    response = client.post(
        reverse("clearance:dataset_edit", args=["site"]),
        {
            "fact-a": " 12345 ",
            "fact-空 key": "",
            "fact-hacked": "x",
            "fact-a-label": "改名",
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "1",
            "form-0-key": "hacked",
            "form-0-label": "改名",
            "form-0-value": "x",
        },
    )
    assert response.status_code == 302
    assert newest(dataset) == [
        ("a", {"label": "电话", "value": "12345", "note": "工作时间"}),
        ("b", {"label": "地址", "value": "2"}),
        ("空 key", {"value": ""}),
    ]


def test_each_value_has_its_name_and_a_long_one_is_refused_at_its_field(
    client: Any, dataset: Dataset
) -> None:
    sign_in(client, Role.OFFICE)
    url = reverse("clearance:dataset_edit", args=["site"])
    html = client.get(url).content.decode()
    assert all(name in html for name in ("电话", "地址", "空 key"))
    response = client.post(url, {"fact-a": "长" * 1001, "fact-b": "2", "fact-空 key": "3"})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["a"]
    assert newest(dataset) == ROWS


def test_a_data_set_without_rows_is_refused_with_the_reason(client: Any) -> None:
    Dataset.objects.create(key="bare", title="空的", unit=make_unit())
    sign_in(client, Role.OFFICE)
    response = client.post(reverse("clearance:dataset_edit", args=["bare"]))
    assert response.status_code == 409
    assert "至少要有一行" in response.content.decode()
