"""政策文件库: its order, and what each row leads to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.clearance.queries import package_of
from gongkai.duties.policies.builders import LibraryBuilder
from gongkai.duties.policies.enums import DocumentKind
from gongkai.duties.policies.models import PolicyDocument, PolicyIndexPage
from gongkai.publishing.keys import page_key
from gongkai.publishing.protocol import Built
from tests.factories.gate import (
    Department,
    clear_and_release,
    make_companions,
    make_document,
)
from tests.factories.website import scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("explained_ground")]


def release(department: Department, column: Any, title: str, written_on: date) -> list[Any]:
    """A document with its companions, released together."""
    policy = make_document(
        department, column, kind=DocumentKind.NORMATIVE, title=title, written_on=written_on
    )
    trio = [policy, *make_companions(department, policy)]
    clear_and_release(department, package_of(PolicyDocument.objects.get(pk=policy.pk)))
    return trio


def library(column: PolicyIndexPage) -> Built:
    builder, now = LibraryBuilder(), scope()
    return builder.view_of(builder.source_from(column, now))


def test_rows_come_by_the_date_they_show(department: Department, column: PolicyIndexPage) -> None:
    for title, day in (("中", 9), ("新", 12), ("旧", 3)):
        release(department, column, title, date(2026, 11, day))
    assert [row["title"] for row in library(column).view["entries"]] == ["新", "中", "旧"]


def test_a_row_leads_to_what_explains_it_and_is_made_again_with_it(
    department: Department, column: PolicyIndexPage
) -> None:
    policy, text, chart = release(department, column, "甲", date(2026, 11, 9))
    built = library(column)
    (row,) = built.view["entries"]
    assert [link["title"] for link in row["links"]] == ["看原文", "看解读"]
    assert row["tile"]["url"].endswith(f"/{chart.slug}/")
    assert {page_key(page) for page in (policy, text, chart)} <= built.depends_on


def test_more_documents_cost_no_more_queries(department: Department, column: PolicyIndexPage) -> None:
    library(column)  # reads what a process keeps, such as content types
    counts = []
    for number in (1, 2, 3):
        release(department, column, f"文件{number}", date(2026, 11, number))
        if number == 2:
            continue
        with CaptureQueriesContext(
            connection,
        ) as made:
            library(column)
        counts.append(len(made))
    assert counts[0] == counts[1]
