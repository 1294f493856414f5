"""Forms of Wagtail's that somebody sends without its page: told that there is no such thing, never an error."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.clearance.models import BasePage
from tests.factories.gate import make_column, make_department, make_document
from tests.permissions import BACKEND

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", [None, "", "abc", "999999", "9" * 40, "9" * 5000, "-1"])
def test_a_copy_to_nowhere_is_not_found(client: Client, place: str | None) -> None:
    department = make_department()
    column = make_column(department)
    page = make_document(department, column)
    client.force_login(department.drafter, backend=BACKEND)
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    sent: dict[str, Any] = {"new_title": "另一份", "new_slug": "copy"}
    before = BasePage.objects.count()
    answer = client.post(url, sent if place is None else {**sent, "new_parent_page": place})
    assert (answer.status_code, BasePage.objects.count()) == (404, before)
    assert client.post(url, {**sent, "new_parent_page": str(column.pk)}).status_code == 302
    assert BasePage.objects.count() == before + 1
