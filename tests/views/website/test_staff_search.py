"""The staff search: numbers in any spelling, drafts by their text, slips, tasks; only what a person may open."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.clearance.enums import ContentKind, ItemRole
from gongkai.clearance.usecases.submission import submit_for_review
from gongkai.core.accounts.enums import Role
from tests.factories.gate import Department, make_column, make_department, make_document, text
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return make_department()


def found(client: Client, query: str) -> str:
    answer = client.get(reverse("website_staff_search"), {"q": query})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("query", ["示交规〔2026〕987号", "示交规[2026]987", "2026〕987", "ZX-2026-0009"])
def test_a_draft_is_found_by_its_number_in_any_spelling(
    department: Department, client: Client, query: str
) -> None:
    make_document(
        department,
        make_column(department),
        title="关于年审的通知",
        doc_number="示交规〔2026〕987号",
        index_number="ZX-2026-0009",
    )
    client.force_login(department.drafter)
    assert "关于年审的通知" in found(client, query)


def test_a_draft_is_found_by_its_text_and_every_word_counts(department: Department, client: Client) -> None:
    body = text("<p>网约车抽成比例每季度公布。</p>")
    make_document(department, make_column(department), title="甲通知", body=body)
    client.force_login(department.drafter)
    assert "甲通知" in found(client, "抽成 季度")
    assert "没有找到" in found(client, "抽成 月度")


def test_a_slip_is_found_by_its_number_by_those_who_may_read_slips(
    department: Department, client: Client
) -> None:
    page = make_document(department, make_column(department), title="乙通知")
    slip = submit_for_review(
        by=department.drafter,
        members=[(page, ItemRole.PAGE)],
        kind=ContentKind.POLICY,
        unit=department.unit,
    )
    client.force_login(department.drafter)
    assert reverse("clearance:slip", args=[slip.pk]) in found(client, slip.number)
    client.force_login(make_user(Role.HOTLINE))
    assert reverse("clearance:slip", args=[slip.pk]) not in found(client, slip.number)


@pytest.mark.parametrize(
    "query",
    ["", "   ", "\x00", "%", "_", "\\", "'; DROP TABLE x; --", "公" * 5000, "\ud7ff🚧"],
)
def test_odd_queries_are_answered(department: Department, client: Client, query: str) -> None:
    make_document(department, make_column(department), title="丙通知")
    client.force_login(department.drafter)
    assert "丙通知" not in found(client, query)


def test_nobody_searches_without_signing_in(client: Client) -> None:
    assert client.get(reverse("website_staff_search"), {"q": "通知"}).status_code == 302


@pytest.mark.parametrize("rows", [1, 4])
def test_the_number_of_queries_does_not_grow(
    department: Department, client: Client, rows: int, django_assert_max_num_queries: object
) -> None:
    column = make_column(department)
    for number in range(rows):
        make_document(department, column, title=f"同名通知{number}")
    client.force_login(department.drafter)
    found(client, "通知")
    with django_assert_max_num_queries(32):
        found(client, "同名通知")
