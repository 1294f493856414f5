"""Making the next version of a data set: the values are the person's, the rest is the version's."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gongkai.clearance.models import Dataset
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
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


@pytest.fixture
def facts(dataset: Dataset) -> Dataset:
    rows = [("id_code", {"label": "网站标识码", "value": "2100000053"}), ("slogan", {"value": "看得懂"})]
    create_dataset_version(by=make_user(Role.OFFICE), dataset=dataset, rows=rows)
    return dataset


@pytest.mark.rule("website.facts.site_code", "website.facts.missing")
@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("", "“网站标识码（10 位）”不能空着。"),
        ("210000005", "网站标识码的写法不对。"),
        ("21000000531", "网站标识码的写法不对。"),
        ("２１００００００５３", "网站标识码的写法不对。"),
    ],
)
def test_a_wrong_site_code_is_refused_at_its_field_and_nothing_typed_is_lost(
    client: Any, facts: Dataset, code: str, told: str
) -> None:
    sign_in(client, Role.OFFICE)
    address = reverse("clearance:dataset_edit", args=["site"])
    response = client.post(address, {"fact-id_code": code, "fact-slogan": "找得到"})
    assert response.status_code == 409
    form = response.context["form"]
    assert [told in error for error in form.errors["id_code"]] == [True]
    assert form["slogan"].value() == "找得到"
    assert facts.versions.count() == 2
    assert client.post(address, {"fact-id_code": "2100000010", "fact-slogan": ""}).status_code == 302


@pytest.mark.rule("website.facts.address")
@pytest.mark.parametrize(
    ("code", "value", "is_taken"),
    [
        ("government_url", "javascript:alert(1)", False),
        ("government_url", "//evil.example/", False),
        ("government_url", "https://", False),
        ("government_url", "https://a b/", False),
        ("government_url", 'https://a.cn/"onload="x', False),
        ("government_url", "http://www.example.gov.cn/index.html?a=1", True),
        ("error_report_url", "data:text/html,x", False),
        ("error_report_url", "", True),
        ("domain", "https://jtt.example.gov.cn", False),
        ("domain", "jtt.example.gov.cn/x", False),
        ("domain", "user@evil.example", False),
        ("domain", "交通.政务", True),
        ("domain", "127.0.0.1:8000", True),
    ],
)
def test_what_becomes_a_link_is_an_address(
    client: Any, dataset: Dataset, code: str, value: str, is_taken: bool
) -> None:
    create_dataset_version(
        by=make_user(Role.OFFICE),
        dataset=dataset,
        rows=[(code, {"value": "jtt.cn"})] if code == "domain" else [(code, {"value": ""})],
    )
    sign_in(client, Role.WEB)
    response = client.post(reverse("clearance:dataset_edit", args=["site"]), {f"fact-{code}": value})
    assert response.status_code == (302 if is_taken else 409)
    if not is_taken:
        assert "的写法不对" in response.context["form"].errors[code][0]
        assert response.context["form"][code].value() == value


@pytest.mark.rule("clearance.dataset.stale")
def test_of_two_who_start_from_one_version_the_second_undoes_nothing(client: Any, dataset: Dataset) -> None:
    sign_in(client, Role.WEB)
    url = reverse("clearance:dataset_edit", args=["site"])
    assert 'name="made_from" value="1"' in client.get(url).content.decode()
    assert client.post(url, {"made_from": "1", "fact-a": "12328"}).status_code == 302
    second = client.post(url, {"made_from": "1", "fact-a": "1", "fact-b": "新址"})
    assert second.status_code == 409
    assert "有人已存了第 2 版" in second.content.decode()
    assert second.context["form"]["b"].value() == "新址"
    assert client.post(url, {"made_from": "1", "fact-b": "新址"}).status_code == 409
    assert dict(newest(dataset))["a"]["value"] == "12328"
    assert client.post(url, {"made_from": "2", "fact-b": "新址"}).status_code == 302
    for odd in ("9" * 5000, "²", "-1", "1.5"):
        assert client.post(url, {"made_from": odd, "fact-b": "新址"}).status_code in {302, 409}


def test_only_what_may_stay_empty_says_so(client: Any, facts: Dataset) -> None:
    sign_in(client, Role.OFFICE)
    page = client.get(reverse("clearance:dataset_edit", args=["site"])).content.decode()
    assert "网站标识码</label>" in page
    assert "slogan（可不填）</label>" in page


def test_the_use_case_refuses_too(facts: Dataset) -> None:
    with pytest.raises(Refused) as refused:
        create_dataset_version(
            by=make_user(Role.OFFICE),
            dataset=facts,
            rows=[("id_code", {"value": "1"}), ("name", {"value": " "})],
        )
    assert set(refused.value.codes) == {"website.facts.site_code", "website.facts.missing"}
