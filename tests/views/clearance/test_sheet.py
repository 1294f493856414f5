"""Downloading the 审查表: of one slip by whoever may read it, of a period by those who archive."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.verbs import ARCHIVE_SHEETS, READ_SLIPS
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from tests.factories.gate import clear, make_column, make_department, make_document
from tests.permissions import BACKEND, assert_opens, role_cases, sign_in

pytestmark = pytest.mark.django_db
ARCHIVE = "/admin/clearance/sheets/"


@pytest.fixture
def slip() -> Any:
    department = make_department()
    return clear(department, [(make_document(department, make_column(department)), ItemRole.POLICY)])


@pytest.mark.parametrize(("who", "allowed"), role_cases(READ_SLIPS))
def test_who_reads_a_slip_downloads_its_paper(client: Client, slip: Any, who: Role, allowed: bool) -> None:
    answer = assert_opens(client, who, reverse("clearance:sheet", args=[slip.pk]), allowed=allowed)
    if allowed:
        assert answer["Content-Type"] == "application/pdf"
        assert f"审查表{slip.number}.pdf" in unquote(answer["Content-Disposition"])
        assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize(("who", "allowed"), role_cases(ARCHIVE_SHEETS))
def test_only_its_roles_open_the_archive(client: Client, who: Role, allowed: bool) -> None:
    assert_opens(client, who, ARCHIVE, allowed=allowed)


def test_the_slip_leads_to_its_paper_and_the_board_to_the_archive(client: Client, slip: Any) -> None:
    for role, archives in ((Role.OFFICE, True), (Role.LEADER, False)):
        sign_in(client, role)
        page = client.get(reverse("clearance:slip", args=[slip.pk])).content.decode()
        assert reverse("clearance:sheet", args=[slip.pk]) in page
        assert (ARCHIVE in client.get("/admin/clearance/").content.decode()) is archives


def test_the_archive_is_sent_and_a_refusal_keeps_what_was_typed(client: Client, slip: Any) -> None:
    office = User.objects.get(full_name="办公室审核")
    client.force_login(office, backend=BACKEND)
    today = timezone.localdate().isoformat()
    for data, told in (
        ({"first": today, "last": ""}, "请填写"),
        ({"first": "某日", "last": today}, 'value="某日"'),
        ({"first": today, "last": "2020-01-01"}, "起始日期晚于截止日期"),
        ({"first": "2020-01-01", "last": "2020-01-02"}, "没有办结的审查单"),
    ):
        answer = client.post(ARCHIVE, data)
        assert answer.status_code == 409
        assert told in answer.content.decode(), data
    answer = client.post(ARCHIVE, {"first": today, "last": today})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_a_slip_that_is_not_there_is_not_found(client: Client) -> None:
    assert_opens(client, Role.OFFICE, reverse("clearance:sheet", args=[4711]), allowed=False)
