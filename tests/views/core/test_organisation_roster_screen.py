"""Uploading, previewing and taking over a roster in the browser."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.core.accounts.enums import Role
from gongkai.core.organisation.models import RosterDraft, Unit
from tests.factories.people import make_user
from tests.usecases.core.test_organisation_roster import workbook
from tests.views.core.test_organisation_screens import STAFF, client_of, units

__all__ = ["units"]
pytestmark = pytest.mark.django_db
ROW = ["zjz", "资金组", "资金组", "内设处室", "csc", 1]


def upload(client: Client, content: bytes) -> Any:
    file = SimpleUploadedFile("名册.xlsx", content)
    return client.post(reverse("organisation:roster"), {"act": "upload", "file": file})


@pytest.mark.parametrize("role", STAFF)
def test_only_keepers_reach_the_roster(role: Role, units: dict[str, Unit]) -> None:
    client = client_of(make_user(role))
    expected = 200 if role in (Role.OFFICE, Role.ADMIN) else 403
    assert client.get(reverse("organisation:roster")).status_code == expected
    assert client.get(reverse("organisation:roster_sheet", args=["units"])).status_code == expected
    upload(client, workbook(units=[ROW]))
    assert RosterDraft.objects.exists() == (expected == 200)


def test_upload_preview_and_confirmation(units: dict[str, Unit]) -> None:
    client, address = client_of(make_user(Role.OFFICE)), reverse("organisation:roster")
    assert upload(client, workbook(units=[ROW])).status_code == 302
    page = client.get(address)
    assert "资金组" in page.content.decode()
    assert not Unit.objects.filter(code="zjz").exists(), "a preview changes nothing"
    older = page.context["difference"].digest
    Unit.objects.filter(code="csc").update(position=99)
    assert client.post(address, {"act": "confirm", "seen": older}).status_code == 409
    seen = client.get(address).context["difference"].digest
    assert client.post(address, {"act": "confirm", "seen": seen}).status_code == 302
    assert Unit.objects.get(code="zjz").parent == units["csc"]
    assert client.post(address, {"act": "confirm", "seen": seen}).status_code == 404


def test_flaws_are_shown_with_their_cell_and_nothing_can_be_confirmed(units: dict[str, Unit]) -> None:
    client, address = client_of(make_user(Role.OFFICE)), reverse("organisation:roster")
    people = [["li wei", "", "bad", "nowhere", "国王", "", "2026-02-30"]]
    upload(client, workbook(units=[[*ROW[:3], "星球", "csc", "x"]], people=people))
    text = client.get(address).content.decode()
    for cell in ("单位!D2", "单位!F2", "人员!A2", "人员!B2", "人员!C2", "人员!E2", "人员!G2"):
        assert cell in text
    assert "确认采用" not in text
    seen = client.get(address).context["difference"].digest
    assert client.post(address, {"act": "confirm", "seen": seen}).status_code == 409
    assert client.post(address, {"act": "aside"}).status_code == 302
    assert not RosterDraft.objects.exists()


def test_bad_uploads_are_answered(units: dict[str, Unit], settings: Any) -> None:
    client, address = client_of(make_user(Role.OFFICE)), reverse("organisation:roster")
    bad = upload(client, b"%PDF-1.7 no workbook")
    assert bad.status_code in (409, 422)
    assert not RosterDraft.objects.exists()
    assert client.post(address, {"act": "upload"}).status_code == 422
    assert client.post(address, {"act": "x"}).status_code == 404
    settings.GONGKAI_LDAP = {}
    assert "还没有配置" in client.post(address, {"act": "ldap"}).content.decode()


def test_the_directory_is_tried_without_keeping_anything(units: dict[str, Unit], settings: Any) -> None:
    client, address = client_of(make_user(Role.OFFICE)), reverse("organisation:roster")
    settings.GONGKAI_LDAP = {}
    assert "只试连接</button>" not in client.get(address).content.decode()
    settings.GONGKAI_LDAP = {"uri": "ldaps://127.0.0.1:9", "base": "dc=example,dc=cn", "timeout": 1}
    assert "ldaps://127.0.0.1:9，dc=example,dc=cn" in client.get(address).content.decode()
    page = client.post(address, {"act": "ldap_test"})
    assert page.status_code == 409
    assert "没有应答" in page.content.decode()
    sheets = {"单位": [["代码", "全称"], ["jxz", "绩效组"]], "人员": [["用户名"], ["li"], ["wu"]]}
    with patch("gongkai.core.organisation.views.roster.sheets_of_directory", return_value=sheets):
        said = client.post(address, {"act": "ldap_test"}, follow=True).content.decode()
    assert "读到单位 1 个、人员 2 个" in said
    assert not RosterDraft.objects.exists()
