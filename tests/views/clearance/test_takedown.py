"""撤下 and 紧急清除 are within reach of everybody who holds the verb, from a public address, a data set and a slip."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gongkai.clearance.addresses import page_path, paths_named_by, public_path_of
from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import BasePage, Dataset, ReleasedAddress
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.clearance.verbs import PURGE, WITHDRAW
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import may
from gongkai.duties.policies.enums import DocumentKind
from tests.factories.gate import (
    Department,
    approve_all,
    clear_and_release,
    make_column,
    make_companions,
    make_department,
    make_document,
    submit,
)
from tests.factories.people import make_user
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = pytest.mark.django_db
FIND = "/admin/clearance/takedown/"


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def column(department: Department) -> BasePage:
    return make_column(department)


def acts(page: BasePage | Dataset) -> tuple[str, str]:
    label = "clearance.BasePage" if isinstance(page, BasePage) else "clearance.Dataset"
    return (
        reverse("clearance:withdraw", args=[label, page.pk]),
        reverse("clearance:purge", args=[label, page.pk]),
    )


def read(client: Any, user: Any, url: str, **query: str) -> str:
    client.force_login(user, backend=BACKEND)
    html: str = client.get(url, query).content.decode()
    return html


@pytest.mark.parametrize(("role", "allowed"), role_cases(PURGE))
def test_who_opens_the_search_by_address(client, role, allowed):
    assert_opens(client, role, FIND, allowed=allowed)


@pytest.mark.parametrize("role", sorted(PURGE.roles))
def test_the_menu_and_a_public_address_lead_to_the_acts_that_a_role_holds(client, department, column, role):
    user = make_user(Role(role))
    document = make_document(department, column)
    clear_and_release(department, [(document, ItemRole.POLICY)])
    page = BasePage.objects.get(pk=document.pk)
    withdraw, purge = acts(page)
    path = page_path(page.specific)
    assert path != "/"
    assert f'"{FIND}"' in read(client, user, "/admin/").replace("&quot;", '"')
    for address in (path, f"https://www.example.gov.cn{path}?from=wx#top", path.rstrip("/")):
        html = read(client, user, FIND, address=address)
        assert purge in html
        assert (withdraw in html) is may(user, WITHDRAW)


def test_what_was_withdrawn_is_still_found_to_be_purged_and_a_strange_address_says_what_to_do(
    client, department, column
):
    document = make_document(department, column)
    clear_and_release(department, [(document, ItemRole.POLICY)])
    path = page_path(BasePage.objects.get(pk=document.pk).specific)
    withdraw_document(by=department.office, target=document.specific, reason="数据有误")
    withdraw, purge = acts(document)
    html = read(client, department.leader, FIND, address=path)
    assert purge in html
    assert withdraw not in html
    ReleasedAddress.objects.filter(page_id=document.pk).delete()  # as withdrawn before these were kept
    assert purge in read(client, department.leader, FIND, address=path)
    assert "没有公开过内容" in read(client, department.leader, FIND, address="/nothing/here/")
    assert "没有公开过内容" in read(client, department.leader, FIND, address="http://[")


def test_a_slip_leads_to_the_acts_once_it_has_been_cleared(client, department, column):
    document = make_document(department, column)
    slip = submit(department, [(document, ItemRole.POLICY)])
    url = reverse("clearance:slip", args=[slip.pk])
    page = BasePage.objects.get(pk=document.pk)
    assert "/admin/clearance/purge/" not in read(client, department.leader, url)
    approve_all(department, slip)
    html = read(client, department.leader, url)
    purge = acts(page)[1].lower()
    assert purge in html.lower()
    assert purge not in read(client, department.drafter, url).lower()
    client.force_login(department.leader, backend=BACKEND)
    assert client.get(purge).status_code == 200


def test_an_empty_purge_says_what_is_missing(client, department, column):
    client.force_login(department.leader, backend=BACKEND)
    html = client.post(acts(column)[1], {}).content.decode()
    assert "还没有清除：" in html
    assert html.count("gk-err") == 2


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://a.cn/news/2026/", "/news/2026/"),
        ("/news/2026", "/news/2026/"),
        (" /%E6%94%BF%E7%AD%96/index.html?a=1 ", "/政策/"),
        ("https://a.cn", "/"),
    ],
)
def test_a_pasted_address_names_a_path(address, path):
    assert path in paths_named_by(address)
    assert paths_named_by("  ") == []


def test_the_public_notice_is_seen_before_anything_is_taken_down(
    client: Any, department: Department, column: BasePage
) -> None:
    document = make_document(department, column)
    clear_and_release(department, [(document, ItemRole.PAGE)])
    client.force_login(make_user(Role.OFFICE), backend=BACKEND)
    sent = {"reason": "内容过时", "grounds": "第一条", "replaced_by": public_path_of(column), "preview": "1"}
    response = client.post(acts(document)[0], sent)
    html = response.content.decode()
    assert response.status_code == 200
    assert "公众将看到" in html
    assert "理由：内容过时" in html
    assert "一并撤下" not in html
    sent["replaced_by"] = "/no-such-page/"
    refused = client.post(acts(document)[0], sent)
    assert "现在没有公开内容" in refused.content.decode()
    assert refused.context["preview"] is None
    assert response.context["form"]["reason"].value() == "内容过时"
    assert BasePage.objects.get(pk=document.pk).live


def test_what_goes_down_with_a_document_is_said_before_and_after(
    client: Any, department: Department, column: BasePage
) -> None:
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    words, chart = make_companions(department, policy)
    roles = (ItemRole.POLICY, ItemRole.INTERPRETATION, ItemRole.INFOGRAPHIC)
    clear_and_release(department, list(zip((policy, words, chart), roles, strict=True)))
    client.force_login(make_user(Role.OFFICE), backend=BACKEND)
    along = f"政策解读《{words.title}》、图解《{chart.title}》"
    for sent in ({}, {"reason": "内容过时", "preview": "1"}):
        page = client.post(acts(policy)[0], sent) if sent else client.get(acts(policy)[0])
        assert f"一并撤下：{along}" in page.content.decode()
    done = client.post(acts(policy)[0], {"reason": "内容过时", "withdraw": "1"}, follow=True)
    assert f"一并撤下{along}" in done.content.decode()
    assert not BasePage.objects.filter(pk__in=[policy.pk, words.pk, chart.pk], live=True).exists()
    assert BasePage.objects.get(pk=policy.pk).status_string == "已撤下"


@pytest.mark.parametrize(
    ("act", "told"), [("delete", "不能删除"), ("unpublish", "不能直接取消发布"), ("move", "不能移动")]
)
def test_wagtails_own_acts_say_why_not_and_the_way_out(
    client: Any, department: Department, column: BasePage, act: str, told: str
) -> None:
    document, draft = make_document(department, column), make_document(department, column)
    clear_and_release(department, [(document, ItemRole.PAGE)])
    client.force_login(department.drafter, backend=BACKEND)
    for method in (client.get, client.post):
        response = method(f"/admin/pages/{document.pk}/{act}/")
        html = response.content.decode()
        assert response.status_code == 409
        assert told in html
        assert "撤下" in html
    assert told not in client.get(f"/admin/pages/{draft.pk}/{act}/", follow=True).content.decode()
    client.force_login(make_user(Role.DRAFTER), backend=BACKEND)
    assert client.get(f"/admin/pages/{document.pk}/{act}/").status_code == 302
    assert BasePage.objects.get(pk=document.pk).live
