"""The written mandate of a delegation: taken with it, screened, and opened by nobody else."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import PurePath
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.organisation.models import Delegation
from gongkai.core.organisation.usecases.delegations import grant_delegation
from gongkai.core.reasons import Refused
from tests.factories.people import make_user
from tests.permissions import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader() -> User:
    return make_user(Role.LEADER, name="厅领导")


@pytest.fixture
def deputy() -> User:
    return make_user(Role.LEADER, name="副厅长")


def post(client: Any, by: User, deputy: User, name: str, data: bytes) -> Any:
    client.force_login(by, backend=BACKEND)
    today = timezone.localdate()
    return client.post(
        reverse("organisation:delegation_new"),
        {
            "delegate": deputy.pk,
            "scope": "clearance.review_final",
            "valid_from": today.isoformat(),
            "valid_until": (today + timedelta(days=3)).isoformat(),
            "grounds": "厅长办公会纪要",
            "mandate": SimpleUploadedFile(name, data),
        },
    )


def test_the_paper_is_kept_with_the_delegation_and_named_in_the_audit(client, leader, deputy):
    response = post(client, leader, deputy, "授权书.png", png())
    assert response.status_code == 302, response.content.decode()
    row = Delegation.objects.get()
    assert row.mandate_name == "授权书.png"
    assert "授权书" not in row.mandate.name
    assert row.mandate_sha256 == hashlib.sha256(png()).hexdigest()
    event = Event.objects.get(action="organisation.grant_delegation")
    assert event.data["mandate"] == row.mandate_sha256
    assert reverse("organisation:delegation_mandate", args=[row.pk]) in (
        client.get(reverse("organisation:delegations")).content.decode()
    )


def png() -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return out.getvalue()


def docx(words: str) -> bytes:
    from io import BytesIO

    from docx import Document

    document, out = Document(), BytesIO()
    document.add_paragraph(words)
    document.save(out)
    return out.getvalue()


def test_only_who_sees_the_delegation_opens_it_and_nobody_by_its_name(client, leader, deputy):
    post(client, leader, deputy, "授权书.png", png())
    row = Delegation.objects.get()
    url = reverse("organisation:delegation_mandate", args=[row.pk])
    people = {
        leader: 200,
        deputy: 200,
        make_user(Role.OFFICE): 200,
        make_user(Role.DRAFTER): 404,
        make_user(Role.LEADER): 404,
        make_user(Role.SECRECY): 404,
    }
    for user, status in people.items():
        client.force_login(user, backend=BACKEND)
        response = client.get(url)
        assert response.status_code == status, user
        if status == 200:
            assert response.content == png()
            assert response["Content-Disposition"].startswith("attachment")
            assert "no-store" in response["Cache-Control"]
        folder, name = row.mandate.name.split("/")
        root = default_storage.location
        for way in (
            f"{folder}/{name}",
            f"./{folder}/{name}",
            f"x/../{folder}/{name}",
            f"{folder}//{name}",
            f"%2e%2e/{PurePath(root).name}/{folder}/{name}",
            f"{root}/{folder}/{name}",
            f"/{root}/{folder}/{name}",
        ):
            assert client.get(f"/admin/clearance/media/{way}").status_code == 404, way
    client.logout()
    assert client.get(url).status_code in {302, 403}


def test_a_marked_paper_is_not_kept(client, leader, deputy):
    response = post(client, leader, deputy, "授权书.txt", "机密★10年".encode())
    assert response.status_code == 409
    assert not Delegation.objects.exists()
    assert Event.objects.filter(action="clearance.secret_refused").exists()


def test_the_storage_refuses_a_marked_paper_whichever_way_it_comes(leader, deputy):
    today = timezone.localdate()
    with pytest.raises(Refused):
        grant_delegation(
            by=leader,
            grantor=leader,
            delegate=deputy,
            scope="clearance.review_final",
            valid_from=today,
            valid_until=today,
            grounds="纪要",
            mandate=SimpleUploadedFile("授权书.docx", docx("机密★10年")),
        )
    assert not Delegation.objects.exists()


@pytest.mark.rule("delegation.mandate_kind")
@pytest.mark.parametrize(
    ("name", "data", "told"),
    [("授权书.csv", b"a,b\n1,2\n", "不是 PDF、Word 文档或图片"), ("授权书.png", b"", "“授权书.png”是空的")],
)
def test_a_wrong_file_is_told_at_its_field_and_what_was_typed_stays(client, leader, deputy, name, data, told):
    response = post(client, leader, deputy, name, data)
    assert response.status_code == 422
    text = response.content.decode()
    assert told in text
    assert "厅长办公会纪要" in text
    assert not Delegation.objects.exists()
