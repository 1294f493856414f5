"""The screens on which unread files are looked through: who opens them, and what signing does."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gongkai.clearance.models import FileLook
from gongkai.clearance.verbs import LOOK
from gongkai.core.accounts.enums import Role
from tests.factories.gate import make_attachment
from tests.factories.people import make_user
from tests.permissions import assert_opens, role_cases, sign_in

pytestmark = pytest.mark.django_db


def unread_file() -> Any:
    return make_attachment(
        make_user(Role.DRAFTER),
        data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\xff\x01\xfe" * 20,
        name="scan.doc",
    )


@pytest.mark.parametrize(("who", "allowed"), role_cases(LOOK))
def test_only_its_roles_look(client: Any, who: Any, allowed: bool) -> None:
    file = unread_file()
    assert_opens(client, who, reverse("clearance:unread"), allowed=allowed)
    response = client.get(reverse("clearance:look", args=["attachment", file.pk]))
    assert (response.status_code == 200) is allowed


def test_signing(client: Any) -> None:
    file = unread_file()
    reader = sign_in(client, Role.SECRECY)
    url = reverse("clearance:look", args=["attachment", file.pk])
    assert "scan.doc" in client.get(reverse("clearance:unread")).content.decode()
    refused = client.post(url, {"note": "", "sha256": file.sha256})
    assert refused.status_code == 409
    assert "须写明" in refused.content.decode()
    assert client.post(url, {"note": "看过", "sha256": file.sha256}).status_code == 302
    assert FileLook.objects.get().by == reader
    assert "没有待核对的文件" in client.get(reverse("clearance:unread")).content.decode()
    assert client.get(reverse("clearance:look", args=["other", file.pk])).status_code == 404
