"""The staff search: numbers in any spelling, drafts by their text, slips, tasks; only what a person may open."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.clearance.enums import ContentKind, ItemRole
from gongkai.clearance.usecases.submission import submit_for_review
from gongkai.core.accounts.enums import Role
from tests.factories.gate import (
    Department,
    clear_and_release,
    make_column,
    make_department,
    make_document,
    submit,
    text,
)
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


def test_the_number_of_queries_does_not_grow(department: Department, client: Client) -> None:
    """Of drafts, of what is under review and of what is public; the name of a page's state asks nothing by itself."""
    column = make_column(department)

    def add(count: int) -> None:
        for _ in range(count):
            _, sent, public = (make_document(department, column, title="同名通知") for _ in range(3))
            submit(department, [(sent, ItemRole.POLICY)])
            clear_and_release(department, [(public, ItemRole.POLICY)])

    def cost() -> int:
        found(client, "同名通知")
        with CaptureQueriesContext(connection) as queries:
            page = found(client, "同名通知")
        assert "同名通知" in page
        return len(queries)

    client.force_login(department.drafter)
    add(1)
    before = cost()
    add(3)
    assert cost() == before
